"""Which scenario are we in? Registered births and deaths since the start, set beside what each scenario expected.

A scenario's year runs from one base date to the next (1 Mehr, or 1 July: the middle of the year), a register's from the
first day of a month or a year. What a scenario expects of a registered period is therefore taken day by day from the
intervals it lies in. Months have their seasons: where whole years of months are known from before the start, a month
expects its usual part of the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.selection import SourceOrder, first_choice
from data import calendars
from forecasting.interval_levels import NORMAL_HALF_WIDTH

SHORTEST_MONTH, LONGEST_MONTH, SHORTEST_YEAR = 28, 31, 360
MONTHS = 12


@dataclass(frozen=True)
class Verdict:
    """How a scenario stands at the end of the last known period: registered and expected since the first, and whether
    chance explains the difference."""

    name: str
    fingerprint: str
    ends: date
    registered: float
    expected: float
    explained: bool

    @property
    def gap(self) -> float:
        """Registered less expected, as part of the expected."""
        return (self.registered - self.expected) / self.expected if self.expected else float("nan")


def stands(year: int, calendar: str) -> date:
    """The day at which the base population of a year stands."""
    return calendars.reference_day(year, calendar)


def one_figure_each(figures: pd.DataFrame, order: SourceOrder) -> pd.DataFrame:
    """Of every period, basis and place the figure first in the order of sources"""
    return first_choice(figures, ["period_start", "period_days", "basis", "place"], order)


def one_register(figures: pd.DataFrame, base: date) -> pd.DataFrame:
    """The rows counted in one way (by occurrence or registration, where people live or where it was written down)

    figures: one a period, basis and place. The way that tells the most since the base date; of two that tell as much, by
    occurrence and residence.
    """
    best, reached = figures.iloc[:0], (date.min, 0)
    for (basis, place), own in figures.groupby(["basis", "place"], sort=True):
        preferred = (_end(periods(own, base)), (basis == "occurrence") + (place == "residence"))
        if preferred > reached or best.empty:
            best, reached = own, preferred
    return best


def periods(figures: pd.DataFrame, base: date) -> pd.DataFrame:
    """start, days, value, provisional — months or years that follow one another from the base date on

    figures: period_start, period_days, value, provisional. Months where they reach as far as years do; a gap ends the
    run, for a sum over a hole is no sum.
    """
    rows = figures.dropna(subset=["value"]).rename(columns={"period_start": "start", "period_days": "days"})
    rows = rows[rows["start"] >= base].sort_values("start")
    months = _following(rows[rows["days"].between(SHORTEST_MONTH, LONGEST_MONTH)])
    years = _following(rows[rows["days"] >= SHORTEST_YEAR])
    return months if len(months) and _end(months) >= _end(years) else years


def seasons(figures: pd.DataFrame, base: date, calendar: str) -> dict[int, float]:
    """Month of the calendar -> how many times the year's daily mean; empty without a whole year of months before ``base``"""
    rows = figures.dropna(subset=["value"])
    rows = rows[rows["period_days"].between(SHORTEST_MONTH, LONGEST_MONTH) & (rows["period_start"] < base)]
    if rows.empty:
        return {}
    days = [calendars.year_month_day(start, calendar) for start in rows["period_start"]]
    rows = rows.assign(year=[year for year, _, _ in days], month=[month for _, month, _ in days])
    whole = rows.groupby("year")["month"].transform("nunique") == MONTHS
    rows = rows[whole]
    daily = rows["value"] / rows["period_days"]
    sums = rows.groupby("year")[["value", "period_days"]].transform("sum")
    factor = (daily / (sums["value"] / sums["period_days"])).groupby(rows["month"]).mean()
    return {int(month): float(factor.loc[month]) for month in factor.index.to_numpy(dtype=int)}


