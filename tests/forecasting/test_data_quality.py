"""Tests of data against worked examples, and against populations whose answer one can do in the head.

Worked examples: the workbooks SINGAGE and AGESEX of the U.S. Census Bureau's Population Analysis System (Arriaga 1994),
with the values that DemoTools (R) gives for them in its examples and tests of Whipple, Noumbissi, ageRatioScore,
sexRatioScore and ageSexAccuracy. Pages were not seen: the workbooks have none.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.indicators import data_quality as quality

SINGLE = AgeGroups.single(99)

#: SINGAGE, males: a census with very strong heaping, single ages 0 to 99
COUNTS = """
80626 95823 104315 115813 100796 105086 97266 116328 75984 89982 95525 56973 78767 65672 53438 85014 47600
64363 42195 42262 73221 30080 34391 29072 20531 66171 24029 44227 24128 23599 82088 16454 22628 17108 12531
57325 17220 28425 16206 17532 65976 11593 15828 13541 8133 44696 11165 18543 12614 12041 55798 9324 10772
10453 6773 28358 9916 13348 8039 7583 42470 5288 5317 6582 3361 17949 3650 5873 3279 3336 27368 1965 2495
2319 1335 12022 1401 1668 1360 1185 9167 424 568 462 282 6206 343 409 333 291 4137 133 169 157 89 2068 68 81
66 57
"""
SINGAGE = np.array([float(count) for count in COUNTS.split()])
#: AGESEX: women and men, 0-4 to 70-74 and 75+, thousands
AGESEX = 1000.0 * np.array(
    [
        [4544, 4042, 3735, 3647, 3309, 2793, 2353, 2112, 1691, 1409, 1241, 887, 697, 525, 348, 366],
        [4677, 4135, 3825, 3647, 3247, 2802, 2409, 2212, 1786, 1505, 1390, 984, 745, 537, 346, 335],
    ]
)


def only_digit(digit):
    """Everybody gave an age that ends in one digit."""
    return np.where(np.arange(100) % 10 == digit, 10.0, 0.0)


# Age heaping


def test_whipple_of_the_census_bureaus_example():
    assert quality.whipple_index(SINGAGE, SINGLE) == pytest.approx(234, abs=0.5)
    assert quality.whipple_class(quality.whipple_index(SINGAGE, SINGLE)) == 4


def test_single_digits_of_the_census_bureaus_example():
    by_digit = quality.modified_whipple_index(SINGAGE, SINGLE)
    assert_allclose(by_digit[6:], [0.66, 1.08, 0.57, 0.59], atol=0.005)


def test_myers_is_the_weighted_blend_done_by_hand():
    tens = SINGAGE[10:90].reshape(8, 10)
    blended = [
        (digit + 1) * tens[:7, digit].sum() + (9 - digit) * tens[1:, digit].sum() for digit in range(10)
    ]
    shares = 100 * np.array(blended) / sum(blended)
    index = quality.myers_index(SINGAGE, SINGLE)
    assert index == pytest.approx(np.abs(shares - 10).sum() / 2)
    assert 2 * index == pytest.approx(47.26, abs=0.005)  # SINGAGE prints the whole sum


@pytest.mark.parametrize("population", [np.full(100, 7.0), np.linspace(1000, 10, 100)], ids=["level", "line"])
def test_a_smooth_population_has_no_heaping(population):
    assert quality.whipple_index(population, SINGLE) == pytest.approx(100)
    assert_allclose(quality.modified_whipple_index(population, SINGLE), 1)
    assert quality.total_modified_whipple_index(population, SINGLE) == pytest.approx(0, abs=1e-12)
    assert quality.myers_index(population, SINGLE) == pytest.approx(0, abs=1e-12)
    assert quality.bachi_index(population, SINGLE) == pytest.approx(0, abs=1e-12)


def test_if_all_ages_are_round_the_indices_are_at_their_end():
    round_ages = only_digit(0) + only_digit(5)
    assert quality.whipple_index(round_ages, SINGLE) == 500
    tens = only_digit(0)
    assert quality.myers_index(tens, SINGLE) == pytest.approx(90)
    assert quality.bachi_index(tens, SINGLE) == pytest.approx(90)
    assert quality.modified_whipple_index(tens, SINGLE)[0] == pytest.approx(5)
    assert quality.digit_preference(tens, SINGLE)[0] == pytest.approx(0.9)


def test_nobody_at_a_round_age_is_whipples_lower_end():
    assert quality.whipple_index(only_digit(3), SINGLE) == 0


def test_many_areas_at_once_are_each_alone():
    both = np.stack([SINGAGE, np.full(100, 7.0)])
    assert_allclose(quality.whipple_index(both, SINGLE)[0], quality.whipple_index(SINGAGE, SINGLE))
    assert quality.modified_whipple_index(both, SINGLE).shape == (2, 10)
    assert_allclose(quality.bachi_index(both, SINGLE)[1], 0, atol=1e-12)


@given(st.floats(0.01, 1e6))
def test_indices_do_not_know_the_size_of_a_population(factor):
    for index in (quality.whipple_index, quality.myers_index, quality.bachi_index):
        assert index(factor * SINGAGE, SINGLE) == pytest.approx(float(index(SINGAGE, SINGLE)))


def test_whipple_classes_begin_at_their_bounds():
    values = [100, 104.99, 105, 110, 125, 175, np.nan]
    assert quality.whipple_class(values).tolist() == [0, 0, 1, 2, 3, 4, -1]


def test_nobody_counted_is_no_data():
    assert np.isnan(quality.whipple_index(np.zeros(100), SINGLE))
    assert np.isnan(quality.myers_index(np.zeros(100), SINGLE))


def test_five_year_groups_are_refused_with_the_reason():
    with pytest.raises(ValueError, match=r"single years of age to 89; these ages are 0-4, 5-9, 10-14"):
        quality.whipple_index(np.ones(19), AgeGroups.five(90))


# Ages and sexes


def test_joint_score_of_the_census_bureaus_example():
    scores = quality.age_sex_accuracy(AGESEX, AgeGroups.five(75))
    assert_allclose(scores.age_ratio, [3.655, 3.907], atol=0.0005)
    assert scores.sex_ratio == pytest.approx(2.249, abs=0.0005)
    assert scores.joint == pytest.approx(14.308, abs=0.0005)
    assert quality.accuracy_class(scores.joint) == 0


def test_a_straight_population_with_constant_sex_ratio_scores_nothing():
    straight = np.stack([np.linspace(2e6, 2e5, 16), 1.05 * np.linspace(2e6, 2e5, 16)])
    assert quality.age_sex_accuracy(straight, AgeGroups.five(75)).joint == pytest.approx(0, abs=1e-10)


def test_a_small_population_is_forgiven_its_scatter():
    large = quality.age_sex_accuracy(AGESEX, AgeGroups.five(75)).joint
    small = quality.age_sex_accuracy(AGESEX / AGESEX.sum() * 10_000, AgeGroups.five(75)).joint
    assert large - small == pytest.approx(3500 / 100 - 3.5)


def test_age_ratio_is_a_group_over_its_neighbours_mean():
    assert_allclose(quality.age_ratios([100.0, 120.0, 80.0]), [np.nan, 120 / 90 * 100, np.nan])


def test_sex_ratios_are_males_per_hundred_females():
    assert_allclose(quality.sex_ratios([[100.0, 0.0], [105.0, 3.0]]), [105, np.nan])


def test_classes_of_the_joint_score():
    assert quality.accuracy_class([-3, 19.9, 20, 40, np.nan]).tolist() == [0, 0, 1, 2, -1]


def test_groups_of_other_ages_are_refused():
    with pytest.raises(ValueError, match="five-year groups 0-4 to 70-74"):
        quality.age_sex_accuracy(np.ones((2, 101)), AgeGroups.single(100))


def test_interval_of_the_sex_ratio_at_birth():
    middle, low, high = quality.sex_ratio_interval([51_200, 105.0], [48_800, 100.0])
    assert_allclose(middle, [104.918, 105], atol=0.001)
    # 100,000 births: the share of boys is known to 0.31 points, the ratio to 1.3
    assert_allclose([low[0], high[0]], [103.62, 106.23], atol=0.01)
    assert low[1] < 90 and high[1] > 130  # two hundred births say nothing
    assert np.isnan(quality.sex_ratio_interval(0, 0)).all()


def test_no_boy_among_ten_births_is_possible():
    ratio, low, high = quality.sex_ratio_interval(0, 10)
    assert ratio == 0 and low == 0 and 20 < high < 60


# Registration


def test_completeness_over_one_is_shown_as_it_is():
    assert_allclose(quality.completeness([90, 110, 5], [100, 100, 0]), [0.9, 1.1, np.nan])


def test_expected_births_and_deaths_are_rates_times_people():
    assert quality.expected_births([0.0, 0.1, 0.05], [10.0, 1000, 2000]) == pytest.approx(200)
    assert quality.expected_births_from_rate(0.015, 1_000_000) == pytest.approx(15_000)
    rates = np.array([[0.01, 0.1], [0.02, 0.2]])
    assert quality.expected_deaths(rates, np.full((2, 2), 100.0)) == pytest.approx(33)


def test_a_birth_rate_per_thousand_is_refused():
    with pytest.raises(ValueError, match="per 1,000"):
        quality.expected_births_from_rate(15.0, 1_000_000)


def test_share_within_the_legal_period():
    events, delays = np.array([[80.0, 15, 5], [0, 0, 0]]), (0, 15, 60)
    assert_allclose(quality.share_registered_within(events, delays, 15), [0.8, np.nan])
    assert_allclose(quality.share_registered_within(events, delays, 60), [0.95, np.nan])
    with pytest.raises(ValueError, match="no class of delays ends at 30 days; they end at 15, 60"):
        quality.share_registered_within(events, delays, 30)


def test_median_delay_is_even_inside_its_class():
    delays = (0, 10, 30)
    assert quality.median_delay([25, 50, 25], delays) == pytest.approx(20)
    assert quality.median_delay([100, 0, 0], delays) == pytest.approx(5)
    assert np.isnan(quality.median_delay([10, 20, 70], delays))
    assert np.isnan(quality.median_delay([0, 0, 0], delays))


def two_censuses(complete, coverage, growth=0.015, years=5):
    """A stable population with Gompertz mortality counted twice, and the deaths between, ages 0-4 to 95+."""
    age = np.arange(0, 120, 0.05) + 0.025
    hazard = 0.0003 * np.exp(0.09 * age)
    density = 1e5 * np.exp(-growth * age - np.cumsum(hazard) * 0.05)
    group = np.minimum(age // 5, 19).astype(int)
    people = np.bincount(group, density * 0.05)
    deaths = np.bincount(group, density * hazard * 0.05) * np.expm1(growth * years) / growth
    return coverage * people, people * np.exp(growth * years), complete * deaths


@pytest.mark.parametrize("complete", [1.0, 0.8, 0.5])
@pytest.mark.parametrize("coverage", [1.0, 0.95])
def test_growth_balance_finds_the_deaths_and_the_people_that_were_left_out(complete, coverage):
    found = quality.general_growth_balance(*two_censuses(complete, coverage), AgeGroups.five(95), years=5)
    # people at an exact age are the geometric mean of the groups beside it: 3 % off where mortality rises fast
    assert found.completeness == pytest.approx(complete, rel=0.04)
    assert found.coverage == pytest.approx(coverage, rel=0.005)


def test_a_second_census_before_the_first_is_refused():
    with pytest.raises(ValueError, match="comes -5 years after"):
        quality.general_growth_balance(*two_censuses(1, 1), AgeGroups.five(95), years=-5)
