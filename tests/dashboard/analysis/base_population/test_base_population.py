"""The base population: it keeps what was counted, meets what was published, and balances."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.base_population import base_population, inputs, method_of, rows
from dashboard.analysis.base_population.census import single_year_counts
from dashboard.analysis.base_population.closure import close, migrants_pattern
from dashboard.analysis.base_population.interval import AGES
from data import schema
from data.countries import country
from data.ingest.seed import read_seed
from data.names import without_texts
from forecasting.axes import FEMALE, MALE, SEXES, AgeGroups

COUNTRIES = ("IR", "VN")
#: The gas fields draw men: the census itself counts 1.28 men a woman at 35-39, 1.14 at all ages.
BUSHEHR = "IR18"


@pytest.fixture(scope="module")
def tables():
    return read_seed()


@pytest.fixture(scope="module")
def estimates(tables):
    return {code: method_of(country(code)).estimate(tables, country(code)) for code in COUNTRIES}


@pytest.fixture(scope="module")
def made(tables):
    return base_population(tables)


@pytest.fixture(params=COUNTRIES)
def estimate(request, estimates):
    return estimates[request.param]


def of(code, part):
    """The source of a part of a country's base population"""
    return country(code).base_population[part]


def by_group(people, lower):
    return np.add.reduceat(people, np.asarray(lower), axis=-1)


def share(people, low, high=None):
    """Percent of an area's people between two ages. (area, sex, age) -> (area)"""
    return 100 * people[..., low:high].sum((-2, -1)) / people.sum((-2, -1))


def published(tables, measure, year, areas):
    rates = tables["rate"][(tables["rate"]["measure"] == measure) & (tables["rate"]["year"] == year)]
    return rates.set_index("area")["value"].loc[list(areas)].to_numpy()


# The start


def test_graduation_keeps_every_five_year_total_of_the_census(tables, estimates):
    census = tables["population"][tables["population"]["source"] == of("IR", "census")]
    counts, unknown, groups = inputs.people_by_age(census, estimates["IR"].areas, SEXES)
    assert unknown.sum() == 0  # none in 1395
    np.testing.assert_allclose(by_group(estimates["IR"].population[0], groups.lower), counts, atol=1e-3)


def test_split_by_sex_keeps_both_margins_of_the_census(tables, estimates):
    start = estimates["VN"].population[0]
    areas = estimates["VN"].areas
    ages = tables["population"][tables["population"]["source"] == of("VN", "census")]
    both, _, groups = inputs.people_by_age(ages, areas, ("both",))
    np.testing.assert_allclose(by_group(start, groups.lower).sum(1), both[:, 0], rtol=1e-7)
    sexes = tables["population"][tables["population"]["source"] == of("VN", "census_sexes")]
    counted = inputs.grid(sexes, areas, ["sex"], "persons")[list(SEXES)].to_numpy()
    np.testing.assert_allclose(start.sum(-1), counted, rtol=1e-7)


def test_people_of_unknown_age_are_given_the_ages_of_the_others():
    groups = AgeGroups.five(85)
    counts = np.full((1, 2, len(groups)), 100.0)
    mx = np.full((2, 101), 0.05)
    with_unknown = single_year_counts(counts, np.array([[90.0, 0.0]]), groups, mx)
    without = single_year_counts(counts, np.zeros((1, 2)), groups, mx)
    np.testing.assert_allclose(with_unknown[0, FEMALE], 1.05 * without[0, FEMALE])
    np.testing.assert_allclose(with_unknown[0, MALE], without[0, MALE])


# Closing


def test_every_province_has_its_published_total_in_every_year(tables, estimate):
    source = of(estimate.country, "totals")
    people = inputs.all_ages(tables["population"])
    people = people[(people["source"] == source) & (people["sex"] == "both")]
    totals = people.pivot_table(index="area", columns="period_start", values="persons").loc[
        list(estimate.areas)
    ]
    for number, when in enumerate(estimate.dates[1:], start=1):
        found = estimate.population[number].sum((1, 2))
        np.testing.assert_allclose(found, totals[when].to_numpy(), rtol=1e-7)


