"""Many equations at once, each in its own bracket."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.bracketing import solve_increasing, solve_near


@given(arrays(np.float64, (3, 4), elements=st.floats(-0.99, 0.99)))
def test_the_answer_put_back_gives_the_target(target):
    found = solve_increasing(np.tanh, target, -8, 8, tolerance=1e-12)
    assert_allclose(np.tanh(found), target, atol=1e-11)


def test_steep_and_flat_functions_are_both_solved():
    target = np.array([1e-3, 1.0, 1e3])
    found = solve_increasing(lambda x: np.exp(x), target, -50, 50, tolerance=1e-9)
    assert_allclose(found, np.log(target), atol=1e-6)


def test_a_step_is_found_where_it_is():
    found = solve_increasing(lambda x: np.where(x < 2.5, 0.0, 1.0), np.array([0.5]), 0, 10)
    assert_allclose(found, 2.5, atol=1e-12)


def test_an_unreachable_target_is_nan_and_spoils_no_other():
    found = solve_increasing(lambda x: x, np.array([0.5, 7.0, -3.0]), 0, 1)
    assert_allclose(found, [0.5, np.nan, np.nan])


@given(arrays(np.float64, (3, 4), elements=st.floats(-0.99, 0.99)), st.floats(0.3, 3))
def test_near_a_root_the_answer_is_the_brackets_own_whatever_slope_is_said(target, slope):
    found = solve_near(np.tanh, target, slope, -8, 8, tolerance=1e-12)
    assert_allclose(np.tanh(found), target, atol=1e-11)


def test_secants_that_lead_nowhere_leave_the_roots_to_the_brackets():
    target = np.array([0.5, 7.0])
    found = solve_near(lambda x: np.where(x < 0.25, 0.0, x + 0.25), target, 1.0, 0, 1, tolerance=1e-12)
    assert_allclose(found, [0.25, np.nan])
