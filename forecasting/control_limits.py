"""How far a rate may lie from a target by chance alone, given how many people it is of: the limits of a funnel plot.

Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24:1185-1202.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, poisson

from forecasting import validation
from forecasting.axes import Array
from forecasting.interval_levels import LEVEL

WIDE = 0.998  # the usual outer limits: 1 in 500 areas passes them by chance
NARROW = LEVEL


def poisson_limits(target: float, person_years: ArrayLike, *, level: float = WIDE) -> tuple[Array, Array]:
    """Lowest and highest rate that chance makes of a target rate, in areas of this size. (...) -> (...), (...)

    Exact and interpolated between counts, so that the limits are smooth (the paper's appendix A.1.1).
    """
    size = validation.floats("person-years", person_years)
    tail = _tail(level)
    return _limit(target, size, tail), _limit(target, size, 1 - tail)


def _limit(target: float, size: Array, share: float) -> Array:
    expected = target * size
    count = poisson.ppf(share, expected)
    above, below = poisson.cdf(count, expected), poisson.cdf(count - 1, expected)
    part = (above - share) / (above - below)
    return np.asarray(np.clip((count - part) / size, 0, None))


def between_areas(rates: ArrayLike, person_years: ArrayLike) -> tuple[float, float]:
    """Pooled rate, and the variance of areas' true rates beyond what chance explains. (area), (area) -> rate, rate^2

    DerSimonian & Laird (1986), Controlled Clinical Trials 7:177-188; never below 0.
    """
    observed, size = validation.floats("rates", rates), validation.floats("person-years", person_years)
    pooled = float((observed * size).sum() / size.sum())
    weights = size / pooled  # 1 over the variance of chance
    spread = float((weights * (observed - (weights * observed).sum() / weights.sum()) ** 2).sum())
    free = weights.sum() - (weights**2).sum() / weights.sum()
    return pooled, max(0.0, (spread - (len(observed) - 1)) / float(free)) if free > 0 else 0.0


def limits_with_spread(
    target: float, person_years: ArrayLike, variance: float, *, level: float = WIDE
) -> tuple[Array, Array]:
    """The same limits where areas differ by more than chance: variance of chance and of areas added. (...) -> (...), (...)"""
    size = validation.floats("person-years", person_years)
    reach = norm.ppf(1 - _tail(level)) * np.sqrt(target / size + variance)
    return np.clip(target - reach, 0, None), np.asarray(target + reach)


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"limits at level {validation.value_text(level)} do not exist: 0.998 is usual")
    return (1 - level) / 2
