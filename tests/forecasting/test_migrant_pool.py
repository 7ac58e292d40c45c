"""A pool of migrants: whoever leaves arrives, and nobody is left over."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.migrant_pool import destinations, net_of_pool, summing_to_zero

AGES = AgeGroups.five(20)
CELLS = (6, 2, len(AGES))

people = arrays(np.float64, CELLS, elements=st.floats(0, 1e6))
shares = arrays(np.float64, CELLS, elements=st.floats(0, 1))
arrivals = arrays(np.float64, CELLS, elements=st.one_of(st.just(0.0), st.floats(1, 1e4)))


@given(people, shares, arrivals.filter(lambda came: came.sum() > 0))
def test_internal_migration_sums_to_zero_at_every_sex_and_age(population, leaving, came):
    net = net_of_pool(population, leaving, destinations(came, AGES), AGES)
    assert np.abs(net.sum(-3)).max() <= 1e-9 * max(population.sum(), 1)
    assert (population + net >= -1e-9 * max(population.max(), 1)).all()


def test_an_area_loses_at_most_the_largest_share():
    population = np.full(CELLS, 1000.0)
    leaving = np.zeros(CELLS)
    leaving[0] = 1.0
    arriving = np.zeros(CELLS)
    arriving[1] = 1.0
    net = net_of_pool(population, leaving, arriving, AGES)
    assert_allclose(net[0], -800)
    assert_allclose(net[1], 800)
    assert (net[2:] == 0).all()


def test_what_is_left_over_is_taken_in_proportion_to_moves():
    net = np.array([30.0, -10.0]).reshape(2, 1, 1)
    gross = np.array([30.0, 10.0]).reshape(2, 1, 1)
    assert_allclose(summing_to_zero(net, gross).ravel(), [15, -15])
    with pytest.raises(ValueError, match="nothing to take it from"):
        summing_to_zero(net, np.zeros((2, 1, 1)))


def test_years_together_are_the_same_as_alone():
    random = np.random.default_rng(2)
    population = random.uniform(0, 1e4, (3, *CELLS))
    leaving, arriving = random.uniform(0, 0.1, CELLS), destinations(random.uniform(0, 10, CELLS), AGES)
    together = net_of_pool(population, leaving, arriving, AGES)
    for year in range(3):
        assert_allclose(together[year], net_of_pool(population[year], leaving, arriving, AGES), atol=1e-9)


def test_shares_that_lose_people_are_refused():
    population = np.full(CELLS, 1000.0)
    with pytest.raises(ValueError, match=r"shares arriving add over areas to 0\.6 .. 0\.6"):
        net_of_pool(population, np.zeros(CELLS), np.full(CELLS, 0.1), AGES)
    with pytest.raises(
        ValueError, match=r"share leaving is 12 for area 0, female, age 0-4: is it per 1,000\?"
    ):
        net_of_pool(population, np.full(CELLS, 12.0), np.full(CELLS, 1 / 6), AGES)