def parts_of(years: Sequence[int], start: date, days: int, calendar: str) -> list[tuple[int, float]]:
    """Intervals between base dates that a period of so many days lies in, and the part of each that lies in it.

    Empty where the period is not wholly within them.
    """
    end, covered, parts = start + timedelta(days=days), 0, []
    for interval in range(len(years) - 1):
        begins, ends = stands(years[interval], calendar), stands(years[interval + 1], calendar)
        if begins >= end:
            break
        inside = (min(end, ends) - max(start, begins)).days
        if inside > 0:
            covered += inside
            parts.append((interval, inside / (ends - begins).days))
    return parts if covered == days else []


def expected_events(run: ScenarioRun, event: str, start: date, days: int, calendar: str) -> float:
    """Events a scenario expects from ``start`` on for so many days; nan outside its years. ``event``: births or deaths"""
    flows = run.births.sum(-1) if event == "births" else run.deaths.sum((-2, -1))
    parts = parts_of(run.years, start, days, calendar)
    return sum(float(flows[interval]) * part for interval, part in parts) if parts else float("nan")


def comparison(
    run: ScenarioRun,
    register: pd.DataFrame,
    event: str,
    calendar: str,
    season: Mapping[int, float] | None = None,
) -> pd.DataFrame:
    """start, days, registered, expected, gap, low, high, provisional — cumulative since the first period

    register: as `periods` gives it. low and high: gaps that chance alone gives 95 times in 100, the register being a
    Poisson count.
    """
    usual = season or {}
    hoped = [
        expected_events(run, event, start, int(days), calendar)
        * (usual.get(_month(start, calendar), 1.0) if days <= LONGEST_MONTH else 1.0)
        for start, days in zip(register["start"], register["days"], strict=True)
    ]
    sums = pd.Series(hoped, index=register.index, dtype=float).cumsum()
    registered = register["value"].astype(float).cumsum()
    spread = NORMAL_HALF_WIDTH * np.sqrt(sums)
    rows = register[["start", "days"]].assign(
        registered=registered,
        expected=sums,
        gap=registered - sums,
        low=-spread,
        high=spread,
        provisional=register["provisional"].astype(bool),
    )
    return rows.dropna(subset=["expected"]).reset_index(drop=True)


def from_start(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows after the start itself, where nothing has been counted and nothing was expected"""
    nothing = {name: 0.0 for name in ("registered", "expected", "gap", "low", "high")}
    first = pd.DataFrame([{"start": rows["start"].iloc[0], "days": 0, **nothing, "provisional": False}])
    return pd.concat([first, rows], ignore_index=True)


def verdicts(
    runs: Sequence[tuple[str, ScenarioRun]],
    register: pd.DataFrame,
    event: str,
    calendar: str,
    season: Mapping[int, float] | None = None,
) -> list[Verdict]:
    """Each scenario's standing, the nearest first."""
    standings = []
    for name, run in runs:
        rows = comparison(run, register, event, calendar, season)
        if len(rows):
            last = rows.iloc[-1]
            standings.append(
                Verdict(
                    name,
                    run.fingerprint,
                    last["start"] + timedelta(days=int(last["days"]) - 1),
                    float(last["registered"]),
                    float(last["expected"]),
                    bool(last["low"] <= last["gap"] <= last["high"]),
                )
            )
    return sorted(standings, key=lambda one: abs(one.gap))


def _following(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows up to the first gap between one period's end and the next one's beginning."""
    length, end = 0, None
    for start, days in zip(rows["start"], rows["days"], strict=True):
        if end is not None and start != end:
            break
        length, end = length + 1, start + timedelta(days=int(days))
    return rows[["start", "days", "value", "provisional"]].iloc[:length].reset_index(drop=True)


def _end(rows: pd.DataFrame) -> date:
    return rows["start"].iloc[-1] + timedelta(days=int(rows["days"].iloc[-1])) if len(rows) else date.min


def _month(start: date, calendar: str) -> int:
    return calendars.year_month_day(start, calendar)[1]
