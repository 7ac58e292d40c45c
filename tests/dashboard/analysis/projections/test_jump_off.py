"""A projection of one area: where it starts, that everybody is accounted for, and which way it moves."""

from __future__ import annotations

from datetime import date
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import indicators, projections
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.projections import jump_off, scenario_curves, series
from dashboard.analysis.projections.jump_off import (
    AGES,
    DefaultLevels,
    implied_fertility,
    own_year,
    usual_migration,
)
from dashboard.analysis.projections.start_inputs import read_start_inputs
from dashboard.analysis.vital_rates import Period, between
from dashboard.settings import CALENDARS
from data import queries
from data.engine import open_engine
from data.release_store.pointer import current_file
from forecasting.axes import FEMALE, MALE
from forecasting.life_table import life_table
from forecasting.scenarios import Scenario
from tests.data.seed_rows import value, where

AREAS = {"IR": ("IR", "IR23", "IR11"), "VN": ("VN", "VN01", "VN79")}
EVERYWHERE = [(country, area) for country, areas in AREAS.items() for area in areas]


@pytest.fixture(scope="module")
def starting(store):
    """``starting(country, area)``: the start the page itself would get, made once."""
    engine = open_engine(current_file(store))
    with engine.connect() as reader:

        @cache
        def start(country, area):
            return every(country).get(area)

        @cache
        def every(country):
            return jump_off.starts(read_start_inputs(MeasureContext(reader, country)))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jump_off, "death_rate_path", once_a_nation(jump_off.death_rate_path))
            yield start
    engine.dispose()


def once_a_nation(path):
    """A nation's death rates are the same for all its provinces and take seconds to make single years of."""
    made = {}

    def remembered(inputs, years):
        if inputs.country not in made:
            made[inputs.country] = path(inputs, years)
        return made[inputs.country]

    return remembered


@pytest.fixture(scope="module")
def running(starting):
    """``running(country, area, **levels of the last year, reached in a straight line)``: what the laboratory makes of it"""

    def run(country, area, total_fertility_rate=None, life_expectancy=None, net_migration_rate=None):
        begin = starting(country, area)
        first, last = begin.years[0], begin.usual_horizon
        scenario = Scenario(migration="zero") if net_migration_rate == 0 else Scenario()
        if total_fertility_rate is not None:
            points = ((first, begin.total_fertility_rate), (last, total_fertility_rate))
            scenario = scenario_curves.with_point(scenario, "total_fertility", points)
        if life_expectancy is not None:
            points = ((first, begin.life_expectancy), (last, life_expectancy))
            scenario = scenario_curves.with_point(scenario, "life_expectancy", points)
        if net_migration_rate:
            points = ((first, net_migration_rate * begin.population.sum()),)
            scenario = scenario_curves.with_point(scenario, "net_migration", points)
        found = projections.run(begin, scenario)
        return SimpleNamespace(
            years=found.years,
            population=found.population,
            births=series.births(found),
            deaths=series.deaths(found),
            net_migrants=series.net_migrants(found),
        )

    return run


# Where it starts


@pytest.mark.parametrize(
    ("country", "first", "usual", "last"), [("IR", 1402, 1434, 1529), ("VN", 2024, 2055, 2150)]
)
def test_it_can_go_from_the_last_estimated_year_to_2150_in_the_countrys_calendar(
    starting, country, first, usual, last
):
    for area in AREAS[country]:
        begin = starting(country, area)
        assert (begin.years, begin.usual_horizon) == (tuple(range(first, last + 1)), usual)


@pytest.mark.parametrize("country", AREAS)
def test_nobody_is_expected_to_live_shorter_lives_than_the_year_before(starting, country):
    assert (np.diff(starting(country, country).standard_e0, axis=0) > -1e-6).all()


@pytest.mark.parametrize(("country", "gregorian", "own"), [("IR", 2055, 1434), ("VN", 2055, 2055)])
def test_a_gregorian_year_is_the_own_year_most_of_it_lies_in(country, gregorian, own):
    assert own_year(gregorian, CALENDARS[country]) == own


