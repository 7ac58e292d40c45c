"""A nation with a few years of its own: what other countries did at its level, and how badly such forecasts missed.

A handful of years cannot measure a miss ten years ahead. `measure` takes expected changes and intervals out of
a panel of many countries; `forecast_by` applies them to a short series. No measured values are shipped: they are taken
from whatever panel the user may use.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array, freeze
from forecasting.interval_levels import COVERAGES
from forecasting.panel import Panel, filled
from forecasting.probabilistic.forecast import Forecast, how_misses_correlate
from forecasting.probabilistic.intervals import by_level_and_horizon
from forecasting.probabilistic.momentum import YEARS_LEARNT, expected_change, own_momentum
from forecasting.probabilistic.rolling_origins import OURS, launch
from forecasting.probabilistic.transforms import transform_of

HORIZONS = (1, 2, 3, 5, 10, 15, 20, 25, 30)


@dataclass(frozen=True, eq=False)
class Reference:
    """Expected yearly change (level) and half-widths (horizon, level, coverage) of a measure, by its level.

    latest: weight of the latest change in a series' own momentum; kept: part of it kept each year.
    """

    series: str
    origin: int
    levels: Array
    expected: Array
    horizons: tuple[int, ...]
    half_width: Array
    latest: float
    kept: float
    fading: float
    common: float

    def __post_init__(self) -> None:
        freeze(self)


def measure(panel: Panel, levels: tuple[float, ...], horizons: tuple[int, ...] = HORIZONS) -> Reference:
    """Measure a reference at these levels from many areas' history."""
    origin = panel.years[-1]
    launches = launch(panel, max(horizons), naive={})
    if launches.kind.grows:
        raise ValueError(f"{panel.series} moves by growth: a reference by level says nothing of it")
    recent = launches.kind.state(panel.values)[:, -YEARS_LEARNT - 1 :]
    change = np.diff(recent, axis=-1)
    known = np.isfinite(change)
    at, expected = expected_change(recent[:, :-1][known], change[known])
    grid = np.asarray(levels)
    every = by_level_and_horizon(launches, OURS, origin, grid)
    widths = every[np.asarray(horizons) - 1]
    latest, kept = launches.constants[-1]
    return Reference(
        panel.series,
        origin,
        grid,
        np.interp(grid, at, expected),
        horizons,
        widths,
        latest,
        kept,
        *how_misses_correlate(launches, origin),
    )


def forecast_by(reference: Reference, panel: Panel, horizon: int) -> Forecast:
    """Forecast areas with as little as one year, from its last year. Panel -> Forecast

    With one year an area has no momentum of its own and does what was seen at its level.
    """
    kind = transform_of(panel)
    if kind.grows:
        raise ValueError(f"{panel.series} moves by growth: a reference by level says nothing of it")
    past = filled(panel.values)
    level = past[:, -1]
    if np.isnan(level).any():
        area = panel.areas[int(np.isnan(level).argmax())]
        raise ValueError(
            f"{panel.series} has no figure for {area}, {panel.years[-1]}: forecast it from its own last year"
        )
    pace = own_momentum(np.diff(past, axis=-1), np.array([reference.latest]))[0]
    pace = np.where(np.isnan(pace), np.interp(level, reference.levels, reference.expected), pace)
    path = []
    for _ in range(horizon):
        drawn_to = np.interp(level, reference.levels, reference.expected)
        pace = reference.kept * pace + (1 - reference.kept) * drawn_to
        level = level + pace
        path.append(level)
    widths = _widths(reference, past[:, -1], horizon)
    return Forecast(
        panel.series,
        kind,
        panel.areas,
        panel.years[-1],
        past[:, -1],
        np.stack(path, axis=-1),
        widths,
        COVERAGES,
        reference.fading,
        reference.common,
    )


def _widths(reference: Reference, level: Array, horizon: int) -> Array:
    """Half-widths between the measured levels and horizons; beyond the last, as a random walk. -> [area, horizon, coverage]"""
    by_area = np.stack(
        [
            [np.interp(level, reference.levels, row[:, index]) for index in range(len(COVERAGES))]
            for row in reference.half_width
        ]
    )
    measured = np.asarray(reference.horizons, dtype=np.float64)
    asked = np.arange(1, horizon + 1, dtype=np.float64)
    inside = np.minimum(asked, measured[-1])
    right = np.clip(np.searchsorted(measured, inside), 1, len(measured) - 1)
    share = ((inside - measured[right - 1]) / (measured[right] - measured[right - 1]))[:, None, None]
    between = (1 - share) * by_area[right - 1] + share * by_area[right]
    onwards = np.sqrt(np.maximum(asked / measured[-1], 1.0))[:, None, None]
    return np.moveaxis(between * onwards, (0, 1, 2), (1, 2, 0))
