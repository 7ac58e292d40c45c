"""What many trajectories say together: a median, two bands, and how likely an event is.

A fan is made of trajectories; the high and low variants of a projection are a what-if and never a fan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.interval_levels import PROBABILITIES


@dataclass(frozen=True, eq=False)
class Fan:
    """Median and the 80 and 95 % bands of trajectories; every array has the trajectories' shape less the draws."""

    lower_95: Array
    lower_80: Array
    median: Array
    upper_80: Array
    upper_95: Array
    draws: int

    def __post_init__(self) -> None:
        freeze(self)


def fan(trajectories: ArrayLike) -> Fan:
    """Summarise trajectories, the draws first. (draw, ...) -> Fan of (...)"""
    paths = _checked(trajectories)
    lower_95, lower_80, median, upper_80, upper_95 = np.quantile(paths, PROBABILITIES, axis=0)
    return Fan(lower_95, lower_80, median, upper_80, upper_95, paths.shape[0])


def event_probability(happens: ArrayLike) -> Array:
    """Share of trajectories in which an event happens. (draw, ...) of true and false -> (...)

    For example ``event_probability(share_65 > 0.20)`` year by year, or ``event_probability((share_65 >
    0.20).any(-1))`` for "by the last year".
    """
    events = np.asarray(happens)
    if events.dtype != np.bool_ or events.ndim == 0:
        raise TypeError(
            "an event is true or false in each trajectory: compare before asking for its probability"
        )
    return np.asarray(events.mean(axis=0), dtype=np.float64)


def peak_before(totals: ArrayLike, years: tuple[int, ...], year: int) -> Array:
    """Chance that a total is greatest before ``year``. (draw, ..., year) -> (...)

    A path still growing in the last year has not peaked, so it counts as no peak unless ``year`` is later.
    """
    paths = _checked(totals)
    if paths.shape[-1] != len(years):
        raise ValueError(f"{paths.shape[-1]} totals for {len(years)} years")
    greatest = np.asarray(years)[paths.argmax(axis=-1)]
    return event_probability((greatest < year) & (greatest < years[-1]))


def reaches_by(paths: ArrayLike, years: tuple[int, ...], level: float, year: int) -> Array:
    """Chance that a measure is above ``level`` in ``year`` or before it. (draw, ..., year) -> (...)"""
    return event_probability((_checked(paths)[..., _until(years, year)] > level).any(axis=-1))


def falls_below_by(paths: ArrayLike, years: tuple[int, ...], level: float, year: int) -> Array:
    """Chance that a measure is below ``level`` in ``year`` or before it. (draw, ..., year) -> (...)"""
    return event_probability((_checked(paths)[..., _until(years, year)] < level).any(axis=-1))


def _until(years: tuple[int, ...], year: int) -> slice:
    if year not in years:
        raise ValueError(f"{year} is not among the projected years {years[0]}-{years[-1]}")
    return slice(0, years.index(year) + 1)


def _checked(trajectories: ArrayLike) -> Array:
    paths = validation.floats("trajectories", trajectories)
    if paths.ndim == 0:
        raise ValueError("trajectories need a first axis, the draws")
    return validation.finite("trajectories", paths, ())
