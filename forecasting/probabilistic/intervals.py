"""Intervals measured on past misses, not promised by a model.

The half-width at a horizon is the weighted quantile of past absolute misses at that horizon, each relative to
how badly the area had lately been missed one year ahead: four fifths of the weight is on misses at a similar
level, one fifth on all, and those of long ago count less (Rayer, Smith & Tayman 2009, Population Research and
Policy Review 28:773; the weighted quantile is that of conformal prediction, Tibshirani et al. 2019). Only
launches whose outcome was known at the origin are read.

The constants below were settled once, with the coverage at origins from 1993 to 2013 in view, for all series
and countries alike; nothing else here has seen an outcome before its time.
"""

from __future__ import annotations

import numpy as np

from forecasting.axes import Array
from forecasting.interval_levels import COVERAGES
from forecasting.probabilistic.rolling_origins import Launches

HALF_LIFE = 10.0  # years after which a miss counts half
LEVEL_WIDTH = 0.3  # of the standard deviation of levels
ELSEWHERE = 0.2  # part of the weight that any level has
LEVELS = 12
LEAST_LAUNCHES, LEAST_MISSES = 2, 10
LEAST_TROUBLE = 0.05
MOST_SURPRISE = 2.0
GROWTH_OF_WIDTH = (0.5, 1.5)


def half_widths(
    launches: Launches, method: str, origin: int, coverages: tuple[float, ...] = COVERAGES
) -> Array:
    """Half-widths of the intervals of a launch. -> [area, horizon, coverage]; nan where nothing was learnt

    Beyond the horizons that have been rehearsed the width goes on by the power of the horizon by which it
    grew, between a random walk's (1/2) and an acceleration (3/2).
    """
    position = launches.origins.index(origin)
    trouble = recent_trouble(launches, method)
    learnt = _learnt(launches, method, origin, trouble, launches.state[position], coverages)
    return _onwards(learnt * trouble[position][:, np.newaxis, np.newaxis])


def by_level_and_horizon(
    launches: Launches, method: str, origin: int, levels: Array, coverages: tuple[float, ...] = COVERAGES
) -> Array:
    """Half-widths for an area of which nothing but its level is known. -> [horizon, level, coverage]

    It is taken to be in as much trouble as areas now at its level are on the average.
    """
    trouble = recent_trouble(launches, method)
    now = launches.state[launches.origins.index(origin)]
    usable = np.isfinite(now)
    width = max(LEVEL_WIDTH * float(now[usable].std()), 1e-12)
    apart = (levels[:, np.newaxis] - now[usable]) / width
    # Far from all areas the nearest stand for the level.
    near = np.exp(-0.5 * (apart**2 - (apart**2).min(axis=-1, keepdims=True)))
    usual = (near * trouble[launches.origins.index(origin)][usable]).sum(-1) / near.sum(-1)
    learnt = _learnt(launches, method, origin, trouble, levels, coverages)
    return np.swapaxes(_onwards(learnt * usual[:, np.newaxis, np.newaxis]), 0, 1)


def _learnt(
    launches: Launches, method: str, origin: int, trouble: Array, states: Array, coverages: tuple[float, ...]
) -> Array:
    """Quantiles of past misses, relative to trouble, at these states. -> [state, horizon, coverage]"""
    past = launches.known_by(origin)
    errors = np.abs(launches.errors(method))
    horizons = errors.shape[-1]
    out = np.full((len(states), horizons, len(coverages)), np.nan)
    for horizon in range(1, horizons + 1):
        rows = [i for i in range(past.start, past.stop) if launches.origins[i] + horizon <= origin]
        if len(rows) < LEAST_LAUNCHES or np.isfinite(errors[rows, :, horizon - 1]).sum() < LEAST_MISSES:
            break
        age = origin - horizon - np.asarray(launches.origins, dtype=np.float64)[rows]
        weight = np.broadcast_to(0.5 ** (age / HALF_LIFE)[:, np.newaxis], (len(rows), errors.shape[1]))
        relative = errors[rows, :, horizon - 1] / trouble[rows]
        out[:, horizon - 1] = _quantiles(relative, launches.state[rows], weight, states, coverages)
    return out


