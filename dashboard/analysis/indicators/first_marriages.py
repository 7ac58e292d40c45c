"""First marriages by age of women or of men, as a register counts them: mean age, and what a year's rates would lead to.

Rates are first marriages of an age over the women, or the men, of that age in the same area and year, single or not
(Eurostat, demo_nup metadata); those of unknown age are shared out. Later marriages and those of unknown order are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.cubes import Cube
from dashboard.analysis.indicators.figures import COLUMNS, MeasureContext, Method, join_sources
from dashboard.analysis.indicators.population import people
from dashboard.analysis.indicators.registered_fertility import preference
from dashboard.analysis.selection import finest_partition, one_count
from data import queries
from data.queries import SHORTEST_YEAR
from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.indicators import intervals, marriage

#: Ages that first marriages are told of at least: from the youngest there is up to here
OLDEST = 50
SPOUSES = {"female": "wife", "male": "husband"}
Group = tuple[int, int]
BOUNDS = ["area", "year", "source", "events", "low", "high"]


@dataclass(frozen=True, eq=False)
class FirstMarriages:
    """First marriages [age] of one sex in an area and year, at ``ages``, of which the last is open."""

    area: str
    year: int
    ages: AgeGroups
    events: Array
    provisional: int
    source: str

    def __post_init__(self) -> None:
        freeze(self)


def first_marriages(context: MeasureContext, sex: str) -> tuple[FirstMarriages, ...]:
    """One count an area and year, on its finest ages that follow each other"""
    return context.cached(("first marriages", sex), lambda: tuple(_first_marriages(context, SPOUSES[sex])))


def _first_marriages(context: MeasureContext, spouse: str) -> Iterator[FirstMarriages]:
    table = queries.areas(context.connection)
    is_own = (table["country"] == context.country) & table["level"].isin(context.levels)
    split = (f"{spouse}_age", f"{spouse}_order")
    rows = queries.flow(context.connection, "marriages", table.loc[is_own, "area"].tolist(), split)
    is_first = (rows[f"{spouse}_order_lower"] == 1) & (rows[f"{spouse}_order_width"] == 1)
    rows = rows[is_first & (rows["period_days"] >= SHORTEST_YEAR)]
    for (area, _), own in one_count(rows, ["area", "year"], context.order).groupby(["area", "year"]):
        pair = [f"{spouse}_age_lower", f"{spouse}_age_width"]
        cells = own.set_index(pair)["events"]
        groups = _groups(own.loc[own[pair[0]] >= 0, pair].to_numpy(int).tolist())
        if groups:
            events = cells.reindex(list(groups)).to_numpy(np.float64)
            unknown = float(cells[cells.index.get_level_values(0) < 0].sum())
            share = 1 + unknown / events.sum() if events.sum() else 1.0
            ages, closed = _with_open_age(groups, events * share)
            yield FirstMarriages(
                str(area),
                int(own["year"].iloc[0]),
                ages,
                closed,
                int(own["provisional"].max()),
                str(own["source"].iloc[0]),
            )


def _groups(pairs: list[list[int]]) -> tuple[Group, ...]:
    """The finest groups that follow each other from the youngest age up to ``OLDEST`` or beyond"""
    youngest = min((low for low, _ in pairs), default=0)
    groups = [(low, width) for low, width in pairs]
    return finest_partition(groups, first=youngest, end=OLDEST) if youngest < OLDEST else ()


def _with_open_age(groups: tuple[Group, ...], events: Array) -> tuple[AgeGroups, Array]:
    """Ages and events with an open group at the end, empty where the count has none"""
    lower, (last, width) = tuple(low for low, _ in groups), groups[-1]
    if width == 0:
        return AgeGroups(lower), events
    return AgeGroups((*lower, last + width)), np.append(events, 0.0)


@dataclass(frozen=True, eq=False)
class FirstMarriageRates:
    """First marriages [age] beside the people [age] of their sex, area and year; whether the people are estimated."""

    first: FirstMarriages
    people: Array
    status: str
    provisional: int
    source: str

    def __post_init__(self) -> None:
        freeze(self)


def first_marriage_rates(context: MeasureContext, sex: str) -> tuple[FirstMarriageRates, ...]:
    """Every area and year whose first marriages by age have people to be set against"""
    return context.cached(("first marriage rates", sex), lambda: tuple(_with_people(context, sex)))


def _with_people(context: MeasureContext, sex: str) -> Iterator[FirstMarriageRates]:
    stocks: dict[tuple[str, int], list[tuple[Cube, int]]] = {}
    for cube in sorted(people(context, context.levels), key=lambda each: preference(context, each)):
        for place, area in enumerate(cube.areas):
            stocks.setdefault((area, cube.year), []).append((cube, place))
    for own in first_marriages(context, sex):
        rates = (_of_people(own, sex, *stock) for stock in stocks.get((own.area, own.year), []))
        yield from [each for each in rates if each is not None][:1]


def _of_people(own: FirstMarriages, sex: str, cube: Cube, place: int) -> FirstMarriageRates | None:
    """First marriages beside one population; None where its ages do not fit, or nobody is of an age at which some marry."""
    if cube.counts.shape[-2] != len(SEXES) or not set(own.ages.lower) <= set(cube.ages.lower):
        return None
    starts = [cube.ages.position(age) for age in own.ages.lower]
    lived = np.add.reduceat(cube.counts[place, SEXES.index(sex)], starts)
    if (own.events[lived == 0] > 0).any():
        return None
    return FirstMarriageRates(
        own,
        lived,
        "estimated" if cube.status == "estimated" else "derived",
        max(own.provisional, cube.provisional),
        join_sources(own.source, cube.source),
    )


def total_rate(sex: str) -> Method:
    """First marriages a person would have at the year's rates by age, up to the last closed age."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rows = [
            (
                each.first.area,
                each.first.year,
                float(marriage.total_first_marriage_rate(each.first.events, each.people, each.first.ages)),
                each.status,
                each.provisional,
                each.source,
            )
            for each in first_marriage_rates(context, sex)
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    return way


