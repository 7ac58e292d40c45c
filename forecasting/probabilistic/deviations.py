"""How far a path of fertility, life expectancy or migration may stray from where it is assumed to go: three stated models.

Fertility of a nation: what the United Nations' method does once fertility has fallen, an autoregression of order
1 over five years; its constants are the published defaults of bayesTFR (`tfr.predict`, rho and sigmaAR1; Alkema et al.
2011, Demography 48:815). Here it is the distance from the assumed path that fades, so that the middle stays
the reader's own assumption.
Life expectancy of a nation: a random walk whose mean absolute miss after ten years is one year, as the United
Nations' method missed out of sample (Raftery et al. 2013, Demography 50:777, abstract).
Provinces wander around their nation as in `provinces`; net migration as in `migration`, from wherever between its usual
highs and lows it now stands.
A start may be wrong as well: the births that its fertility gives, and how many of its people are young or old. Such an
error is drawn once a trajectory and stays; its sizes are given, measured on starts whose truth is known.
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

FERTILITY_STRAYS = Wander(towards=0.0, persistence=0.8859, noise=0.1016)
MISSED_AFTER_TEN_YEARS = 1.0
#: Standard deviation of a random walk's yearly step whose normal miss is that on the average after ten years
LIFE_STEP = float(MISSED_AFTER_TEN_YEARS * np.sqrt(np.pi / 2) / np.sqrt(10))
NO_MIGRATION_STRAYS = Wander(towards=0.0, persistence=0.0, noise=0.0, years=1)
FARTHEST_LIFE = 12.0  # years of life a path may stray; reached by none of ten thousand in fifty years


@dataclass(frozen=True)
class StartErrors:
    """Standard deviations of the errors of a start: of the logarithms of births, of people under 15, of people of 65 and over."""

    births: float = 0.0
    young: float = 0.0
    old: float = 0.0

    def __post_init__(self) -> None:
        if min(self.births, self.young, self.old) < 0:
            raise ValueError(f"errors of a start have sizes of 0 or more: {self}")

    def beyond(self, nation: StartErrors) -> StartErrors:
        """The part of an area's errors that is not its nation's: variances less the nation's."""
        pairs = ((self.births, nation.births), (self.young, nation.young), (self.old, nation.old))
        return StartErrors(*(float(np.sqrt(max(own**2 - shared**2, 0.0))) for own, shared in pairs))


NO_ERRORS = StartErrors()


@dataclass(frozen=True)
class PathSpread:
    """Spread of an area's trajectories: of fertility and migration around the assumed path, of errors of the start."""

    fertility: Wander = FERTILITY_STRAYS
    migration: Wander = NO_MIGRATION_STRAYS
    errors: StartErrors = NO_ERRORS


PUBLISHED_SPREAD = PathSpread()


@dataclass(frozen=True, eq=False)
class Deviations:
    """Differences of an area's trajectories from the assumed path. All (draw, interval).

    fertility: factor on birth rates    life: years of life added to both sexes
    migration: net migrants per person-year, added
    start: factors on people under 15 and on those of 65 and over at the start (draw, 2); none is the start as it is
    """

    fertility: Array
    life: Array
    migration: Array
    start: Array | None = None

    def __post_init__(self) -> None:
        shapes = {self.fertility.shape, self.life.shape, self.migration.shape}
        if len(shapes) != 1 or self.fertility.ndim != 2:
            raise ValueError(f"deviations are (draw, interval) alike for all three, not {sorted(shapes)}")
        if self.start is not None and self.start.shape != (len(self), 2):
            raise ValueError(f"factors on the start are (draw, 2), not {self.start.shape}")
        freeze(self)

    def __len__(self) -> int:
        return int(self.fertility.shape[0])


def no_deviations(draws: int, intervals: int) -> Deviations:
    """No differences: every trajectory is the assumed path."""
    return Deviations(np.ones((draws, intervals)), np.zeros((draws, intervals)), np.zeros((draws, intervals)))


