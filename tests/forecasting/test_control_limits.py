"""Limits of chance: what the Poisson law says by hand, and what happens as areas grow."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from forecasting.control_limits import between_areas, limits_with_spread, poisson_limits

SIZES = np.array([1e3, 1e4, 1e5, 1e6, 1e7])


def test_limits_close_in_on_the_target_as_areas_grow():
    low, high = poisson_limits(0.005, SIZES)
    assert (np.diff(low) > 0).all() and (np.diff(high) < 0).all()
    assert (low <= 0.005).all() and (high >= 0.005).all()
    # of 50,000 expected events a standard deviation is 224: 3.09 of them are 1.4 %
    assert high[-1] == pytest.approx(0.005 * (1 + 3.09 / np.sqrt(50_000)), rel=1e-3)


def test_limits_by_hand_for_ten_expected_events():
    """P(X <= 17) = 0.9857 and P(X <= 16) = 0.9730: the 0.975 point lies 0.157 of the way from 16 to 17, less one (A.1.1)"""
    _, high = poisson_limits(0.01, np.array([1000.0]), level=0.95)
    share = (0.975 - poisson.cdf(16, 10)) / (poisson.cdf(17, 10) - poisson.cdf(16, 10))
    assert high[0] * 1000 == pytest.approx(16 + share)


@given(st.floats(1e-4, 0.05), st.floats(1e4, 1e7), st.floats(0.5, 0.99))
def test_wider_levels_have_wider_limits(target, size, level):
    inner, outer = poisson_limits(target, size, level=level), poisson_limits(target, size, level=0.998)
    assert outer[0] <= inner[0] + 1e-15 and inner[1] <= outer[1] + 1e-15


def test_areas_that_differ_by_chance_alone_have_no_spread_of_their_own():
    random = np.random.default_rng(11)
    sizes = random.uniform(1e4, 1e6, 400)
    rates = random.poisson(0.01 * sizes) / sizes
    pooled, variance = between_areas(rates, sizes)
    assert pooled == pytest.approx(0.01, rel=0.01)
    assert np.sqrt(variance) < 0.0002


def test_the_spread_between_areas_is_found_again():
    random = np.random.default_rng(12)
    sizes = random.uniform(1e5, 1e6, 600)
    rates = random.poisson(random.normal(0.01, 0.002, 600) * sizes) / sizes
    _, variance = between_areas(rates, sizes)
    assert np.sqrt(variance) == pytest.approx(0.002, rel=0.1)
    low, high = limits_with_spread(0.01, sizes, variance)
    assert 0.98 < ((rates > low) & (rates < high)).mean() <= 1


def test_limits_never_fall_below_nothing():
    assert poisson_limits(0.001, np.array([10.0]))[0] == 0
    assert limits_with_spread(0.001, np.array([10.0]), 1.0)[0] == 0


def test_a_level_that_is_no_share_is_refused():
    with pytest.raises(ValueError, match=r"limits at level 95 do not exist: 0.998 is usual"):
        poisson_limits(0.01, 1000.0, level=95)
