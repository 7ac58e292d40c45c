"""What is shown is what the seed says: hand counts from its rows, and the more trusted figure before the less."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.catalogue import INDICATORS
from dashboard.analysis.indicators import (
    AGES,
    BASE,
    COLUMNS,
    METHODS,
    PATTERNS_ONLY,
    MeasureContext,
    first_available,
    indicator_values,
    most_trusted,
)
from dashboard.analysis.indicators.intervals import COLUMNS as CHANCE
from data import queries
from data.columns import TRUST
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.data.seed_rows import people, value, where

COUNTRIES = ("IR", "VN")


@pytest.fixture(scope="module")
def measured(store):
    """``measured(country, key)``: each measure asked for once."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        of = cache(lambda country: MeasureContext(reader, country))
        yield cache(lambda country, key: indicator_values(of(country), key))
    engine.dispose()


@pytest.mark.parametrize("country", COUNTRIES)
def test_people_are_read_once_for_all_measures_and_the_order_of_asking_changes_none(
    connection, measured, monkeypatch, country
):
    readings, read = [], queries.population_by_age
    monkeypatch.setattr(
        queries, "population_by_age", lambda *asked, **how: readings.append(asked) or read(*asked, **how)
    )
    known = MeasureContext(connection, country)
    found = {indicator.key: indicator_values(known, indicator.key) for indicator in reversed(INDICATORS)}
    assert len(readings) == 1
    for indicator in INDICATORS:
        pd.testing.assert_frame_equal(
            found[indicator.key], measured(country, indicator.key), check_exact=True
        )


def figure(measured, country, key, area, year):
    """The one row of a measure for an area and year."""
    found = measured(country, key)
    found = found[(found["area"] == area) & (found["year"] == year)]
    assert len(found) == 1, found
    return found.iloc[0]


# Hand counts


def test_fertility_of_tehran_is_as_the_office_printed_it(measured):
    row = figure(measured, "IR", "total_fertility_rate", "IR23", 1400)
    assert (row["value"], row["status"], row["source"]) == (1.43, "published", "sci_province_report")


def test_divorces_of_a_viet_nam_province_are_over_its_average_population(measured):
    row = figure(measured, "VN", "crude_divorce_rate", "VN79", 2015)
    cases = value("VN", "events", area="VN79", event="divorces", year=2015)
    everybody = value("VN", "population", area="VN79", year=2015, sex="both", source="gso_average_population")
    assert row["value"] == pytest.approx(1000 * cases / everybody, rel=1e-12)
    assert row["status"] == "derived"
    assert row["source"] == "gso_divorces_2013_2016 gso_average_population"


def test_births_of_iran_are_those_registered_and_their_rate_is_derived(measured):
    assert figure(measured, "IR", "births", "IR", 1395)["value"] == 1_528_053
    row = figure(measured, "IR", "crude_birth_rate", "IR", 1400)
    registered = value("IR", "events", area="IR", event="births", year=1400, sex="both")
    assert row["value"] == pytest.approx(1000 * registered / 84_055_000, rel=1e-12)
    assert row["status"] == "derived"


def test_births_of_viet_nam_are_their_rate_times_the_people(measured):
    row = figure(measured, "VN", "births_or_derived", "VN01", 2016)
    rate = value("VN", "rates", area="VN01", measure="crude_birth_rate", year=2016)
    everybody = value("VN", "population", area="VN01", year=2016, sex="both", source="gso_average_population")
    assert row["value"] == pytest.approx(rate / 1000 * everybody, rel=1e-12)
    assert row["status"] == "derived"
    assert measured("VN", "births").empty, "no office publishes them as counts"


def test_the_share_of_the_old_in_the_census_is_counted_by_hand(measured):
    row = figure(measured, "VN", "share_65_plus", "VN36", 2019)
    asked = {"area": "VN36", "source": "gso_census_2019_age"}
    share = 100 * people("VN", 65, 200, **asked) / people("VN", 0, 200, **asked)
    assert row["value"] == pytest.approx(share, rel=1e-12)
    assert (row["status"], row["source"]) == ("derived", "gso_census_2019_age")


