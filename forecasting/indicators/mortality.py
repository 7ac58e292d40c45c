"""How long people live and how many die before which age."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import quantities, rate, ratio
from forecasting.interval_levels import LEVEL
from forecasting.life_table import LifeTable


def death_rates(deaths: ArrayLike, person_years: ArrayLike) -> Array:
    """Deaths per person-year by sex and age (mx). (..., sex, age), (..., sex, age) -> (..., sex, age)"""
    return rate(deaths, person_years)


def infant_mortality_rate(infant_deaths: ArrayLike, births: ArrayLike) -> Array:
    """Deaths under age one per live birth of the same calendar year (IMR). (...), (...) -> (...)

    Not the life table's 1q0: some of the dead were born the year before.
    """
    return rate(infant_deaths, births)


def neonatal_mortality_rate(neonatal_deaths: ArrayLike, births: ArrayLike) -> Array:
    """Deaths before 28 days of life per live birth (NMR). (...), (...) -> (...)"""
    return rate(neonatal_deaths, births)


def maternal_mortality_ratio(maternal_deaths: ArrayLike, births: ArrayLike) -> Array:
    """Deaths of mothers, in pregnancy or within 42 days of its end, per live birth (MMR). (...), (...) -> (...)

    A ratio, not a rate: births stand in for pregnancies. Shown per 100,000. World Health Organization, ICD-10.
    """
    return rate(maternal_deaths, births)


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


def lifespan_sd(table: LifeTable) -> Array:
    """Standard deviation of the age at death, years: how unequal lives are in length. LifeTable -> (..., sex)

    Ages at death are those of the groups' means; within the open group, of constant hazard, the deviation is the
    years left. Wilmoth & Horiuchi (1999), Demography 36:475; Edwards & Tuljapurkar (2005).
    """
    age = np.asarray(table.ages.lower) + table.ax
    age[..., -1] = table.ages.open_age + table.e[..., -1]
    spread = (table.dx * (age - table.e[..., :1]) ** 2).sum(-1) + table.dx[..., -1] * table.e[..., -1] ** 2
    return np.asarray(np.sqrt(spread))


def life_expectancy_variance(table: LifeTable, deaths: ArrayLike) -> Array:
    """Variance of life expectancy at every age when deaths are counted by chance. (..., sex, age) -> same

    Chiang (1984), The Life Table and Its Applications, ch. 8; the open group's share is that of 1 / m (Silcocks,
    Jenner & Reza 2001, J. Epidemiol. Community Health 55:38). A group without deaths adds nothing: pool years.
    """
    died = validation.counts("deaths", deaths, table.ages)
    positive = np.where(died > 0, died, np.inf)
    chance = table.qx**2 * (1 - table.qx) / positive
    years = table.ages.width[:-1] - table.ax[..., :-1] + table.e[..., 1:]
    each = np.empty_like(chance)
    each[..., :-1] = (table.lx[..., :-1] * years) ** 2 * chance[..., :-1]
    each[..., -1] = table.lx[..., -1] ** 2 * table.e[..., -1] ** 2 / positive[..., -1]
    beyond = np.cumsum(each[..., ::-1], axis=-1)[..., ::-1]
    return np.divide(beyond, table.lx**2, out=np.full_like(beyond, np.nan), where=table.lx > 0)


def life_expectancy_interval(
    table: LifeTable, deaths: ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Bounds of life expectancy at every age, years. LifeTable, (..., sex, age) -> (..., sex, age), same"""
    half = float(ndtri((1 + level) / 2)) * np.sqrt(life_expectancy_variance(table, deaths))
    return np.asarray(table.e - half), np.asarray(table.e + half)


def expected_deaths(person_years: ArrayLike, rates: ArrayLike) -> Array:
    """Deaths there would be at another population's rates. (..., age), (..., age) -> (...)"""
    return np.asarray((quantities("person-years", person_years) * quantities("death rate", rates)).sum(-1))


def standardised_mortality_ratio(deaths: ArrayLike, person_years: ArrayLike, rates: ArrayLike) -> Array:
    """Deaths over those at the standard's rates (SMR), indirect standardisation. (...), (..., age), (..., age) -> (...)

    For areas whose deaths are known in total only. Two areas' ratios compare with the standard, not with each other.
    Preston, Heuveline & Guillot (2001), ch. 2.
    """
    return ratio(deaths, expected_deaths(person_years, rates))


def age_standardised_rate(rates: ArrayLike, standard: ArrayLike, ages: AgeGroups) -> Array:
    """The crude rate there would be with a standard's age structure. (..., age), (age) -> (...)

    Say which standard it is wherever the rate is shown.
    """
    by_age = validation.shaped("rate", quantities("rate", rates), ("age",), ages)
    weights = validation.counts("standard population", standard, ages, ("age",))
    if (weights.sum(-1) == 0).any():
        raise ValueError("the standard population is empty")
    return np.asarray((by_age * weights).sum(-1) / weights.sum(-1))
