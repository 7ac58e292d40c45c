"""How sure a figure is: intervals counted by hand, none where no register counted, and what a reader is told of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.catalogue import BY_KEY, INDICATORS
from dashboard.analysis.catalogue.certainty import INTERVAL_METHODS, interval_absence
from dashboard.analysis.indicators import MeasureContext, indicator_values, intervals
from dashboard.views import chart_export, compare, sentences
from dashboard.views.measure import named_measure, row_interval_text
from dashboard.words import Words
from data import queries
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.data.seed_rows import value

COUNTRIES = ("IR", "VN")


@pytest.fixture(scope="module")
def known(store):
    """``known(country, key)``: a measure's figures with their intervals, each worked out once."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        of = cache(lambda country: MeasureContext(reader, country))

        @cache
        def ask(country, key):
            found = indicator_values(of(country), key)
            return found if "low" in found else found.assign(**dict.fromkeys(intervals.COLUMNS[2:], np.nan))

        yield ask
    engine.dispose()


def row(frame, area, year):
    return frame[(frame["area"] == area) & (frame["year"] == year)].iloc[0]


def test_eleven_divorces_have_garwoods_interval_over_the_people(known):
    """Garwood (1936): half the chi-square quantiles of 22 and 24 degrees of freedom, 10.982 and 39.364."""
    found = row(known("VN", "crude_divorce_rate"), "VN12", 2014)
    assert value("VN", "events", area="VN12", event="divorces", year=2014) == 11
    people = value("VN", "population", area="VN12", year=2014, sex="both", source="gso_average_population")
    assert found["low"] == pytest.approx(1000 * 5.491 / people, rel=1e-3)
    assert found["high"] == pytest.approx(1000 * 19.682 / people, rel=1e-3)
    assert found["reliability"] == "unreliable"


def test_a_registers_rate_rests_on_the_rate_times_the_people(known):
    found = row(known("IR", "crude_divorce_rate"), "IR16", 1398)
    rate = value("IR", "rates", area="IR16", measure="crude_divorce_rate", year=1398)
    people = value("IR", "population", area="IR16", year=1398, source="sci_province_report")
    assert found["events"] == pytest.approx(rate * people / 1000)
    spread = 1.96 * rate / np.sqrt(found["events"])  # the normal's, near the exact one at 800 events
    assert found["high"] - found["low"] == pytest.approx(2 * spread, rel=0.01)


def test_fertility_is_as_sure_as_its_births(known):
    found = known("IR", "total_fertility_rate").dropna(subset="low")
    width = (found["high"] - found["low"]) / found["value"]
    assert np.allclose(width * np.sqrt(found["events"]), 2 * 1.96, rtol=0.01)
    semnan, tehran = row(found, "IR20", 1400), row(found, "IR23", 1400)
    assert tehran["events"] > 10 * semnan["events"]
    registered = value("IR", "events", area="IR20", event="births", year=1400, sex="both")
    assert semnan["events"] == pytest.approx(registered, rel=0.12), "the office's rate gives 10 % more"


def test_the_sex_ratio_of_7333_births_is_known_to_five_boys(known):
    found = row(known("IR", "sex_ratio_at_birth"), "IR20", 1400)
    assert (found["events"], round(found["low"]), round(found["high"])) == (7333, 101, 110)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("key", intervals.INTERVALS)
def test_a_figure_lies_in_its_interval_and_more_events_make_it_narrower(known, country, key):
    found = known(country, key)
    found = found.dropna(subset="low")
    assert ((found["low"] <= found["value"]) & (found["value"] <= found["high"])).all()
    assert set(found["reliability"]) <= {"reliable", "caution", "unreliable"}
    least = 1000 if key == intervals.SEX_RATIO else 20  # chance moves a sex ratio more than any cause does
    assert ((found["events"] < least) == (found["reliability"] == "unreliable")).all()


@pytest.mark.parametrize("key", ["crude_birth_rate", "crude_death_rate", "total_fertility_rate"])
def test_a_survey_without_its_error_has_no_interval_and_says_so(known, key):
    assert known("VN", key)["low"].isna().all()
    assert "sample survey" in interval_absence(BY_KEY[key], "VN")


def test_what_has_an_interval_says_how_it_is_made():
    assert set(INTERVAL_METHODS) == set(intervals.INTERVALS)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_has_none_says_why(country):
    for indicator in INDICATORS:
        assert interval_absence(indicator, country).startswith("No interval: ")


@pytest.fixture(scope="module")
def divorces(known, store):
    """Viet Nam's divorces as an English reader sees them, of the province with fewest."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        areas = queries.areas(reader)
    areas = areas[(areas["country"] == "VN") & areas["level"].isin(("nation", "province"))]
    figures = known("VN", "crude_divorce_rate")
    return named_measure(
        BY_KEY["crude_divorce_rate"], figures, areas, area="VN12", calendar="gregorian", words=Words("en")
    )


def test_a_reader_is_told_the_interval_and_that_it_is_unreliable(divorces):
    said = sentences.headline(divorces, 2014)
    assert said.endswith("95 % interval 0.013–0.047 · unreliable: very few events")
    assert "Garwood" in sentences.interval_sentence(divorces, 2014)
    assert row_interval_text(divorces, {"value": 1.0}) == ""


def test_the_table_and_the_data_hold_interval_and_reliability(divorces):
    rows = divorces.year_rows(2014).assign(year=2014)
    sources = pd.DataFrame(columns=["source"])
    taken = chart_export.of_measure(divorces, rows, sources, name="x", title="x")
    table = taken.table().set_index("Area")
    assert table.loc["Lai Chau", "95 % interval"] == "0.013–0.047"
    assert table.loc["Lai Chau", "Reliability"] == "unreliable: very few events"
    assert {"events", "low", "high", "reliability"} <= set(taken.data().columns)


def test_a_place_is_told_with_the_places_it_may_be(divorces):
    ranges = compare.rank_ranges(divorces.year_rows(2014))
    own = ranges[ranges["area"] == "VN06"].iloc[0]
    assert own["first"] < own["place"] < own["last"]
    said = compare.place_said(ranges, replace(divorces, area="VN06"))
    assert f"from place {own['first']} to {own['last']} of 63" in said
    told = compare.places(ranges, Words("en"))
    assert told["VN06"] == f"{own['place']} ({own['first']} to {own['last']})"
    assert told["VN12"] == "63", "Lai Chau is surely last"
    assert compare.place_said(ranges, divorces) == ""
