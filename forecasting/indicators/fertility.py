"""How many children women have, when, and whether a generation replaces itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import FEMALE, AgeGroups, Array, freeze
from forecasting.indicators.rates import quantities, rate, ratio

LARGEST_TFR = 20.0
#: Ages that births are put into: those to younger mothers into the first group, to older ones into the last
FERTILE = (15, 50)


@dataclass(frozen=True, eq=False)
class FertileBirths:
    """Births of the fertile ages alone: births (..., age), 0 outside; share_unknown (...) of all births."""

    births: Array
    share_unknown: Array

    def __post_init__(self) -> None:
        freeze(self)


def births_in_fertile_ages(
    births: ArrayLike, ages: AgeGroups, *, unknown: ArrayLike = 0.0, fertile: tuple[int, int] = FERTILE
) -> FertileBirths:
    """Every birth at a fertile age, as rates need it. (..., age), (...) -> FertileBirths

    Births before 15 and from 50 on go into the groups beside them; those to mothers of unknown age are shared out
    like the rest, and what part of all births they are is told. United Nations, Handbook on the Collection of
    Fertility and Mortality Data (2003), ch. IV.
    """
    known_age = validation.shaped("births", quantities("births", births), ("age",), ages)
    lost = quantities("births to mothers of unknown age", unknown)
    inside = ages.between(*fertile)
    by_age = np.zeros_like(known_age)
    by_age[..., inside] = known_age[..., inside]
    by_age[..., inside.start] += known_age[..., : inside.start].sum(-1)
    by_age[..., inside.stop - 1] += known_age[..., inside.stop :].sum(-1)
    total = by_age.sum(-1)
    if ((total == 0) & (lost > 0)).any():
        raise ValueError(
            f"{validation.value_text(float(lost.max()))} births, all to mothers of unknown age: no rate by age"
        )
    share = ratio(lost, total + lost)
    return FertileBirths(by_age * (1 + ratio(lost, total))[..., np.newaxis], share)


def age_specific_fertility_rates(births: ArrayLike, women: ArrayLike) -> Array:
    """Births per woman-year by age of the mother (ASFR). (..., age), (..., age) -> (..., age)"""
    return rate(births, women)


def total_fertility_rate(asfr: ArrayLike, ages: AgeGroups) -> Array:
    """Children a woman would have at current rates: the sum of n f(x). (..., age) -> (...)

    Preston, Heuveline & Guillot (2001), ch. 5.
    """
    rates = _rates(asfr, ages)
    tfr = np.asarray((rates * ages.width[:-1]).sum(-1))
    validation.not_above(
        "total fertility rate", tfr, LARGEST_TFR, "implausible; are the rates per 1,000?", ()
    )
    return tfr


def general_fertility_rate(births: ArrayLike, population: ArrayLike, ages: AgeGroups) -> Array:
    """Births per woman-year at ages 15-49 (GFR). (...), (..., sex, age) -> (...)

    Preston, Heuveline & Guillot (2001), ch. 5.
    """
    women = quantities("population", population)[..., FEMALE, ages.between(15, 50)].sum(-1)
    return rate(births, women)


def mean_age_at_childbearing(asfr: ArrayLike, ages: AgeGroups) -> Array:
    """Average age of mothers at current rates, years (MAC). (..., age) -> (...)

    Weighted by rates, so free of the age structure, unlike the mean age at birth in the register.
    Preston, Heuveline & Guillot (2001), ch. 5.
    """
    rates = _rates(asfr, ages) * ages.width[:-1]
    middle = np.asarray(ages.lower[:-1]) + ages.width[:-1] / 2
    return ratio((rates * middle).sum(-1), rates.sum(-1))


def sex_ratio_at_birth(births: ArrayLike) -> Array:
    """Male births per female birth (SRB). (..., sex) -> (...)"""
    by_sex = quantities("births", births)
    return ratio(by_sex[..., 1 - FEMALE], by_sex[..., FEMALE])


def gross_reproduction_rate(tfr: ArrayLike, sex_ratio: ArrayLike) -> Array:
    """Daughters a woman would have at current rates (GRR): TFR / (1 + SRB). (...), (...) -> (...)"""
    return np.asarray(quantities("total fertility rate", tfr) / (1 + validation.sex_ratio(sex_ratio)))


def net_reproduction_rate(
    asfr: ArrayLike, person_years: ArrayLike, sex_ratio: ArrayLike, ages: AgeGroups
) -> Array:
    """Daughters a newborn girl would have at current rates (NRR). (..., age), (..., age), (...) -> (...)

    Sum of f(x) nLx / l0 of women, over 1 + SRB. ``person_years`` is the female life table's, radix 1.
    Preston, Heuveline & Guillot (2001), ch. 5.
    """
    lived = quantities("person-years", person_years)
    if (lived[..., :-1] > ages.width[:-1] * (1 + 1e-9)).any():
        raise ValueError(
            f"{validation.value_text(lived[..., :-1].max())} person-years in one age group: the life table's radix must be 1"
        )
    children = (_rates(asfr, ages) * lived[..., :-1]).sum(-1)
    return np.asarray(children / (1 + validation.sex_ratio(sex_ratio)))


def _rates(asfr: ArrayLike, ages: AgeGroups) -> Array:
    """Rates of the closed groups; births to mothers in the open group have no width to be summed over."""
    rates = validation.shaped("birth rate", quantities("birth rate", asfr), ("age",), ages)
    if np.nan_to_num(rates[..., -1]).any():
        raise ValueError(
            f"births in the open group {ages.labels[-1]}: count them in the last fertile age group"
        )
    return rates[..., :-1]
