"""Raking: the totals are met, zeros stay zero, and what cannot be met is said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.balance import Target, rake

tables = arrays(np.float64, (4, 2, 5), elements=st.floats(100, 3000))


@given(tables, tables)
def test_both_margins_are_met(counts, truth):
    by_area, by_sex_age = truth.sum((1, 2)), truth.sum(0)
    result = rake(counts, [Target((0,), by_area), Target((1, 2), by_sex_age)], tolerance=1e-10)
    assert result.converged
    assert_allclose(result.counts.sum((1, 2)), by_area, rtol=1e-8)
    assert_allclose(result.counts.sum(0), by_sex_age, rtol=1e-8)
    assert (result.counts >= 0).all()
    assert result.worst <= 1e-10 * truth.sum() + 1e-8


@given(tables)
def test_a_balanced_table_is_left_alone(counts):
    targets = [Target((0,), counts.sum((1, 2))), Target((1, 2), counts.sum(0))]
    result = rake(counts, targets)
    assert_allclose(result.counts, counts, rtol=1e-9)
    assert result.rounds == 1


def test_odds_between_cells_are_kept():
    counts = np.array([[10.0, 20.0], [30.0, 90.0]])
    result = rake(counts, [Target((0,), [40.0, 60.0]), Target((1,), [50.0, 50.0])], tolerance=1e-12)
    odds = result.counts[0, 0] * result.counts[1, 1] / (result.counts[0, 1] * result.counts[1, 0])
    assert odds == pytest.approx(10 * 90 / (20 * 30))


def test_zeros_stay_zero_and_an_empty_row_may_have_an_empty_target():
    counts = np.array([[0.0, 5.0], [0.0, 0.0], [3.0, 4.0]])
    result = rake(counts, [Target((0,), [10.0, 0.0, 20.0]), Target((1,), [12.0, 18.0])])
    assert result.converged
    assert result.counts[0, 0] == 0 and (result.counts[1] == 0).all()


def test_people_cannot_be_made_out_of_nothing():
    with pytest.raises(ValueError, match=r"by province is 7 for axis 0 1, but all its counts are 0"):
        rake(np.array([[1.0], [0.0]]), [Target((0,), [1.0, 7.0], name="by province")])


def test_targets_that_disagree_are_refused():
    with pytest.raises(ValueError, match=r"different grand totals.*provinces 100, nation 1,200"):
        rake(
            np.ones((2, 2)), [Target((0,), [40.0, 60.0], "provinces"), Target((1,), [600.0, 600.0], "nation")]
        )


def test_an_impossible_pattern_of_zeros_is_reported_not_hidden():
    counts = np.array([[1.0, 0.0], [0.0, 1.0]])
    result = rake(counts, [Target((0,), [3.0, 1.0]), Target((1,), [1.0, 3.0])], most_rounds=50)
    assert not result.converged
    assert result.worst == pytest.approx(2)


def test_targets_of_the_wrong_shape_or_sign_are_refused():
    with pytest.raises(ValueError, match="the counts have"):
        rake(np.ones((2, 3)), [Target((0,), [1.0, 1.0, 1.0])])
    with pytest.raises(ValueError, match="total is -1 for axis 0 0"):
        rake(np.ones((2, 3)), [Target((0,), [-1.0, 1.0])])
    with pytest.raises(ValueError, match="rising order"):
        rake(np.ones((2, 3)), [Target((1, 0), np.ones((3, 2)))])
    with pytest.raises(ValueError, match="counts is nan"):
        rake(np.full((2, 3), np.nan), [Target((0,), [1.0, 1.0])])
