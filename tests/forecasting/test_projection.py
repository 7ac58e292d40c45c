"""A projection is its steps, one after the other, with the books balanced."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.cohort_component import project_step
from forecasting.life_table import life_table, survival_ratios
from forecasting.projection import project, rates_of, within_reach, without_migration
from forecasting.rates import Rates

AGES = AgeGroups.single(90)
AREAS, YEARS = 5, 12


@pytest.fixture(scope="module")
def path():
    random = np.random.default_rng(11)
    hazard = 2e-5 * np.exp(0.1 * np.arange(91.0)) + 5e-4
    rates = hazard * random.uniform(0.8, 1.2, (AREAS, YEARS, 2, 1))
    asfr = np.zeros((AREAS, YEARS, 91))
    asfr[..., 18:42] = random.uniform(0.02, 0.1, (AREAS, YEARS, 24))
    migration = random.normal(0, 20, (AREAS, YEARS, 2, 91))
    return Rates(
        AGES, asfr, survival_ratios(life_table(rates, AGES)), migration, np.full((AREAS, YEARS), 1.06)
    )


@pytest.fixture(scope="module")
def start():
    return np.random.default_rng(12).uniform(500, 1500, (AREAS, 2, 91))


def test_a_projection_is_its_steps(path, start):
    result = project(start, path, first_year=1395)
    population = start
    for interval in range(YEARS):
        population = project_step(population, rates_of(path, interval)).population
    assert np.array_equal(result.population[..., -1, :, :], population)


def test_shapes_and_years(path, start):
    result = project(start, path, first_year=1395)
    assert result.years == tuple(range(1395, 1395 + YEARS + 1))
    assert result.intervals == result.years[:-1]
    assert result.population.shape == (AREAS, YEARS + 1, 2, 91)
    assert result.deaths.shape == (AREAS, YEARS, 2, 91)
    assert result.births.shape == (AREAS, YEARS, 2)
    assert np.array_equal(result.population[:, 0], start)


def test_the_books_balance_in_every_area_and_interval(path, start):
    result = project(start, path, first_year=2019)
    assert np.abs(result.imbalance()).max() < 1e-9 * result.population.sum((-2, -1)).max()


def test_areas_together_are_the_same_as_alone(path, start):
    together = project(start, path, first_year=2019)
    for area in range(AREAS):
        one = Rates(
            AGES, path.asfr[area], path.survival[area], path.net_migration[area], path.sex_ratio[area]
        )
        alone = project(start[area], one, first_year=2019)
        assert_allclose(together.population[area], alone.population, rtol=1e-13)


def test_one_interval_of_rates_serves_a_whole_path(path, start):
    constant = replace(path, sex_ratio=np.array([[1.06]]), asfr=path.asfr[:1, :1])
    spelled = replace(path, asfr=np.broadcast_to(path.asfr[:1, :1], path.asfr.shape))
    short, long = (project(start, rates, first_year=2019) for rates in (constant, spelled))
    assert np.array_equal(short.population, long.population)


def test_a_larger_start_never_gives_a_smaller_end(path, start):
    closed = without_migration(path)
    small, large = (project(people, closed, first_year=2019) for people in (start, start * 1.1))
    assert_allclose(large.population, small.population * 1.1, rtol=1e-12)


def test_a_negative_cell_names_its_year(path, start):
    leaving = path.net_migration.copy()
    leaving[3, 7, 1, 40] = -1e6
    with pytest.raises(
        ValueError, match=r"area 3, male, age 40, in the interval from 1402: net migration of -1,000,000"
    ):
        project(start, replace(path, net_migration=leaving), first_year=1395)


def test_rates_of_one_interval_are_not_a_path(start):
    rates = Rates(AGES, np.zeros(91), np.ones((2, 91)), np.zeros((2, 91)), 1.05)
    with pytest.raises(ValueError, match="a path has the intervals"):
        project(start, rates, first_year=2019)


def test_a_projection_cannot_be_changed(path, start):
    with pytest.raises(ValueError, match="read-only"):
        project(start, path, first_year=2019).population[0] = 0


def test_paths_of_different_lengths_are_refused(path, start):
    with pytest.raises(ValueError, match="do not fit together"):
        replace(path, sex_ratio=np.full((AREAS, YEARS - 1), 1.05))


def test_migrants_within_reach_keep_each_areas_total_and_empty_nobody(path, start):
    leaving = replace(
        path, net_migration=np.where(np.arange(91) == 40, -3000.0, 0.0) * np.ones((AREAS, YEARS, 2, 1))
    )
    with pytest.raises(ValueError, match="takes away more people than there are"):
        project(start, leaving, first_year=1395)
    limited = within_reach(start, leaving)
    result = project(start, limited, first_year=1395)
    assert (result.population >= 0).all()
    assert_allclose(result.net_migration.sum((-2, -1)), -6000.0)
    assert np.array_equal(within_reach(start, path).net_migration, path.net_migration)