@pytest.mark.parametrize(("country", "area"), EVERYWHERE)
def test_it_starts_with_the_published_total(starting, country, area):
    asked = {
        "IR": {"year": 1402, "source": "sci_province_report"},
        "VN": {"year": 2024, "source": "gso_average_population"},
    }[country]
    if area == "IR":  # the nation is the sum of its provinces
        published = sum(float(row["value"]) for row in where("IR", "population", **asked))
    else:
        published = value(country, "population", area=area, sex="both", **asked)
    # Viet Nam is closed by sex: women and men are everybody within the rounding of the office
    assert starting(country, area).population.sum() == pytest.approx(published, abs=60)


@pytest.mark.parametrize("country", AREAS)
def test_a_nation_starts_as_the_sum_of_all_its_provinces(store, starting, country):
    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        table = queries.population_by_age(reader, country)
    engine.dispose()
    last = table[
        (table["source"] == indicators.BASE) & (table["year"] == starting(country, country).years[0])
    ]
    provinces = last[last["area"] != country]["persons"].sum()
    assert starting(country, country).population.sum() == pytest.approx(provinces, rel=1e-9)


def test_fertility_of_iran_starts_where_its_registered_births_put_it(starting):
    begin = starting("IR", "IR")
    births = value("IR", "events", area="IR", event="births", year=1402, sex="both")
    women = (begin.population[FEMALE] * begin.pattern[0]).sum()
    assert begin.total_fertility_rate == pytest.approx(births / women, rel=1e-9)
    assert (
        1.4 < begin.total_fertility_rate < 1.7
    )  # below the office's 1.74 of 1400, which counts all residents


def test_fertility_of_a_province_keeps_its_published_ratio_to_the_nation(starting):
    ratio = value("IR", "rates", area="IR11", measure="total_fertility_rate", year=1400) / value(
        "IR", "rates", area="IR", measure="total_fertility_rate", year=1400
    )
    nation, province = starting("IR", "IR"), starting("IR", "IR11")
    assert province.total_fertility_rate == pytest.approx(nation.total_fertility_rate * ratio, rel=1e-9)


def test_fertility_of_viet_nam_starts_at_its_published_level(starting):
    published = value("VN", "rates", area="VN", measure="total_fertility_rate", year=2024)
    assert starting("VN", "VN").total_fertility_rate == published == 1.91


@pytest.mark.parametrize(("country", "low", "high"), [("IR", 77, 80), ("VN", 74, 77)])
def test_life_expectancy_without_the_register_s_level_is_the_united_nations_of_the_year(
    starting, country, low, high
):
    begin = starting(country, country)
    assert low < begin.life_expectancy + begin.level.years < high
    assert begin.standard_e0[0, FEMALE] > begin.standard_e0[0, MALE]
    np.testing.assert_allclose(life_table(begin.standard, AGES).e[..., 0], begin.standard_e0)
    both = (begin.standard_e0 * np.array([1, begin.sex_ratio])).sum(-1)
    to_usual = both[: begin.usual_horizon - begin.years[0]]
    assert (np.diff(to_usual) > 0).all(), "the path has no pandemic in it"


@pytest.mark.parametrize("country", AREAS)
def test_the_ages_of_mothers_sum_to_all_mothers_in_every_year(starting, country):
    begin = starting(country, country)
    np.testing.assert_allclose(begin.pattern.sum(-1), 1)
    assert (begin.pattern >= 0).all()
    mean = (begin.pattern * (np.asarray(AGES.lower) + 0.5)).sum(-1)
    assert ((mean > 26) & (mean < 32)).all()


@pytest.mark.parametrize("country", AREAS)
def test_boys_are_born_in_the_last_published_ratio(starting, country):
    last = {"IR": 1404, "VN": 2024}[country]
    published = value(country, "rates", area=country, measure="sex_ratio_at_birth", year=last)
    assert starting(country, country).sex_ratio == pytest.approx(published / 100)


@pytest.mark.parametrize("country", AREAS)
def test_nations_start_without_migration_and_provinces_within_what_is_plausible(starting, country):
    assert starting(country, country).usual.net_migration_rate == 0
    for area in AREAS[country]:
        assert abs(starting(country, area).usual.net_migration_rate) <= jump_off.STEEPEST_MIGRATION


def test_an_area_without_a_base_population_has_no_start(starting):
    assert starting("IR", "IR99") is None


# Everybody is accounted for


