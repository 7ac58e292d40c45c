"""What a method missed from each origin: sizes, direction, and how often its interval held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array
from forecasting.interval_levels import COVERAGES, NORMAL_ENDS
from forecasting.panel import Panel, fill_gaps, usable_areas
from forecasting.probabilistic.arima import arima
from forecasting.probabilistic.intervals import half_widths
from forecasting.probabilistic.rolling_origins import Launches, launch

ARIMA = "ARIMA"
Horizon = int | None  # None: all horizons together


@dataclass(frozen=True)
class Score:
    """One line of the table; errors are forecast less actual, in the unit of the series.

    relative: mean absolute error as part of the actual. coverage_80, coverage_95: part of the outcomes inside
    the interval. areas_years: how many outcomes.
    """

    method: str
    series: str
    origin: int
    horizon: Horizon
    mean_absolute: float
    median_absolute: float
    bias: float
    relative: float
    coverage_80: float
    coverage_95: float
    areas_years: int


@dataclass(frozen=True, eq=False)
class Statement:
    """A method's forecasts from one origin in the series' own unit, with interval ends. [area, horizon (, 2)]"""

    method: str
    forecast: Array
    lower: Array
    upper: Array


def rehearse(panel: Panel, horizon: int) -> Launches:
    """Forecasts of our method and of the naive ones from every past year."""
    return launch(panel, horizon)


def statements_from(launches: Launches, panel: Panel, origin: int) -> Iterator[Statement]:
    """Every method's forecast from an origin, with its interval."""
    position = launches.origins.index(origin)
    kind = launches.kind
    for method, forecasts in launches.forecasts.items():
        centre = forecasts[position]
        widths = half_widths(launches, method, origin)
        yield _with_ends(method, centre, widths, launches)
    past = kind.inward(panel.until(origin).values)
    able = usable_areas(past)
    centre = np.full(launches.actual.shape[1:], np.nan)
    widths = np.full((*centre.shape, len(COVERAGES)), np.nan)
    centre[able], spread = arima(fill_gaps(past[able]), centre.shape[1])
    widths[able] = spread[..., np.newaxis] * np.asarray(NORMAL_ENDS)
    yield _with_ends(ARIMA, centre, widths, launches)


def _with_ends(method: str, centre: Array, widths: Array, launches: Launches) -> Statement:
    outward = launches.kind.outward
    middle = centre[..., np.newaxis]
    return Statement(method, outward(centre), outward(middle - widths), outward(middle + widths))


def scores(
    panel: Panel, origins: tuple[int, ...], horizons: tuple[int, ...], *, longest: int = 20
) -> tuple[list[Score], Launches]:
    """The table of a series: every method, origin and horizon, and all horizons together."""
    launches = rehearse(panel, longest)
    lines: list[Score] = []
    for origin in origins:
        if origin not in launches.origins:
            continue
        actual = launches.kind.outward(launches.actual[launches.origins.index(origin)])
        for statement in statements_from(launches, panel, origin):
            lines += _lines(panel.series, origin, statement, actual, horizons)
    return lines, launches


def _lines(
    series: str, origin: int, statement: Statement, actual: Array, horizons: tuple[int, ...]
) -> Iterator[Score]:
    choices: tuple[Horizon, ...] = (None, *horizons)
    for horizon in choices:
        steps = slice(None) if horizon is None else slice(horizon - 1, horizon)
        score = _score(series, origin, horizon, statement, actual, steps)
        if score is not None:
            yield score


def _score(
    series: str, origin: int, horizon: Horizon, statement: Statement, actual: Array, steps: slice
) -> Score | None:
    truth, forecast = actual[:, steps], statement.forecast[:, steps]
    usable = np.isfinite(truth) & np.isfinite(forecast)
    if not usable.any():
        return None
    error = (forecast - truth)[usable]
    share = np.divide(
        np.abs(error), np.abs(truth[usable]), out=np.full_like(error, np.nan), where=truth[usable] != 0
    )
    held = [
        _held(
            truth[usable],
            statement.lower[:, steps][usable][:, index],
            statement.upper[:, steps][usable][:, index],
        )
        for index in range(len(COVERAGES))
    ]
    return Score(
        statement.method,
        series,
        origin,
        horizon,
        float(np.abs(error).mean()),
        float(np.median(np.abs(error))),
        float(error.mean()),
        float(np.nanmean(share)) if np.isfinite(share).any() else float("nan"),
        held[0],
        held[1],
        int(usable.sum()),
    )


def _held(truth: Array, lower: Array, upper: Array) -> float:
    """Part of the outcomes that lie inside their interval, where there is one; nan without any."""
    usable = np.isfinite(lower) & np.isfinite(upper)
    if not usable.any():
        return float("nan")
    return float(((truth >= lower) & (truth <= upper))[usable].mean())
