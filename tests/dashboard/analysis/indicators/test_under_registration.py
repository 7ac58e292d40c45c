"""Rates as registered and adjusted for what is not: never published, never where more is registered than expected."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.register_tables import registered_part
from dashboard.analysis.indicators.under_registration import BIRTHS, DEATHS, adjusted_rates
from dashboard.views import under_registration as told
from dashboard.words import Words
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.data.seed_rows import value

NAMES = {"IR": "Iran", "IR20": "Semnan", "IR01": "Gilan", "IR23": "Tehran"}


@pytest.fixture(scope="module")
def known(store):
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        yield MeasureContext(reader, "IR")
    engine.dispose()


@pytest.fixture(scope="module")
def births(known):
    return adjusted_rates(known, "crude_birth_rate")


def row(frame, area, year):
    return frame[(frame["area"] == area) & (frame["year"] == year)].iloc[0]


def test_births_of_semnan_are_raised_by_the_part_that_the_offices_fertility_says_is_missing(births):
    own = row(births, "IR20", 1400)
    registered = value("IR", "events", area="IR20", event="births", year=1400, sex="both")
    people = value("IR", "population", area="IR20", year=1400, source="sci_province_report")
    assert own["raw"] == pytest.approx(1000 * registered / people)
    assert own["completeness"] == pytest.approx(90, abs=1), "SOURCES.md: the rate implies 10.4 % more births"
    assert own["adjusted"] == pytest.approx(own["raw"] / own["completeness"] * 100)


def test_more_registered_than_expected_is_left_and_shown_as_it_is(births):
    own = row(births, "IR01", 1400)
    assert own["completeness"] > 100 and np.isnan(own["adjusted"])
    rows = told.of_year(births, NAMES, 1400)
    said = told.sentence(rows, "IR01", "Gilan", "1400", BY_KEY["crude_birth_rate"], Words("en"))
    assert "over 100 % is a problem of the data" in said
    assert "Gilan (103" in told.not_adjusted(rows, Words("en"))


@pytest.mark.parametrize("key", DEATHS)
def test_deaths_of_every_area_are_raised_by_the_nations_part(known, key):
    found, part = adjusted_rates(known, key), registered_part(known)
    assert found["adjusted"].to_numpy() == pytest.approx(found["raw"].to_numpy(float) / part)
    assert len(found[found["year"] == 1399]) == 32


@pytest.mark.parametrize("key", [*BIRTHS, *DEATHS])
def test_an_adjusted_rate_is_an_estimate_and_says_where_it_comes_from(known, key):
    found = adjusted_rates(known, key)
    assert set(found["status"]) == {"estimated"}
    assert found["source"].str.contains("rasad_base_population").all()
    assert not found.duplicated(["area", "year"]).any()
    assert (found["adjusted"].dropna() >= found.loc[found["adjusted"].notna(), "raw"]).all()


def test_where_no_register_is_published_nothing_is_adjusted(known):
    assert adjusted_rates(MeasureContext(known.connection, "VN"), "crude_birth_rate").empty


def test_both_figures_stand_in_the_sentence_and_in_the_table(births):
    words, rows = Words("en"), told.of_year(births, NAMES, 1400)
    indicator = BY_KEY["crude_birth_rate"]
    said = told.sentence(rows, "IR20", "Semnan", "1400", indicator, words)
    assert "as registered" in said and "(estimated)" in said and "90.2" in said
    named = births.assign(name=births["area"].map(NAMES))
    taken = told.papers(rows, named, indicator, "title", "solar_hijri", words)
    table = taken.table().set_index("Area")
    assert table.loc["Gilan", "Adjusted, estimated"] == "not adjusted"
    assert float(table.loc["Semnan", "Adjusted, estimated"]) > float(table.loc["Semnan", "As registered"])
    assert {"raw", "completeness", "adjusted", "status"} <= set(taken.data().columns)
