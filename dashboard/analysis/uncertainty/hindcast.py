"""How wrong: this very projection launched from an earlier base population, set beside what then happened.

Everything the launch is given is of its year or before: people, births, fertility, the residual that stands for
migration. Two things are not of that day, and are said: base populations as they are estimated now, and the
United Nations' death rates and ages of childbearing, of which only one revision is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections import jump_off, run
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.start_inputs import StartInputs
from dashboard.analysis.uncertainty import scenario_tracking, trajectories
from dashboard.analysis.uncertainty.spread import Spread
from data import calendars
from forecasting.axes import Array
from forecasting.interval_levels import PROBABILITIES
from forecasting.probabilistic import naive
from forecasting.probabilistic.trajectories import Trajectories, joint_trajectories
from forecasting.scenarios import Scenario

YEARS_AGO = 5
BLOCKS = 3
LEAST_FOR_TREND = 4
SERIES = ("total", "old", "births")
NAIVE = {"last value": naive.last_value, "drift": naive.drift, "damped Holt": naive.damped_holt}
SIZES = ("smallest third", "middle third", "largest third")
LEAST_AREAS = 6


@dataclass(frozen=True)
class ForecastMiss:
    """One series of one area: what was said of ``year`` from ``origin``, its band, what it was, what naive methods said."""

    area: str
    series: str
    origin: int
    year: int
    projected: float
    band_80: tuple[float, float]
    band_95: tuple[float, float]
    actual: float
    naive: tuple[tuple[str, float], ...]

    @property
    def share(self) -> float:
        """Said less actual, as part of the actual."""
        return (self.projected - self.actual) / self.actual if self.actual else float("nan")

    @property
    def held_80(self) -> bool:
        """Whether the actual was inside the band of 80 of 100."""
        return self.band_80[0] <= self.actual <= self.band_80[1]

    @property
    def held_95(self) -> bool:
        """Whether the actual was inside the band of 95 of 100."""
        return self.band_95[0] <= self.actual <= self.band_95[1]

    @property
    def closer(self) -> int:
        """How many naive methods came closer."""
        own = abs(self.projected - self.actual)
        return sum(abs(value - self.actual) < own for _, value in self.naive)


@dataclass(frozen=True)
class SizeClass:
    """Areas of a size together: mean and median size of the miss, its direction, how often the bands held."""

    size: str
    areas: int
    mean: float
    median: float
    bias: float
    held_80: float
    held_95: float
    naive: str
    naive_mean: float


def origins(people: pd.DataFrame) -> tuple[int, int] | None:
    """The base year to launch from, five years back or the first there is, and the last one; None without two."""
    years = sorted({int(year) for year in people.loc[people["source"] == BASE, "year"]})
    if len(years) < 2:
        return None
    return max(years[0], years[-1] - YEARS_AGO), years[-1]


def relaunch(inputs: StartInputs, origin: int) -> dict[str, Start]:
    """Where the areas of a country started in the base year ``origin``. -> area: Start"""
    base = inputs.people[(inputs.people["source"] == BASE) & (inputs.people["year"] <= origin)]
    ratios = _until(inputs.sex_ratio, origin)
    return jump_off.starts(
        replace(
            inputs,
            people=base,
            fertility_published=_until(inputs.fertility_published, origin),
            births=_until(inputs.births, origin),
            deaths=_until(inputs.deaths, origin),
            births_or_derived=_until(inputs.births_or_derived, origin),
            sex_ratio=ratios if len(ratios) else inputs.sex_ratio,
            residuals=_until(inputs.residuals, origin),
            life_expectancy=_until(inputs.life_expectancy, origin),
            life_tables=tuple(table for table in inputs.life_tables if table.year <= origin),
        )
    )


def misses(
    begin: Start,
    nation: Start,
    histories: Mapping[str, pd.DataFrame],
    last: int,
    calendar: str,
    spread: Spread,
) -> list[ForecastMiss]:
    """What the projection of an area missed by the last base year. histories: series -> area, year, value"""
    scenario = Scenario(horizon=last + 1)
    own = run(begin, scenario)
    whole = own if begin.area == nation.area else run(nation, scenario)
    path = trajectories.central_path(own)
    draws = joint_trajectories(
        [
            trajectories.block(
                path, trajectories.deviations_of(own, whole, trajectories.SEED, number, spread)
            )
            for number in range(BLOCKS)
        ]
    )
    lines = []
    for series in SERIES:
        rows = histories[series]
        rows = rows[rows["area"] == begin.area].dropna(subset=["value"]).sort_values("year")
        after = rows[(rows["year"] > begin.years[0]) & (rows["year"] <= last)]
        if after.empty:
            continue
        year, actual = int(after["year"].iloc[-1]), float(after["value"].iloc[-1])
        paths = _in_year(series, draws, year, calendar, begin.years)
        projected = float(
            _in_year(series, trajectories.scenario_as_draw(own), year, calendar, begin.years)[0]
        )
        lower_95, lower_80, _, upper_80, upper_95 = map(float, np.quantile(paths, PROBABILITIES))
        before = rows[rows["year"] <= begin.years[0]]
        lines.append(
            ForecastMiss(
                begin.area,
                series,
                begin.years[0],
                year,
                projected,
                (lower_80, upper_80),
                (lower_95, upper_95),
                actual,
                _naive(before, year),
            )
        )
    return lines


def by_size(lines: Sequence[ForecastMiss], series: str, people: Mapping[str, float]) -> list[SizeClass]:
    """The areas of a series in thirds by people, the smallest first; one class where there are too few to part."""
    ordered = sorted((line for line in lines if line.series == series), key=lambda line: people[line.area])
    if not ordered:
        return []
    if len(ordered) < LEAST_AREAS:
        return [_class("all areas", ordered)]
    parts = np.array_split(np.arange(len(ordered)), len(SIZES))
    return [_class(size, [ordered[place] for place in part]) for size, part in zip(SIZES, parts, strict=True)]


def _class(size: str, lines: Sequence[ForecastMiss]) -> SizeClass:
    shares = np.array([line.share for line in lines])
    methods = sorted({name for line in lines for name, _ in line.naive})
    means = {
        name: float(
            np.mean(
                [abs(dict(line.naive)[name] / line.actual - 1) for line in lines if name in dict(line.naive)]
            )
        )
        for name in methods
    }
    best = min(means, key=means.__getitem__, default="")
    return SizeClass(
        size,
        len(lines),
        float(np.abs(shares).mean()),
        float(np.median(np.abs(shares))),
        float(shares.mean()),
        float(np.mean([line.held_80 for line in lines])),
        float(np.mean([line.held_95 for line in lines])),
        best,
        means.get(best, float("nan")),
    )


def _until(frame: pd.DataFrame, origin: int) -> pd.DataFrame:
    return frame[frame["year"] <= origin]


def _in_year(series: str, draws: Trajectories, year: int, calendar: str, years: Sequence[int]) -> Array:
    """Every draw's figure of a year of the country's calendar. -> (draw)"""
    if series != "births":
        path_years, paths = trajectories.series(draws, series)
        return np.asarray(paths[:, path_years.index(year)])
    first = calendars.first_day(year, calendar)
    parts = scenario_tracking.parts_of(years, first, calendars.days_in_year(year, calendar), calendar)
    return np.asarray(sum(draws.births[:, interval] * part for interval, part in parts))


def _naive(before: pd.DataFrame, year: int) -> tuple[tuple[str, float], ...]:
    """What methods that know no demography said of ``year`` from the figures until then."""
    if before.empty:
        return ()
    span = range(int(before["year"].min()), int(before["year"].max()) + 1)
    line = before.set_index("year")["value"].reindex(span).interpolate().to_numpy(dtype=float)
    horizon = year - span[-1]
    able = {
        name: method for name, method in NAIVE.items() if name == "last value" or len(line) >= LEAST_FOR_TREND
    }
    return tuple((name, float(method(line[np.newaxis], horizon)[0, -1])) for name, method in able.items())