def test_a_published_share_stands_before_one_counted_from_the_census(measured):
    row = figure(measured, "IR", "share_65_plus", "IR23", 1395)
    assert row["value"] == value("IR", "rates", area="IR23", measure="share_65_plus", year=1395)
    assert row["status"] == "published"


@pytest.mark.parametrize(
    ("key", "part", "whole"),
    [("old_age_dependency", (65, 200), (15, 65)), ("ageing_index", (65, 200), (0, 15))],
)
def test_ratios_of_ages_are_counted_by_hand(measured, key, part, whole):
    asked = {"area": "IR01", "source": "sci_census_1390"}
    row = figure(measured, "IR", key, "IR01", 1390)
    assert row["value"] == pytest.approx(
        100 * people("IR", *part, **asked) / people("IR", *whole, **asked), rel=1e-12
    )


def test_half_of_the_people_are_younger_than_the_median_age(measured):
    asked = {"area": "VN01", "source": "gso_census_2019_age"}
    half = people("VN", 0, 200, **asked) / 2
    lower = max(age for age in range(0, 85, 5) if people("VN", 0, age, **asked) <= half)
    inside = (half - people("VN", 0, lower, **asked)) / people("VN", lower, lower + 5, **asked)
    row = figure(measured, "VN", "median_age", "VN01", 2019)
    assert row["value"] == pytest.approx(lower + 5 * inside, rel=1e-12)
    assert 30 < row["value"] < 33


def test_people_of_unknown_age_are_left_out_of_shares(measured):
    asked = {"area": "IR", "source": "sci_census_1390"}
    known = people("IR", 0, 200, **asked)
    unknown = [row for row in where("IR", "population", **asked) if row["age_lower"] == ""]
    assert sum(int(row["value"]) for row in unknown) == 46_322
    row = figure(measured, "IR", "share_0_14", "IR", 1390)
    assert row["value"] == pytest.approx(100 * people("IR", 0, 15, **asked) / known, rel=1e-12)


def test_population_of_a_census_year_is_the_offices_yearly_figure_where_there_is_one(measured):
    row = figure(measured, "VN", "population", "VN", 2019)
    assert row["source"] == "gso_average_population"
    assert row["value"] == value("VN", "population", area="VN", year=2019, sex="both", source=row["source"])


def test_the_yearly_series_goes_before_a_survey_of_one_year(measured):
    row = figure(measured, "VN", "population", "VN", 2024)
    assert row["source"] == "gso_average_population"


def test_the_projection_an_office_publishes_is_not_shown_as_population(measured):
    years = measured("IR", "population")["year"]
    assert years.max() == 1402
    assert len(where("IR", "population", source="sci_projection", year=1403))


def test_people_of_models_used_for_their_ages_alone_are_never_shown(measured):
    for key in ("population", *AGES):
        for source in measured("VN", key)["source"]:
            assert not set(source.split()) & set(PATTERNS_ONLY), key


def test_our_estimate_is_called_one_and_has_its_source(measured):
    row = figure(measured, "VN", "median_age", "VN01", 2022)
    assert (row["status"], row["source"]) == ("estimated", BASE)


def test_our_estimate_with_a_method_stands_before_one_without(measured):
    years = measured("IR", "median_age").set_index(["area", "year"])["source"]
    assert years["IR23", 1399] == BASE


def test_births_per_woman_of_15_to_49_are_counted_by_hand(measured):
    births = value("IR", "events", area="IR", event="births", year=1395, sex="both")
    women = figure(measured, "IR", "women_15_49", "IR", 1395)["value"]
    asked = {"area": "IR", "source": "sci_census_1395", "sex": "female"}
    assert women == people("IR", 15, 50, **asked)
    row = figure(measured, "IR", "general_fertility_rate", "IR", 1395)
    assert row["value"] == pytest.approx(1000 * births / women, rel=1e-12)


def test_daughters_per_woman_are_fertility_over_both_sexes_at_birth(measured):
    row = figure(measured, "IR", "gross_reproduction_rate", "IR23", 1400)
    boys = value("IR", "rates", area="IR", measure="sex_ratio_at_birth", year=1400)
    assert row["value"] == pytest.approx(1.43 / (1 + boys / 100), rel=1e-12)


