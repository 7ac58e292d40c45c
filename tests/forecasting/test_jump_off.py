"""Life expectancy that falls at the start of a path is pooled with what came before; the rest is left alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.jump_off import rising, without_dips
from forecasting.life_table import life_table
from forecasting.mortality import death_rates_for_life_expectancy

AGES = AgeGroups.abridged(100)


def standard():
    x = np.asarray(AGES.lower) + np.minimum(AGES.width, 5) / 2
    return np.exp(np.log(3e-5) + 0.095 * x) * np.array([[0.8], [1.2]]) + 0.004 * np.exp(-x)


def test_a_dip_is_levelled_and_the_rest_keeps_its_rates():
    e0 = np.stack([[80.24, 80.18, 80.12, 80.4, 80.9], [70.7, 70.9, 71.1, 71.4, 71.8]], axis=-1)
    path = death_rates_for_life_expectancy(standard(), e0, AGES)
    smooth = without_dips(path, AGES)
    found = life_table(smooth, AGES).e[..., 0]
    assert_allclose(found[:3, 0], 80.18, atol=1e-6)
    assert np.array_equal(smooth[3:], path[3:])
    assert np.array_equal(smooth[:, 1], path[:, 1])


def test_a_rising_path_of_many_areas_is_untouched():
    e0 = np.linspace([70.0, 66.0], [80.0, 77.0], 6) + np.array([0.0, 3.0])[:, np.newaxis, np.newaxis]
    path = death_rates_for_life_expectancy(standard(), e0, AGES)
    assert np.array_equal(without_dips(path, AGES), path)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(40, 90), min_size=1, max_size=30))
def test_the_nearest_rising_path(levels):
    found = rising(levels)
    assert (np.diff(found) >= 0).all()
    assert_allclose(found.sum(), np.sum(levels), rtol=1e-12)
    assert_allclose(rising(found), found)
    # Nearer than the running maximum and minimum, which rise as well.
    away = ((found - levels) ** 2).sum()
    assert away <= ((np.maximum.accumulate(levels) - levels) ** 2).sum() + 1e-9
    assert away <= ((np.minimum.accumulate(levels[::-1])[::-1] - levels) ** 2).sum() + 1e-9
