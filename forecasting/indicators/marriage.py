"""When people marry, how many ever do, and how marriages end."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.indicators.rates import quantities, rate, ratio

SMAM_GROUPS = 8  # 15-19 ... 50-54
LEAST_COHORTS = 25


def singulate_mean_age_at_marriage(never_married: ArrayLike) -> Array:
    """Years lived single by those who marry before 50, from a census (SMAM). (..., group) -> (...)

    ``never_married`` is the share single in the eight groups 15-19 ... 50-54. Hajnal (1953), Population
    Studies 7:2; United Nations, World Marriage Data, metadata.
    """
    single = quantities("share never married", never_married)
    if single.shape[-1:] != (SMAM_GROUPS,):
        raise ValueError(f"SMAM needs the eight groups 15-19 ... 50-54, got {single.shape[-1:]}")
    validation.not_above("share never married", single, 1, "is it in percent?", ("group",))
    lived_single = 15 + 5 * single[..., :7].sum(-1)
    never_at_50 = (single[..., 6] + single[..., 7]) / 2
    return ratio(lived_single - 50 * never_at_50, 1 - never_at_50)


def total_first_marriage_rate(first_marriages: ArrayLike, population: ArrayLike, ages: AgeGroups) -> Array:
    """First marriages a person would have at current rates (TFMR). (..., age), (..., age) -> (...)

    It may pass 1 when the timing of marriage moves. Eurostat, demo_nup metadata.
    """
    rates = rate(first_marriages, population)
    return np.asarray((rates[..., :-1] * ages.width[:-1]).sum(-1))


def mean_age_at_first_marriage(first_marriage_rates: ArrayLike, ages: AgeGroups) -> Array:
    """Average age at first marriage at current rates, years. (..., age) -> (...)"""
    rates = quantities("first marriage rate", first_marriage_rates)[..., :-1] * ages.width[:-1]
    middle = np.asarray(ages.lower[:-1]) + ages.width[:-1] / 2
    return ratio((rates * middle).sum(-1), rates.sum(-1))


def refined_divorce_rate(divorces: ArrayLike, married_women: ArrayLike) -> Array:
    """Divorces per married woman in mid-period. (...), (...) -> (...)"""
    return rate(divorces, married_women)


def total_divorce_rate(divorces_by_duration: ArrayLike, marriages_of_cohort: ArrayLike) -> Array:
    """Part of marriages that would end in divorce at current rates (TDR). (..., duration) twice -> (...)

    ``marriages_of_cohort[d]`` are the marriages of d years ago. At least 25 past cohorts are needed.
    """
    by_duration = duration_specific_divorce_rates(divorces_by_duration, marriages_of_cohort)
    if by_duration.shape[-1] < LEAST_COHORTS:
        raise ValueError(
            f"a total divorce rate from {by_duration.shape[-1]} marriage cohorts leaves out later divorces: "
            f"{LEAST_COHORTS} are needed"
        )
    return np.asarray(by_duration.sum(-1))


def duration_specific_divorce_rates(divorces: ArrayLike, marriages_of_cohort: ArrayLike) -> Array:
    """Divorces after d years of marriage per marriage of d years ago. (..., duration) twice -> (..., duration)

    The denominator is the marriages once contracted, not those still standing. Eurostat, demo_ndivind metadata.
    """
    return rate(divorces, marriages_of_cohort)


def mean_duration_of_divorces(divorces_by_duration: ArrayLike) -> Array:
    """Average years the marriages divorced in the year had lasted. (..., duration) -> (...)

    Weighted by events, so it moves with the sizes of past marriage cohorts; the rates' mean does not.
    """
    events = quantities("divorces", divorces_by_duration)
    return ratio((events * (np.arange(events.shape[-1]) + 0.5)).sum(-1), events.sum(-1))


def mean_duration_at_divorce(divorce_rates_by_duration: ArrayLike) -> Array:
    """Average years a marriage had lasted, at current rates. (..., duration) -> (...)"""
    rates = quantities("divorce rate", divorce_rates_by_duration)
    middle = np.arange(rates.shape[-1]) + 0.5
    return ratio((rates * middle).sum(-1), rates.sum(-1))


def divorces_per_100_marriages(divorces: ArrayLike, marriages: ArrayLike) -> Array:
    """Divorces for each 100 marriages of the same year. (...), (...) -> (...)

    Not a risk of divorce: the two come from different couples. Show it only beside a total divorce rate, with
    that caution.
    """
    return 100 * ratio(divorces, marriages)
