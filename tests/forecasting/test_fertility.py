"""Fertility patterns keep their five-year shares, and rates keep their total."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.fertility import birth_rates, mean_age, pattern_of, single_year_pattern
from forecasting.indicators import mean_age_at_childbearing, total_fertility_rate

AGES = AgeGroups.single(100)
USUAL = [3.1, 18.2, 30.4, 27.6, 14.8, 5.1, 0.8]

percentages = arrays(np.float64, (4, 7), elements=st.floats(0.0, 100)).filter(
    lambda table: (table.sum(-1) > 1).all()
)


@given(percentages)
def test_every_five_year_share_is_kept_and_no_age_is_negative(given_shares):
    shares = given_shares / given_shares.sum(-1, keepdims=True) * 100
    pattern = single_year_pattern(shares, AGES)
    assert (pattern >= 0).all()
    assert_allclose(pattern.sum(-1), 1, rtol=1e-12)
    found = pattern[:, 15:50].reshape(4, 7, 5).sum(-1)
    assert_allclose(found, shares / 100, atol=1e-12)
    assert pattern[:, :15].sum() == 0 and pattern[:, 50:].sum() == 0


def test_the_usual_pattern_has_one_peak():
    pattern = single_year_pattern(USUAL, AGES)[15:50]
    peak = pattern.argmax()
    assert 10 <= peak <= 16
    assert (np.diff(pattern[: peak + 1]) > 0).all() and (np.diff(pattern[peak:]) < 0).all()


def test_percent_and_parts_of_one_mean_the_same():
    assert_allclose(
        single_year_pattern(USUAL, AGES), single_year_pattern(np.divide(USUAL, 100), AGES), rtol=1e-12
    )


def test_ten_to_fifty_four_is_a_pattern_too():
    pattern = single_year_pattern([0.2, *USUAL, 0.1], AGES, first=10, end=55)
    assert pattern[10:15].sum() == pytest.approx(0.2 / 100.3)


@given(st.floats(0, 9))
def test_rates_add_to_the_total_fertility_asked_for(tfr):
    asfr = birth_rates(tfr, single_year_pattern(USUAL, AGES), AGES)
    assert total_fertility_rate(asfr, AGES) == pytest.approx(tfr, rel=1e-12)


def test_rates_of_many_areas_and_years():
    tfr = np.linspace(1.2, 2.5, 12).reshape(3, 4)
    asfr = birth_rates(tfr, single_year_pattern(USUAL, AGES), AGES)
    assert asfr.shape == (3, 4, 101)
    assert_allclose(total_fertility_rate(asfr, AGES), tfr, rtol=1e-12)
    assert_allclose(mean_age_at_childbearing(asfr, AGES), mean_age(single_year_pattern(USUAL, AGES), AGES))


def test_a_pattern_read_from_rates_gives_the_rates_back():
    ages = AgeGroups.five(60)
    asfr = np.zeros(13)
    asfr[3:10] = [0.02, 0.1, 0.12, 0.09, 0.05, 0.01, 0.002]
    tfr = total_fertility_rate(asfr, ages)
    assert_allclose(birth_rates(tfr, pattern_of(asfr, ages), ages), asfr, rtol=1e-12)


def test_mean_age_of_a_single_age():
    pattern = np.zeros(101)
    pattern[27] = 1
    assert mean_age(pattern, AGES) == 27.5


@pytest.mark.parametrize(
    ("shares", "message"),
    [
        (USUAL[:6], "6 shares for the 7 five-year groups from 15 to under 50"),
        ([*USUAL[:6], 20], r"fertility shares add to 119\.2"),
        ([*USUAL[:6], -0.8], "fertility share is -0.8 for group 6"),
        ([np.nan, *USUAL[1:]], "fertility share is nan for group 0"),
    ],
)
def test_shares_that_are_no_pattern_are_refused(shares, message):
    with pytest.raises(ValueError, match=message):
        single_year_pattern(shares, AGES)


def test_rates_are_refused_from_percentages_and_per_1000():
    pattern = single_year_pattern(USUAL, AGES)
    with pytest.raises(ValueError, match="is it in percent"):
        birth_rates(2.1, pattern * 100, AGES)
    with pytest.raises(ValueError, match=r"total fertility rate is 2,100 .*per 1,000 women"):
        birth_rates(2100, pattern, AGES)
