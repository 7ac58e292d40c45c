"""Model patterns of mortality: what they are made of comes out again, and the methods differ where they should."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import log_quadratic, mortality_methods
from forecasting.axes import FEMALE, AgeGroups
from forecasting.life_table import life_table
from forecasting.mortality import single_year_rates

SINGLE = AgeGroups.single(100)


@pytest.fixture(scope="module")
def standard():
    """The log-quadratic model's own table at 78 and 73 years, by single ages to 100."""
    ages = log_quadratic.AGES
    return single_year_rates(log_quadratic.death_rates_at([78.0, 73.0]), ages)[:, :101]


def test_the_childs_chance_of_dying_put_in_comes_out():
    asked = np.array([[0.2, 0.22], [0.05, 0.055], [0.004, 0.005]])
    table = life_table(log_quadratic.death_rates(asked), log_quadratic.AGES, a0="coale_demeny")
    assert_allclose(1 - table.lx[..., 2], asked, rtol=0.002)


def test_less_child_mortality_is_a_longer_life():
    path = log_quadratic.death_rates(np.geomspace(0.3, 1e-4, 40)[:, np.newaxis].repeat(2, 1))
    e0 = life_table(path, log_quadratic.AGES).e[..., 0]
    assert (np.diff(e0, axis=0) > 0).all()


def test_adult_excess_raises_adult_mortality_and_leaves_children():
    usual, high = (log_quadratic.death_rates([0.03, 0.03], k) for k in (0.0, 1.0))
    assert np.array_equal(usual[:, :2], high[:, :2])
    assert (high[:, 5:15] > usual[:, 5:15]).all()


def test_a_life_expectancy_asked_of_the_model_is_reached():
    rates = log_quadratic.death_rates_at([82.0, 77.0])
    assert_allclose(life_table(rates, log_quadratic.AGES, a0="coale_demeny").e[:, 0], [82, 77], atol=1e-8)
    assert_allclose(log_quadratic.longest_life(), [94, 86], atol=1)
    with pytest.raises(ValueError, match="life expectancy 92 for male cannot be reached"):
        log_quadratic.death_rates_at([82.0, 92.0])
    with pytest.raises(ValueError, match=r"5q0 is 35 for female: is it per 1,000\?"):
        log_quadratic.death_rates([35.0, 40.0])


def test_every_method_reaches_the_same_life_expectancy(standard):
    wanted = np.array([[84.0, 80.0], [90.0, 88.0]])
    for name, rates in mortality_methods.spread(standard, wanted, SINGLE).items():
        assert_allclose(life_table(rates, SINGLE).e[..., 0], wanted, atol=1e-8, err_msg=name)


def test_every_method_leaves_the_standard_at_its_own_level(standard):
    own = life_table(standard, SINGLE).e[:, 0]
    for name, rates in mortality_methods.spread(standard, own, SINGLE).items():
        assert_allclose(rates, standard, rtol=1e-5, err_msg=name)


def test_scaling_all_rates_alike_leaves_too_many_of_the_oldest(standard):
    rates = mortality_methods.spread(standard, [90.0, 88.0], SINGLE)
    left = {name: life_table(mx, SINGLE).e[FEMALE, 80] for name, mx in rates.items()}
    assert left["proportional"] == max(left.values())
    assert left["proportional"] > left["brass"] + 1


def test_the_log_quadratic_goes_on_past_its_longest_lives(standard):
    moved = mortality_methods.by_log_quadratic(standard, np.array([96.0, 94.0]), SINGLE)
    assert_allclose(life_table(moved, SINGLE).e[:, 0], [96, 94], atol=1e-8)
    assert (moved < standard).all()