def test_sexes_are_the_published_ones_within_their_rounding(tables, estimates):
    people = inputs.all_ages(tables["population"])
    path = people[people["source"] == of("IR", "nation_totals")].pivot_table(
        index="year", columns="sex", values="persons"
    )
    for year, counts in zip(estimates["IR"].years[1:], estimates["IR"].population[1:], strict=True):
        # The provinces sum to up to 16 thousand more than the nation: only the sexes' shares are comparable.
        women = path.loc[year, "female"] / path.loc[year, list(SEXES)].sum()
        assert counts[:, FEMALE].sum() / counts.sum() == pytest.approx(women, abs=1e-9)
    gso = people[(people["source"] == of("VN", "totals"))].set_index(["area", "period_start", "sex"])[
        "persons"
    ]
    made = estimates["VN"]
    for when, counts in zip(made.dates[1:], made.population[1:], strict=True):
        women = np.array([gso[area, when, "female"] for area in made.areas])
        assert np.abs(counts[:, FEMALE].sum(-1) - women).max() <= 75  # women + men miss both sexes by as much


def test_provinces_less_the_published_nation_is_recorded(made):
    gap = made["residual"][made["residual"]["quantity"] == "provinces_less_nation"].set_index(
        ["area", "year"]
    )["value"]
    assert gap["IR", 1396] == pytest.approx(16_000, abs=1)
    assert gap["IR", 1402] == pytest.approx(-2_000, abs=1)
    assert gap["VN"].abs().max() < 100


def test_closing_empties_no_cell_however_many_leave():
    people = np.random.default_rng(1).uniform(0, 1000, (4, 2, len(AGES)))
    wanted = people.sum(-1) * np.array([[0.7], [1.3], [0.9], [1.0]])
    closed = close(people, wanted)
    np.testing.assert_allclose(closed.sum(-1), wanted)
    assert (closed >= 0).all()


def test_moving_within_the_country_moves_no_age_of_the_nation():
    people = np.random.default_rng(2).uniform(500, 1000, (3, 2, len(AGES)))
    wanted = people.sum(-1) + np.array([[1000.0, -500.0], [-400.0, 700.0], [-600.0, -200.0]])
    np.testing.assert_allclose(close(people, wanted).sum(0), people.sum(0), rtol=1e-9)
    assert migrants_pattern(people.sum(0)).sum(-1) == pytest.approx(1)


# The books


def test_births_less_deaths_and_the_residual_are_the_change(estimate):
    for number, step in enumerate(estimate.carried):
        change = estimate.population[number + 1].sum(-1) - estimate.population[number].sum(-1)
        explained = step.births - step.deaths + estimate.residual(number)
        np.testing.assert_allclose(change, explained, atol=1e-3)
        assert change.sum() == pytest.approx(explained.sum(), abs=1e-2)


def test_the_residual_table_holds_every_area_and_interval(made, estimate):
    left = made["residual"][made["residual"]["quantity"] == "net_migration_and_error"]
    table = left.pivot_table(index="area", columns="year", values="value")
    years = list(estimate.years[1:])
    for number, year in enumerate(years):
        np.testing.assert_allclose(table.loc[list(estimate.areas), year], estimate.residual(number).sum(1))
        assert table.loc[estimate.country, year] == pytest.approx(table.loc[list(estimate.areas), year].sum())


def test_what_is_left_over_is_small(estimate):
    """Under 0.4 % of the nation a year, as much as 5 % in a province that a new total moved."""
    for number in range(len(estimate.intervals)):
        people = estimate.population[number + 1].sum((1, 2))
        left = estimate.residual(number).sum(1)
        assert abs(left.sum()) < 0.004 * people.sum()
        assert np.abs(left / people).max() < {"IR": 0.02, "VN": 0.05}[estimate.country]


def test_births_of_iran_are_the_registered(estimates):
    made = estimates["IR"]
    for interval, step in zip(made.intervals, made.carried, strict=True):
        assert step.births.sum() == pytest.approx(float(interval.births))
    # 179 days of 1395 and 186 of 1396
    assert float(made.intervals[0].births) == pytest.approx(1_501_381, rel=1e-4)


# What comes out


def test_every_sex_and_age_of_every_area_is_there(tables, made):
    people = made["population"]
    assert set(people["sex"]) == set(SEXES)
    assert set(people["status"]) == {"estimated"}
    assert (people["persons"] >= 0).all() and np.isfinite(people["persons"]).all()
    counted = people.groupby(["area", "year", "sex"])["age_lower"].agg(["count", "nunique", "min", "max"])
    assert (counted == [101, 101, 0, 100]).all(axis=None)
    assert (people.loc[people["age_lower"] == 100, "age_width"] == 0).all()
    upper = tables["area"][tables["area"]["level"] != "county"]
    stood = [pd.isna(start) or start.year < 2025 for start in upper["valid_from"]]
    areas = upper[stood].groupby("country")["area"].agg(set)
    for code, years in (("IR", range(1395, 1403)), ("VN", range(2019, 2025))):
        own = people[people["area"].isin(areas[code])]
        assert set(own["area"]) == areas[code]
        assert set(own["year"]) == set(years)


