"""Forecasts that know no demography. A method that does not beat them has earned no trust.

All take the past on the scale on which errors add, (area, year) with nan before an area's first figure, and
give (area, horizon). Damped trend: Gardner & McKenzie (1985), Management Science 31:10.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forecasting.axes import Array

Method = Callable[[Array, int], Array]
SMOOTHING = np.array([0.1, 0.3, 0.5, 0.7, 0.9, 0.9999])
TREND_SMOOTHING = np.array([0.0001, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.9999])
DAMPING = np.array([0.8, 0.84, 0.88, 0.9, 0.92, 0.94, 0.96, 0.98])
DRIFT_YEARS, LINE_YEARS = 20, 10


def last_value(past: Array, horizon: int) -> Array:
    """The last value repeated. (area, year) -> (area, horizon)"""
    return np.repeat(past[:, -1:], horizon, axis=-1)


def drift(past: Array, horizon: int) -> Array:
    """The mean yearly change of the last twenty years goes on. (area, year) -> (area, horizon)"""
    change = np.diff(past[:, -DRIFT_YEARS - 1 :], axis=-1)
    return past[:, -1:] + np.nanmean(change, axis=-1)[:, np.newaxis] * horizons(horizon)


def linear(past: Array, horizon: int) -> Array:
    """A straight line through the last ten years goes on from where it is. (area, year) -> (area, horizon)"""
    recent = past[:, -LINE_YEARS:]
    observed = np.isfinite(recent)
    positions = np.where(observed, np.arange(recent.shape[-1], dtype=np.float64), np.nan)
    off = positions - np.nanmean(positions, axis=-1, keepdims=True)
    mean = np.nanmean(recent, axis=-1, keepdims=True)
    slope = np.nansum(off * (recent - mean), axis=-1) / np.nansum(off**2, axis=-1)
    end = mean[:, 0] + slope * np.nanmax(off, axis=-1)
    return end[:, np.newaxis] + slope[:, np.newaxis] * horizons(horizon)


def damped_holt(past: Array, horizon: int) -> Array:
    """Holt's trend that fades, fitted to each area by its one-step errors. (area, year) -> (area, horizon)

    The three constants are the best of a grid; all areas and all of the grid are run at once.
    """
    mesh = np.meshgrid(SMOOTHING, TREND_SMOOTHING, DAMPING, indexing="ij")
    alpha, beta, phi = (axis.ravel()[:, np.newaxis] for axis in mesh)
    level, slope, squares = _smooth(past, alpha, beta, phi)
    best, area = squares.argmin(0), np.arange(past.shape[0])
    fading = np.cumsum(phi[best] ** horizons(horizon), axis=-1)
    return level[best, area][:, np.newaxis] + slope[best, area][:, np.newaxis] * fading


def _smooth(past: Array, alpha: Array, beta: Array, phi: Array) -> tuple[Array, Array, Array]:
    """Level and slope at the end, and the sum of squared one-step errors. -> three (constants, area)"""
    begin = np.isfinite(past).argmax(-1)
    area = np.arange(past.shape[0])
    shape = (alpha.shape[0], past.shape[0])
    level = np.broadcast_to(past[area, begin], shape)
    slope = np.broadcast_to(past[area, np.minimum(begin + 1, past.shape[-1] - 1)] - past[area, begin], shape)
    squares = np.zeros(shape)
    for year in range(1, past.shape[-1]):
        expected = level + phi * slope
        running = year > begin
        error = np.where(running, past[:, year] - expected, 0.0)
        squares = squares + error**2
        level = np.where(running, expected + alpha * error, level)
        slope = np.where(running, phi * slope + alpha * beta * error, slope)
    return level, slope, squares


def horizons(horizon: int) -> Array:
    """1, 2 ... horizon as floats. -> (horizon)"""
    return np.arange(1, horizon + 1, dtype=np.float64)


NAIVE: dict[str, Method] = {
    "last value": last_value,
    "drift": drift,
    "linear": linear,
    "damped Holt": damped_holt,
}
