"""Decompositions: the numbers their inventors printed, and parts that add up whatever goes in."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting.axes import AgeGroups
from forecasting.decomposition import (
    arriaga,
    arriaga_symmetric,
    crude_rate_difference,
    product_effects,
    why_births_changed,
)
from forecasting.life_table import LifeTable, life_table

ABRIDGED, FIVE = AgeGroups.abridged(85), AgeGroups.five(85)
mortality = arrays(np.float64, (2, len(ABRIDGED)), elements=st.floats(1e-5, 1.5))


# Products: Das Gupta (1993), Standardization and Decomposition of Rates, P23-186


def test_two_factors_of_das_gupta():
    """Example 2.1: mean earnings of black and white persons, by earnings of earners and the share who earn."""
    effects = product_effects((10930, 0.717892), (16591, 0.825974))
    assert_allclose(effects, [4369.913, 1487.262], atol=1e-3)


def test_three_factors_of_das_gupta():
    """Example 2.3: crude birth rates of Austria and Chile, 1981; births of women, women of 15-49, women."""
    effects = product_effects((51.78746, 0.45919, 0.52638), (84.90502, 0.75756, 0.51065))
    assert_allclose(effects, [10.4340333, 10.5608476, -0.6670084], atol=1e-6)


def test_four_and_five_factors_of_das_gupta():
    """Examples 2.5 (births to teenagers) and 2.7 (Bongaarts's proximate determinants)."""
    four = product_effects((25.3, 0.214, 0.279, 0.949), (32.7, 0.290, 0.473, 0.986))
    assert_allclose(four, [0.6889411, 0.8125381, 1.3829055, 0.1047547], atol=1e-6)
    five = product_effects((0.58, 0.76, 0.84, 0.66, 16.573), (0.72, 0.97, 0.97, 0.56, 16.158))
    assert_allclose(five, [1.0909785, 1.2298438, 0.7278399, -0.8398707, -0.1290187], atol=1e-6)


def test_three_factors_by_age_of_das_gupta():
    """Example 4.5: Taiwan's birth rate 1960 to 1970, by marital fertility, marriage and the ages of women."""
    before = [
        [393, 407, 369, 274, 184, 90, 16],
        [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    ]
    after = [
        [488, 452, 338, 156, 63, 22, 3],
        [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    ]
    effects = product_effects(before, after).sum(-1)
    assert_allclose(effects, [-7.285632, -2.720633, -1.565181], atol=1e-6)


factor = arrays(np.float64, (3, 4), elements=st.floats(-1e3, 1e3))


@given(st.integers(2, 5), st.data())
def test_the_effects_sum_to_the_change_of_the_product(factors, data):
    before, after = ([data.draw(factor) for _ in range(factors)] for _ in range(2))
    effects = product_effects(before, after)
    change = np.prod(after, axis=0) - np.prod(before, axis=0)
    assert_allclose(effects.sum(0), change, rtol=1e-9, atol=1e-9 * 1e3**factors)


def test_factors_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="give the same 2 to 8"):
        product_effects([1.0], [2.0])


# Crude rates


def test_kitagawas_two_components_in_das_guptas_table():
    """Das Gupta (1993), example 5.1: share of households with a head of the age, United States, 1970 to 1985."""
    shares = [
        [12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9],
        [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5],
    ]
    rates = [
        [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8],
        [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2],
    ]
    found = crude_rate_difference(shares[0], rates[0], shares[1], rates[1])
    assert_allclose([found.first, found.second], [44.7268, 47.6940], atol=1e-4)
    assert_allclose([found.composition.sum(), found.rates.sum()], [1.2269, 1.7403], atol=1e-4)


def test_same_rates_leave_all_to_composition_and_same_people_all_to_rates():
    people, rates = np.array([5.0, 3.0, 2.0]), np.array([0.01, 0.02, 0.1])
    found = crude_rate_difference(people, rates, people[::-1], rates)
    assert found.composition.sum() == pytest.approx(found.difference) and not found.rates.any()
    found = crude_rate_difference(people, rates, people, 2 * rates)
    assert found.rates.sum() == pytest.approx(found.difference) and not found.composition.any()


@given(arrays(np.float64, (4, 6), elements=st.floats(0.01, 1e5)))
def test_composition_and_rates_sum_to_the_difference(cells):
    found = crude_rate_difference(*cells)
    total = found.composition.sum() + found.rates.sum()
    assert total == pytest.approx(float(found.difference), rel=1e-9, abs=1e-6)


# Births


def women(level=1000.0):
    people = np.zeros(len(FIVE))
    people[FIVE.between(15, 50)] = level
    return people


def rates(level=0.06):
    return women(level)


def test_fewer_women_are_the_whole_change_when_nothing_else_moved():
    change = why_births_changed(women(), rates(), women(800), rates(), FIVE)
    assert change.women == pytest.approx(-0.2 * 7 * 1000 * 0.06)
    assert change.ages == pytest.approx(0) and change.rates == pytest.approx(0)


def test_lower_rates_are_the_whole_change_when_nothing_else_moved():
    change = why_births_changed(women(), rates(), women(), rates(0.03), FIVE)
    assert change.rates == pytest.approx(-210)
    assert change.women == pytest.approx(0) and change.ages == pytest.approx(0)


def test_the_same_women_at_other_ages_change_births():
    """All births at 25-29; the 1,000 women there are now 2,000, taken from the others: births double."""
    only = np.zeros(len(FIVE))
    only[FIVE.position(25)] = 0.1
    older = women()
    older[FIVE.position(25)] += 1000
    older[FIVE.position(45)] -= 1000
    change = why_births_changed(women(), only, older, only, FIVE)
    assert change.ages == pytest.approx(100)
    assert change.women == pytest.approx(0) and change.rates == pytest.approx(0)


positive = arrays(np.float64, (2, len(FIVE)), elements=st.floats(1, 1e6))
fertility = arrays(np.float64, (2, len(FIVE)), elements=st.floats(0, 0.5))


@given(positive, fertility)
def test_the_three_parts_of_a_change_in_births_sum_to_it(people, asfr):
    change = why_births_changed(people[0], asfr[0], people[1], asfr[1], FIVE)
    parts = change.women + change.ages + change.rates
    assert_allclose(change.before + parts, change.after, rtol=1e-9, atol=1e-6)
    assert_allclose(change.by_age.sum(), change.after - change.before, rtol=1e-9, atol=1e-6)
    back = why_births_changed(people[1], asfr[1], people[0], asfr[0], FIVE)
    assert_allclose(
        [back.women, back.ages, back.rates], [-change.women, -change.ages, -change.rates], atol=1e-6
    )


# Life expectancy


@given(mortality, mortality)
def test_the_ages_sum_to_the_difference_in_life_expectancy(first, second):
    one, other = life_table(first, ABRIDGED), life_table(second, ABRIDGED)
    gap = other.e[..., 0] - one.e[..., 0]
    for parts in (arriaga(one, other), arriaga_symmetric(one, other)):
        assert_allclose(parts.sum(-1), gap, atol=1e-9)
    assert_allclose(arriaga_symmetric(one, other), -arriaga_symmetric(other, one), atol=1e-12)


def replaced(first: LifeTable, second: LifeTable, groups: int) -> np.ndarray:
    """Life expectancy when the first so many age groups have the second table's chances of death."""
    qx = np.concatenate([second.qx[..., :groups], first.qx[..., groups:]], axis=-1)
    ax = np.concatenate([second.ax[..., :groups], first.ax[..., groups:]], axis=-1)
    lx = np.concatenate([np.ones((2, 1)), np.cumprod(1 - qx[..., :-1], axis=-1)], axis=-1)
    lived = first.ages.width[:-1] * lx[..., 1:] + ax[..., :-1] * (lx * qx)[..., :-1]
    return lived.sum(-1) + lx[..., -1] * ax[..., -1]


def test_replacing_one_age_after_the_other_gives_arriagas_parts():
    """Andreev, Shkolnikov & Begun (2002), Demographic Research 7:14: stepwise replacement from the youngest age up."""
    random = np.random.default_rng(4)
    level = np.exp(np.linspace(-9, -1, len(ABRIDGED)))
    one, other = (
        life_table(level * random.uniform(0.5, 1.5, (2, len(ABRIDGED))), ABRIDGED) for _ in range(2)
    )
    steps = [replaced(one, other, groups) for groups in range(len(ABRIDGED) + 1)]
    by_hand = np.stack([after - before for before, after in pairwise(steps)], axis=-1)
    # Arriaga runs from the first table: swapped and negated it replaces from the youngest up.
    assert_allclose(-arriaga(other, one), by_hand, atol=1e-9)


def test_deaths_in_one_age_group_alone_explain_all_of_it():
    same = np.full((2, len(ABRIDGED)), 0.02)
    worse = same.copy()
    worse[:, ABRIDGED.position(40)] = 0.1
    parts = arriaga(
        life_table(same, ABRIDGED, a0="coale_demeny"), life_table(worse, ABRIDGED, a0="coale_demeny")
    )
    outside = np.delete(parts, [ABRIDGED.position(age) for age in (35, 40, 45)], axis=-1)
    assert_allclose(outside, 0, atol=1e-12)
    assert (parts[:, ABRIDGED.position(40)] < -5).all()


def test_tables_on_other_ages_are_refused():
    tables = [life_table(np.full((2, len(ages)), 0.02), ages) for ages in (ABRIDGED, AgeGroups.abridged(100))]
    with pytest.raises(ValueError, match=r"open groups 85\+ and 100\+"):
        arriaga(*tables)
