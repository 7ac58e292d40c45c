"""The whole projection launched from an earlier base: it knows nothing later, and its misses are counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import indicators
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.projections.start_inputs import read_start_inputs
from dashboard.analysis.uncertainty import hindcast
from dashboard.analysis.uncertainty.hindcast import ForecastMiss
from dashboard.analysis.uncertainty.spread import Spread

SOLAR = "solar_hijri"


@pytest.fixture(scope="module")
def reader(store):
    from data.release_store.database import open_release_store

    releases = open_release_store()
    with releases.open(releases.current()).connect() as connection:
        yield connection


@pytest.fixture(scope="module")
def known(reader):
    return read_start_inputs(MeasureContext(reader, "IR"))


@pytest.fixture(scope="module")
def histories(reader):
    keys = {"total": "population", "old": "share_65_plus", "births": "births_or_derived"}
    return {series: indicators.country_indicator_values(reader, "IR", key) for series, key in keys.items()}


@pytest.fixture(scope="module")
def lines(known, histories):
    origin, last = hindcast.origins(known.people)
    begins = hindcast.relaunch(known, origin)
    return hindcast.misses(begins["IR"], begins["IR"], histories, last, SOLAR, Spread())


def test_it_is_launched_five_years_back_from_the_base_of_then(known, lines):
    assert hindcast.origins(known.people) == (1397, 1402)
    assert [(line.series, line.origin, line.year) for line in lines] == [
        ("total", 1397, 1402),
        ("old", 1397, 1402),
        ("births", 1397, 1402),
    ]
    actual = {line.series: line.actual for line in lines}
    assert actual["births"] == 1_057_964  # NOCR, national series
    for line in lines:
        assert line.band_95[0] < line.band_80[0] < line.projected < line.band_80[1] < line.band_95[1]


def test_a_later_figure_changes_nothing_that_was_said(known, histories, lines):
    """Twice the people, births, fertility and residuals of every later year: the launch does not see them."""

    def doubled(frame: pd.DataFrame, column: str) -> pd.DataFrame:
        return frame.assign(**{column: np.where(frame["year"] > 1397, 2 * frame[column], frame[column])})

    later = replace(
        known,
        people=doubled(known.people, "persons"),
        fertility_published=doubled(known.fertility_published, "value"),
        births=doubled(known.births, "value"),
        residuals=doubled(known.residuals, "value"),
    )
    begins = hindcast.relaunch(later, 1397)
    again = hindcast.misses(begins["IR"], begins["IR"], histories, 1402, SOLAR, Spread())
    assert [(line.projected, line.band_80) for line in again] == [
        (line.projected, line.band_80) for line in lines
    ]


def miss(area, said, actual, band=(0.0, 1e9)):
    return ForecastMiss(area, "total", 2019, 2024, said, band, band, actual, (("last value", 0.9 * actual),))


def test_sizes_are_counted_by_hand():
    lines = [miss(f"A{n}", 100 + n, 100.0, (0.0, 200.0) if n % 2 else (0.0, 1.0)) for n in range(6)]
    people = {f"A{n}": n + 1.0 for n in range(6)}
    small, middle, large = hindcast.by_size(lines, "total", people)
    assert (small.size, small.areas, small.mean, small.bias) == ("smallest third", 2, 0.005, 0.005)
    assert large.median == pytest.approx(0.045) and middle.held_80 == 0.5
    assert (small.naive, small.naive_mean) == ("last value", pytest.approx(0.1))
    assert hindcast.by_size(lines[:3], "total", people)[0].size == "all areas"
    assert hindcast.by_size(lines, "births", people) == []


def test_direction_and_rivals():
    line = miss("A", 95.0, 100.0, (90.0, 99.0))
    assert line.share == -0.05 and not line.held_80 and line.closer == 0


def test_one_base_population_has_nothing_to_be_launched_from(known):
    base = known.people[(known.people["source"] == hindcast.BASE) & (known.people["year"] == 1402)]
    assert hindcast.origins(base) is None
