"""The regional model life tables have the life expectancies they are asked for, and the levels of the book."""

from __future__ import annotations

import numpy as np
import pytest

from forecasting import coale_demeny
from forecasting.axes import FEMALE, MALE
from forecasting.coale_demeny import AGES, FAMILIES, death_rates, probabilities_of_dying
from forecasting.life_table import life_table

#: women's life expectancy at age 10 by which the book's levels 1, 9, 19 and 25 (e0 = 20, 40, 65, 80) are entered
LEVELS = {
    "west": (21.40549, 44.69388, 59.97243, 78.62273),
    "north": (22.40195, 45.95114, 60.61233, 74.81290),
    "east": (30.30972, 48.40755, 60.93385, 78.48869),
    "south": (30.27658, 49.37782, 63.18308, 82.38960),
}


@pytest.mark.parametrize("family", LEVELS)
def test_the_levels_of_the_book_have_their_life_expectancies(family):
    found = coale_demeny._table_e0(family, FEMALE, np.array(LEVELS[family]))
    assert np.allclose(found, [20, 40, 65, 80], atol=0.1)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sex", [FEMALE, MALE])
def test_the_two_curves_of_every_age_cross_twice_where_the_book_lets_them(family, sex):
    """A misprinted coefficient moves its age's crossings away from those of all others."""
    a, b, log_a, log_b = (np.array(row) for row in coale_demeny.COEFFICIENTS[family][sex])
    e10 = np.linspace(30, 80, 5001)[:, np.newaxis]
    above = a + b * e10 > 10 ** (log_a + log_b * e10) / 10_000
    crossings = [e10[np.flatnonzero(column[1:] != column[:-1]), 0] for column in above.T]
    assert [len(at) for at in crossings] == [2] * 17
    first, second = np.array(crossings).T
    assert np.abs(first - np.median(first)).max() < 1.5
    assert np.abs(second - np.median(second)).max() < 1.8


def test_mens_tables_lie_where_the_book_puts_them_beside_womens():
    """West: men's life expectancy at levels 21 to 25, where women's is 70 to 80 (2nd ed., tables of the family)."""
    men = np.array([59.81638, 62.10227, 65.03413, 68.87841, 74.08120])
    found = coale_demeny._table_e0("west", MALE, men)
    assert np.allclose(found, [66.02, 68.56, 71.19, 73.90, 76.65], atol=0.06)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_table_has_the_life_expectancy_asked_for(family):
    wanted = np.stack([np.linspace(25, 85, 13), np.linspace(24, 80, 13)], axis=-1)
    rates = death_rates(family, wanted)
    assert rates.shape == (13, 2, len(AGES))
    assert np.allclose(life_table(rates, AGES, a0="coale_demeny").e[..., 0], wanted, atol=1e-6)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sex", [FEMALE, MALE])
def test_longer_life_is_lower_risk_at_every_age(family, sex):
    risks = probabilities_of_dying(family, sex, np.linspace(30, 70, 41))
    assert (np.diff(risks, axis=0) < 1e-3).all()
    assert ((risks > 0) & (risks < 1)).all()


def test_the_families_differ_where_the_book_says():
    rates = {family: death_rates(family, np.array([65.0, 61.0]))[FEMALE] for family in FAMILIES}
    infancy, childhood, old = 0, 1, AGES.position(75)
    assert rates["south"][childhood] > rates["west"][childhood] > rates["east"][childhood]
    assert rates["east"][infancy] > rates["north"][infancy]
    assert rates["north"][old] < rates["west"][old]


def test_mortality_rises_with_age_in_old_age():
    rates = death_rates("west", np.array([75.0, 70.0]))
    assert (np.diff(rates[:, AGES.position(50) :], axis=-1) > 0).all()


def test_an_impossible_life_expectancy_is_named():
    with pytest.raises(ValueError, match="750 of females is outside the West model tables"):
        death_rates("west", np.array([750.0, 70.0]))
    with pytest.raises(ValueError, match="the families are west, north, east, south"):
        death_rates("up", np.array([75.0, 70.0]))