def test_the_nation_is_the_sum_of_its_provinces(tables, made):
    people = made["population"].merge(tables["area"][["area", "parent"]], on="area")
    keys = ["year", "sex", "age_lower"]
    summed = people[people["parent"].notna()].groupby(["parent", *keys])["persons"].sum()
    nation = people[people["parent"].isna()].set_index(["area", *keys])["persons"].sort_index()
    np.testing.assert_allclose(nation, summed.sort_index())


def test_only_a_provisional_total_makes_an_estimate_provisional(made):
    people = made["population"]
    assert set(people.loc[people["provisional"] == 1, "year"]) == {2024}


def test_rows_are_the_store_s_columns(made):
    for table in (schema.source, schema.population, schema.residual):
        columns = {column.name for column in table.columns} - {
            "loaded_in",
            "origin",
            "parts",
        }  # the store's own
        rows = without_texts(table.name, made[table.name]) if table is schema.source else made[table.name]
        assert set(rows.columns) == columns
        keys = [column.name for column in table.primary_key.columns]
        assert not made[table.name].duplicated(keys).any()
    assert made["residual"]["quantity"].str.len().max() <= 32


def test_the_same_tables_give_the_same_estimate(tables, made):
    again = base_population({name: frame.copy() for name, frame in tables.items()})
    for name in made:
        pd.testing.assert_frame_equal(made[name], again[name])


def test_the_tables_read_are_left_as_they_were(tables):
    before = {name: frame.copy() for name, frame in tables.items()}
    base_population(tables)
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(frame, before[name])


# Against figures that were not used


def test_ages_of_1399_against_the_office_s_own_estimate(tables, estimates):
    """Ages from 10, as shares of those from 10, agree within 0.08 points.

    Under 5 ours is 0.6 points lower: ours has the registered births, which fell from 1.50 to 1.15 million a year
    between 1396 and 1399; the office's shares of that time still rise, and fall with its next series in 1400.
    """
    made = estimates["IR"]
    people = tables["population"]
    office = people[people["source"] == "sci_estimate_1399"]
    counts, _, groups = inputs.people_by_age(office, made.areas, SEXES)
    ours = by_group(made.population[made.years.index(1399)], groups.lower).sum((0, 1))
    theirs = counts.sum((0, 1))
    gap = 100 * (ours / ours.sum() - theirs / theirs.sum())
    print(dict(zip(groups.labels, gap.round(2), strict=True)))
    assert groups.labels[np.abs(gap).argmax()] == "0-4"
    assert -0.7 < gap[0] < -0.5
    assert np.abs(gap[1:]).max() < 0.13
    adults = slice(groups.position(10), None)
    from_ten = 100 * (ours[adults] / ours[adults].sum() - theirs[adults] / theirs[adults].sum())
    assert np.abs(from_ten).max() < 0.1


def test_shares_against_the_published_ones_of_1402(tables, estimates):
    """Nation 65+ 7.45 against 7.3, 0-14 22.9 against 23.2 percent; no province's 65+ is 0.4 points away."""
    made = estimates["IR"]
    at = made.years.index(1402)
    nation = made.population[at].sum(0)
    assert share(nation, 65) == pytest.approx(published(tables, "share_65_plus", 1402, ["IR"])[0], abs=0.2)
    assert share(nation, 0, 15) == pytest.approx(published(tables, "share_0_14", 1402, ["IR"])[0], abs=0.35)
    old = share(made.population[at], 65) - published(tables, "share_65_plus", 1402, made.areas)
    young = share(made.population[at], 0, 15) - published(tables, "share_0_14", 1402, made.areas)
    print("65+", old.round(2), "0-14", young.round(2))
    assert np.abs(old).max() < 0.4
    assert np.abs(young).max() < 0.8


