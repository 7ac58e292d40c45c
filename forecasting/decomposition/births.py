"""Why the number of births changed: fewer women, other ages of women, lower rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.decomposition.products import product_effects
from forecasting.indicators.rates import ratio


@dataclass(frozen=True, eq=False)
class BirthsChange:
    """A change in births taken apart, births: before + women + ages + rates = after.

    before, after, women (number of women of fertile age), ages (how they are spread over those ages), rates (births
    per woman at each age): (...); by_age (part, ..., age) the three parts by mother's age.
    """

    before: Array
    after: Array
    women: Array
    ages: Array
    rates: Array
    by_age: Array

    def __post_init__(self) -> None:
        freeze(self)


def why_births_changed(
    women_before: ArrayLike,
    rates_before: ArrayLike,
    women_after: ArrayLike,
    rates_after: ArrayLike,
    ages: AgeGroups,
    *,
    fertile: tuple[int, int] = (15, 50),
) -> BirthsChange:
    """Births = women x their spread over ages x rates; what each adds to the change. four of (..., age) -> BirthsChange

    Three factors by age, none changing before another: Das Gupta (1993), Standardization and Decomposition of Rates,
    ch. 4, equation 4.5; with two factors it is Kitagawa (1955).
    """
    inside = ages.between(*fertile)
    factors = []
    for women, rates in ((women_before, rates_before), (women_after, rates_after)):
        people = validation.counts("women", women, ages, ("age",))[..., inside]
        number = people.sum(-1, keepdims=True)
        spread = ratio(people, np.broadcast_to(number, people.shape))
        factors.append((number, spread, validation.counts("birth rate", rates, ages, ("age",))[..., inside]))
    by_age = product_effects(*factors)
    before, after = (np.asarray(np.prod(np.broadcast_arrays(*part), axis=0).sum(-1)) for part in factors)
    number, spread, rate = by_age.sum(-1)
    return BirthsChange(before, after, number, spread, rate, by_age)