@pytest.mark.parametrize(("country", "area"), EVERYWHERE)
def test_everybody_is_accounted_for_in_every_year(running, country, area):
    run = running(country, area)
    total = run.population.sum((-2, -1))
    np.testing.assert_allclose(np.diff(total), run.births - run.deaths + run.net_migrants, rtol=0, atol=1e-3)
    assert (run.population >= 0).all() and np.isfinite(run.population).all()
    assert (run.births > 0).all() and (run.deaths > 0).all()


def test_without_migration_a_generation_only_shrinks(running):
    run = running("IR", "IR", net_migration_rate=0.0)
    assert (run.net_migrants == 0).all()
    for step in range(len(run.years) - 1):
        before, after = run.population[step], run.population[step + 1]
        assert (after[:, 1:-1] <= before[:, :-2]).all()


def test_those_born_are_next_years_infants_and_a_few_have_died(running):
    run = running("VN", "VN", net_migration_rate=0.0)
    infants = run.population[1:, :, 0].sum(-1)
    assert (infants < run.births).all()
    assert (infants > 0.97 * run.births).all()
    boys = run.population[1:, MALE, 0] / run.population[1:, FEMALE, 0]
    assert ((boys > 1.08) & (boys < 1.13)).all()  # 111.4 at birth, and more boys than girls die


@pytest.mark.parametrize("country", AREAS)
def test_the_first_projected_births_join_the_registered_past(running, starting, country):
    run = running(country, country)
    if country == "IR":
        before = value("IR", "events", area="IR", event="births", year=1402, sex="both")
    else:
        rate = value("VN", "rates", area="VN", measure="crude_birth_rate", year=2024)
        before = rate / 1000 * starting("VN", "VN").population.sum()
    assert run.births[0] == pytest.approx(before, rel=0.06)


# Which way it moves


def test_more_children_a_woman_are_more_births_and_more_people(running):
    few, usual, many = (running("IR", "IR", total_fertility_rate=tfr) for tfr in (1.0, 1.6, 2.4))
    assert (few.births < usual.births).all() and (usual.births < many.births).all()
    assert few.population[-1].sum() < usual.population[-1].sum() < many.population[-1].sum()
    # Those already alive are the same people whoever is born after them
    born_before = len(usual.years) - 1
    np.testing.assert_allclose(few.population[-1, :, born_before:], many.population[-1, :, born_before:])


def test_longer_lives_are_fewer_deaths_at_first_and_more_old_people_at_last(running):
    short, long = running("VN", "VN", life_expectancy=75.0), running("VN", "VN", life_expectancy=84.0)
    assert long.deaths[5] < short.deaths[5]
    assert long.population[-1, :, 65:].sum() > short.population[-1, :, 65:].sum()
    assert long.population[-1].sum() > short.population[-1].sum()


def test_people_who_come_stay_and_have_children(running):
    none, some = running("IR", "IR30", net_migration_rate=0.0), running("IR", "IR30", net_migration_rate=0.01)
    gained = some.population[-1].sum() - none.population[-1].sum()
    assert gained > some.net_migrants.sum() > 0
    assert some.births[-1] > none.births[-1]


def test_net_migrants_are_those_of_the_path(running, starting):
    run = running("VN", "VN01", net_migration_rate=0.004)
    np.testing.assert_allclose(run.net_migrants, 0.004 * starting("VN", "VN01").population.sum(), rtol=1e-9)


def test_the_last_year_reaches_what_was_assumed(running, starting):
    begin = starting("IR", "IR")
    run = running("IR", "IR", total_fertility_rate=2.1, net_migration_rate=0.0)
    women = (run.population[-2, FEMALE] + run.population[-1, FEMALE]) / 2
    assert run.births[-1] / (women * begin.pattern[-1]).sum() == pytest.approx(2.1, rel=0.01)
    longer = running("IR", "IR", life_expectancy=begin.usual.life_expectancy + 3)
    assert longer.deaths[-1] < running("IR", "IR").deaths[-1]


def test_the_first_year_is_not_yet_what_was_assumed(running, starting):
    begin = starting("IR", "IR")
    run = running("IR", "IR", total_fertility_rate=4.0, net_migration_rate=0.0)
    women = (run.population[0, FEMALE] + run.population[1, FEMALE]) / 2
    step = (4.0 - begin.total_fertility_rate) / (len(run.years) - 1)
    found = run.births[0] / (women * begin.pattern[0]).sum()
    assert found == pytest.approx(begin.total_fertility_rate + step, rel=0.01)


