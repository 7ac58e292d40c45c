"""Age patterns of mortality: a standard moved to a wanted life expectancy; broad groups made single years.

Zero rates have no logarithm: pool years, or borrow a standard, before asking for a pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.bracketing import solve_near
from forecasting.life_table import InfantRule, table_from_rates, years_lived_by_the_dying
from forecasting.problems import ScenarioProblem
from forecasting.smoothing import smoothest_positive

LEVELS = (-8.0, 8.0)
#: About how many years of life a shift of the logit by 1 is worth
YEARS_A_LEVEL = 15.0
PLAUSIBLE_YEARS = (10.0, 115.0)


def death_rates_for_life_expectancy(
    standard: ArrayLike, life_expectancy: ArrayLike, ages: AgeGroups, *, a0: InfantRule = "andreev_kingkade"
) -> Array:
    """Death rates with the age pattern of a standard and a wanted life expectancy at birth.

    standard (..., sex, age) deaths per person-year, life_expectancy (..., sex) years -> (..., sex, age)

    Brass's relational logit with the level shifted only (beta = 1): logit l'(x) = alpha + logit l(x), where
    logit l = ln((1 - l) / l) / 2. The rate of the open group moves in proportion to the one below it. The
    life table of the result has the life expectancy asked for, to 1e-8 years.
    Brass (1971), On the Scale of Mortality; Preston, Heuveline & Guillot (2001), ch. 9.
    """
    rates = positive_rates(standard, ages)
    target = target_years(life_expectancy, rates.shape[:-1])
    base = table_from_rates(rates, ages, a0)
    odds = (1 - base.lx[..., 1:]) / np.maximum(base.lx[..., 1:], np.finfo(np.float64).tiny)

    def expectancy(level: Array) -> Array:
        return table_from_rates(_shifted(rates, odds, -level, ages, a0), ages, a0).e[..., 0]

    level = solve_near(expectancy, target, YEARS_A_LEVEL, *LEVELS, tolerance=1e-9)
    refuse_unreachable(level, target)
    return _shifted(rates, odds, -level, ages, a0)


def _shifted(rates: Array, odds: Array, alpha: Array, ages: AgeGroups, a0: InfantRule) -> Array:
    """The standard's rates after a shift of the logit by alpha. -> (..., sex, age)"""
    alive = 1 / (1 + odds * np.exp(2 * alpha)[..., np.newaxis])
    before = np.concatenate([np.ones_like(alive[..., :1]), alive[..., :-1]], axis=-1)
    qx = 1 - np.divide(alive, before, out=np.zeros_like(alive), where=before > 0)
    return _rates_from_probabilities(qx, np.broadcast_to(rates, (*alpha.shape, len(ages))), ages, a0)


def _rates_from_probabilities(qx: Array, standard: Array, ages: AgeGroups, a0: InfantRule) -> Array:
    """Death rates whose life table has the probabilities qx in its closed groups. -> (..., sex, age)

    a and m depend on each other, so they are found in turn; the error shrinks by an order in each round.
    """
    width = ages.width[:-1]
    rates = standard.copy()
    for _ in range(4):
        ax = years_lived_by_the_dying(rates, ages, a0)[..., :-1]
        rates[..., :-1] = qx / (width - (width - ax) * qx)
        rates[..., -1] = standard[..., -1] * rates[..., -2] / standard[..., -2]
    return rates


def target_years(life_expectancy: ArrayLike, leading: tuple[int, ...]) -> Array:
    """A plausible life expectancy at birth for each table of a ``leading`` shape. (..., sex) -> (..., sex)"""
    target = validation.shaped(
        "life expectancy", validation.floats("life expectancy", life_expectancy), ("sex",)
    )
    validation.finite("life expectancy", target, ("sex",))
    validation.within("life expectancy", target, PLAUSIBLE_YEARS, "is it in years?", ("sex",))
    return np.broadcast_to(target, np.broadcast_shapes(leading, target.shape))


def refuse_unreachable(level: Array, target: Array) -> None:
    """Stop at a life expectancy that no level of the pattern has, naming the place."""
    if np.isnan(level).any():
        cell = tuple(int(index) for index in np.argwhere(np.isnan(level))[0])
        raise ScenarioProblem(
            f"life expectancy {target[cell]:.6g} for {validation.place(cell, ('sex',), None)} cannot be reached "
            "from this standard: is it in years, and of this sex?"
        )


def positive_rates(rates: ArrayLike, ages: AgeGroups, axes: Sequence[str] = ("sex", "age")) -> Array:
    """Death rates fit for logarithms: checked, and above zero everywhere. (..., *axes)"""
    array = validation.death_rates(rates, ages, axes)
    if (array == 0).any():
        cell = tuple(int(index) for index in np.argwhere(array == 0)[0])
        raise ValueError(
            f"death rate is 0 for {validation.place(cell, axes, ages)}: "
            "too few people or years; pool years or borrow a standard"
        )
    return array


def single_year_rates(abridged: ArrayLike, ages: AgeGroups, *, a0: InfantRule = "andreev_kingkade") -> Array:
    """Death rates by single year from rates by 0, 1-4, 5-9 ...; the open group keeps its rate.

    (..., sex, abridged age) -> (..., sex, single age), with the same open age.

    From age 1 the logarithm of the hazard is as smooth as can be while every abridged group keeps its
    probability of dying: l(x) of the two tables agree at all abridged ages, and life expectancy to about 0.05
    years (the rest is the a(x) convention of the wide groups). Infancy keeps its rate.
    """
    rates = positive_rates(abridged, ages)
    if ages.lower[:3] != (0, 1, 5):
        raise ValueError(f"graduation starts from ages 0, 1-4, 5-9 ..., not {', '.join(ages.labels[:3])} ...")
    table = table_from_rates(rates, ages, a0)
    surviving = 1 - table.qx[..., 1:-1]
    if (surviving <= 0).any():
        cell = tuple(int(index) for index in np.argwhere(surviving <= 0)[0])
        cause = validation.place((*cell[:-1], cell[-1] + 1), ("sex", "age"), ages)
        raise ValueError(f"nobody survives {cause}: close the table at an earlier age first")
    widths = tuple(int(width) for width in ages.width[1:-1])
    hazard = smoothest_positive(-np.log(surviving), widths)
    qx = -np.expm1(-hazard)
    closed = qx / (1 - qx / 2)
    return np.concatenate([rates[..., :1], closed, rates[..., -1:]], axis=-1)