def national_deviations(
    total_fertility: ArrayLike,
    draws: int,
    generator: np.random.Generator,
    spread: PathSpread = PUBLISHED_SPREAD,
    *,
    step: int = 1,
) -> Deviations:
    """Differences of a nation's trajectories from its assumed total fertility. (interval) -> Deviations (draw, interval)"""
    path = np.asarray(total_fertility, dtype=np.float64)
    shape = (draws, len(path))
    strays = _walk(spread.fertility.over(step), generator.standard_normal(shape))
    lowest = np.minimum(LEAST_FERTILITY, path)
    reached = np.maximum(path + strays, lowest)
    factor = np.divide(reached, path, out=np.ones(shape), where=path > 0)
    life = np.cumsum(generator.standard_normal(shape), axis=-1) * LIFE_STEP * np.sqrt(step)
    moves = _walk(
        spread.migration.over(step), generator.standard_normal(shape), generator.standard_normal((draws,))
    )
    level, start = _start_errors(spread.errors, draws, generator)
    return Deviations(factor * level, np.clip(life, -FARTHEST_LIFE, FARTHEST_LIFE), moves, start)


def provincial_deviations(
    nation: Deviations,
    ratio_now: float,
    life_expectancy: ArrayLike,
    generator: np.random.Generator,
    spread: PathSpread = PUBLISHED_SPREAD,
    *,
    step: int = 1,
) -> Deviations:
    """A province's trajectories around its own path, the nation's in each. life_expectancy (interval) -> Deviations

    ratio_now: its fertility over the nation's. The nation's draws are in the province's, migration and errors of the start
    too, so provinces of the same draws rise and fall together; ``spread`` has the migration and errors it has beyond them.
    """
    draws, intervals = nation.fertility.shape
    steady = np.ones((draws, intervals))
    ratio = fertility_of_provinces(steady, [ratio_now], generator, step=step)[:, 0]
    persistence = FERTILITY_RATIO.persistence ** (step / 5 * np.arange(1, intervals + 1))
    usual = np.maximum(1 + (ratio_now - 1) * persistence, LEAST_FERTILITY)
    level = np.broadcast_to(np.asarray(life_expectancy, dtype=np.float64), (draws, intervals))
    centre = (level + nation.life)[..., np.newaxis]
    apart = (life_of_provinces(centre, [[0.0]], generator, step=step)[:, 0] - centre)[..., 0]
    own = _walk(
        spread.migration.over(step),
        generator.standard_normal((draws, intervals)),
        generator.standard_normal((draws,)),
    )
    life = np.clip(nation.life + apart, -FARTHEST_LIFE, FARTHEST_LIFE)
    level_error, start = _start_errors(spread.errors, draws, generator)
    fertility = nation.fertility * ratio / usual * level_error
    return Deviations(fertility, life, nation.migration + own, _both(nation.start, start))


def _start_errors(
    errors: StartErrors, draws: int, generator: np.random.Generator
) -> tuple[Array, Array | None]:
    """Factors on births (draw, 1) and on people under 15 and 65 and over (draw, 2), their medians 1."""
    sizes = np.array([errors.births, errors.young, errors.old])
    factors = np.exp(generator.standard_normal((draws, 3)) * sizes)
    return factors[:, :1], factors[:, 1:] if sizes[1:].any() else None


def _both(one: Array | None, other: Array | None) -> Array | None:
    """The product of two sets of factors, either of which may be missing."""
    if one is None or other is None:
        return one if other is None else other
    return one * other


def _walk(wander: Wander, shocks: Array, first: Array | None = None) -> Array:
    """The autoregression from 0 on, or from its usual spread times ``first``. Wander, (draw, interval) -> (draw, interval)"""
    out = np.empty_like(shocks)
    current = np.zeros(shocks.shape[0])
    if first is not None and wander.persistence < 1:
        current = first * wander.noise / np.sqrt(1 - wander.persistence**2)
    for interval in range(shocks.shape[-1]):
        current = wander.persistence * current + wander.noise * shocks[:, interval]
        out[:, interval] = current
    return out
