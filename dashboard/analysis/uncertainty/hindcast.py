"""How wrong: this very projection launched from an earlier base population, set beside what then happened. Pure.

Everything the launch is given is of its year or before: people, births, fertility, the residual that stands for
migration. Two things are not of that day, and are said: base populations as they are estimated now, and the
United Nations' death rates and ages of childbearing, of which only one revision is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections import jump_off, run
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.uncertainty import scenario_tracking, trajectories
from dashboard.analysis.uncertainty.spread import Spread
from forecasting.probabilistic import naive
from forecasting.probabilistic.trajectories import joint_trajectories
from forecasting.scenarios import Scenario

YEARS_AGO = 5
BLOCKS = 3
LEAST_FOR_TREND = 4
SERIES = ("total", "old", "births")
NAIVE = {"last value": naive.last_value, "drift": naive.drift, "damped Holt": naive.damped_holt}
SIZES = ("smallest third", "middle third", "largest third")
LEAST_AREAS = 6


@dataclass(frozen=True)
class Knowledge:
    """What is told of a country: frames of `data.queries` and of measures, by the names `projecting.starts` takes."""

    people: pd.DataFrame
    death_rates: pd.DataFrame
    pattern: pd.DataFrame
    fertility_published: pd.DataFrame
    births: pd.DataFrame
    births_or_derived: pd.DataFrame
    sex_ratio: pd.DataFrame
    residuals: pd.DataFrame


@dataclass(frozen=True)
class ForecastMiss:
    """One series of one area: what was said of ``year`` from ``origin``, its band, what it was, what naive methods said."""

    area: str
    series: str
    origin: int
    year: int
    said: float
    band_80: tuple[float, float]
    band_95: tuple[float, float]
    actual: float
    naive: tuple[tuple[str, float], ...]

    @property
    def share(self) -> float:
        """Said less actual, as part of the actual."""
        return (self.said - self.actual) / self.actual if self.actual else float("nan")

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
        own = abs(self.said - self.actual)
        return sum(abs(value - self.actual) < own for _, value in self.naive)


@dataclass(frozen=True)
class OfSize:
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


def relaunch(country: str, calendar: str, origin: int, known: Knowledge) -> dict[str, Start]:
    """Where the areas of a country started then. -> area: Start"""
    base = known.people[(known.people["source"] == BASE) & (known.people["year"] <= origin)]
    return jump_off.starts(
        country,
        calendar,
        people=base,
        death_rates=known.death_rates,
        pattern=known.pattern,
        fertility_published=_until(known.fertility_published, origin),
        births=_until(known.births, origin),
        births_or_derived=_until(known.births_or_derived, origin),
        sex_ratio=_until(known.sex_ratio, origin)
        if (known.sex_ratio["year"] <= origin).any()
        else known.sex_ratio,
        residuals=_until(known.residuals, origin),
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
    found = joint_trajectories(
        [
            trajectories.block(path, trajectories.strays(own, whole, trajectories.SEED, at, spread))
            for at in range(BLOCKS)
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
        paths = _in_year(series, found, year, calendar, begin.years)
        said = float(_in_year(series, trajectories.assumed_as_draw(own), year, calendar, begin.years)[0])
        ends = np.quantile(paths, (0.025, 0.1, 0.9, 0.975))
        before = rows[rows["year"] <= begin.years[0]]
        lines.append(
            ForecastMiss(
                begin.area,
                series,
                begin.years[0],
                year,
                said,
                (float(ends[1]), float(ends[2])),
                (float(ends[0]), float(ends[3])),
                actual,
                _naive(before, year),
            )
        )
    return lines


def by_size(lines: Sequence[ForecastMiss], series: str, people: Mapping[str, float]) -> list[OfSize]:
    """The areas of a series in thirds by people, the smallest first; one class where there are too few to part."""
    of = sorted((line for line in lines if line.series == series), key=lambda line: people[line.area])
    if not of:
        return []
    if len(of) < LEAST_AREAS:
        return [_class("all areas", of)]
    parts = np.array_split(np.arange(len(of)), len(SIZES))
    return [_class(size, [of[at] for at in part]) for size, part in zip(SIZES, parts, strict=True)]


def _class(size: str, lines: Sequence[ForecastMiss]) -> OfSize:
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
    return OfSize(
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


def _in_year(
    series: str, found: trajectories.Trajectories, year: int, calendar: str, years: Sequence[int]
) -> np.ndarray:
    """Every draw's figure of a year of the country's calendar. -> (draw)"""
    if series != "births":
        at, paths = trajectories.series(found, series)
        return paths[:, at.index(year)]
    first = calendars.first_day(year, calendar)
    parts = scenario_tracking.parts_of(years, first, calendars.days_in_year(year, calendar), calendar)
    return sum(found.births[:, interval] * part for interval, part in parts)  # type: ignore[return-value]


def _naive(before: pd.DataFrame, year: int) -> tuple[tuple[str, float], ...]:
    """What methods that know no demography said of ``year`` from the figures until then."""
    if before.empty:
        return ()
    span = range(int(before["year"].min()), int(before["year"].max()) + 1)
    line = (
        before.drop_duplicates("year")
        .set_index("year")["value"]
        .reindex(span)
        .interpolate()
        .to_numpy(dtype=float)
    )
    ahead = year - span[-1]
    able = {
        name: method for name, method in NAIVE.items() if name == "last value" or len(line) >= LEAST_FOR_TREND
    }
    return tuple((name, float(method(line[np.newaxis], ahead)[0, -1])) for name, method in able.items())
