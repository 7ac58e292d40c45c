"""Trajectories around an assumed path: the path itself where nothing strays, stated spreads, balanced books."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting.axes import AgeGroups
from forecasting.conventions import PRESTON, Conventions
from forecasting.life_table import life_table, survival_ratios
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.probabilistic import deviations, trajectories
from forecasting.probabilistic.central_path import CentralPath, CentralRates, central_path
from forecasting.probabilistic.provinces import FERTILITY_RATIO, Wander
from forecasting.projection import project
from forecasting.rates import Rates

AGES = AgeGroups.single(100)
INTERVALS = 30


@pytest.fixture(scope="module")
def world() -> dict[str, np.ndarray]:
    """Eighty thousand people, 1.8 children, 75 and 71 years of life, a few who leave each year."""
    hazard = 0.0004 * np.exp(0.095 * np.maximum(np.arange(101) - 30, 0)) + 0.0006
    e0 = np.linspace([75.0, 71.0], [80.0, 76.0], INTERVALS)
    rates = death_rates_for_life_expectancy(np.stack([hazard, hazard * 1.3]), e0, AGES)
    asfr = np.zeros((INTERVALS, 101))
    asfr[:, 18:45] = 1.8 / 27
    movers = np.zeros((INTERVALS, 2, 101))
    movers[..., 20:30] = -2.0
    people = np.stack([np.linspace(700, 10, 101)] * 2)
    return {
        "asfr": asfr,
        "death_rates": rates,
        "net_migration": movers,
        "sex_ratio": np.full(INTERVALS, 1.05),
    } | {"population": people}


def path_of(
    world: dict[str, np.ndarray], conventions: Conventions = PRESTON, **changed: np.ndarray
) -> CentralPath:
    values = world | changed
    people = values.pop("population")
    return central_path(people, AGES, CentralRates(**values), first_year=2025, conventions=conventions)


@pytest.mark.parametrize("when", ["even", "end"])
def test_nothing_strays_and_the_path_is_the_projection(world, when):
    chosen = Conventions(migration=when)
    path = path_of(world, conventions=chosen)
    found = trajectories.project_trajectories(path, deviations.no_deviations(2, INTERVALS))
    survival = survival_ratios(life_table(world["death_rates"], AGES))
    rates = Rates(AGES, world["asfr"], survival, world["net_migration"], world["sex_ratio"])
    alone = project(world["population"], rates, first_year=2025, conventions=chosen)
    for draw in range(2):
        np.testing.assert_allclose(found.people_of("total")[draw], alone.population.sum((-2, -1)), rtol=1e-12)
        np.testing.assert_allclose(
            found.people_of("65+")[draw], alone.population[..., 65:].sum((-2, -1)), rtol=1e-12
        )
        np.testing.assert_allclose(found.births[draw], alone.births.sum(-1), rtol=1e-12)
        np.testing.assert_allclose(found.deaths[draw], alone.deaths.sum((-2, -1)), rtol=1e-12)
    assert found.years == alone.years
    assert not found.retained.any()


def test_every_trajectory_balances(world):
    """With nobody straying in or out, change = births - deaths + the path's own migrants."""
    strayed = deviations.national_deviations(np.full(INTERVALS, 1.8), 40, np.random.default_rng(3))
    found = trajectories.project_trajectories(path_of(world), strayed)
    change = np.diff(found.people_of("total"), axis=-1)
    moves = world["net_migration"].sum((-2, -1))
    np.testing.assert_allclose(change, found.births - found.deaths + moves, atol=1e-6)


def test_more_children_more_births_longer_lives_fewer_deaths(world):
    path, steady = path_of(world), deviations.no_deviations(1, INTERVALS)
    usual = trajectories.project_trajectories(path, steady)
    ones, zeros = np.ones((1, INTERVALS)), np.zeros((1, INTERVALS))
    more = trajectories.project_trajectories(path, deviations.Deviations(ones * 1.1, zeros, zeros))
    np.testing.assert_allclose(more.births[:, :15], usual.births[:, :15] * 1.1)
    longer = trajectories.project_trajectories(path, deviations.Deviations(ones, zeros + 2.0, zeros))
    assert (longer.deaths[:, :10] < usual.deaths[:, :10]).all()
    arriving = trajectories.project_trajectories(path, deviations.Deviations(ones, zeros, zeros + 0.01))
    first = arriving.people_of("total")[0, 1] - usual.people_of("total")[0, 1]
    assert first == pytest.approx(0.01 * world["population"].sum(), rel=0.02)


def test_a_life_expectancy_between_two_tables_is_read_between_them(world):
    """1.25 years more: the survival of a table solved for exactly that, within a hundredth of a percent."""
    path = path_of(world)
    read = path.survival_at(7, np.array([1.25]))[0]
    e0 = life_table(world["death_rates"][7], AGES).e[:, 0] + 1.25
    exact = survival_ratios(
        life_table(death_rates_for_life_expectancy(world["death_rates"][7], e0, AGES), AGES)
    )
    np.testing.assert_allclose(read[:, :90], exact[:, :90], rtol=1e-4)


