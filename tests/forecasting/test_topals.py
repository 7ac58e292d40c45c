"""TOPALS: large areas show their own mortality, small ones borrow the standard, none breaks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasting.axes import AgeGroups
from forecasting.life_table import life_table
from forecasting.topals import KNOTS, fit, group_means, linear_splines

SINGLE = AgeGroups.single(100)
FIVES = AgeGroups.abridged(85)
AGE = np.arange(101)
STANDARD = 0.02 * np.exp(-2.0 * AGE) + 0.0004 + 0.00004 * np.exp(0.09 * AGE)


def test_the_splines_add_to_one_everywhere():
    assert np.allclose(linear_splines(SINGLE).sum(-1), 1)


def test_a_knot_is_its_own():
    splines = linear_splines(SINGLE)
    for position, knot in enumerate(KNOTS):
        assert splines[knot, position] == 1


def test_a_large_area_shows_its_own_mortality():
    truth = STANDARD * np.exp(0.3 - 0.004 * AGE)
    people = np.full(101, 1e7)
    found = fit(people * truth, people, SINGLE, STANDARD, SINGLE)
    assert found.converged
    assert np.allclose(np.log(found.death_rates / truth), 0, atol=0.02)


def test_grouped_deaths_give_the_same_level():
    people = np.full(len(FIVES), 1e6)
    died = people * (group_means(FIVES, SINGLE) @ (STANDARD * 1.2))
    found = fit(died, people, FIVES, STANDARD, SINGLE)
    assert np.allclose(found.death_rates / STANDARD, 1.2, rtol=1e-3)


def test_no_deaths_and_nobody_living_is_the_standard():
    nothing = np.zeros(len(FIVES))
    assert np.allclose(fit(nothing, nothing, FIVES, STANDARD, SINGLE).death_rates, STANDARD)


def test_no_deaths_among_a_few_people_is_a_little_below_the_standard():
    found = fit(np.zeros(len(FIVES)), np.full(len(FIVES), 20.0), FIVES, STANDARD, SINGLE)
    assert (found.death_rates < STANDARD).all() and (found.death_rates > 0).all()
    e0 = life_table(np.stack([found.death_rates] * 2), SINGLE).e[0, 0]
    assert np.isfinite(e0)


def test_more_people_are_surer():
    few = fit(np.full(101, 1.0), np.full(101, 1e3), SINGLE, STANDARD, SINGLE)
    many = fit(np.full(101, 100.0), np.full(101, 1e5), SINGLE, STANDARD, SINGLE)
    assert np.trace(many.variance) < np.trace(few.variance)


def test_many_areas_at_once_are_each_alone():
    rng = np.random.default_rng(1)
    people = rng.uniform(10, 5000, (4, len(FIVES)))
    died = rng.poisson(people * (group_means(FIVES, SINGLE) @ STANDARD)).astype(float)
    together = fit(died, people, FIVES, STANDARD, SINGLE)
    for area in range(4):
        alone = fit(died[area], people[area], FIVES, STANDARD, SINGLE)
        assert np.allclose(together.death_rates[area], alone.death_rates, rtol=1e-6)


@given(st.lists(st.integers(0, 3), min_size=19, max_size=19), st.floats(0.5, 500))
def test_any_few_deaths_give_finite_positive_rates(deaths, people):
    found = fit(deaths, np.full(len(FIVES), people), FIVES, STANDARD, SINGLE)
    assert np.isfinite(found.death_rates).all() and (found.death_rates > 0).all()


def test_deaths_where_nobody_lived_are_refused():
    died = np.zeros(len(FIVES))
    died[3] = 2
    with pytest.raises(ValueError, match="nobody lived"):
        fit(died, np.zeros(len(FIVES)), FIVES, STANDARD, SINGLE)