def test_published_shares_break_between_1399_and_1400_and_the_estimate_does_not(tables, estimates):
    """Why the estimate is not closed to them: 24.6 to 23.8 percent is half a million children gone in a year."""
    made = estimates["IR"]
    theirs = [published(tables, "share_0_14", year, ["IR"])[0] for year in (1399, 1400)]
    ours = [share(made.population[made.years.index(year)].sum(0), 0, 15) for year in (1399, 1400)]
    assert theirs[1] - theirs[0] == pytest.approx(-0.8, abs=0.01)
    assert -0.35 < ours[1] - ours[0] < -0.2


def test_ages_of_viet_nam_against_the_census_of_the_same_year(tables, estimates):
    """Three months on: 65+ 7.77 against 7.71 percent."""
    census = tables["population"][tables["population"]["source"] == of("VN", "census")]
    nation = census[census["area"] == "VN"].set_index("age_lower")["persons"]
    counted = 100 * nation[nation.index >= 65].sum() / nation.sum()
    later = share(estimates["VN"].population[1].sum(0), 65)
    assert 0 < later - counted < 0.1


def test_births_of_viet_nam_against_the_birth_rate_of_2024(tables, estimates):
    """Not used: 13.5 per 1,000 in the 12 months to April 2024; ours 13.3 in those to July."""
    made = estimates["VN"]
    people = made.population[-2:].sum((1, 2, 3)).mean()
    assert 1000 * made.carried[-1].births.sum() / people == pytest.approx(
        published(tables, "crude_birth_rate", 2024, ["VN"])[0], abs=0.3
    )


def test_sexes_at_each_age_are_plausible(estimate):
    ratios = estimate.population[..., MALE, :60] / estimate.population[..., FEMALE, :60]
    nation = estimate.population[..., MALE, :60].sum(1) / estimate.population[..., FEMALE, :60].sum(1)
    assert nation.min() > 0.85 and nation.max() < 1.16
    others = [index for index, area in enumerate(estimate.areas) if area != BUSHEHR]
    # Lowest at 59 in Ho Chi Minh City, 0.82: its census has 0.95 men a woman at all ages.
    assert ratios[:, others].min() > 0.8 and ratios[:, others].max() < 1.25
    assert ratios.max() < 1.3


# What cannot be


def test_a_missing_source_is_named(tables):
    people = tables["population"]
    without = {**tables, "population": people[people["source"] != of("IR", "census")]}
    with pytest.raises(inputs.EstimateProblem, match=r"sci_census_1395.*starting population"):
        base_population(without)


@pytest.mark.parametrize(
    ("part", "said", "problem"),
    [
        (
            "method",
            "guess",
            r"iran/country.toml: method of \[base_population\] is 'guess'.*national_register",
        ),
        ("since", 1395, "since that is not a day"),
        ("register", None, r"iran/country.toml: \[base_population\] does not say register"),
    ],
)
def test_a_recipe_that_cannot_be_followed_names_file_and_part(tables, part, said, problem):
    parts = {**country("IR").base_population, part: said}
    iran = replace(country("IR"), base_population={key: each for key, each in parts.items() if each})
    with pytest.raises(inputs.EstimateProblem, match=problem):
        method_of(iran).estimate(tables, iran)


def test_a_missing_province_is_named(tables):
    people = tables["population"]
    gone = (people["source"] == of("IR", "totals")) & (people["area"] == "IR23") & (people["year"] == 1400)
    with pytest.raises(inputs.EstimateProblem, match=r"IR23.*missing"):
        base_population({**tables, "population": people[~gone]})


def test_a_missing_year_of_births_is_named(tables):
    births = tables["birth"]
    gone = (births["source"] == of("IR", "register")) & (births["year"] == 1398)
    with pytest.raises(inputs.EstimateProblem, match="days from"):
        base_population({**tables, "birth": births[~gone]})


def test_no_province_on_a_day_before_there_were_any(tables):
    with pytest.raises(inputs.EstimateProblem, match="no province of XX"):
        inputs.provinces(tables, "XX", date(2020, 1, 1))


def test_a_year_is_a_year_in_both_calendars_and_a_quarter_is_not(estimates):
    assert all(interval.part == 1 for interval in estimates["IR"].intervals)
    first = estimates["VN"].intervals[0]
    assert first.part == pytest.approx(91 / 365.25)
    assert replace(first, end=date(2020, 3, 31)).part == 1
    assert rows.stored_dates(estimates["VN"]).start == 1 and rows.stored_dates(estimates["IR"]).start == 0
