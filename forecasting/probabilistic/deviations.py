"""How far a path of fertility, life expectancy or migration may stray from where it is assumed to go: three stated models.

Fertility of a nation: what the United Nations' method does once fertility has fallen, an autoregression of order
1 over five years; its constants are the published defaults of bayesTFR (`tfr.predict`, rho and sigmaAR1; Alkema et al.
2011, Demography 48:815). Here it is the distance from the assumed path that fades, so that the middle stays
the reader's own assumption.
Life expectancy of a nation: a random walk whose mean absolute miss after ten years is one year, as the United
Nations' method missed out of sample (Raftery et al. 2013, Demography 50:777, abstract).
Provinces wander around their nation as in `provinces`; net migration as in `migration`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import Array, freeze
from forecasting.probabilistic.provinces import (
    FERTILITY_RATIO,
    LEAST_FERTILITY,
    Wander,
    fertility_of_provinces,
    life_of_provinces,
)

FERTILITY_STRAYS = Wander(towards=0.0, kept=0.8859, noise=0.1016)
MISSED_AFTER_TEN_YEARS = 1.0
#: Standard deviation of a random walk's yearly step whose normal miss is that on the average after ten years
LIFE_STEP = float(MISSED_AFTER_TEN_YEARS * np.sqrt(np.pi / 2) / np.sqrt(10))
NO_MIGRATION_STRAYS = Wander(towards=0.0, kept=0.0, noise=0.0, years=1)
FARTHEST_LIFE = 12.0  # years of life a path may stray; reached by none of ten thousand in fifty years


@dataclass(frozen=True, eq=False)
class Deviations:
    """What trajectories of one area differ by from the assumed path. All (draw, interval).

    fertility: factor on birth rates    life: years of life added to both sexes
    migration: net migrants per person-year, added
    """

    fertility: Array
    life: Array
    migration: Array

    def __post_init__(self) -> None:
        shapes = {self.fertility.shape, self.life.shape, self.migration.shape}
        if len(shapes) != 1 or self.fertility.ndim != 2:
            raise ValueError(f"deviations are (draw, interval) alike for all three, not {sorted(shapes)}")
        freeze(self)

    def __len__(self) -> int:
        return int(self.fertility.shape[0])


def none(draws: int, intervals: int) -> Deviations:
    """Trajectories that all keep to the assumed path."""
    return Deviations(np.ones((draws, intervals)), np.zeros((draws, intervals)), np.zeros((draws, intervals)))


def of_nation(
    total_fertility: ArrayLike,
    draws: int,
    generator: np.random.Generator,
    *,
    step: int = 1,
    migration: Wander = NO_MIGRATION_STRAYS,
) -> Deviations:
    """A nation's trajectories around its assumed fertility. (interval) -> Deviations (draw, interval)"""
    path = np.asarray(total_fertility, dtype=np.float64)
    shape = (draws, len(path))
    strays = _walk(FERTILITY_STRAYS.over(step), generator.standard_normal(shape))
    lowest = np.minimum(LEAST_FERTILITY, path)
    reached = np.maximum(path + strays, lowest)
    factor = np.divide(reached, path, out=np.ones(shape), where=path > 0)
    life = np.cumsum(generator.standard_normal(shape), axis=-1) * LIFE_STEP * np.sqrt(step)
    moves = _walk(migration.over(step), generator.standard_normal(shape))
    return Deviations(factor, np.clip(life, -FARTHEST_LIFE, FARTHEST_LIFE), moves)


def of_province(
    nation: Deviations,
    ratio_now: float,
    life_expectancy: ArrayLike,
    generator: np.random.Generator,
    *,
    step: int = 1,
    migration: Wander = NO_MIGRATION_STRAYS,
) -> Deviations:
    """A province's trajectories around its own path, the nation's in each. life_expectancy (interval) -> Deviations

    ratio_now: its fertility over the nation's. The nation's draws are in the province's, so provinces of the same
    draws rise and fall together.
    """
    draws, intervals = nation.fertility.shape
    steady = np.ones((draws, intervals))
    ratio = fertility_of_provinces(steady, [ratio_now], generator, step=step)[:, 0]
    kept = FERTILITY_RATIO.kept ** (step / 5 * np.arange(1, intervals + 1))
    usual = np.maximum(1 + (ratio_now - 1) * kept, LEAST_FERTILITY)
    level = np.broadcast_to(np.asarray(life_expectancy, dtype=np.float64), (draws, intervals))
    around = (level + nation.life)[..., np.newaxis]
    apart = (life_of_provinces(around, [[0.0]], generator, step=step)[:, 0] - around)[..., 0]
    moves = _walk(migration.over(step), generator.standard_normal((draws, intervals)))
    life = np.clip(nation.life + apart, -FARTHEST_LIFE, FARTHEST_LIFE)
    return Deviations(nation.fertility * ratio / usual, life, moves)


def _walk(wander: Wander, shocks: Array) -> Array:
    """The autoregression from 0 on. Wander, (draw, interval) -> (draw, interval)"""
    out = np.empty_like(shocks)
    current = np.zeros(shocks.shape[0])
    for interval in range(shocks.shape[-1]):
        current = wander.kept * current + wander.noise * shocks[:, interval]
        out[:, interval] = current
    return out
