"""Goal seeking: the answer put back meets the goal, and what cannot be met is said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.goal_seek import GoalOutOfReach, largest_change, seek


@given(st.floats(-7.9, 7.9), st.sampled_from([1, -1]))
def test_the_answer_put_back_meets_the_goal(target, sign):
    def measure(value):
        return sign * value**3

    goal = seek(measure, sign * target, -2, 2, tolerance=1e-10)
    assert measure(goal.value) == pytest.approx(sign * target, abs=1e-7)
    assert goal.reached == pytest.approx(sign * target, abs=1e-7)


def test_a_goal_at_the_end_of_the_range_is_met():
    assert seek(lambda x: x, 5.0, 0, 5).value == pytest.approx(5, abs=1e-5)
    assert seek(lambda x: x, 0.0, 0, 5).value == pytest.approx(0, abs=1e-5)


def test_a_goal_out_of_reach_says_how_near_it_comes():
    with pytest.raises(
        GoalOutOfReach, match="no value in the range gives 12: the nearest, at 5, gives 10"
    ) as told:
        seek(lambda x: 2 * x, 12.0, 0, 5)
    assert (told.value.nearest, told.value.reached) == (5, 10)


def test_a_goal_met_twice_is_not_answered_with_one():
    with pytest.raises(ValueError, match=r"met more than once \(near -1.5, near 0.75\): narrow the range"):
        seek(lambda x: x**2, 1.0, -3, 3)


def test_a_measure_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="not a number at 0"):
        seek(lambda x: float("nan"), 1.0, 0, 1)
    with pytest.raises(ValueError, match="is empty"):
        seek(lambda x: x, 1.0, 3, 3)


def test_how_many_projections_it_took_is_counted():
    calls = []

    def measure(value):
        calls.append(value)
        return value

    assert seek(measure, 0.3, 0, 1).runs == len(calls)


def test_the_largest_change_ever_seen():
    series = np.array([[3.0, 2.5, 2.0, 2.2, 2.6, np.nan], [np.nan] * 6])
    fall, rise = largest_change(series, over=2)
    assert_allclose(fall, [-1.0, np.nan])
    assert_allclose(rise, [0.6, np.nan])
    with pytest.raises(ValueError, match="needs more than 6 years"):
        largest_change(series, over=6)
