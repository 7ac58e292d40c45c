"""Mortality patterns: the life expectancy asked for, the abridged table kept, old age drawn on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from forecasting import old_age
from forecasting.axes import FEMALE, MALE, AgeGroups
from forecasting.life_table import close_at, life_table
from forecasting.mortality import death_rates_for_life_expectancy, single_year_rates

SINGLE, ABRIDGED = AgeGroups.single(100), AgeGroups.abridged(100)


def siler(ages, *, level=1.0):
    """A schedule with infancy, a quiet childhood, an accident hump and old age: (sex, age)."""
    middle = np.asarray(ages.lower, float) + np.minimum(ages.width, 5) / 2
    hump = 4e-4 * np.exp(-(((middle - 22) / 6) ** 2))
    old = level * np.array([[2.2e-5], [3e-5]]) * np.exp(0.102 * middle)
    young = 0.012 * np.exp(-1.2 * middle) + 3e-4 * np.exp(-0.1 * middle)
    return level * np.stack([young + hump / 3, 1.3 * young + 2 * hump]) + old / (1 + old)


@settings(max_examples=25)
@given(st.floats(45, 92), st.floats(45, 92))
def test_the_life_expectancy_asked_for_is_the_one_got(women, men):
    for ages in (SINGLE, ABRIDGED):
        rates = death_rates_for_life_expectancy(siler(ages), [women, men], ages)
        assert_allclose(life_table(rates, ages).e[:, 0], [women, men], atol=1e-8)


def test_the_standards_own_life_expectancy_gives_the_standard_back():
    standard = siler(SINGLE)
    own = life_table(standard, SINGLE).e[:, 0]
    assert_allclose(death_rates_for_life_expectancy(standard, own, SINGLE), standard, rtol=1e-7)


def test_the_shift_is_one_constant_on_the_logit():
    standard = siler(SINGLE)
    moved = death_rates_for_life_expectancy(standard, [88.0, 84.0], SINGLE)

    def logit(table):
        alive = table.lx[:, 1:]
        return np.log((1 - alive) / alive) / 2

    shift = logit(life_table(moved, SINGLE)) - logit(life_table(standard, SINGLE))
    assert np.ptp(shift, axis=-1).max() < 1e-6
    assert (shift < 0).all()


def test_a_longer_life_means_lower_rates_at_every_age():
    standard = siler(SINGLE)
    longer = death_rates_for_life_expectancy(standard, [88.0, 86.0], SINGLE)
    assert (longer < standard).all()


def test_all_areas_and_years_are_solved_at_once():
    standard = siler(SINGLE) * np.linspace(0.8, 1.2, 4).reshape(4, 1, 1, 1)
    targets = np.linspace(70, 85, 4 * 6 * 2).reshape(4, 6, 2)
    together = death_rates_for_life_expectancy(standard, targets, SINGLE)
    assert together.shape == (4, 6, 2, 101)
    for area, year in np.ndindex(4, 6):
        alone = death_rates_for_life_expectancy(standard[area, 0], targets[area, year], SINGLE)
        assert_allclose(together[area, year], alone, rtol=1e-6)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ([80.0, 3.0], r"life expectancy is 3 for male: is it in years\?"),
        ([80.0, np.nan], "life expectancy is nan for male"),
        ([900.0, 75.0], r"life expectancy is 900 for female: is it in years\?"),
    ],
)
def test_an_impossible_life_expectancy_is_named(target, message):
    with pytest.raises(ValueError, match=message):
        death_rates_for_life_expectancy(siler(SINGLE), target, SINGLE)


def test_a_rate_of_zero_has_no_logarithm():
    rates = siler(SINGLE)
    rates[MALE, 8] = 0
    with pytest.raises(
        ValueError, match=r"death rate is 0 for male, age 8: .*pool years or borrow a standard"
    ):
        death_rates_for_life_expectancy(rates, [80.0, 76.0], SINGLE)


def test_single_years_keep_every_abridged_survivor():
    abridged = life_table(siler(ABRIDGED), ABRIDGED)
    single = life_table(single_year_rates(siler(ABRIDGED), ABRIDGED), SINGLE)
    assert_allclose(single.lx[:, list(ABRIDGED.lower)], abridged.lx, atol=1e-13)
    for age in (0, 15, 40, 65, 80):
        near = single.e[:, SINGLE.position(age)] - abridged.e[:, ABRIDGED.position(age)]
        assert np.abs(near).max() < 0.05


def test_single_years_are_positive_and_smooth():
    rates = single_year_rates(siler(ABRIDGED), ABRIDGED)
    assert (rates > 0).all()
    bend = np.abs(np.diff(np.log(rates[:, 1:100]), n=2, axis=-1))
    assert bend.max() < 0.2
    # Mortality falls through childhood and rises through adult life.
    assert (np.diff(rates[:, :8], axis=-1) < 0).all()
    assert (np.diff(rates[:, 40:], axis=-1) > 0).all()


def test_single_years_of_many_tables_are_those_of_each():
    rates = siler(ABRIDGED) * np.linspace(0.5, 1.5, 6).reshape(3, 2, 1, 1)
    together = single_year_rates(rates, ABRIDGED)
    for place in np.ndindex(3, 2):
        assert_allclose(together[place], single_year_rates(rates[place], ABRIDGED), rtol=1e-8)


def test_graduation_starts_from_an_abridged_table():
    with pytest.raises(ValueError, match="0, 1-4, 5-9"):
        single_year_rates(siler(SINGLE), SINGLE)


def test_a_kannisto_line_is_drawn_on_exactly():
    ages = AgeGroups.single(110)
    x = np.asarray(ages.lower, float)
    odds = np.stack([np.exp(-12 + 0.1 * x), np.exp(-11.6 + 0.1 * x)])
    rates = odds / (1 + odds)
    drawn, longer = old_age.extend(rates, ages, from_age=100, to_age=130)
    assert longer == AgeGroups.single(130)
    assert np.array_equal(drawn[:, :100], rates[:, :100])
    assert_allclose(drawn[:, 100:111], rates[:, 100:], rtol=1e-10)


def test_the_coherent_line_never_lets_the_sexes_cross():
    ages = AgeGroups.abridged(100)
    rates = siler(ages)
    rates[FEMALE, -6:] *= np.linspace(1, 1.3, 6)
    together, _ = old_age.extend(rates, ages)
    apart, _ = old_age.extend(rates, ages, slope="by_sex")
    ratio = together[MALE, 21:] / together[FEMALE, 21:]
    assert (ratio > 1).all() and (apart[MALE, -1] < apart[FEMALE, -1])


def test_an_open_group_drawn_out_keeps_its_life_expectancy():
    full = siler(AgeGroups.abridged(120))
    table = life_table(full, AgeGroups.abridged(120))
    for open_age in (80, 85, 95):
        published = close_at(table, open_age)
        drawn, longer = old_age.split_open_group(published.mx, published.ages)
        again = life_table(drawn, longer)
        assert_allclose(again.e[:, len(published.ages) - 1], published.e[:, -1], rtol=1e-9)
        # Only the last closed group's a(x) sees its new neighbour: life expectancy moves by hours.
        assert_allclose(again.e[:, 0], published.e[:, 0], atol=0.005)


def test_an_open_group_that_dies_too_slowly_is_refused():
    rates = siler(AgeGroups.abridged(85))
    rates[MALE, -1] = rates[MALE, -2] * 0.9
    with pytest.raises(ValueError, match=r"male, age 85\+ cannot follow .*ages overstated"):
        old_age.split_open_group(rates, AgeGroups.abridged(85))


def test_rates_above_one_fit_no_line():
    rates = siler(ABRIDGED)
    rates[FEMALE, -2] = 1.2
    with pytest.raises(ValueError, match="must lie between 0 and 1 to fit a line"):
        old_age.extend(rates, ABRIDGED)
