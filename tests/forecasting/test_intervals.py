"""Intervals and shrinkage: values printed in the literature, and limits one can do in the head."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting import indicators
from forecasting.axes import AgeGroups
from forecasting.indicators.shrinkage import empirical_bayes
from forecasting.life_table import LifeTable

counts = st.integers(0, 10**6)


def test_poisson_limits_are_those_of_the_printed_tables():
    """Exact limits of a Poisson count: Breslow & Day (1987), Statistical Methods in Cancer Research II, table 2.10."""
    printed = {
        0: (0, 3.689),
        1: (0.0253, 5.572),
        10: (4.795, 18.390),
        20: (12.217, 30.888),
        100: (81.364, 121.627),
    }
    low, high = indicators.poisson_interval(list(printed))
    assert_allclose(low, [bounds[0] for bounds in printed.values()], atol=1e-3)
    assert_allclose(high, [bounds[1] for bounds in printed.values()], atol=1e-3)


def test_wilson_limits_are_those_of_newcombe():
    """Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3."""
    low, high = indicators.binomial_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert_allclose(low, [0.2553, 0.0624, 0, 0.0061], atol=5e-5)
    assert_allclose(high, [0.3662, 0.1605, 0.1611, 0.1718], atol=5e-5)


@given(counts)
def test_a_count_lies_in_its_interval_and_a_higher_level_is_wider(events):
    low, high = indicators.poisson_interval(events)
    assert low <= events <= high
    wider = indicators.poisson_interval(events, level=0.998)
    assert wider[0] <= low and high <= wider[1]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
@example(1, 983394)  # one boy: what the girls leave of 1 has few digits
def test_a_sex_ratio_lies_in_its_interval_and_turned_round_it_is_the_other_way_round(boys, girls):
    ratio = boys / girls
    low, high = indicators.sex_ratio_interval([girls, boys])
    assert low <= ratio <= high
    turned = indicators.sex_ratio_interval([boys, girls])
    assert_allclose((1 / turned[1], 1 / turned[0]), (low, high), rtol=1e-9)


def test_only_girls_only_boys_and_nobody():
    low, high = indicators.sex_ratio_interval([[5, 0], [0, 5], [0, 0]])
    assert low[0] == 0 and 0 < high[0] < 1
    assert low[1] > 1 and high[1] == np.inf
    assert np.isnan([low[2], high[2]]).all()


def test_thousand_births_leave_the_sex_ratio_wide():
    low, high = indicators.sex_ratio_interval([488, 512])
    assert 0.92 < low < 0.93 and 1.18 < high < 1.20


def test_a_rate_of_few_events_says_how_far_it_can_be_read():
    assert list(indicators.reliability([0, 19, 20, 99, 100, 5000])) == [
        "unreliable",
        "unreliable",
        "caution",
        "caution",
        "reliable",
        "reliable",
    ]
    assert indicators.reliability(np.nan) == ""


def test_an_interval_of_a_rate_is_that_of_its_events_over_the_people():
    low, high = indicators.rate_interval(10, 1000)
    assert_allclose((low, high), (0.004795, 0.018390), rtol=1e-3)
    assert np.isnan(indicators.rate_interval(0, 0)[0])


def test_a_standardised_rate_of_one_group_has_the_interval_of_its_count():
    low, high = indicators.standardised_rate_interval([10.0], [1000.0], [1.0])
    assert_allclose((low, high), indicators.rate_interval(10, 1000), rtol=1e-12)


@given(st.lists(counts, min_size=3, max_size=3))
def test_a_standardised_rate_lies_in_its_interval(events):
    lived, standard = np.array([2e6, 3e6, 1e6]), np.array([5.0, 3.0, 2.0])
    rate = (np.array(events) / lived * standard).sum() / standard.sum()
    low, high = indicators.standardised_rate_interval(events, lived, standard)
    assert low <= rate <= high


def test_a_mean_age_is_as_sure_as_that_of_a_sample_where_all_ages_have_as_many_people():
    """Equal exposures: the mean's standard error is the standard deviation of the ages over the root of their number."""
    ages, births = np.array([20.0, 30.0, 40.0]), np.array([100, 300, 100])
    low, high = indicators.weighted_mean_interval(births, [1e4, 1e4, 1e4], [10, 10, 10], ages)
    sample = np.repeat(ages, births)
    assert_allclose([low, high], 30 + np.array([-1, 1]) * 1.959964 * sample.std() / np.sqrt(500), rtol=1e-6)
    assert np.isnan(indicators.weighted_mean_interval([0, 0], [1, 1], [1, 1], [1, 2])[0])


