"""Patterns of childbearing on the move: always a pattern, from the start to the norm, with the mean age asked for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.fertility import mean_age, single_year_pattern
from forecasting.fertility_patterns import converging, progress_to_norm, relational_gompertz, with_mean_age

AGES = AgeGroups.single(100)
EARLY = single_year_pattern([12, 30, 28, 17, 9, 3, 1], AGES)
LATE = single_year_pattern([1, 8, 24, 36, 24, 6.5, 0.5], AGES)


def test_a_converging_pattern_ends_at_the_norm_and_is_a_pattern_all_the_way():
    path = converging(EARLY, LATE, progress_to_norm(12, reached_in=10), AGES)
    assert path.shape == (12, 101)
    assert_allclose(path.sum(-1), 1, rtol=1e-12)
    assert (path >= 0).all()
    assert_allclose(path[9:], np.stack([LATE] * 3), rtol=1e-9)
    assert (np.diff(mean_age(path, AGES)[:10]) > 0).all()


def test_no_progress_is_the_start():
    assert_allclose(converging(EARLY, LATE, [0.0, 0.0], AGES), [EARLY, EARLY], rtol=1e-9)


def test_many_areas_converge_at_once():
    starts = np.stack([EARLY, LATE])
    path = converging(starts, LATE, progress_to_norm(5, reached_in=5), AGES)
    assert path.shape == (2, 5, 101)
    assert_allclose(path[1], np.stack([LATE] * 5), rtol=1e-9)


@given(st.floats(24, 34))
def test_the_mean_age_asked_for_is_the_one_got(years):
    moved = with_mean_age(EARLY, years, AGES)
    assert mean_age(moved, AGES) == pytest.approx(years, abs=1e-8)
    assert moved.sum() == pytest.approx(1)
    assert moved[:15].sum() == 0 and moved[50:].sum() == pytest.approx(0, abs=1e-12)


def test_the_standard_is_its_own_relational_gompertz():
    assert_allclose(relational_gompertz(EARLY, 0.0, 1.0, AGES), EARLY, atol=1e-12)


def test_alpha_makes_mothers_younger_and_beta_narrows_the_ages():
    younger = relational_gompertz(LATE, 0.3, 1.0, AGES)
    assert mean_age(younger, AGES) < mean_age(LATE, AGES)

    def width(pattern):
        x = np.arange(101) + 0.5
        return np.sqrt((pattern * (x - (pattern * x).sum()) ** 2).sum())

    assert width(relational_gompertz(LATE, 0.0, 1.3, AGES)) < width(LATE)


def test_what_is_no_pattern_or_no_way_is_refused():
    with pytest.raises(ValueError, match="norm pattern adds to 100, not to 1"):
        converging(EARLY, LATE * 100, [0.5], AGES)
    with pytest.raises(ValueError, match=r"progress is 1\.5 for interval 0"):
        converging(EARLY, LATE, [1.5], AGES)
    with pytest.raises(ValueError, match="mean age at childbearing of 60 for the only value lies outside"):
        with_mean_age(EARLY, 60.0, AGES)
    with pytest.raises(ValueError, match="beta is above 0"):
        relational_gompertz(EARLY, 0.0, -1.0, AGES)
    with pytest.raises(ValueError, match="leaves no way to go"):
        progress_to_norm(5, reached_in=0)
