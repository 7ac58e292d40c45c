"""Paths drawn so that at every horizon their quantiles are the measured intervals.

A path's standing z among all paths is standard normal at every horizon and correlated over time as past
misses were: corr(z(h), z(k)) = (h / k) ** fading, an autoregression of order 1 whose coefficient
((h - 1) / h) ** fading grows with the horizon. The standing becomes a miss by a scale that passes through the
half-widths: z = 1.28 is the end of the 80 % interval, z = 1.96 of the 95 %.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from forecasting.axes import FEMALE, MALE, Array
from forecasting.probabilistic.forecast import Forecast

LEAST_DRAWS = 1000
SEXES_TOGETHER = 0.95


def draw(forecast: Forecast, draws: int, generator: np.random.Generator) -> Array:
    """Trajectories in the series' own unit. -> [draw, area, horizon]; the same generator gives the same paths"""
    return values(forecast, standings(forecast, draws, generator))


def draw_sexes(
    female: Forecast,
    male: Forecast,
    draws: int,
    generator: np.random.Generator,
    *,
    together: float = SEXES_TOGETHER,
) -> Array:
    """Trajectories of life expectancy of both sexes, which move together. -> [draw, area, horizon, sex]

    ``together`` is the correlation between the sexes' misses; the default is an assumption.
    """
    if female.areas != male.areas or female.origin != male.origin:
        raise ValueError("the forecasts of the two sexes must be of the same areas from the same year")
    hers = standings(female, draws, generator)
    his = together * hers + np.sqrt(1 - together**2) * standings(male, draws, generator)
    both = [values(female, hers), values(male, his)]
    return np.stack([both[FEMALE], both[MALE]], axis=-1)


def standings(forecast: Forecast, draws: int, generator: np.random.Generator) -> Array:
    """Each path's standing among all paths, standard normal. -> [draw, area, horizon]"""
    if draws < 1:
        raise ValueError(
            f"{draws} trajectories: at least one, and {LEAST_DRAWS} for the tails of an interval"
        )
    areas, horizons = forecast.centre.shape
    shared = _over_time(forecast.fading, generator.standard_normal((draws, 1, horizons)))
    own = _over_time(forecast.fading, generator.standard_normal((draws, areas, horizons)))
    return np.sqrt(forecast.common) * shared + np.sqrt(1 - forecast.common) * own


def values(forecast: Forecast, standing: Array) -> Array:
    """The values of paths with these standings. [draw, area, horizon] twice"""
    return forecast.kind.outward(forecast.centre + misses(forecast, standing))


def misses(forecast: Forecast, standing: Array) -> Array:
    """Misses at these standings, straight between the ends of the intervals and on beyond the last."""
    ends = [NormalDist().inv_cdf(0.5 + coverage / 2) for coverage in forecast.coverages]
    size = np.abs(standing)
    below, width = 0.0, np.zeros_like(forecast.centre)
    out = np.zeros_like(size)
    for index, end in enumerate(ends):
        next_width = forecast.half_width[..., index]
        slope = (next_width - width) / (end - below)
        last = index == len(ends) - 1
        reach = size - below if last else np.minimum(size, end) - below
        out = out + slope * np.maximum(reach, 0.0)
        below, width = end, next_width
    return np.sign(standing) * out


def _over_time(fading: float, shocks: Array) -> Array:
    """Independent normals made an autoregression with unit variance. [..., horizon] twice"""
    out = np.empty_like(shocks)
    out[..., 0] = shocks[..., 0]
    for step in range(1, shocks.shape[-1]):
        kept = (step / (step + 1)) ** fading
        out[..., step] = kept * out[..., step - 1] + np.sqrt(1 - kept**2) * shocks[..., step]
    return out
