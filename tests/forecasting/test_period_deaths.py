"""Deaths by age at death: nobody is lost, and a stationary population dies as its life table says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from forecasting import period_deaths
from forecasting.axes import AgeGroups
from forecasting.cohort_component import project_step
from forecasting.life_table import life_table, survival_ratios
from forecasting.rates import Rates

AGES = AgeGroups.single(100)


def table():
    hazard = np.stack([3e-5 * np.exp(0.1 * np.arange(101.0)) + 1e-3] * 2)
    return life_table(hazard, AGES)


@given(arrays(np.float64, (2, 101), elements=st.floats(0, 1e5)))
def test_every_death_has_an_age(deaths):
    by_age = period_deaths.by_age_at_death(deaths, table())
    assert_allclose(by_age.sum(-1), deaths.sum(-1), rtol=1e-12)
    assert (by_age >= 0).all()


def test_a_stationary_population_dies_at_the_life_tables_ages():
    lives = table()
    rates = Rates(AGES, np.zeros(101), survival_ratios(lives), np.zeros((2, 101)), 1.05)
    step = project_step(lives.person_years, rates)
    # The births that keep it stationary, one of each sex, die in their first year as the table says.
    cohort = step.deaths.copy()
    cohort[:, 0] = 1 - lives.person_years[:, 0]
    assert_allclose(period_deaths.by_age_at_death(cohort, lives), lives.dx, rtol=1e-9, atol=1e-15)


def test_where_nobody_dies_the_share_is_a_half():
    hazard = np.zeros((2, 101))
    hazard[:, -1] = 0.5
    share = period_deaths.share_before_birthday(life_table(hazard, AGES))
    assert (share[:, :-1] == 0.5).all() and (share[:, -1] == 0).all()