def test_the_start_is_the_first_year_whatever_is_assumed(running, starting):
    for assumed in (0.8, 4.5):
        first = running("VN", "VN79", total_fertility_rate=assumed).population[0]
        np.testing.assert_array_equal(first, starting("VN", "VN79").population)


@pytest.mark.parametrize(("country", "area"), [*EVERYWHERE, ("VN", "VN14"), ("VN", "VN12"), ("IR", "IR28")])
@pytest.mark.parametrize("rate", [-0.012, 0.02])
def test_no_age_owes_people_when_many_leave_or_come(running, country, area, rate):
    run = running(country, area, net_migration_rate=rate)
    assert (run.population >= 0).all()
    np.testing.assert_allclose(run.net_migrants, rate * run.population[0].sum(), rtol=1e-9)


@pytest.mark.parametrize("country", AREAS)
def test_every_province_can_be_projected_as_its_page_opens(connection, running, country):
    people = queries.population_by_age(connection, country)
    areas = people.loc[people["source"] == indicators.BASE, "area"].unique()
    assert len(areas) == {"IR": 32, "VN": 64}[country]
    for area in areas:
        run = running(country, area)
        # Nowhere do people double or halve in a generation at recent levels
        assert 0.5 < run.population[-1].sum() / run.population[0].sum() < 2, area


@pytest.mark.parametrize(("country", "area"), EVERYWHERE)
def test_ages_pass_ten_years_in_ten_years(running, country, area):
    run = running(country, area, net_migration_rate=0.0)
    then, later = run.population[0], run.population[10]
    kept = later[:, 20:50] / then[:, 10:40]
    assert ((kept > 0.95) & (kept < 1)).all()


# The small tools


def test_between_known_moments_values_move_in_a_straight_line_and_hold_beyond():
    values = np.array([[0.0, 10.0], [4.0, 20.0]])
    found = between(np.array([1990.0, 2000.0, 2005.0, 2010.0, 2050.0]), np.array([2000.0, 2010.0]), values)
    np.testing.assert_allclose(found, [[0, 10], [0, 10], [2, 15], [4, 20], [4, 20]])


def test_the_middle_of_a_period_is_the_middle_of_it():
    assert Period(date(2020, 1, 1), 366, "office").middle == date(2020, 7, 2).toordinal()
    assert Period(date(2015, 7, 1), 1827, "office").middle == pytest.approx(
        date(2018, 1, 1).toordinal(), abs=2
    )


def test_births_over_the_women_they_come_from_is_fertility():
    women = np.zeros((2, len(AGES)))
    women[FEMALE, 20:30] = 100.0
    pattern = np.zeros(len(AGES))
    pattern[20:30] = 0.1
    births = pd.DataFrame({"area": ["IR", "IR23"], "value": [150.0, 7.0]})
    assert implied_fertility(women, births, pattern) == pytest.approx(1.5)
    assert implied_fertility(women, births.iloc[1:], pattern) is None
    assert implied_fertility(None, births, pattern) is None


def test_usual_migration_is_what_a_province_has_beyond_its_nation():
    def residual(area, value, base=1000.0, days=365, quantity=jump_off.MIGRATION):
        return {"area": area, "quantity": quantity, "value": value, "base": base, "period_days": days}

    rows = [
        residual("IR", 4.0), residual("IR", 0.0), residual("IR23", 9.0), residual("IR23", 7.0),
        residual("IR23", 500.0, days=91),  # part of a year
        residual("IR23", 800.0, quantity="provinces_less_nation"),
        residual("IR30", 90.0), residual("IR30", 90.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    assert usual_migration("IR23", "IR", table) == pytest.approx(0.006)
    assert usual_migration("IR30", "IR", table) == jump_off.STEEPEST_MIGRATION
    assert usual_migration("IR", "IR", table) == 0
    assert usual_migration("IR99", "IR", table) == 0


def test_a_run_and_a_start_cannot_be_changed_by_who_reads_them(starting, running):
    for array in (starting("IR", "IR").population, running("IR", "IR").population):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_assumptions_are_compared_by_value():
    assert DefaultLevels(1.5, 80.0, 0.0) == DefaultLevels(1.5, 80.0, 0.0)
    assert hash(DefaultLevels(1.5, 80.0, 0.0)) == hash(DefaultLevels(1.5, 80.0, 0.0))