def test_fertility_strays_as_published():
    """After five years by the published deviation, in the long run by that of the autoregression."""
    strayed = (
        deviations.national_deviations(np.full(80, 2.0), 20_000, np.random.default_rng(5)).fertility * 2.0
    )
    assert strayed[:, 4].std() == pytest.approx(0.1016, rel=0.03)
    assert strayed[:, -1].std() == pytest.approx(0.1016 / np.sqrt(1 - 0.8859**2), rel=0.03)
    assert strayed.mean(0) == pytest.approx(np.full(80, 2.0), abs=0.01)


def test_life_expectancy_is_missed_by_a_year_in_ten():
    strayed = deviations.national_deviations(np.full(30, 2.0), 20_000, np.random.default_rng(6)).life
    assert np.abs(strayed[:, 9]).mean() == pytest.approx(1.0, rel=0.03)
    assert strayed[:, 29].std() == pytest.approx(strayed[:, 9].std() * np.sqrt(3), rel=0.03)


def test_no_trajectory_has_fewer_than_half_a_child_unless_it_was_assumed():
    low = deviations.national_deviations(np.full(50, 0.6), 5000, np.random.default_rng(7)).fertility * 0.6
    assert low.min() >= 0.5 - 1e-12
    assumed = deviations.national_deviations(np.full(50, 0.3), 500, np.random.default_rng(8)).fertility * 0.3
    assert assumed.min() >= 0.3 - 1e-12


def test_provinces_rise_and_fall_with_their_nation():
    nation = deviations.national_deviations(np.full(INTERVALS, 1.8), 4000, np.random.default_rng(1))
    one, other = (
        deviations.provincial_deviations(nation, ratio, np.full(INTERVALS, 76.0), np.random.default_rng(seed))
        for ratio, seed in ((0.8, 2), (1.3, 3))
    )
    together = np.corrcoef(one.fertility[:, 4], other.fertility[:, 4])[0, 1]
    alone = FERTILITY_RATIO.noise
    shared = nation.fertility[:, 4].std()
    # Two ratios that wander alike, times the same nation: the part of the variance that is the nation's.
    parts = [
        shared**2 + (alone / (1 + (ratio - 1) * FERTILITY_RATIO.persistence)) ** 2 for ratio in (0.8, 1.3)
    ]
    assert together == pytest.approx(shared**2 / np.sqrt(parts[0] * parts[1]), abs=0.04)
    assert np.median(one.fertility, axis=0) == pytest.approx(np.ones(INTERVALS), abs=0.02)


def test_no_trajectory_empties_an_area(world):
    """Where more stray away than there are, those who cannot leave stay and are counted."""
    fleeing = Wander(0.0, 0.95, 0.08, years=1)
    strayed = deviations.national_deviations(
        np.full(INTERVALS, 1.8), 50, np.random.default_rng(9), deviations.PathSpread(migration=fleeing)
    )
    found = trajectories.project_trajectories(path_of(world), strayed)
    assert (found.people >= 0).all()
    assert found.retained.max() > 0


def test_the_same_numbers_give_the_same_trajectories(world):
    path = path_of(world)
    runs = [
        trajectories.project_trajectories(
            path, deviations.national_deviations(np.full(INTERVALS, 1.8), 5, np.random.default_rng(11))
        )
        for _ in range(2)
    ]
    np.testing.assert_array_equal(runs[0].people, runs[1].people)


def test_deviations_of_another_length_are_refused(world):
    with pytest.raises(ValueError, match="3 intervals around assumptions of 30"):
        trajectories.project_trajectories(path_of(world), deviations.no_deviations(2, 3))


def test_an_error_of_the_start_moves_its_ages_and_keeps_everybody(world):
    """The old and the young stray by as much as is said; all others make up for it, so the total is the count."""
    wrong = deviations.StartErrors(births=0.1, young=0.02, old=0.05)
    strayed = deviations.national_deviations(
        np.full(INTERVALS, 1.8), 400, np.random.default_rng(3), deviations.PathSpread(errors=wrong)
    )
    found = trajectories.project_trajectories(path_of(world), strayed)
    np.testing.assert_allclose(found.people_of("total")[:, 0], world["population"].sum(), rtol=1e-12)
    assert np.log(found.share("65+")[:, 0]).std() == pytest.approx(0.05, rel=0.1)
    births = np.log(found.births[:, 0])
    assert births.std() == pytest.approx(0.1, rel=0.25) and births.std() > 0.08


def test_a_provinces_migrants_are_its_nations_and_its_own():
    """Variances add, and a rate stands anywhere in its usual spread when a trajectory begins."""
    nations, own = Wander(0.0, 0.6, 0.004, years=1), Wander(0.0, 0.0, 0.003, years=1)
    nation = deviations.national_deviations(
        np.full(5, 1.8), 20_000, np.random.default_rng(1), deviations.PathSpread(migration=nations)
    )
    assert nation.migration.std(0) == pytest.approx(np.full(5, 0.004 / np.sqrt(1 - 0.36)), rel=0.03)
    province = deviations.provincial_deviations(
        nation, 1.0, np.full(5, 76.0), np.random.default_rng(2), deviations.PathSpread(migration=own)
    )
    assert province.migration.var(0) == pytest.approx(nation.migration.var(0) + 0.003**2, rel=0.03)
