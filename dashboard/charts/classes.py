"""Where to cut the figures of a map into classes: as many areas in each, or where the figures themselves part.

Natural breaks are those of least squared distance from the classes' means, found exactly (Fisher 1958, Journal of the
American Statistical Association 53: 789-798; Jenks used them for maps). Bounds are rounded as the figures are written.
"""

from __future__ import annotations

import numpy as np

from forecasting.axes import Array

CLASSES = 5
#: More different figures than these are first put into as many small classes: the result is the same to the eye
MOST_DIFFERENT = 1000


def quantiles(values: Array, count: int = CLASSES, *, decimals: int) -> tuple[float, ...]:
    """Bounds with as many figures in each class as may be: lowest, the inner bounds, highest."""
    inner = np.quantile(values, np.linspace(0, 1, count + 1)[1:-1])
    return rounded(inner, values, decimals)


def natural_breaks(values: Array, count: int = CLASSES, *, decimals: int) -> tuple[float, ...]:
    """Bounds where the figures part most, half way between the last figure of a class and the first of the next."""
    different, weights = _different(np.asarray(values, dtype=np.float64))
    if len(different) <= count:
        return rounded((different[1:] + different[:-1]) / 2, values, decimals)
    starts = _best_starts(different, weights, count)
    return rounded((different[starts] + different[starts - 1]) / 2, values, decimals)


def rounded(inner: Array, values: Array, decimals: int) -> tuple[float, ...]:
    """Inner bounds as figures are written, between an end at or below the lowest and one at or above the highest."""
    step = 10.0**-decimals
    low, high = np.floor(np.min(values) / step) * step, np.ceil(np.max(values) / step) * step
    bounds = np.unique(np.round([low, *inner, high], decimals))
    return tuple(float(bound) for bound in bounds)


def _different(values: Array) -> tuple[Array, Array]:
    """The different figures in order, and how many there are of each"""
    figures, counts = np.unique(values, return_counts=True)
    if len(figures) <= MOST_DIFFERENT:
        return figures, counts.astype(np.float64)
    place = np.arange(len(figures)) * MOST_DIFFERENT // len(figures)
    weights = np.bincount(place, counts)
    return np.bincount(place, counts * figures) / weights, weights.astype(np.float64)


def _best_starts(different: Array, weights: Array, count: int) -> Array:
    """Where each class but the first begins, so that the squared distances from the classes' means are least"""
    n = len(different)
    sums = np.concatenate([[0], np.cumsum(weights)])
    first = np.concatenate([[0], np.cumsum(weights * different)])
    second = np.concatenate([[0], np.cumsum(weights * different**2)])
    # cost[i, j]: of the figures i .. j-1 as one class
    total = sums[np.newaxis] - sums[:, np.newaxis]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (first[np.newaxis] - first[:, np.newaxis]) ** 2 / total
    cost = np.where(total > 0, second[np.newaxis] - second[:, np.newaxis] - spread, np.inf)
    best, came = cost[0].copy(), np.zeros((count, n + 1), dtype=np.int64)
    for k in range(1, count):
        through = best[:, np.newaxis] + cost
        came[k], best = through.argmin(0), through.min(0)
    starts, end = [], n
    for k in range(count - 1, 0, -1):
        end = int(came[k, end])
        starts.append(end)
    return np.array(starts[::-1], dtype=np.int64)
