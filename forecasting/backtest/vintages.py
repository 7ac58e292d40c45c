"""Beside the forecasts that the United Nations published in their day, five years ahead.

A published period such as 2010-2015 runs from the middle of one year to the middle of the other; a stock such
as 2015 is in the middle of its year. Ours is launched from the end of the year before the vintage. It knows
the past as it is known now, the published forecasts knew it as it was known then; so a second comparison
gives ours the published figure of the period before to start from, wrong as that was, and takes from ours
only the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array
from forecasting.backtest.reading import Published
from forecasting.panel import Panel
from forecasting.probabilistic.intervals import half_widths
from forecasting.probabilistic.rolling_origins import OURS, Launches

EXPERT, LAST_VALUE = "UN medium", "last value"
# A published series and the beginning of the name of the same measure in a history.
SAME_MEASURE = {"tfr": "tfr", "e0F": "e0", "e0M": "e0", "e0": "e0", "pop": "pop"}
LONGEST_STEP = 1
FIVE_YEARS = 5


@dataclass(frozen=True)
class AgainstVintage:
    """Median absolute errors, ours and a published vintage's, over the areas that both forecast; nan where there is none.

    ours_from_theirs: ours with its change added to the figure published for the period before.
    """

    series: str
    vintage: int
    period: str
    areas: int
    theirs: float
    ours: float
    ours_from_theirs: float
    their_coverage_80: float
    our_coverage_80: float


def against(panel: Panel, launches: Launches, published: Iterable[Published]) -> list[AgainstVintage]:
    """One line for each vintage's next five years of a series, where the history covers them."""
    groups: dict[tuple[str, int, str], list[Published]] = defaultdict(list)
    for row in published:
        measure = SAME_MEASURE.get(row.series)
        if measure and panel.series.lower().startswith(measure) and row.step == LONGEST_STEP:
            groups[(row.series, row.vintage, row.period)].append(row)
    lines = []
    for (series, vintage, period), rows in sorted(groups.items()):
        line = _line(panel, launches, series, vintage, period, rows)
        if line is not None:
            lines.append(line)
    return lines


def _line(
    panel: Panel, launches: Launches, series: str, vintage: int, period: str, rows: list[Published]
) -> AgainstVintage | None:
    origin = vintage - 1
    if origin not in launches.origins:
        return None
    experts = {row.area: row for row in rows if row.method.startswith(EXPERT)}
    before = {row.area: row.forecast for row in rows if row.method == LAST_VALUE}
    rows_of = {area: row for row, area in enumerate(panel.areas) if area in experts}
    places = list(rows_of.values())
    paths = _paths(panel, launches, origin)
    truth = _mean_over(panel.years, panel.values, period)
    ours = _mean_over(paths.years, paths.centre, period)
    if not places or truth is None or ours is None:
        return None
    misses = np.abs(ours - truth)[places]
    theirs = np.array([abs(experts[area].forecast - experts[area].actual) for area in rows_of])
    usable = np.isfinite(misses) & np.isfinite(theirs)
    if not usable.any():
        return None
    lower, upper = (_mean_over(paths.years, ends, period) for ends in (paths.lower, paths.upper))
    ours_held = _our_coverage(truth, lower, upper, np.asarray(places)[usable])
    started = _from_theirs(panel.series, paths, period, rows_of, before, experts)
    return AgainstVintage(
        series,
        vintage,
        period,
        int(usable.sum()),
        float(np.median(theirs[usable])),
        float(np.median(misses[usable])),
        started,
        _their_coverage([experts[area] for area in rows_of]),
        ours_held,
    )


@dataclass(frozen=True, eq=False)
class _Paths:
    """The past as published, then the forecast and the ends of its 80 % interval. (area, year)"""

    years: tuple[int, ...]
    centre: Array
    lower: Array
    upper: Array


def _paths(panel: Panel, launches: Launches, origin: int) -> _Paths:
    position = launches.origins.index(origin)
    past = panel.until(origin)
    centre = launches.forecasts[OURS][position]
    width = half_widths(launches, OURS, origin)[..., 0]
    joined = [
        np.concatenate([past.values, launches.kind.outward(values)], axis=-1)
        for values in (centre, centre - width, centre + width)
    ]
    years = tuple(range(past.years[0], past.years[0] + joined[0].shape[1]))
    return _Paths(years, *joined)


def _mean_over(years: tuple[int, ...], values: Array, period: str) -> Array | None:
    """The mean from the middle of the first year to the middle of the last. (area, year) -> (area)

    A period of one year is a stock in the middle of it: the mean of the ends of the year before and of it.
    """
    weights = _weights(period)
    if weights is None or not set(weights) <= set(years):
        return None
    total = sum(weight * values[:, years.index(year)] for year, weight in weights.items())
    return np.asarray(total / sum(weights.values()))


def _weights(period: str) -> dict[int, float] | None:
    ends = [int(part) for part in period.split("-") if part.strip().isdigit()]
    if len(ends) == 1:
        return {ends[0] - 1: 0.5, ends[0]: 0.5}
    if len(ends) != 2 or ends[1] <= ends[0]:
        return None
    return {ends[0]: 0.5, **dict.fromkeys(range(ends[0] + 1, ends[1]), 1.0), ends[1]: 0.5}


def _from_theirs(
    series: str,
    paths: _Paths,
    period: str,
    rows_of: dict[str, int],
    before: dict[str, float],
    experts: dict[str, Published],
) -> float:
    """Median error of ours when it starts from the figure they published for the period before."""
    ends = [int(part) for part in period.split("-") if part.strip().isdigit()]
    earlier = "-".join(str(end - FIVE_YEARS) for end in ends)
    base, ours = (_mean_over(paths.years, paths.centre, each) for each in (earlier, period))
    if base is None or ours is None or len(ends) != 2 or series.lower().startswith("pop"):
        return float("nan")
    change = ours - base
    misses = [
        abs(before[area] + change[row] - experts[area].actual)
        for area, row in rows_of.items()
        if area in before
    ]
    usable = [miss for miss in misses if np.isfinite(miss)]
    return float(np.median(usable)) if usable else float("nan")


def _our_coverage(
    truth: Array,
    lower: Array | None,
    upper: Array | None,
    rows: np.ndarray[tuple[int, ...], np.dtype[np.int_]],
) -> float:
    if lower is None or upper is None:
        return float("nan")
    usable = rows[np.isfinite(lower[rows]) & np.isfinite(upper[rows])]
    if not len(usable):
        return float("nan")
    return float(((truth >= lower) & (truth <= upper))[usable].mean())


def _their_coverage(rows: list[Published]) -> float:
    held = [
        row.interval_80[0] <= row.actual <= row.interval_80[1]
        for row in rows
        if np.isfinite([*row.interval_80, row.actual]).all()
    ]
    return float(np.mean(held)) if held else float("nan")
