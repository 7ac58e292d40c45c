"""Closer looks: life tables of areas, why births changed, and all areas projected at once."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.childbearing import FROM_FERTILITY, REGISTERED, childbearing
from dashboard.analysis.indicators.fertility import FIVE
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.indicators.register_tables import registered_part
from dashboard.views import ageing_thresholds, life_tables, mortality_differences
from dashboard.views.childbearing import births_change
from dashboard.words import Words
from data import queries
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.data.seed_rows import value


@pytest.fixture(scope="module")
def reader(store):
    engine = open_engine(current_file(store))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="module")
def found(reader):
    """``found(country)``: its life tables, made once."""
    return cache(lambda country: area_tables(MeasureContext(reader, country)))


@pytest.fixture(scope="module")
def borne(reader):
    """``borne(country)``: women and births, made once."""
    return cache(lambda country: childbearing(MeasureContext(reader, country)))


def table(found, country, **asked):
    [one] = [
        each for each in found(country) if all(getattr(each, key) == want for key, want in asked.items())
    ]
    return one


# Life tables


def test_a_table_at_the_offices_level_has_the_life_expectancy_it_published(found):
    made = table(found, "IR", area="IR", kind="office", year=1395)
    for sex in ("female", "male"):
        printed = value("IR", "rates", area="IR", measure="life_expectancy", year=1395, sex=sex)
        assert made.e0(sex) == pytest.approx(printed, abs=1e-6)


def test_a_province_lies_as_far_from_the_nation_as_its_published_life_expectancy(found):
    nation = table(found, "IR", area="IR", kind="office", year=1395)
    own = table(found, "IR", area="IR11", kind="moved", year=1395)
    gap = value("IR", "rates", area="IR11", measure="life_expectancy", year=1395, sex="both") - 74.0
    assert own.e0("female") - nation.e0("female") == pytest.approx(gap, abs=1e-6)


def test_registered_deaths_give_every_province_a_table_inside_its_interval(found):
    made = [each for each in found("IR") if each.kind == "register"]
    assert len(made) == 32 and {each.year for each in made} == {1399}
    for each in made:
        assert each.low[0] < each.e0("both") < each.high[0]
    width = {each.area: each.high[0] - each.low[0] for each in made}
    assert width["IR16"] > 3 * width["IR23"], "Ilam is small, Tehran is not"
    e0 = {each.area: each.e0("both") for each in made}
    assert min(e0, key=e0.get) == "IR11" and 72 < e0["IR"] < 75


def test_a_death_rate_of_the_census_is_drawn_to_the_mean_and_small_provinces_most(found, reader):
    made = {each.area: each for each in found("VN") if each.kind == "related"}
    assert len(made) == 63
    nation = table(found, "VN", area="VN", kind="nation", year=2020)
    e0 = np.array([each.e0("female") for each in made.values()])
    assert e0.min() < nation.e0("female") < e0.max() and np.ptp(e0) < 12
    width = {area: each.high[0] - each.low[0] for area, each in made.items()}
    people = queries.total_population(reader, "VN")
    sizes = people[(people["year"] == 2019) & (people["sex"] == "both")].groupby("area")["persons"].max()
    assert width["VN06"] > 2 * width["VN79"] and sizes["VN79"] > 20 * sizes["VN06"]


def test_a_part_of_deaths_is_registered_and_the_pandemic_is_not_counted_in_it(reader):
    part = registered_part(MeasureContext(reader, "IR"))
    assert 0.86 < part < 0.91


def test_a_printed_table_starts_with_100000_and_its_columns_agree(found):
    for made in (
        table(found, "IR", area="IR23", kind="register"),
        table(found, "VN", area="VN01", kind="related"),
    ):
        rows = life_tables.rows(made, made.sexes[0])
        assert rows["lx"].iloc[0] == 100_000
        assert_allclose(rows["lx"].iloc[1:], (rows["lx"] - rows["dx"]).iloc[:-1], atol=1e-6)
        assert_allclose(rows["e"], rows["total_years"] / rows["lx"])
        assert_allclose(rows["person_years"].sum(), rows["total_years"].iloc[0])
        printed = life_tables.printed(rows, Words("en"))
        assert printed.iloc[0, 0] == "0" and printed.iloc[1, 0] == "1–4" and len(printed) in (18, 22)


def test_ages_of_a_difference_sum_to_it_for_areas_and_years(found):
    first, second = (table(found, "IR", area="IR", kind="nation", year=year) for year in (1379, 1396))
    parts = mortality_differences.contributions(first, second, "male")
    assert parts["value"].sum() == pytest.approx(second.e0("male") - first.e0("male"), abs=1e-9)
    nation, own = mortality_differences.against_the_nation(found("IR"), "IR11", "IR")
    assert (nation.area, own.area) == ("IR", "IR11")
    assert nation.kind in ("office", "register")


# Births


def test_rates_and_women_give_back_the_registered_births(borne):
    known = borne("IR")
    at = known.place("IR", 1395)
    assert known.rows["basis"].iloc[at] == REGISTERED
    assert (known.women[at] * known.rates[at]).sum() == pytest.approx(1_528_053)


def test_without_births_the_rates_sum_to_the_published_fertility(borne):
    known = borne("IR")
    at = known.place("IR00", 1400)
    assert known.rows["basis"].iloc[at] == FROM_FERTILITY
    printed = value("IR", "rates", area="IR00", measure="total_fertility_rate", year=1400)
    assert 5 * known.rates[at].sum() == pytest.approx(printed)
    assert not known.rates[at][FIVE.position(50) :].any()


@pytest.mark.parametrize("country", ["IR", "VN"])
def test_every_area_with_two_years_has_parts_that_sum(borne, country):
    known = borne(country)
    for area in known.rows["area"].unique():
        years = known.years(area)
        if len(years) > 1:
            told = births_change(known, area, years[0], years[-1])
            assert sum(told.parts) == pytest.approx(told.whole, abs=1e-6)


# Passing a level


def shares(*rows):
    return pd.DataFrame(rows, columns=["area", "year", "value"]).assign(source="office", status="published")


def test_an_area_passes_a_level_in_the_first_year_at_or_above_it():
    known = shares(("A", 1, 6.0), ("A", 2, 7.0), ("B", 1, 8.0), ("B", 2, 9.0))
    later = shares(("A", 2, 99.0), ("A", 3, 13.9), ("A", 4, 14.0), ("B", 3, 10.0))
    rows = ageing_thresholds.passings(known, later, {"A": "First", "B": "Second"}, "en").set_index(
        ["area", "level"]
    )
    assert rows.loc[("A", 7.0), ["year", "before", "projected"]].tolist() == [2, False, False]
    assert rows.loc[("A", 14.0), ["year", "projected"]].tolist() == [4, True]
    assert rows.loc[("B", 7.0), ["year", "before"]].tolist() == [1, True]
    assert pd.isna(rows.loc[("B", 14.0), "year"]) and pd.isna(rows.loc[("A", 21.0), "year"])
    assert rows["place"].groupby("area").first().to_dict() == {"A": 0, "B": 1}
