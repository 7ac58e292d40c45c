"""A path of mortality that does not fall back at its start unless it is asked to.

Where a path is drawn between levels of different origin (an estimate of one year, a projection made after an epidemic),
life expectancy can dip between them though nobody expects it to. Levels that fall are pooled with those before them: the
rising path nearest to the given one in least squares (Barlow et al. 1972, Statistical Inference under Order
Restrictions, the pool-adjacent-violators rule).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import AgeGroups, Array
from forecasting.life_table import InfantRule, table_from_rates
from forecasting.mortality import death_rates_for_life_expectancy, positive_rates

SAME = 1e-9


def without_dips(death_rates: ArrayLike, ages: AgeGroups, *, a0: InfantRule = "andreev_kingkade") -> Array:
    """Death rates whose life expectancy never falls along the path. (..., interval, sex, age) -> same

    Intervals whose level stays keep their rates to the bit; the others keep their age pattern (Brass, level shift).
    Not for a path that falls on purpose: add shocks after it.
    """
    rates = positive_rates(death_rates, ages, ("interval", "sex", "age"))
    life_expectancy = table_from_rates(rates, ages, a0).e[..., 0]
    monotone = np.moveaxis(rising(np.moveaxis(life_expectancy, -2, -1)), -1, -2)
    moved = (np.abs(monotone - life_expectancy) > SAME)[..., np.newaxis]
    if not moved.any():
        return np.array(rates)
    return np.where(moved, death_rates_for_life_expectancy(rates, monotone, ages, a0=a0), rates)


def rising(levels: ArrayLike) -> Array:
    """The path nearest to the given one that never falls. (..., interval) -> same"""
    path = np.asarray(levels, dtype=np.float64)
    flat = path.reshape(-1, path.shape[-1])
    return np.stack([_pooled(row) for row in flat]).reshape(path.shape)


def _pooled(levels: Array) -> Array:
    blocks: list[tuple[float, int]] = []
    for level in levels:
        mean, size = float(level), 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    return np.repeat([mean for mean, _ in blocks], [size for _, size in blocks])