def recent_trouble(launches: Launches, method: str) -> Array:
    """Each area's recent absolute error one year ahead, as known at each origin. -> [origin, area]

    An exponentially weighted mean; an area begins with the areas' common one.
    """
    one_year = np.abs(launches.errors(method)[..., 0])
    memory = launches.kind.memory
    out = np.ones_like(one_year)
    current = np.full(one_year.shape[1], np.nan)
    for index in range(1, len(one_year)):
        # Outcomes of launches from the year before are known at this origin.
        latest = one_year[index - 1]
        if np.isfinite(latest).any():
            common = float(np.nanmean(current if np.isfinite(current).any() else latest))
            before = np.where(np.isnan(current), common, current)
            trouble = np.minimum(latest, MOST_SURPRISE * before)
            current = np.where(np.isnan(latest), current, memory * before + (1 - memory) * trouble)
        out[index] = _never_nothing(current)
    return out


def _never_nothing(trouble: Array) -> Array:
    """Recent errors fit to divide by: the mean of all areas' where one has none yet, and never near 0."""
    if not np.isfinite(trouble).any():
        return np.ones_like(trouble)
    common = float(np.nanmean(trouble))
    least = max(LEAST_TROUBLE * common, float(np.finfo(np.float64).tiny))
    return np.maximum(np.where(np.isnan(trouble), common, trouble), least)


def _quantiles(
    relative: Array, states: Array, weight: Array, state: Array, coverages: tuple[float, ...]
) -> Array:
    """Weighted quantiles of past relative misses near each area's level. -> (area, coverage)"""
    usable = np.isfinite(relative) & np.isfinite(states)
    misses, levels, weights = relative[usable], states[usable], weight[usable]
    if not len(misses):
        return np.full((len(state), len(coverages)), np.nan)
    lowest, highest = np.quantile(levels, [0.02, 0.98])
    grid = np.linspace(lowest, highest, LEVELS)
    width = max(LEVEL_WIDTH * float(levels.std()), 1e-12)
    near = np.exp(-0.5 * ((grid[:, np.newaxis] - levels) / width) ** 2)
    order = np.argsort(misses, kind="stable")
    near_by = weights * np.maximum(near, np.finfo(np.float64).tiny)
    own = near_by / near_by.sum(-1, keepdims=True)
    share = np.cumsum(((1 - ELSEWHERE) * own + ELSEWHERE * weights / weights.sum())[:, order], axis=-1)
    ordered = misses[order]
    columns = []
    for coverage in coverages:
        place = (share < coverage * share[:, -1:]).sum(-1)
        quantile = ordered[np.minimum(place, len(ordered) - 1)]
        columns.append(
            np.interp(state, grid, quantile) if grid[-1] > grid[0] else np.full(len(state), quantile[0])
        )
    return np.where(np.isnan(state)[:, np.newaxis], np.nan, np.stack(columns, axis=-1))


def _onwards(widths: Array) -> Array:
    """Widths beyond the last rehearsed horizon. [area, horizon, coverage] twice"""
    learnt = int(np.isfinite(widths).any(axis=(0, 2)).sum())
    if learnt in (0, widths.shape[1]):
        return widths
    out = np.array(widths)
    horizons = np.arange(1, widths.shape[1] + 1, dtype=np.float64)
    power = _power_of_growth(widths[:, :learnt])
    out[:, learnt:] = (
        widths[:, learnt - 1 : learnt] * ((horizons[learnt:] / horizons[learnt - 1]) ** power)[:, np.newaxis]
    )
    return out


def _power_of_growth(widths: Array) -> float:
    """The power of the horizon by which the typical width grew. [area, horizon, coverage] -> one number"""
    typical = np.nanmedian(widths[..., 0], axis=0)
    if len(typical) < 3 or (typical <= 0).any():
        return 1.0
    horizons = np.log(np.arange(1, len(typical) + 1))
    return float(np.clip(np.polyfit(horizons, np.log(typical), 1)[0], *GROWTH_OF_WIDTH))