@pytest.mark.parametrize("level", [0, 1, 1.5])
def test_a_level_out_of_range_is_refused(level):
    with pytest.raises(ValueError, match=r"0\.95 is usual"):
        indicators.poisson_interval(3, level=level)


def test_a_part_greater_than_its_whole_is_refused():
    with pytest.raises(ValueError, match="right order"):
        indicators.binomial_interval(20, 10)


# Life expectancy


def chiang_table():
    """The example of Public Health England's calculator after Chiang II: deaths, people and years lived by the dying."""
    people = [7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601, 50209, 56416, 46411, 39820]
    people += [37978, 37039, 33288, 23306, 11936, 11936]
    deaths = [17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937]
    ages = AgeGroups((0, 1, *range(5, 95, 5)))
    mx, width = np.array(deaths) / np.array(people), ages.width[:-1]
    ax = np.append(0.5 * width, 1 / mx[-1])
    ax[0] = 0.1
    qx = np.append(width * mx[:-1] / (1 + (width - ax[:-1]) * mx[:-1]), 1.0)
    lx = np.append(1, np.cumprod(1 - qx[:-1]))
    dx = lx * qx
    lived = np.append(width * lx[1:] + ax[:-1] * dx[:-1], lx[-1] / mx[-1])
    total = np.cumsum(lived[::-1])[::-1]
    twice = [np.stack([column, column]) for column in (mx, ax, qx, lx, dx, lived, total, total / lx)]
    return LifeTable(ages, *twice), np.stack([deaths, deaths])


def test_life_expectancy_and_its_limits_are_those_of_the_calculator_of_public_health_england():
    """Life expectancy calculator after Chiang II with the open group's variance: values of its published test case.

    The calculator takes the open group's deaths as binomial, a rate as a probability; we take them as Poisson, which
    is 1 / (1 - m) as wide there. Taken back, the limits are the calculator's.
    """
    table, deaths = chiang_table()
    at = [table.ages.position(age) for age in (0, 1, 20, 65, 85, 90)]
    assert_allclose(
        table.e[0, at], [80.16960813, 79.36245674, 60.67510088, 18.76856852, 6.163942934, 6.16210635]
    )
    open_part = (table.lx[..., -1:] / table.lx) ** 2 * (table.e**2 / deaths * table.mx)[..., -1:]
    variance = indicators.life_expectancy_variance(table, deaths) - open_part
    printed = [80.45584984, 79.63431154, 60.93066281, 18.96015373, 6.343539911, 6.413277255]
    assert_allclose((table.e + 1.959964 * np.sqrt(variance))[0, at], printed, rtol=1e-6)
    low, high = indicators.life_expectancy_interval(table, deaths)
    assert_allclose([low[0, 0], high[0, 0]], [79.8834, 80.4558], atol=2e-3)


def test_a_hundred_times_the_people_give_a_tenth_of_the_uncertainty():
    table, deaths = chiang_table()
    few, many = (indicators.life_expectancy_variance(table, deaths * times) for times in (1, 100))
    assert_allclose(np.sqrt(few / many), 10)


# Shrinkage


def test_areas_that_differ_by_chance_alone_all_get_the_mean():
    shrunk = empirical_bayes([10, 11, 9, 10], [1000, 1000, 1000, 1000])
    assert_allclose(shrunk.rates, 0.01)
    assert shrunk.variance == 0 and not shrunk.weight.any()


def test_two_areas_counted_by_hand():
    """Marshall (1991), p. 284: mean 30/3000, spread of (40, 0) about it, weights by size."""
    events, people = np.array([80.0, 20.0]), np.array([2000.0, 2000.0])
    shrunk = empirical_bayes(events, people)
    mean = 100 / 4000
    variance = ((0.04 - mean) ** 2 + (0.01 - mean) ** 2) / 2 - mean / 2000
    weight = variance / (variance + mean / 2000)
    assert_allclose(shrunk.rates, [mean + weight * 0.015, mean - weight * 0.015])
    assert (shrunk.low < shrunk.rates).all() and (shrunk.rates < shrunk.high).all()


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(500, 10**6)), min_size=2, max_size=12))
def test_a_shrunk_rate_lies_between_the_areas_own_and_the_mean_and_small_areas_move_most(cells):
    events, people = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    if not events.sum():
        return
    shrunk, own = empirical_bayes(events, people), events / people
    assert ((shrunk.rates - own) * (shrunk.mean - own) >= -1e-15).all()
    order = np.argsort(people)
    assert (np.diff(shrunk.weight[order]) >= -1e-12).all()
