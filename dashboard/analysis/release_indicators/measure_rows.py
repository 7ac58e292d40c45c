"""Each measure's values as rows of the table `indicator`: those taken, those also published, and reasons for none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import calendars
from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.indicators import (
    METHODS,
    MeasureContext,
    methods_of,
    ranked_values,
    with_certainty,
)
from dashboard.analysis.indicators.figures import (
    COLUMNS,
    EventCounts,
    Method,
    PublishedValues,
    population,
    population_ranks,
    published_values,
)
from dashboard.analysis.selection import PLACE
from data import queries
from data.indicator_tables import FAILURE
from data.sentences import Sentence

CELL = ["area", "year"]
NO_REASONS: Mapping[str, str] = MappingProxyType({})
NO_FIGURE = "No figure of it is in the sources loaded, nor what it could be made of."
ELSEWHERE = "No figure of this area is in the sources loaded; it is known for other areas."
#: Measures that methods share -> the one of the catalogue they are variants of
CATALOGUED = {"births_or_derived": "births", "women_15_49": "general_fertility_rate"}


@dataclass(frozen=True, eq=False)
class MeasureValues:
    """A measure of all areas and years.

    values: those taken: area, year, value, status, provisional, source, and events, low, high, reliability where known.
    ranks: the same cells' every value: area, year, value, status, provisional, source, method, rank.
    """

    values: pd.DataFrame
    ranks: pd.DataFrame


def measure_keys() -> tuple[str, ...]:
    """Every measure of the catalogue, and those that methods share"""
    return tuple(dict.fromkeys((*BY_KEY, *METHODS)))


def name(key: str) -> Sentence:
    """A measure's name, to be said in the reader's language"""
    return Sentence(BY_KEY[key].name if key in BY_KEY else BY_KEY[CATALOGUED[key]].name)


def lower_levels(connection: Connection, country: str) -> tuple[str, ...]:
    """Levels under the provinces of which any fact is known: each one's measures are made beside the nation's"""
    areas = queries.areas(connection)
    below = areas[(areas["country"] == country) & areas["area"].isin(queries.areas_with_facts(connection))]
    return tuple(sorted(set(below["level"]) - set(queries.UPPER)))


def values(context: MeasureContext, key: str) -> MeasureValues:
    """The values taken, as `dashboard.analysis.indicators.indicator_values` has them, and all others of their cells"""
    ranked = ranked_values(context, key)
    return MeasureValues(with_certainty(context, key, ranked), _every_rank(context, key, ranked))


def _every_rank(context: MeasureContext, key: str, ranked: pd.DataFrame) -> pd.DataFrame:
    """Values of later methods, and of other sources of the same method, behind the value taken"""
    methods = methods_of(key)
    behind = [
        ranks(context, method, key).query(f"{PLACE} > 0").assign(method=number)
        for number, method in enumerate(methods)
    ]
    rows = pd.concat([ranked, *[each for each in behind if len(each)]], ignore_index=True)
    rows = rows.sort_values([*CELL, "method", PLACE], kind="stable")
    rows = rows.assign(**{PLACE: rows.groupby(CELL).cumcount()})
    names = np.array([method_name(method) for method in methods])
    return rows.assign(method=names[rows["method"].to_numpy(dtype=int)] if len(rows) else "")


def ranks(context: MeasureContext, method: Method, key: str) -> pd.DataFrame:
    """Every figure that a method chose among, with its rank; none where it works with what others chose"""
    if method is published_values:
        return PublishedValues(key).ranks(context)
    if method is population:
        return population_ranks(context)
    if isinstance(method, PublishedValues | EventCounts):
        return method.ranks(context)
    return pd.DataFrame(columns=[*COLUMNS, PLACE])


def method_name(method: Method) -> str:
    """What a method is called in the table"""
    if method is published_values or isinstance(method, PublishedValues):
        return "published"
    if method is population or isinstance(method, EventCounts):
        return "counted"
    return "calculated"


def rows(
    context: MeasureContext, key: str, measured: MeasureValues, reasons: Mapping[str, str] = NO_REASONS
) -> pd.DataFrame:
    """Rows of `data.indicator_tables.indicator`; ``reasons``: area -> why it alone could not be computed"""
    certainty = [name for name in ("events", "low", "high", "reliability") if name in measured.values]
    bounds = measured.values[[*CELL, *certainty]].assign(**{PLACE: 0})
    figures = measured.ranks.merge(bounds, on=[*CELL, PLACE], how="left")
    figures = figures.dropna(subset="value")
    nothing_loaded = {
        area: text for area, text in _reasons(context, key, figures).items() if area not in reasons
    }
    return pd.concat(
        [
            _in_table(context, key, _with_periods(context, figures)),
            _absences(context, key, nothing_loaded, ""),
            failures(context, key, reasons),
        ],
        ignore_index=True,
    )


def failures(context: MeasureContext, key: str, reasons: Mapping[str, str]) -> pd.DataFrame:
    """A row for each area that alone could not be computed, with its reason; a load makes a finding of each"""
    return _absences(context, key, reasons, FAILURE)


def _absences(context: MeasureContext, key: str, reasons: Mapping[str, str], method: str) -> pd.DataFrame:
    frame = pd.DataFrame({"area": list(reasons), "reason": list(reasons.values())})
    return _in_table(
        context,
        key,
        frame.assign(status="absent", provisional=0, source="", method=method, **{PLACE: 0}),
    )


def _in_table(context: MeasureContext, key: str, figures: pd.DataFrame) -> pd.DataFrame:
    """The columns that all rows of a measure share; a province's nation stands with the provinces' rows alone"""
    levels = _levels(context)
    own = figures[figures["area"].isin(levels)]
    texts = {name: own[name].fillna("") if name in own else "" for name in ("reliability", "reason")}
    return own.assign(
        **texts,
        country=context.country,
        level=own["area"].map(levels),
        measure=key,
        sex=next((sex for sex in ("women", "men") if key.endswith(f"_{sex}")), ""),
        calendar=context.about.calendar,
    )


def own_levels(context: MeasureContext) -> tuple[str, ...]:
    """The levels of the context's rows: the nation stands with its provinces, not again with each level below"""
    return tuple(level for level in context.levels if level != "nation" or context.levels == queries.UPPER)


