"""How completely the deaths of adults are registered, from two censuses and the deaths between them.

The general growth balance: Hill (1987), Asian and Pacific Population Forum 1(3), pp. 8-13 and 23-24; Dorrington in
Moultrie et al. (2013), Tools for Demographic Estimation, ch. 24. In a population closed to migration, entries into
ages x and over less growth equal deaths; a constant share of deaths missing tilts the line, a change of the censuses'
coverage shifts it. Murray et al. (2010), PLoS Medicine 7(4): e1000262, found such estimates good to about a quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze

FITTED = (20, 70)  # ages x of the line: below, migrants; above, ages that are not believed


@dataclass(frozen=True, eq=False)
class AdultCompleteness:
    """completeness: deaths registered for each that happened; coverage: first census over the second. Each (...)."""

    completeness: Array
    coverage: Array

    def __post_init__(self) -> None:
        freeze(self)


def general_growth_balance(
    first: ArrayLike, second: ArrayLike, deaths: ArrayLike, ages: AgeGroups, *, years: float
) -> AdultCompleteness:
    """Completeness of adult deaths between two censuses of one sex, closed to migration. (..., age) x 3 -> (...)

    ``deaths`` are all that were registered between them, in the censuses' five-year groups. The line is fitted by the
    ratio of standard deviations, since both axes carry error.
    """
    if not years > 0:
        raise ValueError(f"the second census comes {years} years after the first")
    if ages.interval != 5:
        raise ValueError(f"the growth balance is of five-year groups, not of {ages.interval} years")
    before, after, died = (
        validation.counts(name, values, ages, ("age",))
        for name, values in (("first census", first), ("second census", second), ("deaths", deaths))
    )
    fitted = ages.between(*FITTED)
    above_before, above_after, died_above = (_and_over(part)[..., fitted] for part in (before, after, died))
    person_years = years * np.sqrt(above_before * above_after)
    younger = slice(fitted.start - 1, fitted.stop - 1)
    entries = years * np.sqrt(before[..., younger] * after[..., fitted]) / 5
    growth = np.log(above_after / above_before) / years
    exits, death_rate = entries / person_years - growth, died_above / person_years
    slope = exits.std(-1) / death_rate.std(-1)
    shift = exits.mean(-1) - slope * death_rate.mean(-1)
    coverage = np.exp(shift * years)
    # the better census is taken as the standard, so that coverage is 1 at most in either
    return AdultCompleteness(np.sqrt(np.minimum(coverage, 1 / coverage)) / slope, coverage)


def _and_over(counts: Array) -> Array:
    """People or deaths of each age and over. (..., age) -> (..., age)"""
    return np.asarray(np.cumsum(counts[..., ::-1], axis=-1)[..., ::-1])
