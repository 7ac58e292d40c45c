"""Draws through the projection: one draw is one projection, no spread where nothing is drawn."""

import numpy as np
import pytest

from forecasting import life_table, mortality
from forecasting.axes import AgeGroups
from forecasting.conventions import Conventions
from forecasting.probabilistic import fan
from forecasting.probabilistic.engine import (
    Draws,
    cohort_component,
    project_draws,
    propensities,
    survival_table,
)
from forecasting.probabilistic.method_spread import method_spread
from forecasting.projection import project

AGES = AgeGroups.single(100)
SHARES = Conventions(net_migration="share_of_start")
AGE = np.arange(101.0)
MX = np.stack([np.exp(-9.2 + 0.085 * AGE), np.exp(-8.8 + 0.085 * AGE)])
PEOPLE = np.stack([1000 * np.exp(-AGE / 60), 1000 * np.exp(-AGE / 55)])
PATTERN = np.where((AGE >= 15) & (AGE < 50), np.exp(-(((AGE - 28) / 6) ** 2)), 0.0)[np.newaxis]
PATTERN = PATTERN / PATTERN.sum()


def draws(count=120, intervals=8, spread=1.0, seed=0):
    generator = np.random.default_rng(seed)
    shape = (count, intervals)
    fertility = 2 + 0.3 * spread * generator.normal(size=(count, 1)) * np.ones(intervals)
    life = np.array([78.0, 74.0]) + spread * generator.normal(size=(*shape, 1))
    return Draws(
        AGES, np.maximum(fertility, 0.5), life, 0.005 * spread * generator.normal(size=shape), PATTERN
    )


def totals(population):
    return population.sum((-2, -1))


def table(of):
    return survival_table(MX, AGES, of.life_expectancy)


def test_survival_looked_up_is_survival_solved_for():
    of = draws()
    wanted = np.array([[76.13, 73.71]])
    rates = mortality.death_rates_for_life_expectancy(MX, wanted, AGES)
    exact = life_table.survival_ratios(life_table.life_table(rates, AGES))
    np.testing.assert_allclose(table(of).at(wanted), exact, atol=2e-5)


def test_a_draw_is_the_projection_of_its_own_rates():
    of = draws(count=7)
    every = project_draws(PEOPLE, of, table(of), measure=lambda population: population)
    alone = project(PEOPLE, of.rates(PEOPLE, table(of), slice(3, 4)), first_year=2020, conventions=SHARES)
    np.testing.assert_allclose(every[3], alone.population[0])


def test_blocks_do_not_show():
    of = draws(count=230)
    found = project_draws(PEOPLE, of, table(of), measure=totals)
    assert found.shape == (230, 9)
    np.testing.assert_allclose(found[:, 0], PEOPLE.sum())


def test_without_spread_every_draw_is_the_same():
    of = draws(count=5, spread=0.0)
    summary = fan(project_draws(PEOPLE, of, table(of), measure=totals))
    np.testing.assert_allclose(summary.lower_95, summary.upper_95)


def test_a_long_run_can_be_stopped_and_keeps_what_it_has():
    of = draws(count=250)
    done = []
    found = project_draws(
        PEOPLE, of, table(of), measure=totals, stop=lambda part: done.append(part) or part > 0.5
    )
    assert len(found) == 200 and done == [0.4, 0.8]


def test_another_engine_slots_in():
    of = draws(count=3)
    calls = []

    def counting(population, rates):
        calls.append(rates.asfr.shape)
        return cohort_component()(population, rates)

    project_draws(PEOPLE, of, table(of), measure=totals, engine=counting)
    assert calls == [(3, 8, 101)]


def test_leaving_empties_nobody():
    assert (propensities(PEOPLE, AGES) * PEOPLE).sum() == pytest.approx(PEOPLE.sum())
    of = draws(count=2)
    gone = Draws(AGES, of.total_fertility, of.life_expectancy, np.full((2, 8), -0.04), PATTERN)
    assert project_draws(PEOPLE, gone, table(gone), measure=lambda p: p).min() >= 0


def test_the_method_band_holds_every_method_and_widens_with_age():
    life = np.linspace([76.0, 72.0], [84.0, 80.0], 30)
    of = draws(count=1, intervals=30, spread=0.0)
    path = of.rates(PEOPLE, table(of), slice(0, 1))
    path = type(path)(AGES, path.asfr[0], path.survival[0], path.net_migration[0], path.sex_ratio[0])
    old, oldest = method_spread(PEOPLE, path, MX, life)
    assert (old.from_age, oldest.from_age) == (65, 80)
    for band in (old, oldest):
        assert all(
            (band.least <= people).all() and (people <= band.most).all() for people in band.by_method.values()
        )
    part = [(band.most / band.least - 1)[-1] for band in (old, oldest)]
    assert 0 < part[0] < part[1]