def mean_age(sex: str) -> Method:
    """Mean age of those who marry for the first time in the year: derived."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rows = [
            (
                own.area,
                own.year,
                float(marriage.mean_age_at_first_marriage(own.events / own.ages.width, own.ages)),
                "derived",
                own.provisional,
                own.source,
            )
            for own in first_marriages(context, sex)
            if own.events[:-1].sum() > 0
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    return way


def total_rate_bounds(context: MeasureContext, sex: str) -> pd.DataFrame:
    """area, year, source, events, low, high — gamma interval (Fay & Feuer 1997) of the sum of rates by age"""
    rows = []
    for each in first_marriage_rates(context, sex):
        events, width = each.first.events[:-1], each.first.ages.width[:-1]
        low, high = intervals.standardised_rate_interval(events, each.people[:-1], width)
        ends = (float(low * width.sum()), float(high * width.sum()))
        rows.append((each.first.area, each.first.year, each.source, float(events.sum()), *ends))
    return pd.DataFrame(rows, columns=BOUNDS)


def mean_age_bounds(context: MeasureContext, sex: str) -> pd.DataFrame:
    """area, year, source, events, low, high — normal interval of the mean age, each age's marriages a Poisson count"""
    rows = []
    for own in first_marriages(context, sex):
        events, ones = own.events[:-1], np.ones(len(own.ages) - 1)
        middles = np.asarray(own.ages.lower[:-1]) + own.ages.width[:-1] / 2
        low, high = intervals.weighted_mean_interval(events, ones, ones, middles)
        rows.append((own.area, own.year, own.source, float(events.sum()), float(low), float(high)))
    return pd.DataFrame(rows, columns=BOUNDS)
