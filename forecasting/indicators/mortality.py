"""How long people live and how many die before which age."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import door
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import known, rate
from forecasting.life_table import LifeTable


def death_rates(deaths: ArrayLike, person_years: ArrayLike) -> Array:
    """Deaths per person-year by sex and age (mx). (..., sex, age), (..., sex, age) -> (..., sex, age)"""
    return rate(deaths, person_years)


def infant_mortality_rate(infant_deaths: ArrayLike, births: ArrayLike) -> Array:
    """Deaths under age one per live birth of the same calendar year (IMR). (...), (...) -> (...)

    Not the life table's 1q0: some of the dead were born the year before.
    """
    return rate(infant_deaths, births)


def life_expectancy(table: LifeTable, age: int = 0) -> Array:
    """Years of life left at ``age`` at current death rates. LifeTable -> (..., sex)"""
    return np.asarray(table.e[..., table.ages.position(age)])


def probability_of_dying(table: LifeTable, low: int, high: int) -> Array:
    """Chance that somebody aged ``low`` dies before ``high``. LifeTable -> (..., sex)

    5q0 is (0, 5), 45q15 is (15, 60), and 30q70, the ages of SDG 3.4.1, is (30, 70).
    """
    alive = table.lx[..., table.ages.position(low)]
    later = table.lx[..., table.ages.position(high)]
    return np.asarray(np.divide(alive - later, alive, out=np.full(alive.shape, np.nan), where=alive > 0))


def lifespan_lost(table: LifeTable) -> Array:
    """Average years of life a death takes away (e-dagger). LifeTable -> (..., sex)

    Sum over ages of deaths times the years left, taken between the ends of the group at the age at death;
    in the open group, of constant hazard, the years left do not change with age.
    Vaupel & Canudas-Romo (2003), Demography 40:2.
    """
    width = table.ages.width[:-1]
    reached = table.ax[..., :-1] / width
    left = (1 - reached) * table.e[..., :-1] + reached * table.e[..., 1:]
    years = table.dx[..., :-1] * left
    return np.asarray(years.sum(-1) + table.dx[..., -1] * table.e[..., -1])


def age_standardised_rate(rates: ArrayLike, standard: ArrayLike, ages: AgeGroups) -> Array:
    """The crude rate there would be with a standard's age structure. (..., age), (age) -> (...)

    Say which standard it is wherever the rate is shown.
    """
    by_age = door.shaped("rate", known("rate", rates), ("age",), ages)
    weights = door.counts("standard population", standard, ages, ("age",))
    if (weights.sum(-1) == 0).any():
        raise ValueError("the standard population is empty")
    return np.asarray((by_age * weights).sum(-1) / weights.sum(-1))
