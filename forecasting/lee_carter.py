"""Mortality by age as it has fallen before: Lee-Carter, coherent between the sexes, rotated as life lengthens.

ln m(x, t) = a(x) + b(x) k(t), with b summing to 1 and k falling as mortality does.

Jump-off: with a(x) the mean of the past, the first projected year would not meet the last observed one; by
default a(x) is the last observed year itself. Coherence: both sexes share b(x), fitted to the mean of their
logarithms, so that their rates keep their distance. Rotation: as life expectancy passes 80 the fall moves
from the young to the old.

Lee & Carter (1992), JASA 87:659; Lee & Miller (2001), Demography 38:4 (jump-off); Li & Lee (2005), Demography
42:3; Li, Lee & Gerland (2013), Demography 50:6 (rotation).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.bracketing import solve_increasing
from forecasting.life_table import InfantRule, table_from_rates
from forecasting.mortality import positive_rates, refuse_unreachable, wanted_years

JumpOff = Literal["last", "mean"]
Factor = Literal["coherent", "own"]
ROTATION_STARTS, ROTATION_ENDS, ROTATION_POWER = 80.0, 102.0, 0.5
LEVELS = (-400.0, 1500.0)


@dataclass(frozen=True, eq=False)
class LeeCarter:
    """A fitted model: ax, bx (..., sex, age); kt (..., year, sex); explained (..., sex), the part of variance.

    ``ax`` are the logarithms the projection starts from, where k is 0.
    """

    ages: AgeGroups
    ax: Array
    bx: Array
    kt: Array
    explained: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def drift(self) -> Array:
        """Mean change of k a year in the past, the random walk's drift. -> (..., sex)"""
        return np.asarray((self.kt[..., -1, :] - self.kt[..., 0, :]) / (self.kt.shape[-2] - 1))


def fit(
    death_rates: ArrayLike, ages: AgeGroups, *, jump_off: JumpOff = "last", factor: Factor = "coherent"
) -> LeeCarter:
    """Lee-Carter by singular values. (..., year, sex, age) rates of equally spaced years, all above 0 -> LeeCarter"""
    logs = np.log(positive_rates(death_rates, ages, ("year", "sex", "age")))
    if logs.shape[-3] < 3:
        raise ValueError("Lee-Carter needs at least three years of rates: the axes are (..., year, sex, age)")
    mean = logs.mean(-3)
    centred = np.moveaxis(logs - mean[..., np.newaxis, :, :], -2, -3)
    bx, explained = _leading_pattern(centred)
    if factor == "coherent":
        common, _ = _leading_pattern(centred.mean(-3, keepdims=True))
        bx = np.broadcast_to(common, bx.shape)
    kt = np.moveaxis(centred.sum(-1), -2, -1)
    start = logs[..., -1, :, :] if jump_off == "last" else mean
    offset = kt[..., -1:, :] if jump_off == "last" else 0.0
    return LeeCarter(ages, start, bx, kt - offset, explained)


def _leading_pattern(centred: Array) -> tuple[Array, Array]:
    """b(x) of the first singular vector, and its part of the variance. (..., year, age) -> (..., age), (...)

    An age whose rates rose while all others fell would make life expectancy fall and rise with k: it is held
    still.
    """
    _, sizes, vectors = np.linalg.svd(centred, full_matrices=False)
    first = vectors[..., 0, :]
    first = np.maximum(first * np.sign(first.sum(-1, keepdims=True)), 0)
    total = (sizes**2).sum(-1)
    part = np.divide(sizes[..., 0] ** 2, total, out=np.zeros_like(total), where=total > 0)
    return first / first.sum(-1, keepdims=True), part


def death_rates_for_life_expectancy(
    model: LeeCarter, life_expectancy: ArrayLike, *, rotate: bool = True, a0: InfantRule = "andreev_kingkade"
) -> Array:
    """Death rates on the model's path that have a wanted life expectancy at birth.

    LeeCarter (..., sex, age), years (..., sex) -> (..., sex, age). The rotation follows the mean of the two
    sexes.
    """
    wanted = wanted_years(life_expectancy, model.ax.shape[:-1])
    ax = np.broadcast_to(model.ax, (*wanted.shape, len(model.ages)))
    bx = np.broadcast_to(model.bx, ax.shape)
    if rotate:
        bx = rotated(bx, wanted.mean(-1), model.ages)

    def rates_at(fall: Array) -> Array:
        return np.exp(np.minimum(ax - bx * fall[..., np.newaxis], np.log(validation.LARGEST_DEATH_RATE)))

    def expectancy(fall: Array) -> Array:
        return table_from_rates(rates_at(fall), model.ages, a0).e[..., 0]

    fall = solve_increasing(expectancy, wanted, *LEVELS, tolerance=1e-9)
    refuse_unreachable(fall, wanted)
    return rates_at(fall)


def rotated(bx: Array, life_expectancy: Array, ages: AgeGroups) -> Array:
    """b(x) between its past shape and the ultimate one, by the level of life expectancy.

    (..., sex, age), (...) years of both sexes -> (..., sex, age)
    """
    passed = np.clip((life_expectancy - ROTATION_STARTS) / (ROTATION_ENDS - ROTATION_STARTS), 0, 1)
    weight = (0.5 * (1 + np.sin(np.pi / 2 * (2 * passed - 1)))) ** ROTATION_POWER
    weight = weight[..., np.newaxis, np.newaxis]
    return (1 - weight) * bx + weight * ultimate(bx, ages)


def ultimate(bx: Array, ages: AgeGroups) -> Array:
    """The shape b(x) rotates to: flat to 65 at its mean of ages 15-64, and as before above. (..., age) -> same"""
    young = ages.position(65)
    flat = bx[..., ages.between(15, 65)].mean(-1, keepdims=True)
    first = np.maximum(bx[..., young : young + 1], np.finfo(np.float64).tiny)
    older = bx[..., young:] * flat / first
    shape = np.concatenate([np.broadcast_to(flat, (*bx.shape[:-1], young)), older], axis=-1)
    return np.asarray(shape / shape.sum(-1, keepdims=True))
