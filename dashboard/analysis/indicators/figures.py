"""Figures that an office published, and simple arithmetic on them.

Every function returns ``area, year, value, status, provisional, source`` with one row an area and year. ``source`` may
name several sources joined by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.calendars import GREGORIAN
from dashboard.analysis.selection import PLACE, SourceOrder, rank_rows, source_order
from dashboard.analysis.value_cache import ValueCache
from data import dependencies, queries
from data.columns import TRUST
from data.countries import Country, countries
from forecasting.axes import Array
from forecasting.indicators import rates
from forecasting.scales import PER_1000

COLUMNS = ["area", "year", "value", "status", "provisional", "source"]
#: The base population, estimated when a release is made: dashboard.analysis.base_population
BASE = "rasad_base_population"
PERIOD = ["calendar", "period_start", "period_days"]
#: Models used for their age pattern alone: never shown as the population of a country
PATTERNS_ONLY = tuple(source for country in countries().values() for source in country.age_patterns)
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

    @property
    def about(self) -> Country:
        """What the country's folder says; of a country without a folder, nothing but its code."""
        return countries().get(self.country) or Country(self.country, Path(), GREGORIAN)

    @property
    def order(self) -> SourceOrder:
        """Which source is taken where several say one fact."""
        return self.cached("order", lambda: source_order(queries.sources(self.connection), self.about))

    def cached(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What ``make`` made when first asked under ``key``: the same object for all who ask, which nobody changes."""
        return dependencies.value(self.connection, self.cache, key, make)


Method = Callable[[MeasureContext, str], pd.DataFrame]


def first_available(frames: Iterable[pd.DataFrame], order: SourceOrder | None = None) -> pd.DataFrame:
    """One row an area and year: earlier frames win, then the order of sources (`dashboard.analysis.selection`)."""
    values = candidates(frames, order or SourceOrder())
    return values.loc[values[PLACE] == 0, COLUMNS].reset_index(drop=True)


def candidates(frames: Iterable[pd.DataFrame], order: SourceOrder) -> pd.DataFrame:
    """Every value there is by area and year, with its method's place and its rank: 0 is taken, others also published."""
    filled = [frame.assign(method=method) for method, frame in enumerate(frames) if len(frame)]
    if not filled:
        return pd.DataFrame(columns=[*COLUMNS, "method", PLACE])
    rows = pd.concat(filled, ignore_index=True)
    keys = pd.DataFrame(
        {
            "area": rows["area"],
            "year": rows["year"],
            "method": rows["method"],
            "trust": rows["status"].map(TRUST.index),
            "distance": rows["distance"].fillna(0.0) if "distance" in rows else 0.0,
            "rank": order.rank(rows["source"]),
        }
    )
    arranged = rows.loc[keys.sort_values(list(keys.columns), kind="stable").index, [*COLUMNS, "method"]]
    return arranged.assign(**{PLACE: arranged.groupby(["area", "year"]).cumcount()})


def published_values(context: MeasureContext, key: str) -> pd.DataFrame:
    """As the office published it, of both sexes together."""
    return published_values_of(key, "both")(context, key)


def published_rows(context: MeasureContext, measure: str) -> pd.DataFrame:
    """`data.queries.rates` of one measure, one figure an area, year and sex: the first in the order of sources"""
    return context.cached(("printed", measure), lambda: _published_rows(context, measure))


def _published_rows(context: MeasureContext, measure: str) -> pd.DataFrame:
    ranked = published_ranks(context, measure)
    chosen = ranked[ranked[PLACE] == 0].drop(columns=PLACE)
    return chosen.sort_values(["area", "period_start", "source", "sex"], kind="stable", ignore_index=True)


def published_ranks(context: MeasureContext, measure: str) -> pd.DataFrame:
    """`data.queries.rates` of one measure, every figure of an area, year and sex with its rank: 0 is taken"""

    def ranks() -> pd.DataFrame:
        rows = queries.rates(context.connection, context.country, measure, levels=context.levels)
        return rank_rows(rows, ["area", "year", "sex"], context.order)

    return context.cached(("printed ranks", measure), ranks)


@dataclass(frozen=True)
class PublishedValues:
    """The method of figures as the office published them, of one sex or of both together."""

    measure: str
    sex: str = "both"

    def __call__(self, context: MeasureContext, _key: str) -> pd.DataFrame:
        """The figures taken."""
        rows = published_rows(context, self.measure)
        return rows.loc[rows["sex"] == self.sex, COLUMNS]

    def ranks(self, context: MeasureContext) -> pd.DataFrame:
        """Every figure with its rank."""
        rows = published_ranks(context, self.measure)
        return rows.loc[rows["sex"] == self.sex, [*COLUMNS, *PERIOD, PLACE]]


def published_values_of(measure: str, sex: str) -> PublishedValues:
    """As the office published it, of one sex or of both together."""
    return PublishedValues(measure, sex)


def population(context: MeasureContext, _key: str = "population") -> pd.DataFrame:
    """Persons: the office's own total, else the sum of its two sexes; an estimate of the year before a census."""
    ranked = population_ranks(context)
    return ranked.loc[ranked[PLACE] == 0, COLUMNS].reset_index(drop=True)


def population_ranks(context: MeasureContext) -> pd.DataFrame:
    """Persons, every total of an area and year with its rank."""
    return context.cached("population", lambda: _population_ranks(context))


def _population_ranks(context: MeasureContext) -> pd.DataFrame:
    people = queries.total_population(context.connection, context.country, levels=context.levels)
    people = people[~people["source"].isin(context.about.age_patterns) & (people["status"] != "estimated")]
    provenance = [*("area", "year", "status", "provisional", "source"), *PERIOD]
    both = people[people["sex"] == "both"].rename(columns={"persons": "value"})
    by_sex = (
        people[people["sex"] != "both"]
        .groupby(provenance, as_index=False)
        .agg(value=("persons", "sum"), sexes=("sex", "size"))
    )
    by_sex = by_sex[by_sex["sexes"] == 2]
    totals = pd.concat([both[[*COLUMNS, *PERIOD]], by_sex[[*COLUMNS, *PERIOD]]], ignore_index=True)
    totals = totals.drop_duplicates(provenance)  # a total before the sum of its sexes
    return rank_rows(totals, ["area", "year"], context.order)[[*COLUMNS, *PERIOD, PLACE]]


@dataclass(frozen=True)
class EventCounts:
    """The method of events registered in the year."""

    event: str

    def __call__(self, context: MeasureContext, _key: str) -> pd.DataFrame:
        """The counts taken."""
        return registered_events(context, self.event).rename(columns={"events": "value"})[COLUMNS]

    def ranks(self, context: MeasureContext) -> pd.DataFrame:
        """Every count of an area and year with its rank."""
        ranked = event_ranks(context, self.event).rename(columns={"events": "value"})
        return ranked[[*COLUMNS, *PERIOD, PLACE]]


def event_counts(event: str) -> EventCounts:
    """Events registered in the year."""
    return EventCounts(event)


def registered_events(context: MeasureContext, event: str) -> pd.DataFrame:
    """area, year, events, period_start, period_days, basis, place and provenance — one count an area and year.

    What a source gives by sex or by age alone has its total since the release was made (`data.ingest.margins`).
    """
    ranked = event_ranks(context, event)
    return ranked[ranked[PLACE] == 0].drop(columns=PLACE).reset_index(drop=True)


def event_ranks(context: MeasureContext, event: str) -> pd.DataFrame:
    """Every count of `registered_events` with its rank in its area and year: 0 is taken"""
    return context.cached(("registered", event), lambda: _event_ranks(context, event))


def _event_ranks(context: MeasureContext, event: str) -> pd.DataFrame:
    rows = queries.events(context.connection, context.country, [event], levels=context.levels)
    return rank_rows(rows[rows["sex"] == "both"], ["area", "year"], context.order)


def rows_by_age(context: MeasureContext, event: str) -> pd.DataFrame:
    """Births by age of mother, or deaths by age, of the context's areas: `data.queries`"""
    question = BY_AGE[event]
    return context.cached(
        ("rows by age", event),
        lambda: question(context.connection, context.country, levels=context.levels),
    )


BY_AGE = {"births": queries.births_by_age, "deaths": queries.deaths_by_age}


def crude_rate(event: str) -> Method:
    """Events over the population of the same area and year, per 1,000: derived."""

    def divided(context: MeasureContext, _key: str) -> pd.DataFrame:
        events = first_available([event_counts(event)(context, "")])
        people = population(context)
        both = events.merge(people, on=["area", "year"], suffixes=("", "_people"))
        both = both[both["value_people"] > 0]  # where nobody lives there is no rate
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


def most_trusted(frames: list[pd.DataFrame], order: SourceOrder | None = None) -> pd.DataFrame:
    """One row an area and year: a count before an estimate, and the base population, whose method is stated, before others."""
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(frames, ignore_index=True)
    estimated, ours = rows["status"] == "estimated", rows["source"] == BASE
    return first_available([rows[~estimated], rows[ours], rows[estimated & ~ours]], order)


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
