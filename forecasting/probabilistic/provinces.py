"""Provinces around the nation: each keeps its ratio (or distance), which wanders and slowly forgets.

Fertility: province = ratio x nation, the ratio an autoregression of order 1 around its long-run value
("scale-AR(1)", the best out of sample over 47 countries; Sevcikova, Raftery & Gerland 2018, Demographic
Research 38:60). Life expectancy: province = nation + distance (Sevcikova & Raftery 2021, Journal of Official
Statistics 37:3). The nation's trajectory is in every province, so provinces rise and fall together; what they
share beyond it is ``correlation``. Without it the interval of their sum would be too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array


@dataclass(frozen=True)
class Wander:
    """An autoregression of order 1 over steps of ``years`` years.

    towards: where the ratio or distance goes in the long run; persistence: part of its distance from there that stays after a
    step; noise: standard deviation of a step.
    """

    towards: float
    persistence: float
    noise: float
    years: int = 5

    def __post_init__(self) -> None:
        if not 0 <= self.persistence <= 1 or self.noise < 0 or self.years < 1:
            raise ValueError(
                f"a wander keeps between none and all of its distance, with noise of 0 or more: {self}"
            )

    def over(self, years: int) -> Wander:
        """The same process in steps of another length; the long-run spread is kept."""
        persistence = self.persistence ** (years / self.years)
        if self.persistence == 1:
            return Wander(self.towards, persistence, self.noise * np.sqrt(years / self.years), years)
        noise = self.noise * np.sqrt((1 - persistence**2) / (1 - self.persistence**2))
        return Wander(self.towards, persistence, float(noise), years)


# The published estimates, per five years: bayesTFR tfr.predict.subnat (ar.pars) and bayesLife
# e0.predict.subnat, whose variance falls with life expectancy to 0.0482 at 82.5 years.
FERTILITY_RATIO = Wander(towards=1.0, persistence=0.92464, noise=0.04522)
LIFE_DISTANCE_KEPT = 0.95
LIFE_VARIANCE = (82.5, 0.0482, -0.0154)
LEAST_FERTILITY = 0.5
NO_CORRELATION = 0.0


def fertility_of_provinces(
    nation: ArrayLike,
    ratio_now: ArrayLike,
    generator: np.random.Generator,
    *,
    step: int = 1,
    wander: Wander = FERTILITY_RATIO,
    correlation: ArrayLike = NO_CORRELATION,
) -> Array:
    """TFR of provinces around the nation's trajectories. (draw, horizon), (area) -> (draw, area, horizon)

    ratio_now: each province's TFR over the nation's at the origin. correlation: between provinces' shocks
    beyond the nation's, one number or (area, area).
    """
    paths = validation.non_negative(
        "total fertility", validation.floats("total fertility", nation), ("draw", "horizon")
    )
    ratio = validation.non_negative(
        "ratio to the nation", validation.floats("ratio to the nation", ratio_now), ("area",)
    )
    walk = wander.over(step)
    shocks = _shocks(paths, ratio, generator, correlation)
    wandering = _wander(ratio, walk, shocks * walk.noise)
    return np.maximum(wandering * paths[:, np.newaxis, :], LEAST_FERTILITY)


def life_of_provinces(
    nation: ArrayLike,
    distance_now: ArrayLike,
    generator: np.random.Generator,
    *,
    step: int = 1,
    correlation: ArrayLike = NO_CORRELATION,
) -> Array:
    """Life expectancy of provinces. (draw, horizon, sex), (area, sex) -> (draw, area, horizon, sex)

    A province's two sexes have the same shocks: what is unusual about a province is so for both.
    """
    paths = validation.non_negative(
        "life expectancy", validation.floats("life expectancy", nation), ("draw", "horizon", "sex")
    )
    distance = validation.finite(
        "distance to the nation", validation.floats("distance", distance_now), ("area", "sex")
    )
    shocks = _shocks(paths[..., 0], distance[:, 0], generator, correlation)
    from_level, least, slope = LIFE_VARIANCE
    variance = least + slope * np.minimum(paths - from_level, 0)
    walk = Wander(0.0, LIFE_DISTANCE_KEPT, 1.0).over(step)
    noise = walk.noise * np.sqrt(variance)
    sexes = [
        _wander(distance[:, sex], walk, shocks * noise[:, np.newaxis, :, sex]) + paths[:, np.newaxis, :, sex]
        for sex in range(paths.shape[-1])
    ]
    return np.stack(sexes, axis=-1)


def measured_correlation(past: ArrayLike, *, shrink: float = 0.5) -> Array:
    """Correlation between provinces' changes of ratio or distance. (area, year) -> (area, area)

    Pulled by ``shrink`` to the mean correlation, because a few years cannot measure a thousand pairs.
    """
    series = validation.finite(
        "ratio to the nation", validation.floats("ratio to the nation", past), ("area", "year")
    )
    change = np.diff(series, axis=-1)
    change = change - change.mean(axis=-1, keepdims=True)
    spread = np.sqrt((change**2).sum(-1))
    size = np.outer(spread, spread)
    correlations = np.divide(change @ change.T, size, out=np.zeros_like(size), where=size > 0)
    count = len(correlations)
    mean = float((correlations.sum() - np.trace(correlations)) / (count * (count - 1))) if count > 1 else 0.0
    pulled = (1 - shrink) * correlations + shrink * max(mean, 0.0)
    np.fill_diagonal(pulled, 1.0)
    return np.asarray(pulled)


def _wander(now: Array, walk: Wander, shocks: Array) -> Array:
    """(area), Wander, shocks (draw, area, horizon) -> (draw, area, horizon)"""
    out = np.empty_like(shocks)
    current = np.broadcast_to(now, shocks.shape[:2])
    for step in range(shocks.shape[-1]):
        current = walk.towards + walk.persistence * (current - walk.towards) + shocks[..., step]
        out[..., step] = current
    return out


def _shocks(nation: Array, areas: Array, generator: np.random.Generator, correlation: ArrayLike) -> Array:
    """Standard normals, correlated between areas. -> (draw, area, horizon)"""
    count = len(areas)
    matrix = np.asarray(correlation, dtype=np.float64)
    between = (
        matrix
        if matrix.ndim
        else np.full((count, count), float(matrix)) + (1 - float(matrix)) * np.eye(count)
    )
    if between.shape != (count, count) or not np.allclose(between, between.T):
        raise ValueError(
            f"the correlation of {count} areas is one number or a symmetric {count} x {count} table"
        )
    roots, axes = np.linalg.eigh(between)
    mixing = axes * np.sqrt(np.maximum(roots, 0.0))
    independent = generator.standard_normal((nation.shape[0], count, nation.shape[1]))
    return np.einsum("ij,djh->dih", mixing, independent)
