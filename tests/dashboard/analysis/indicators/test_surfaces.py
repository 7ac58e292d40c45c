"""Lexis surfaces: a cell for every age and year, at the rates that are stored, and nothing where nothing is known."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators import surfaces as rates_by_year
from dashboard.views import surfaces
from dashboard.words import LANGUAGES, Words
from data import queries

LABEL = "Deaths a year per 1,000 people of the age"


@pytest.fixture(scope="module")
def connection(store):
    from data.engine import open_engine
    from data.release_store.pointer import current_file

    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield reader
    engine.dispose()


def test_the_pandemics_year_is_its_own_and_the_years_before_it_are_left_empty(connection):
    rates = rates_by_year.death_rates(MeasureContext(connection, "IR"))
    assert sorted(rates["year"].unique()) == [*range(1379, 1397), 1399]
    said = queries.death_rates(connection, "IR")
    printed = said[said["period_start"].astype(str).str.startswith("2020-01-01") & (said["sex"] == "male")]
    own = rates[(rates["year"] == 1399) & (rates["sex"] == "male")].set_index("age_lower")["value"]
    assert own[60] == pytest.approx(float(printed.set_index("age_lower").loc[60, "mx"]))


def test_between_two_estimates_a_rate_lies_between_them_as_its_logarithm_does(connection):
    rates = rates_by_year.death_rates(MeasureContext(connection, "VN"))
    line = rates[(rates["sex"] == "female") & (rates["age_lower"] == 40)].sort_values("year")
    assert list(line["year"]) == list(range(2010, 2021))
    steps = np.diff(np.log(line["value"].to_numpy()))
    assert steps[1:-1] == pytest.approx(steps[1], rel=5e-3)
    assert set(rates["source"].str.split().explode()) <= set(queries.sources(connection)["source"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_surface_has_edges_of_ages_and_a_column_for_the_years_nobody_knows(connection, language):
    rows = surfaces.deaths(rates_by_year.death_rates(MeasureContext(connection, "IR")), "female")
    words = Words(language)
    figure = surfaces.figure(
        rows, label=LABEL, calendar="solar_hijri", words=words, logarithmic=True, last=None
    )
    [surface] = figure.data
    assert list(surface.y)[:4] == [0, 1, 5, 10]
    assert len(surface.y) == len(surface.z) + 1
    assert len(surface.z[0]) == 1399 - 1379 + 1
    assert [row[1397 - 1379] for row in surface.z] == [None] * len(surface.z)
    assert surface.hovertext[0][1397 - 1379] == ""
    assert figure.layout.meta["alt"]


def test_its_table_and_rows_hold_every_rate(connection):
    rows = surfaces.deaths(rates_by_year.death_rates(MeasureContext(connection, "VN")), "male")
    papers = surfaces.papers(
        rows, area="VN", name="x", label=LABEL, title=LABEL, calendar="gregorian", words=Words("en")
    )
    assert papers.table().shape == (22, 1 + 11)
    assert set(papers.data()["status"]) == {"estimated"}
    assert len(papers.data()) == 22 * 11
