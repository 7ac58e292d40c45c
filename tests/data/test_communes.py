"""Many small areas, made for the purpose: simplified together they keep every line between neighbours, and stay small."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest
import shapely

from benchmarks import communes_made
from dashboard.analysis.catalogue import BY_KEY
from dashboard.views import maps
from dashboard.views.measure import named_measure
from dashboard.words import Words
from data import boundaries

COUNT = 400


@pytest.fixture(scope="module")
def made():
    return communes_made.communes(COUNT)


@pytest.fixture(scope="module")
def drawn(made):
    return boundaries.for_a_map(made)


def test_no_neighbours_are_torn_apart_and_nothing_is_lost(made, drawn):
    torn, lost = communes_made.gaps(drawn)
    assert (torn, lost) == (0, pytest.approx(0, abs=1e-9))
    assert list(drawn.index) == list(made.index)
    assert drawn.union_all().area == pytest.approx(made.union_all().area, rel=0.01)


def test_they_are_the_country(made):
    whole = boundaries.load(communes_made.COUNTRY).geometry.union_all()
    assert made.union_all().symmetric_difference(whole).area < 1e-6 * whole.area


def test_what_is_sent_is_small(made, drawn, tmp_path):
    """As many as a country has would be under 2 MB on their way"""
    sizes = []
    for name, areas in (("made", made), ("drawn", drawn)):
        boundaries.write(areas, tmp_path / name)
        sizes.append(len(gzip.compress((tmp_path / name).read_bytes(), 5)))
    assert sizes[1] < sizes[0] / 3
    assert sizes[1] / COUNT < 2_000_000 / communes_made.COUNT


def test_a_grid_too_coarse_for_an_area_is_made_finer_there_and_for_its_neighbour():
    """A strip of half a thousandth of a degree would be a line on a grid of a thousandth"""
    thin = shapely.box(0.0, 0.0, 0.0004, 1.0)
    wide = shapely.box(0.0004, 0.0, 1.0, 1.0)
    found = boundaries.round_coordinates(np.array([thin, wide]), 3)
    assert found[0].area == pytest.approx(0.0004)
    assert shapely.coverage_is_valid(found)
    assert boundaries.round_coordinates(np.array([wide]), 3)[0].bounds == (0.0, 0.0, 1.0, 1.0)


def test_a_figure_of_eleven_thousand_areas_says_what_is_common_once():
    codes = pd.DataFrame(index=[f"VN{at:05d}" for at in range(communes_made.COUNT)])
    areas = communes_made.areas_of(codes, communes_made.LEVEL)
    values = communes_made.values_of(areas, range(2015, 2016))
    view = named_measure(
        BY_KEY["crude_birth_rate"],
        values,
        areas,
        area="VN",
        calendar="gregorian",
        words=Words("en"),
        level=communes_made.LEVEL,
    )
    figure = maps.province_map(view, 2015, (102, 8, 110, 24), (900, 560), provinces=("VN01", "VN02"))
    every, borders = figure.data
    assert len(every.locations) == communes_made.COUNT
    assert isinstance(every.hovertemplate, str)
    assert every.marker.line.width == 0
    assert borders.geojson == "boundaries/VN.geojson"
    assert len(figure.to_json()) < 1_000_000
