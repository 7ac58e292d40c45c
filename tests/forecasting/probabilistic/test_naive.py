"""Naive forecasts on series that one can continue in the head."""

import numpy as np
import pytest

from forecasting.probabilistic.arima import arima
from forecasting.probabilistic.naive import NAIVE, damped_holt

LINE = np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]])


@pytest.mark.parametrize("name", ["drift", "linear"])
def test_a_straight_line_goes_on(name):
    np.testing.assert_allclose(NAIVE[name](LINE, 3), [[13, 14, 15]])


def test_the_last_value_stays():
    np.testing.assert_array_equal(NAIVE["last value"](LINE, 2), [[12, 12]])


def test_a_damped_trend_goes_on_and_fades():
    path = damped_holt(LINE, 40)[0]
    steps = np.diff(path)
    assert path[0] > 12 and (steps > 0).all() and (np.diff(steps) < 0).all()


@pytest.mark.parametrize("name", list(NAIVE))
def test_nothing_moves_where_nothing_moved(name):
    np.testing.assert_allclose(NAIVE[name](np.full((2, 12), 7.0), 5), 7.0)


@pytest.mark.parametrize("name", list(NAIVE))
def test_years_before_the_first_figure_change_nothing(name):
    late = np.concatenate([np.full((1, 5), np.nan), LINE**1.5], axis=1)
    np.testing.assert_allclose(NAIVE[name](late, 4), NAIVE[name](LINE**1.5, 4))


def test_damped_holt_is_statsmodels_formula():
    from statsmodels.tsa.holtwinters import Holt

    series = 50 + np.cumsum(np.random.default_rng(3).normal(0.3, 0.5, 50))
    fitted = Holt(series, damped_trend=True, initialization_method="estimated").fit()
    assert abs(damped_holt(series[np.newaxis], 10)[0, -1] - fitted.forecast(10)[-1]) < 2.0


def test_arima_intervals_grow_and_short_series_are_left_out():
    series = np.cumsum(np.random.default_rng(4).normal(0.2, 1, (1, 60)), axis=1)
    centre, spread = arima(series, 10)
    assert np.isfinite(centre).all() and (np.diff(spread[0]) > 0).all()
    assert np.isnan(arima(series[:, :6], 3)[0]).all()


def test_arima_of_a_random_walk_has_its_known_spread():
    walks = np.cumsum(np.random.default_rng(5).normal(0, 2, (30, 200)), axis=1)
    spread = arima(walks, 9)[1]
    np.testing.assert_allclose(np.median(spread[:, 8]), 2 * 3, rtol=0.15)
