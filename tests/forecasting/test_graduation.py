"""Single years from broad groups: totals kept, nobody negative, the open group in a life table's shape."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.graduation import single_years, split_closed_groups, spread_open_group, with_unknown_ages
from forecasting.life_table import life_table
from forecasting.smoothing import smoothest_positive, split_smoothly

FIVE = AgeGroups.five(80)
counts = arrays(np.float64, (2, len(FIVE)), elements=st.one_of(st.just(0.0), st.floats(1, 1e7)))


@pytest.fixture(scope="module")
def lived():
    hazard = np.stack([3e-5 * np.exp(0.1 * np.arange(101.0)) + 1e-3] * 2)
    return life_table(hazard, AgeGroups.single(100)).person_years


@given(counts)
def test_five_year_totals_are_kept_and_nobody_is_negative(people):
    single = split_closed_groups(people, FIVE)
    assert single.shape == (2, 80) and (single >= 0).all()
    assert_allclose(single.reshape(2, 16, 5).sum(-1), people[:, :16], rtol=1e-12)


def test_all_the_way_to_a_hundred(lived):
    people = np.linspace(5000, 400, 2 * len(FIVE)).reshape(2, len(FIVE))
    single = single_years(people, FIVE, lived)
    assert single.shape == (2, 101)
    assert_allclose(single.sum(-1), people.sum(-1), rtol=1e-12)
    assert_allclose(single[:, 80:].sum(-1), people[:, -1], rtol=1e-12)
    assert (np.diff(single[:, 80:100], axis=-1) < 0).all()


def test_a_straight_line_stays_a_straight_line():
    line = 1000 - 7.0 * np.arange(80)
    people = np.append(line.reshape(16, 5).sum(-1), 300)
    assert_allclose(split_closed_groups(people, FIVE), line, rtol=1e-9)


def test_equal_groups_are_split_evenly():
    assert_allclose(split_closed_groups(np.full(len(FIVE), 500.0), FIVE), 100, rtol=1e-9)


def test_areas_together_are_the_same_as_alone(lived):
    people = np.random.default_rng(5).uniform(0, 1e4, (4, 3, 2, len(FIVE)))
    together = single_years(people, FIVE, lived)
    for place in np.ndindex(4, 3):
        assert_allclose(together[place], single_years(people[place], FIVE, lived), rtol=1e-12)


def test_an_abridged_count_keeps_infants_apart():
    ages = AgeGroups.abridged(20)
    people = np.array([90.0, 380, 500, 520, 480, 2000])
    single = split_closed_groups(people, ages)
    assert single[0] == pytest.approx(90) and single[1:5].sum() == pytest.approx(380)


def test_the_open_group_has_the_stationary_shape(lived):
    spread = spread_open_group([1000.0, 500.0], 80, lived)
    assert_allclose(spread / spread[:, :1], lived[:, 80:] / lived[:, 80:81], rtol=1e-12)
    assert_allclose(spread.sum(-1), [1000, 500], rtol=1e-12)


def test_past_growth_makes_the_oldest_fewer(lived):
    grown = spread_open_group(1000.0, 80, lived[0], growth=0.03)
    still = spread_open_group(1000.0, 80, lived[0])
    assert grown[0] > still[0] and grown[-1] < still[-1]


def test_unknown_ages_are_shared_out_in_proportion():
    known = np.array([[100.0, 300.0, 0.0]])
    ages = AgeGroups((0, 5, 10))
    assert_allclose(with_unknown_ages(known, [40.0], ages), [[110, 330, 0]])
    with pytest.raises(ValueError, match="nobody of known age"):
        with_unknown_ages(np.zeros((1, 3)), [40.0], ages)


@pytest.mark.parametrize(
    ("people", "message"),
    [(-1.0, "population is -1"), (np.nan, "population is nan")],
)
def test_what_is_no_count_is_refused(people, message, lived):
    with pytest.raises(ValueError, match=message):
        spread_open_group(people, 80, lived[0])
    with pytest.raises(ValueError, match=r"an open group 105\+ cannot be spread up to 100\+"):
        spread_open_group(10.0, 105, lived[0])


@given(arrays(np.float64, (3, 4), elements=st.floats(1e-6, 1e3)))
def test_positive_smoothing_keeps_totals_and_stays_positive(totals):
    widths = (4, 5, 5, 5)
    single = smoothest_positive(totals, widths)
    assert (single > 0).all()
    parts = np.add.reduceat(single, [0, 4, 9, 14], axis=-1)
    assert_allclose(parts, totals, rtol=1e-9)


def test_a_geometric_series_is_its_own_smoothest_logarithm():
    series = 0.001 * 1.1 ** np.arange(20)
    totals = series.reshape(4, 5).sum(-1)
    assert_allclose(smoothest_positive(totals, (5, 5, 5, 5)), series, rtol=1e-8)


def test_whole_numbers_are_split_as_floats():
    assert split_smoothly(np.array([3, 2], dtype=float), (5, 5)).dtype == np.float64
    assert split_closed_groups(np.array([3, 2, 1]), AgeGroups((0, 5, 10))).sum() == pytest.approx(5)
