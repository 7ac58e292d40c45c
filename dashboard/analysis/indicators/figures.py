"""Figures that an office published, and simple arithmetic on them.

Every function returns ``area, year, value, status, provisional, source`` with one row an area and year. ``source`` may
name several sources joined by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.value_cache import ValueCache
from data import queries
from data.columns import TRUST
from forecasting.axes import Array
from forecasting.indicators import rates
from forecasting.scales import PER_1000

COLUMNS = ["area", "year", "value", "status", "provisional", "source"]
#: The base population, estimated when a release is made: dashboard.analysis.base_population
BASE = "rasad_base_population"
#: Models used for their age pattern alone: never shown as the population of a country
PATTERNS_ONLY = ("un_wpp_2024",)
Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class MeasureContext:
    """What the methods of measures read: the release, of one country, for areas of these ``levels``.

    ``cache`` is what was made of the same release, country and levels already: many measures rest on the same people,
    death rates and births. Whoever keeps it keeps it with the release.
    """

    connection: Connection
    country: str
    levels: tuple[str, ...] = queries.UPPER
    cache: ValueCache = field(default_factory=ValueCache)

    def cached(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What ``make`` made when first asked under ``key``: the same object for all who ask, which nobody changes."""
        return self.cache.value(key, make)


Method = Callable[[MeasureContext, str], pd.DataFrame]


def first_available(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One row an area and year: earlier frames win, then published over derived over estimated."""
    ranked = [frame.assign(way=way) for way, frame in enumerate(frames) if len(frame)]
    if not ranked:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(ranked, ignore_index=True)
    rows["trust"] = rows["status"].map(TRUST.index)
    rows = rows.sort_values(["area", "year", "way", "trust"], kind="stable").drop_duplicates(["area", "year"])
    return rows[COLUMNS].reset_index(drop=True)


def published_values(context: MeasureContext, key: str) -> pd.DataFrame:
    """As the office published it, of both sexes together."""
    return published_values_of(key, "both")(context, key)


def published_rows(context: MeasureContext, measure: str) -> pd.DataFrame:
    """`data.queries.rates` of one measure"""
    return context.cached(
        ("printed", measure),
        lambda: queries.rates(context.connection, context.country, measure, levels=context.levels),
    )


def published_values_of(measure: str, sex: str) -> Method:
    """As the office published it, of one sex or of both together."""

    def values(context: MeasureContext, _key: str) -> pd.DataFrame:
        rows = published_rows(context, measure)
        return rows.loc[rows["sex"] == sex, COLUMNS]

    return values


def population(context: MeasureContext, _key: str = "population") -> pd.DataFrame:
    """Persons: the office's own total, else the sum of its two sexes; an estimate of the year before a census."""
    return context.cached("population", lambda: _population(context))


def _population(context: MeasureContext) -> pd.DataFrame:
    people = queries.total_population(context.connection, context.country, levels=context.levels)
    people = people[~people["source"].isin(PATTERNS_ONLY) & (people["status"] != "estimated")]
    provenance = ["area", "year", "status", "provisional", "source"]
    both = people[people["sex"] == "both"].rename(columns={"persons": "value"})
    by_sex = (
        people[people["sex"] != "both"]
        .groupby(provenance, as_index=False)
        .agg(value=("persons", "sum"), sexes=("sex", "size"))
    )
    by_sex = by_sex[by_sex["sexes"] == 2]
    frame = pd.concat([both[COLUMNS], by_sex[COLUMNS]], ignore_index=True)
    # the office's yearly series before a survey of one year
    frame = frame.iloc[(-frame.groupby("source")["year"].transform("nunique")).argsort(kind="stable")]
    census = frame["source"].str.contains("_census_")
    return first_available([frame[~census], frame[census]])


def event_counts(event: str) -> Method:
    """Events registered in the year."""

    def values(context: MeasureContext, _key: str) -> pd.DataFrame:
        return context.cached(("registered", event), lambda: count(context))

    def count(context: MeasureContext) -> pd.DataFrame:
        rows = queries.events(context.connection, context.country, [event], levels=context.levels)
        return rows[rows["sex"] == "both"].rename(columns={"events": "value"})[COLUMNS]

    return values


def crude_rate(event: str) -> Method:
    """Events over the population of the same area and year, per 1,000: derived."""

    def divided(context: MeasureContext, _key: str) -> pd.DataFrame:
        events = first_available([event_counts(event)(context, "")])
        people = population(context)
        both = events.merge(people, on=["area", "year"], suffixes=("", "_people"))
        if both.empty:
            return both.reindex(columns=COLUMNS)
        both["value"] = PER_1000 * rates.crude_rate(both["value"].to_numpy(), both["value_people"].to_numpy())
        both["status"] = "derived"
        both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
        both["source"] = both["source"] + " " + both["source_people"]
        return both[COLUMNS]

    return divided


def births_from_rate(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Births where the office publishes only their rate: the rate times the population of the year: derived."""
    published = published_values(context, "crude_birth_rate")
    both = published.merge(population(context), on=["area", "year"], suffixes=("", "_people"))
    both["value"] = both["value"] / PER_1000 * both["value_people"]
    both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
    return both.assign(status="derived", source=both["source"] + " " + both["source_people"])[COLUMNS]


def most_trusted(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """One row an area and year: a count before an estimate, and the base population, whose method is stated, before others."""
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(frames, ignore_index=True)
    estimated, ours = rows["status"] == "estimated", rows["source"] == BASE
    return first_available([rows[~estimated], rows[ours], rows[estimated & ~ours]])


def join_measures(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Two measures of the same areas and years: value, value_2 and provenance of both, derived or estimated."""
    both = left.merge(right, on=["area", "year"], suffixes=("", "_2"))
    estimated = (both["status"] == "estimated") | (both["status_2"] == "estimated")
    return both.assign(
        status=estimated.map({True: "estimated", False: "derived"}),
        provisional=both[["provisional", "provisional_2"]].max(axis=1),
        source=[join_sources(*each) for each in zip(both["source"], both["source_2"], strict=True)],
    )


def join_sources(*sources: str) -> str:
    """Keys of sources joined, each once."""
    return " ".join(dict.fromkeys(" ".join(sources).split()))


def measure_of_two(first: Method, second: Method, arithmetic: Callable[[Array, Array], Array]) -> Method:
    """A measure of two others of the same area and year."""

    def way(context: MeasureContext, key: str) -> pd.DataFrame:
        both = join_measures(first(context, key), second(context, key))
        values = arithmetic(both["value"].to_numpy(np.float64), both["value_2"].to_numpy(np.float64))
        return both.assign(value=values).dropna(subset="value")[COLUMNS]

    return way