def _levels(context: MeasureContext) -> dict[str, str]:
    """Area -> its level, of those whose rows these are: the nation's stand with the provinces'"""

    def levels() -> dict[str, str]:
        areas = queries.areas(context.connection)
        rows = areas[(areas["country"] == context.country) & areas["level"].isin(own_levels(context))]
        return dict(zip(rows["area"].astype(str), rows["level"].astype(str), strict=True))

    return context.cached("levels", levels)


def _with_periods(context: MeasureContext, figures: pd.DataFrame) -> pd.DataFrame:
    """Each year's first day and length, where the days of the calendar's year are known"""
    calendar = context.about.calendar
    spans: dict[int, tuple[date, int]] = {
        year: (calendars.first_day(year, calendar), calendars.days_in_year(year, calendar))
        for year in sorted({int(year) for year in figures["year"]})
        if year in calendars.YEARS[calendar]
    }
    starts = {year: start for year, (start, _) in spans.items()}
    lengths = {year: days for year, (_, days) in spans.items()}
    return figures.assign(period_start=figures["year"].map(starts), period_days=figures["year"].map(lengths))


def _reasons(context: MeasureContext, key: str, figures: pd.DataFrame) -> dict[str, str]:
    """Area -> why it has no value of any year"""
    with_facts = context.cached("areas with facts", lambda: queries.areas_with_facts(context.connection))
    with_values = set(figures["area"])
    declared = BY_KEY[key].why_not.get(context.country, "") if key in BY_KEY else ""
    text = declared or (ELSEWHERE if len(figures) else NO_FIGURE)
    areas = [area for area in _levels(context) if area in with_facts and area not in with_values]
    return dict.fromkeys(areas, text)
