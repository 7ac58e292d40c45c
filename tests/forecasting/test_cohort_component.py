"""The step: everyone is accounted for, and the world's limits hold, under every convention."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import FEMALE, MALE, AgeGroups
from forecasting.cohort_component import project_step
from forecasting.conventions import UN_ENGINE, Conventions
from forecasting.life_table import life_table, survival_ratios
from forecasting.rates import Rates

AGES = AgeGroups.five(60)
CELLS = (2, len(AGES))
EVERY_CONVENTION = [
    Conventions(migration=timing, birth_exposure=exposure, open_group=group)
    for timing, exposure, group in product(
        ("even", "end"), ("both_ends", "survivors", "counted"), ("pooled", "separate")
    )
]

people = arrays(np.float64, CELLS, elements=st.floats(1e3, 1e6))
shares = arrays(np.float64, CELLS, elements=st.floats(0, 1))
moves = arrays(np.float64, CELLS, elements=st.floats(-100, 1e4))
births_per_woman = arrays(np.float64, (5,), elements=st.floats(0, 0.3))


def asfr_of(fertile):
    asfr = np.zeros(len(AGES))
    asfr[3:8] = fertile
    return asfr


def rates(*, fertile=0.1, survival=0.95, migration=0.0, sex_ratio=1.05, ages=AGES):
    asfr = np.zeros(len(ages))
    asfr[ages.between(15, 40)] = fertile
    cells = (2, len(ages))
    return Rates(
        ages,
        asfr,
        np.broadcast_to(survival, cells),
        np.broadcast_to(migration, cells),
        sex_ratio,
        open_survival=np.full(2, 0.7),
    )


@settings(max_examples=60)
@pytest.mark.parametrize("conventions", EVERY_CONVENTION, ids=str)
@given(people, shares, moves, births_per_woman, st.floats(1, 1.2))
def test_everyone_is_accounted_for(conventions, population, survival, migration, fertile, sex_ratio):
    # Those who leave at the end must have survived: nobody leaves here, or a floor would hide the books.
    migration = np.maximum(migration, 0)
    given_rates = Rates(AGES, asfr_of(fertile), survival, migration, sex_ratio, open_survival=survival[:, 0])
    step = project_step(population, given_rates, conventions=conventions)
    change = step.births - step.deaths.sum(-1) + migration.sum(-1)
    assert_allclose(step.population.sum(-1), population.sum(-1) + change, rtol=1e-12, atol=1e-6)
    assert (step.deaths >= -1e-6).all()
    assert_allclose(step.births.sum(), step.births_by_mother.sum(), rtol=1e-12)


@given(people, shares, moves, births_per_woman)
def test_every_cohort_is_accounted_for(population, survival, migration, fertile):
    given_rates = Rates(AGES, asfr_of(fertile), survival, np.maximum(migration, 0), 1.05)
    step = project_step(population, given_rates, conventions=Conventions(migration="end"))
    before = np.concatenate([step.births[:, np.newaxis], population[:, :-1]], axis=-1)
    before[:, -1] += population[:, -1]
    assert_allclose(step.population, before - step.deaths + step.net_migration, rtol=1e-12, atol=1e-6)


@given(people, shares)
def test_without_births_and_migration_a_population_only_shrinks(population, survival):
    step = project_step(population, rates(fertile=0, survival=survival))
    assert (step.population.sum(-1) <= population.sum(-1) * (1 + 1e-12)).all()
    assert (step.population[:, 0] == 0).all() and step.births.sum() == 0


@given(people)
def test_when_nobody_dies_everybody_moves_up_one_group(population):
    step = project_step(population, rates(fertile=0, survival=1.0))
    assert_allclose(step.population[:, 1:-1], population[:, :-2])
    assert_allclose(step.population[:, -1], population[:, -2:].sum(-1))
    assert step.deaths.sum() == 0


@given(people, births_per_woman)
def test_equal_sexes_stay_equal(population, fertile):
    same = np.stack([population[FEMALE]] * 2)
    step = project_step(same, rates(fertile=fertile, survival=0.9, migration=5.0, sex_ratio=1.0))
    assert_allclose(step.population[FEMALE], step.population[MALE], rtol=1e-12)
    assert_allclose(step.deaths[FEMALE], step.deaths[MALE], rtol=1e-12)


def test_a_stationary_population_stands_still():
    ages = AgeGroups.single(100)
    hazard = np.stack([3e-5 * np.exp(0.1 * np.arange(101.0)) + 1e-3] * 2)
    table = life_table(hazard, ages)
    stationary = table.person_years * 100_000
    asfr = np.zeros(101)
    # As many births as the table has births: 100,000 girls and 105,000 boys need 205,000 a year.
    asfr[20:40] = 0.05
    women = stationary[FEMALE]
    asfr *= 205_000 / (asfr * women).sum()
    men = stationary[MALE] * 1.05
    start = np.stack([women, men])
    survival = survival_ratios(table)
    step = project_step(start, Rates(ages, asfr, survival, np.zeros((2, 101)), 1.05))
    assert_allclose(step.population, start, rtol=1e-12)
    assert_allclose(step.births, [100_000, 105_000], rtol=1e-12)
    assert_allclose(step.deaths.sum(-1), step.births, rtol=1e-12)


def test_births_are_women_years_times_rates():
    population = np.full(CELLS, 1000.0)
    step = project_step(population, rates(fertile=0.1, survival=1.0))
    assert_allclose(step.births_by_mother[AGES.between(15, 40)], 5 * 0.1 * 1000)
    assert step.births[MALE] / step.births[FEMALE] == pytest.approx(1.05)


@pytest.mark.parametrize(
    ("timing", "exposure", "women"),
    [
        # 1,000 women, half of whom survive; 200 come.
        ("end", "both_ends", (1000 + 500) / 2),
        ("end", "survivors", (1000 + 500) / 2),
        ("end", "counted", (1000 + 700) / 2),
        ("even", "both_ends", (1100 + 550 + 100) / 2),
        ("even", "survivors", (1100 + 550) / 2),
        ("even", "counted", (1000 + 550 + 100) / 2),
    ],
)
def test_the_women_who_bear_children_under_each_convention(timing, exposure, women):
    population = np.full(CELLS, 1000.0)
    conventions = Conventions(migration=timing, birth_exposure=exposure)
    step = project_step(
        population, rates(fertile=0.1, survival=0.5, migration=200.0), conventions=conventions
    )
    assert_allclose(step.births_by_mother[AGES.between(15, 40)], 5 * 0.1 * women)


def test_migrants_of_the_end_touch_neither_births_nor_deaths():
    population, end = np.full(CELLS, 1000.0), Conventions(migration="end")
    without = project_step(population, rates(), conventions=end)
    with_them = project_step(population, rates(migration=200.0), conventions=end)
    assert np.array_equal(with_them.births, without.births)
    assert np.array_equal(with_them.deaths, without.deaths)
    assert_allclose(with_them.population, without.population + 200)


def test_share_of_start_is_persons_per_person():
    population = np.linspace(1000, 2000, 2 * len(AGES)).reshape(CELLS)
    as_share = project_step(
        population, rates(migration=-0.02), conventions=Conventions(net_migration="share_of_start")
    )
    as_persons = project_step(population, replace(rates(), net_migration=-0.02 * population))
    assert np.array_equal(as_share.population, as_persons.population)


def test_separate_open_groups_keep_their_own_survival():
    population = np.full(CELLS, 1000.0)
    step = project_step(
        population, rates(fertile=0, survival=0.9), conventions=Conventions(open_group="separate")
    )
    assert_allclose(step.population[:, -1], 1000 * 0.9 + 1000 * 0.7)
    with pytest.raises(ValueError, match=r"give Rates.open_survival|Rates.open_survival"):
        bare = replace(rates(), open_survival=None)
        project_step(population, bare, conventions=Conventions(open_group="separate"))


def test_a_cell_that_would_be_negative_is_named_and_never_floored():
    population = np.full((3, *CELLS), 1000.0)
    leaving = np.zeros((3, *CELLS))
    leaving[2, MALE, 4] = -5000
    with pytest.raises(
        ValueError, match=r"population would be -1,500 for area 2, male, age 20-24: net migration of -5,000"
    ):
        project_step(population, replace(rates(), net_migration=leaving))
    with pytest.raises(ValueError, match=r"-4,050 for area 2, male, age 20-24"):
        project_step(
            population, replace(rates(), net_migration=leaving), conventions=Conventions(migration="end")
        )


def test_the_un_engines_floor_is_reported_and_the_books_still_balance():
    population = np.full(CELLS, 1000.0)
    leaving = np.zeros(CELLS)
    leaving[MALE, 4] = -5000
    step = project_step(population, replace(rates(), net_migration=leaving), conventions=UN_ENGINE)
    # First the outflow is limited to those there were at the start ...
    assert step.net_migration[MALE, 4] == pytest.approx(0.00001 - 1000)
    # ... of whom 950 live on, so that the cell would be 50 below zero.
    assert step.population[MALE, 4] == 0.0005
    assert step.floored[MALE, 4] == pytest.approx(50.0005, abs=1e-4)
    change = step.births - step.deaths.sum(-1) + step.net_migration.sum(-1) + step.floored.sum(-1)
    assert_allclose(step.population.sum(-1), population.sum(-1) + change, rtol=1e-12)


def test_bayespops_limit_leaves_the_least_people():
    population = np.full(CELLS, 1000.0)
    leaving = np.zeros(CELLS)
    leaving[MALE, 4], leaving[FEMALE, 0] = -5000, -1e9
    limited = Conventions(migration="end", negative_cells="bayespop_limit")
    step = project_step(population, replace(rates(), net_migration=leaving), conventions=limited)
    assert step.population[MALE, 4] == pytest.approx(0.0005)
    assert step.population[FEMALE, 0] == pytest.approx(0.0005)
    assert step.net_migration[MALE, 4] == pytest.approx(0.0005 - 950)


def test_whole_numbers_are_never_truncated():
    population = np.full(CELLS, 1001, dtype=np.int32)
    step = project_step(population, rates(survival=0.5))
    assert step.population[0, 1] == 500.5


@pytest.mark.parametrize("conventions", EVERY_CONVENTION, ids=str)
def test_many_areas_at_once_are_the_same_as_one_by_one(conventions):
    random = np.random.default_rng(7)
    population = random.uniform(1e3, 1e4, (4, 3, *CELLS))
    asfr = np.zeros((4, 1, len(AGES)))
    asfr[..., 3:8] = random.uniform(0, 0.2, (4, 1, 5))
    survival = random.uniform(0.5, 1, (3, *CELLS))
    migration = random.uniform(-50, 50, (4, 3, *CELLS))
    srb, inside = random.uniform(1.02, 1.1, (4, 3)), random.uniform(0.4, 0.7, (3, 2))
    together = project_step(
        population, Rates(AGES, asfr, survival, migration, srb, open_survival=inside), conventions=conventions
    )
    for i, j in np.ndindex(4, 3):
        one = Rates(AGES, asfr[i, 0], survival[j], migration[i, j], srb[i, j], open_survival=inside[j])
        alone = project_step(population[i, j], one, conventions=conventions)
        assert_allclose(together.population[i, j], alone.population, rtol=1e-14)
        assert_allclose(together.deaths[i, j], alone.deaths, rtol=1e-12)
        assert_allclose(together.births[i, j], alone.births, rtol=1e-14)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"survival": np.full(CELLS, 1.01)}, "survival ratio is 1.01 for female, age 0-4: nobody comes back"),
        ({"survival": np.full(CELLS, np.nan)}, "survival ratio is nan for female, age 0-4"),
        ({"asfr": asfr_of(np.full(5, 85.0))}, r"birth rate is 85 for age 15-19: .*per 1,000\?"),
        ({"asfr": asfr_of(np.full(5, 0.9))}, r"total fertility rate is 22.5.*per 1,000\?"),
        ({"asfr": np.full(len(AGES), 0.1)}, "births to mothers aged 0-4"),
        ({"sex_ratio": 0.952}, "females per male"),
        ({"net_migration": np.full(CELLS, np.inf)}, "net migration is inf for female, age 0-4"),
        (
            {"net_migration": np.zeros((5, *CELLS)), "sex_ratio": np.full(3, 1.05)},
            "areas and years do not fit",
        ),
    ],
)
def test_rates_are_refused_at_the_door(change, message):
    with pytest.raises(ValueError, match=message):
        replace(rates(), **change)


def test_a_negative_start_is_refused():
    population = np.full(CELLS, 10.0)
    population[MALE, 3] = -1
    with pytest.raises(ValueError, match="population is -1 for male, age 15-19"):
        project_step(population, rates())


def test_a_convention_without_a_name_is_refused():
    with pytest.raises(ValueError, match="migration cannot be 'start': choose one of even, end"):
        Conventions(migration="start")
