"""Seed tables read as arrays: areas in one order, published values at the dates the method asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pandas as pd

from dashboard.analysis import calendars, vital_rates
from dashboard.analysis.selection import SourceOrder
from forecasting.axes import AgeGroups, Array


class EstimateProblem(ValueError):
    """The tables do not hold what the estimate is made from; the message says what is missing."""


class Period(NamedTuple):
    """The time from one date of an estimate to the next, and the year its end is of."""

    start: date
    end: date
    year: int

    @property
    def middle(self) -> float:
        """The moment in its middle, in days."""
        return middle(self.start, self.end)


def provinces(tables: Mapping[str, pd.DataFrame], country: str, on: date) -> tuple[str, ...]:
    """Codes of a country's provinces that stood on a day, in order."""
    area = tables["area"]
    is_founded = np.array([start is None or pd.isna(start) or start <= on for start in area["valid_from"]])
    stood = np.array([end is None or pd.isna(end) or end >= on for end in area["valid_to"]])
    chosen = area[(area["country"] == country) & (area["level"] == "province") & is_founded & stood]
    if chosen.empty:
        raise EstimateProblem(
            f"The area table holds no province of {country} on {on}: was its seed folder read?"
        )
    return tuple(sorted(chosen["area"]))


def of_source(frame: pd.DataFrame, source: str, purpose: str) -> pd.DataFrame:
    """The rows of one source, of which there must be some."""
    rows = frame[frame["source"] == source]
    if rows.empty:
        raise EstimateProblem(
            f"No rows of source {source}, which the base population needs for {purpose}: "
            "restore the seed table, or name the new source in dashboard/analysis/base_population."
        )
    return rows


def grid(rows: pd.DataFrame, areas: tuple[str, ...], columns: list[str], value: str) -> pd.DataFrame:
    """One row an area, in order, one column for each value of ``columns``; every cell must be there."""
    wide = rows.pivot_table(index="area", columns=columns, values=value, aggfunc="sum")
    wide = wide.reindex(list(areas))
    holes = np.argwhere(wide.isna().to_numpy())
    if len(holes):
        area, column = wide.index[int(holes[0, 0])], wide.columns[int(holes[0, 1])]
        raise EstimateProblem(f"{value} of {area} for {column} is missing: the estimate needs every area.")
    return wide


def people_by_age(
    rows: pd.DataFrame, areas: tuple[str, ...], sexes: tuple[str, ...]
) -> tuple[Array, Array, AgeGroups]:
    """Counts by sex and age, people of unknown age, and the ages. -> (area, sex, age), (area, sex), ages"""
    rows = rows[rows["sex"].isin(sexes)]
    of_age = rows[rows["age_lower"] >= 0]
    ages = AgeGroups(tuple(int(age) for age in sorted(of_age["age_lower"].unique())))
    wide = grid(of_age, areas, ["sex", "age_lower"], "persons")
    counts = wide[[(sex, age) for sex in sexes for age in ages.lower]].to_numpy(dtype=np.float64)
    unknown = rows[rows["age_lower"] < 0].pivot_table(
        index="area", columns="sex", values="persons", aggfunc="sum"
    )
    missing = unknown.reindex(index=list(areas), columns=list(sexes)).fillna(0.0).to_numpy(dtype=np.float64)
    return counts.reshape(len(areas), len(sexes), len(ages)), missing, ages


def all_ages(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of all ages together."""
    return frame[(frame["age_lower"] == 0) & (frame["age_width"] == 0)]


def middle(start: date, end: date) -> float:
    """The middle of an interval, in days."""
    return calendars.period_middle(start, (end - start).days)


def values_between_dates(moment: float, days: Array, values: Array) -> Array:
    """Values interpolated in time, held before the first and after the last. (time), (time, ...) -> (...)"""
    after = int(np.clip(np.searchsorted(days, moment), 1, max(len(days) - 1, 1)))
    if len(days) == 1:
        return np.asarray(values[0])
    part = np.clip((moment - days[after - 1]) / (days[after] - days[after - 1]), 0.0, 1.0)
    return np.asarray((1 - part) * values[after - 1] + part * values[after])


def published_rate_between_dates(rows: pd.DataFrame, moment: float) -> float:
    """A published rate of one area at a date, interpolated between the middles of its periods."""
    rows = rows.sort_values("period_start")
    return float(
        values_between_dates(
            moment, vital_rates.period_middles(rows), rows["value"].to_numpy(dtype=np.float64)
        )
    )


def events_between(rows: pd.DataFrame, start: date, end: date) -> float:
    """Events from one date to another, each period giving the part of its days that falls between them."""
    total, covered = 0.0, 0
    for begin, span, events in zip(rows["period_start"], rows["period_days"], rows["events"], strict=True):
        first, last = max(start, begin), min(end, begin + timedelta(days=int(span)))
        days = max((last - first).days, 0)
        total, covered = total + events * days / span, covered + days
    if covered != (end - start).days:
        raise EstimateProblem(
            f"Events cover {covered} of the {(end - start).days} days from {start} to {end}: "
            "a year is missing, or is there twice."
        )
    return total


def gaps(rows: pd.DataFrame, nation: str, areas: tuple[str, ...]) -> Array:
    """Life expectancy of each area less its nation's, years; 0 where none is published. -> (area)

    Both sexes together, mean over the years an area has. A year the nation did not
    publish is held against the nation's nearest.
    """
    wide = rows[rows["sex"] == "both"].pivot_table(index="area", columns="year", values="value")
    nations = wide.loc[nation].interpolate(method="index", limit_direction="both")
    return (wide.reindex(list(areas)) - nations).mean(axis=1).fillna(0.0).to_numpy(dtype=np.float64)


def death_rates(rows: pd.DataFrame, moment: float) -> tuple[Array, AgeGroups]:
    """A nation's death rates at a date, log-linear between the published periods. -> (sex, age), ages"""
    rates = vital_rates.death_rates(rows, SourceOrder())
    if rates is None:
        raise EstimateProblem("There are no death rates of the nation, which the base population needs.")
    return rates.rates_at(moment), rates.ages
