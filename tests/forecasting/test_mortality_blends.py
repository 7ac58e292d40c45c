"""A population's own pattern of decline, and blends whose weight slides from one method to another."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from forecasting import log_quadratic, mortality_blends
from forecasting.axes import AgeGroups
from forecasting.life_table import life_table
from forecasting.mortality import single_year_rates
from forecasting.mortality_methods import brass, by_coale_demeny

SINGLE = AgeGroups.single(100)
PATTERN = 0.2 + 0.8 * np.exp(-np.arange(101) / 40)


@pytest.fixture(scope="module")
def standard():
    return single_year_rates(log_quadratic.death_rates_at([78.0, 73.0]), log_quadratic.AGES)[:, :101]


@pytest.fixture(scope="module")
def history(standard):
    """Twenty years in which each age's mortality fell by its own constant pace, alike for both sexes."""
    back = np.arange(19, -1, -1)[:, np.newaxis, np.newaxis]
    return standard * np.exp(0.02 * PATTERN * back)


def test_the_pace_of_each_age_in_the_past_comes_out(history):
    found = mortality_blends.own_decline(history, SINGLE)
    assert found.max() == 1
    assert_allclose(found[2:-1], PATTERN[2:-1] / PATTERN[0], rtol=1e-3)


def test_an_age_whose_mortality_rose_falls_slowly(history):
    rising = np.array(history)
    rising[:, :, 40:50] *= np.exp(0.05 * np.arange(20))[:, np.newaxis, np.newaxis]
    found = mortality_blends.own_decline(rising, SINGLE)
    assert (found[42:48] == mortality_blends.LEAST_PART).all()
    with pytest.raises(ValueError, match="mortality rose at every age"):
        mortality_blends.own_decline(history[::-1], SINGLE)


def test_rates_decline_by_the_pattern_and_reach_the_life_expectancy(standard):
    wanted = np.array([[84.0, 80.0], [90.0, 88.0]])
    rates = mortality_blends.declining(standard, wanted, SINGLE, pattern=PATTERN)
    assert_allclose(life_table(rates, SINGLE).e[..., 0], wanted, atol=1e-8)
    fall = np.log(standard / rates)
    assert_allclose(fall / fall[..., :1], np.broadcast_to(PATTERN / PATTERN[0], fall.shape), rtol=1e-9)
    with pytest.raises(ValueError, match="a pattern of decline has 101 ages, all above 0"):
        mortality_blends.declining(standard, wanted, SINGLE, pattern=PATTERN - 1)


def test_a_blend_begins_with_one_method_and_ends_between_the_two(standard):
    wanted = np.linspace([79.0, 74.0], [88.0, 84.0], 6)
    mixed = mortality_blends.blended(standard, wanted, SINGLE, first=brass)
    one, other = brass(standard, wanted, SINGLE), by_coale_demeny(standard, wanted, SINGLE)
    assert_allclose(mixed[0], one[0], rtol=1e-6)
    assert_allclose(life_table(mixed, SINGLE).e[..., 0], wanted, atol=1e-8)
    apart = np.abs(one[-1] - other[-1]) > 1e-3 * one[-1]
    within = (mixed[-1] > np.minimum(one, other)[-1] * 0.99) & (mixed[-1] < np.maximum(one, other)[-1] * 1.01)
    assert within[apart].all()
    with pytest.raises(ValueError, match="weights of a blend lie between 0 and 1"):
        mortality_blends.blended(standard, wanted, SINGLE, first=brass, weights=(1.0, 2.0))


def test_the_united_nations_blend_starts_where_the_past_ends(history):
    now = life_table(history[-1], SINGLE).e[:, 0]
    path = now + np.linspace(0, 8, 5)[:, np.newaxis]
    rates = mortality_blends.un_blend(history, path, SINGLE)
    assert_allclose(rates[0], history[-1], rtol=1e-6)
    assert_allclose(life_table(rates, SINGLE).e[..., 0], path, atol=1e-8)
    assert (np.diff(rates, axis=0) < 0).all()