def test_net_reproduction_lies_under_gross_by_what_dies_before_and_while_bearing(measured):
    for country, year in (("IR", 1400), ("VN", 2024)):
        gross = figure(measured, country, "gross_reproduction_rate", country, year)["value"]
        net = figure(measured, country, "net_reproduction_rate", country, year)["value"]
        assert 0.96 < net / gross < 0.99


def test_natural_increase_is_births_less_deaths(measured):
    row = figure(measured, "VN", "natural_increase", "VN01", 2016)
    said = {
        key: value("VN", "rates", area="VN01", measure=key, year=2016)
        for key in ("crude_birth_rate", "crude_death_rate")
    }
    assert row["value"] == pytest.approx(said["crude_birth_rate"] - said["crude_death_rate"])


def test_divorces_per_100_marriages_are_those_of_the_register(measured):
    row = figure(measured, "IR", "divorces_per_100_marriages", "IR", 1398)
    counts = [value("IR", "events", area="IR", event=event, year=1398) for event in ("divorces", "marriages")]
    assert row["value"] == pytest.approx(100 * counts[0] / counts[1])
    assert 32.5 < row["value"] < 33.5, "the number that was read in public as one in three"


def test_deaths_at_the_standards_ages_are_counted_by_hand(connection, measured):
    """The WHO weights of Ahmad et al. (2001) times registered deaths over the people of 364 days, age by age."""
    weights = [8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, 5.37, 4.55, 3.72, 2.96, 2.21, 1.52]
    weights = [*weights, 0.91 + 0.44 + 0.15 + 0.04 + 0.005]
    asked = {"area": "IR11", "event": "deaths", "year": 1399, "sex": "both"}
    rows = [
        row for row in where("IR", "events", **asked) if (row["age_lower"], row["age_width"]) != ("0", "")
    ]
    died = {int(row["age_lower"]): float(row["value"]) for row in rows}
    stock = queries.population_by_age(connection, "IR", "IR11")
    stock = stock[(stock["source"] == BASE) & (stock["year"] == 1399)]
    by_age = stock.groupby(stock["age_lower"].clip(upper=80) // 5 * 5)["persons"].sum() * 364 / 365.25
    by_hand = sum(
        weight * died[age] / by_age[age] for age, weight in zip(range(0, 85, 5), weights, strict=True)
    )
    row = figure(measured, "IR", "age_standardised_death_rate", "IR11", 1399)
    assert row["value"] == pytest.approx(1000 * by_hand / sum(weights), rel=1e-9)
    assert row["status"] == "estimated"


def test_at_its_own_rates_the_nation_has_its_own_death_rate(measured):
    row = figure(measured, "VN", "indirectly_standardised_death_rate", "VN", 2019)
    assert row["value"] == value("VN", "rates", area="VN", measure="crude_death_rate", year=2019)


def test_old_age_begins_later_where_life_is_longer(measured):
    found = measured("IR", "prospective_age").set_index(["area", "year"])["value"]
    assert found["IR30", 1402] > found["IR", 1402] > found["IR11", 1402] > 60
    share = figure(measured, "IR", "prospective_share", "IR", 1402)["value"]
    assert share < figure(measured, "IR", "share_65_plus", "IR", 1402)["value"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_shares_of_all_ages_add_to_the_whole_and_ratios_to_each_other(measured, country):
    keys = ("share_0_14", "share_15_64", "share_65_plus")
    ages = measured(country, "median_age")
    same = ages[ages["source"] == BASE].set_index(["area", "year"]).index
    parts = [measured(country, key).set_index(["area", "year"]) for key in keys]
    at = [part[part["source"] == BASE]["value"] for part in parts]
    whole = sum(at).dropna()
    assert len(same) and (whole.sub(100).abs() < 1e-6).all()
    young, old, total, support = (
        measured(country, key).set_index(["area", "year"])["value"]
        for key in ("young_age_dependency", "old_age_dependency", "total_dependency", "potential_support")
    )
    assert (young + old - total).abs().max() < 1e-9
    assert (support * old).sub(100).abs().max() < 1e-6


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_measure_without_figures_says_why(measured, country):
    silent = [
        indicator.key
        for indicator in INDICATORS
        if measured(country, indicator.key).empty and country not in indicator.why_not
    ]
    assert silent == []


# Every measure


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("key", [*(indicator.key for indicator in INDICATORS), "births_or_derived"])
def test_a_measure_says_one_thing_about_an_area_and_year_and_who_says_it(connection, measured, country, key):
    found = measured(country, key)
    assert list(found.columns[: len(COLUMNS)]) == COLUMNS
    assert set(found.columns[len(COLUMNS) :]) <= set(CHANCE)
    assert not found.duplicated(["area", "year"]).any()
    assert not found[COLUMNS].isna().any(axis=None)
    known = set(queries.sources(connection)["source"])
    assert {source for sources in found["source"] for source in sources.split()} <= known
    assert set(found["status"]) <= set(TRUST)
    if len(found):
        assert np.isfinite(found["value"].astype(float)).all()


@pytest.mark.parametrize("country", COUNTRIES)
def test_shares_by_age_lie_between_none_and_all(measured, country):
    for key in ("share_0_14", "share_65_plus"):
        shares = measured(country, key)["value"]
        assert shares.between(0, 100).all()
        assert len(shares) > 300


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_nation_lies_among_its_provinces(measured, country):
    for key in ("share_65_plus", "median_age", "crude_divorce_rate", "total_fertility_rate"):
        found = measured(country, key)
        for year, rows in found.groupby("year"):
            nation, provinces = rows[rows["area"] == country]["value"], rows[rows["area"] != country]["value"]
            if len(nation) and len(provinces) >= 29:
                assert provinces.min() <= nation.iloc[0] <= provinces.max(), (key, year)


#: Ways that wait for the marriages of 25 past years: proved on a country made up for it in test_durations.py
WAITING = (
    "total_first_marriage_rate_women",
    "total_first_marriage_rate_men",
    "total_divorce_rate",
    "mean_duration_at_divorce",
)


def test_every_way_leads_to_a_figure_somewhere_or_is_known_to_wait(measured):
    empty = [key for key in METHODS if not any(len(measured(country, key)) for country in COUNTRIES)]
    assert tuple(empty) == WAITING


def test_a_country_nobody_knows_has_no_figures_and_no_crash(measured):
    for indicator in INDICATORS:
        assert list(measured("ZZ", indicator.key).columns) == COLUMNS
        assert measured("ZZ", indicator.key).empty


# Which figure wins


def told(*rows):
    return pd.DataFrame([(*row, 0, "office") for row in rows], columns=COLUMNS)


def test_published_stands_before_derived_before_estimated():
    rows = [("IR23", 1400, value, status) for value, status in zip((3.0, 2.0, 1.0), TRUST[::-1], strict=True)]
    assert first_available([told(*rows)])["value"].tolist() == [1.0]
    assert first_available([told(*rows[:2])])["value"].tolist() == [2.0]


def test_an_earlier_way_stands_before_a_more_trusted_later_one():
    early, late = told(("IR23", 1400, 1.0, "estimated")), told(("IR23", 1400, 2.0, "published"))
    assert first_available([early, late])["value"].tolist() == [1.0]


def test_a_later_way_fills_what_an_earlier_one_lacks():
    early, late = told(("IR23", 1400, 1.0, "published")), told(("IR23", 1401, 2.0, "derived"))
    assert first_available([early, late])["year"].tolist() == [1400, 1401]


def test_a_count_stands_before_an_estimate_and_our_estimate_before_one_without_a_method():
    count = told(("IR", 1395, 1.0, "derived"))
    ours = told(("IR", 1395, 2.0, "estimated"), ("IR", 1399, 2.0, "estimated")).assign(source=BASE)
    other = told(("IR", 1399, 3.0, "estimated"), ("IR", 1400, 3.0, "estimated"))
    assert most_trusted([other, ours, count])["value"].tolist() == [1.0, 2.0, 3.0]


def test_nothing_known_is_an_empty_table():
    assert first_available([]).empty and most_trusted([]).empty
    assert list(first_available([told()]).columns) == COLUMNS
