"""The back-test card of an area: launched from 5, 10 and 15 years ago, what would have been missed, and which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import Array
from forecasting.backtest.scores import Statement, statements_from
from forecasting.panel import Panel
from forecasting.probabilistic.rolling_origins import Launches, launch
from forecasting.problems import TooShort

YEARS_AGO = (5, 10, 15)
CLASSES = ("smallest third", "middle third", "largest third")
LEAST_AREAS = 6
NAN = float("nan")
Direction = Literal["too high", "too low", "as it was"]


@dataclass(frozen=True)
class CardLine:
    """One method's forecast of the last year from an earlier origin, beside the actual figure.

    held: whether the outcome was inside the 80 and the 95 % interval; None where no interval could be measured.
    """

    years_ago: int
    origin: int
    method: str
    forecast: float
    actual: float
    held_80: bool | None
    held_95: bool | None

    @property
    def error(self) -> float:
        """Forecast less actual, in the unit of the series."""
        return self.forecast - self.actual

    @property
    def missed_share(self) -> float:
        """The error as part of the actual; nan where that is 0."""
        return self.error / abs(self.actual) if self.actual else float("nan")

    @property
    def direction(self) -> Direction:
        """Whether the forecast was too high, too low, or right."""
        if self.error == 0:
            return "as it was"
        return "too high" if self.error > 0 else "too low"


@dataclass(frozen=True)
class ClassLine:
    """Errors of one method over all areas of a size, as shares of the actual, and how often its interval held the actual.

    held_80, held_95: part of all outcomes from the launch to the last year; nan where there is no interval.
    """

    years_ago: int
    size: str
    method: str
    areas: int
    mean_share: float
    median_share: float
    bias_share: float
    held_80: float
    held_95: float


@dataclass(frozen=True)
class BacktestCard:
    """An area's card; ``unsaid`` says in sentences what the series is too short for."""

    series: str
    area: str
    last_year: int
    lines: tuple[CardLine, ...]
    classes: tuple[ClassLine, ...]
    unsaid: tuple[str, ...]

    def line(self, years_ago: int, method: str) -> CardLine | None:
        """The line of a method, if there is one."""
        matches = [line for line in self.lines if (line.years_ago, line.method) == (years_ago, method)]
        return matches[0] if matches else None


def backtest_card(
    panel: Panel, area: str, *, sizes: ArrayLike | None = None, years_ago: tuple[int, ...] = YEARS_AGO
) -> BacktestCard:
    """The card of one area, launched with all areas of the panel as they were known. Panel -> BacktestCard

    ``sizes`` (area) puts areas in thirds; the panel's own values at each launch when not given.
    """
    if area not in panel.areas:
        raise ValueError(f"{panel.series} has no area {area}")
    last = panel.years[-1]
    try:
        launches = launch(panel, max(years_ago))
    except TooShort as reason:
        return BacktestCard(panel.series, area, last, (), (), (f"Nothing can be launched: {reason}.",))
    lines: list[CardLine] = []
    classes: list[ClassLine] = []
    unsaid: list[str] = []
    for ago in years_ago:
        origin = last - ago
        row = panel.areas.index(area)
        if origin not in launches.origins or np.isnan(launches.state[launches.origins.index(origin), row]):
            unsaid.append(
                f"{ago} years ago {area} had too few years of figures; they begin in {panel.years[0]}."
            )
            continue
        statements = list(statements_from(launches, panel, origin))
        truth = panel.values[:, panel.years.index(origin) + 1 :]
        lines += [
            _line(ago, origin, method, row, truth) for method in statements if _spoke(method, row, truth)
        ]
        if lines and lines[-1].held_80 is None:
            unsaid.append(f"{ago} years ago too few misses were known to measure an interval.")
        size = _sizes(sizes, panel, launches, origin)
        classes += [line for method in statements for line in _classes(ago, method, truth, size)]
    return BacktestCard(panel.series, area, last, tuple(lines), tuple(classes), tuple(unsaid))


def _spoke(statement: Statement, row: int, truth: Array) -> bool:
    end = truth.shape[1] - 1
    return bool(np.isfinite(statement.forecast[row, end]) and np.isfinite(truth[row, end]))


def _line(ago: int, origin: int, statement: Statement, row: int, truth: Array) -> CardLine:
    end = truth.shape[1] - 1
    actual = float(truth[row, end])
    lower, upper = statement.lower[row, end], statement.upper[row, end]
    held = [
        bool(low <= actual <= high) if np.isfinite(low) and np.isfinite(high) else None
        for low, high in zip(lower, upper, strict=True)
    ]
    return CardLine(
        ago, origin, statement.method, float(statement.forecast[row, end]), actual, held[0], held[1]
    )


def _sizes(arguments: ArrayLike | None, panel: Panel, launches: Launches, origin: int) -> Array:
    if arguments is None:
        return np.asarray(panel.values[:, panel.years.index(origin)])
    sizes = np.asarray(arguments, dtype=np.float64)
    if sizes.shape != (len(launches.areas),):
        raise ValueError(f"{sizes.shape} sizes for {len(launches.areas)} areas")
    return sizes


def _classes(ago: int, statement: Statement, truth: Array, size: Array) -> list[ClassLine]:
    """The lines of the three sizes; one for all areas where they are too few to part."""
    steps = truth.shape[1]
    usable = np.isfinite(size) & np.isfinite(truth[:, -1]) & np.isfinite(statement.forecast[:, steps - 1])
    if not usable.any():
        return []
    rows = np.flatnonzero(usable)
    ordered = rows[np.argsort(size[rows], kind="stable")]
    if len(ordered) < LEAST_AREAS:
        return [_class(ago, "all areas", statement, truth, ordered)]
    parts = np.array_split(ordered, len(CLASSES))
    return [_class(ago, name, statement, truth, part) for name, part in zip(CLASSES, parts, strict=True)]


def _class(
    ago: int,
    name: str,
    statement: Statement,
    truth: Array,
    rows: np.ndarray[tuple[int, ...], np.dtype[np.int_]],
) -> ClassLine:
    steps = truth.shape[1]
    outcome = truth[rows]
    size = np.where(outcome[:, -1] == 0, np.nan, np.abs(outcome[:, -1]))
    share = (statement.forecast[rows, steps - 1] - outcome[:, -1]) / size
    share = share[np.isfinite(share)]
    held = []
    for index in (0, 1):
        lower, upper = statement.lower[rows, :steps, index], statement.upper[rows, :steps, index]
        usable = np.isfinite(lower) & np.isfinite(upper) & np.isfinite(outcome)
        inside = ((outcome >= lower) & (outcome <= upper))[usable]
        held.append(float(inside.mean()) if inside.size else float("nan"))
    if not share.size:
        return ClassLine(ago, name, statement.method, len(rows), NAN, NAN, NAN, held[0], held[1])
    mean, median = float(np.abs(share).mean()), float(np.median(np.abs(share)))
    return ClassLine(
        ago, name, statement.method, len(rows), mean, median, float(share.mean()), held[0], held[1]
    )
