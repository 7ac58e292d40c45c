"""Mortality of areas around their nation: each goes its own way for a while, and none goes away for ever.

ln m_i(x, t) = a_i(x) + B(x) K(t) + b_i(x) k_i(t)

B K is the nation's Lee-Carter model, shared by both sexes and all areas; b_i k_i is the first factor of what an area and
sex leaves over. K takes the nation to the life expectancy assumed for it; k_i returns to its mean as a first-order
autoregression, so that the ratio of an area's rates to the nation's tends to a constant at every age. Areas whose own
factor explains little of what is left over get none. Li & Lee (2005), Demography 42:3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import lee_carter, validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.life_table import InfantRule
from forecasting.mortality import positive_rates

LONGEST_MEMORY = 0.98  # nearer to 1 an area's own way would not end within a century
LEAST_EXPLAINED = 0.3  # of an area's own variance, under which its factor is noise
AXES = ("year", "sex", "age")


@dataclass(frozen=True, eq=False)
class LiLee:
    """A fitted model. last (area, sex, age) rates of the last year; own_bx (area, sex, age); own_kt (area, year, sex);

    memory (area, sex): what is left of an area's own k after a year; explained (area, sex): its part of what the nation
    leaves over; nation: the common model.
    """

    nation: lee_carter.LeeCarter
    last: Array
    own_bx: Array
    own_kt: Array
    memory: Array
    explained: Array

    def __post_init__(self) -> None:
        freeze(self)


def fit(nation: ArrayLike, areas: ArrayLike, ages: AgeGroups) -> LiLee:
    """Common and own factors. nation (year, sex, age), areas (area, year, sex, age), the same equally spaced years

    All rates above 0: pool years, or smooth small areas to the nation first (``topals``).
    """
    common = lee_carter.fit(nation, ages)
    rates = positive_rates(areas, ages, AXES)
    if rates.ndim != 4 or rates.shape[1] != common.kt.shape[-2]:
        raise ValueError(
            f"areas have shape {rates.shape}; it is (area, year, sex, age) with the nation's {common.kt.shape[-2]} years"
        )
    logs = np.log(rates)
    shared = (common.kt - common.kt.mean(-2, keepdims=True))[..., np.newaxis] * common.bx
    left = np.moveaxis(logs - logs.mean(1, keepdims=True) - shared, 1, 2)
    own_bx, own_kt, explained = _own(left)
    return LiLee(common, rates[:, -1], own_bx, np.moveaxis(own_kt, 1, 2), _memory(own_kt), explained)


def _own(left: Array) -> tuple[Array, Array, Array]:
    """First factor of (area, sex, year, age): b (area, sex, age) of length 1, k (area, sex, year), part explained."""
    scores, sizes, vectors = np.linalg.svd(left, full_matrices=False)
    total = (sizes**2).sum(-1)
    part = np.divide(sizes[..., 0] ** 2, total, out=np.zeros_like(total), where=total > 0)
    kept = (part >= LEAST_EXPLAINED)[..., np.newaxis]
    return vectors[..., 0, :] * kept, scores[..., 0] * sizes[..., :1] * kept, part


def _memory(kt: Array) -> Array:
    """k(t) on k(t - 1) by least squares, between none and the longest. (area, sex, year) -> (area, sex)"""
    before, after = kt[..., :-1], kt[..., 1:]
    squares = (before**2).sum(-1)
    slope = np.divide((before * after).sum(-1), squares, out=np.zeros_like(squares), where=squares > 0)
    return np.clip(slope, 0, LONGEST_MEMORY)


def death_rates(
    model: LiLee,
    life_expectancy: ArrayLike,
    *,
    rotate: bool = True,
    years: float = 1.0,
    a0: InfantRule = "andreev_kingkade",
) -> tuple[Array, Array]:
    """The nation's and the areas' rates on a national path. (interval, sex) -> (interval, sex, age), (area, interval, ...)

    The first interval's middle is ``years`` after the last observed year, and the others follow each other by as much.
    """
    wanted = validation.shaped(
        "life expectancy", validation.floats("life expectancy", life_expectancy), ("interval", "sex")
    )
    nation = lee_carter.death_rates_for_life_expectancy(model.nation, wanted, rotate=rotate, a0=a0)
    change = np.log(nation) - model.nation.ax
    after = years * np.arange(1, len(wanted) + 1)
    faded = model.memory[:, np.newaxis] ** after[:, np.newaxis] - 1
    own = (faded * model.own_kt[:, -1][:, np.newaxis])[..., np.newaxis] * model.own_bx[:, np.newaxis]
    logs = np.log(model.last)[:, np.newaxis] + change + own
    return nation, np.exp(np.minimum(logs, np.log(validation.LARGEST_DEATH_RATE)))
