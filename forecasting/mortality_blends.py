"""Age patterns of decline taken from a population's own past, and two methods blended over time.

Pattern of mortality decline: ln m(x, t) = ln m(x, t-1) - k(t) rho(x), with k settled by life expectancy and rho alike for
both sexes, so that they do not cross. Andreev, Gu & Gerland (2013), Age Patterns of Mortality Improvement by Level of
Life Expectancy at Birth (PAA); their table of rho by level was not to be had in a form that could be checked, so rho
is the population's own (``own_decline``) or a model's (``mortality_methods.by_log_quadratic``, ``by_coale_demeny``).

Blend: w m1 + (1 - w) m2, with w from 1 at the start to a half at the end, then moved to the life expectancy asked for:
what the United Nations do for Iran and Viet Nam in WPP 2024 with a pattern of decline and a model life table
(Gu, Pelletier & Sawyer 2017, UN Technical Paper 6; Sevcikova et al., MortCast manual).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from forecasting import mortality
from forecasting.axes import AgeGroups, Array
from forecasting.coale_demeny import Family
from forecasting.mortality_methods import by_coale_demeny, scaled

Method = Callable[[Array, Array, AgeGroups], Array]
LEAST_PART = 0.05  # of the fastest decline: an age that stood still is not held still for ever


def own_decline(death_rates: ArrayLike, ages: AgeGroups) -> Array:
    """How fast each age's mortality fell in the past, the fastest 1. (..., year, sex, age) -> (..., age)

    The slope of ln m on time by least squares, the mean of the sexes, smoothed over three ages above infancy; ages
    whose mortality rose fall slowly.
    """
    logs = np.log(mortality.positive_rates(death_rates, ages, ("year", "sex", "age")))
    years = logs.shape[-3]
    if years < 2:
        raise ValueError(
            "a pattern of decline needs at least two years of rates: the axes are (..., year, sex, age)"
        )
    time = np.arange(years) - (years - 1) / 2
    slope = -(logs * time[:, np.newaxis, np.newaxis]).sum(-3) / (time**2).sum()
    fall = slope.mean(-2)
    smooth = fall.copy()
    smooth[..., 2:-1] = (fall[..., 1:-2] + fall[..., 2:-1] + fall[..., 3:]) / 3
    fastest = smooth.max(-1, keepdims=True)
    if (fastest <= 0).any():
        raise ValueError("mortality rose at every age: there is no decline to go on")
    return np.maximum(smooth / fastest, LEAST_PART)


def declining(standard: Array, life_expectancy: Array, ages: AgeGroups, *, pattern: ArrayLike) -> Array:
    """The standard after a decline with an age pattern (..., age). (..., sex, age), (..., sex) -> (..., sex, age)"""
    rho = np.asarray(pattern, dtype=np.float64)
    if rho.shape[-1:] != (len(ages),) or not np.isfinite(rho).all() or (rho <= 0).any():
        raise ValueError(f"a pattern of decline has {len(ages)} ages, all above 0, got shape {rho.shape}")
    rates = mortality.positive_rates(standard, ages)
    return scaled(rates, rho[..., np.newaxis, :], life_expectancy, ages)


def blended(
    standard: Array,
    life_expectancy: Array,
    ages: AgeGroups,
    *,
    first: Method,
    second: Method = by_coale_demeny,
    weights: tuple[float, float] = (1.0, 0.5),
) -> Array:
    """Two methods' rates mixed, the weight of the first sliding. (sex, age), (interval, sex) -> (interval, sex, age)"""
    if not all(0 <= weight <= 1 for weight in weights):
        raise ValueError(f"weights of a blend lie between 0 and 1, not {weights}")
    wanted = np.asarray(life_expectancy, dtype=np.float64)
    weight = np.linspace(*weights, wanted.shape[-2])[:, np.newaxis, np.newaxis]
    one, other = (method(standard, wanted, ages) for method in (first, second))
    return mortality.death_rates_for_life_expectancy(weight * one + (1 - weight) * other, wanted, ages)


def un_blend(
    history: ArrayLike, life_expectancy: Array, ages: AgeGroups, *, family: Family = "west"
) -> Array:
    """The last year of a history carried on by its own decline, blended with a Coale-Demeny family as the UN do.

    (year, sex, age), (interval, sex) -> (interval, sex, age)
    """
    past = mortality.positive_rates(history, ages, ("year", "sex", "age"))
    first = partial(declining, pattern=own_decline(past, ages))
    second = partial(by_coale_demeny, family=family)
    return blended(past[-1], life_expectancy, ages, first=first, second=second)
