"""Why a population changed between two totals: births, deaths, moves as far as they are known, and what is left. Pure.

Totals stand inside a year (1 July, 1 Mehr) and events are counted over whole years, so the events between two totals are
those of both years, each by its days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import records
from dashboard.analysis.indicators import BASE
from dashboard.charts import balance
from dashboard.charts.balance import Part
from dashboard.words import Words
from data import calendars
from forecasting.indicators.growth import growth_balance

PER_1000 = format.PER_1000


@dataclass(frozen=True)
class Balance:
    """One interval of one area, persons; None where a part is not known by itself. ``natural``: births less deaths."""

    first: int
    last: int
    start: float
    end: float
    births: float | None
    deaths: float | None
    natural: float
    net_migration: float | None
    unexplained: float
    status: str
    sources: tuple[str, ...]

    @property
    def growth(self) -> float:
        """The whole change."""
        return self.end - self.start


def intercensal_balances(
    population: pd.DataFrame,
    births: pd.DataFrame,
    deaths: pd.DataFrame,
    net: pd.DataFrame,
    area: str,
    calendar: str,
) -> list[Balance]:
    """Balances of the years whose totals, births and deaths are all known; net: per 1,000 people, may be empty.

    Each frame: area, year, value, source, as of ``dashboard.analysis.indicators``; births and deaths in persons.
    """
    series = {
        name: frame[frame["area"] == area].set_index("year")
        for name, frame in (("people", population), ("births", births), ("deaths", deaths), ("net", net))
    }
    balances = []
    people = series["people"]
    for first in sorted(int(year) for year in people.index):
        last = first + 1
        between = [over(series[name], first, calendar) for name in ("births", "deaths")]
        if last not in people.index or None in between:
            continue
        births_between, deaths_between = (float(each or 0) for each in between)
        moved = over(series["net"], first, calendar)
        start, end = (float(people["value"].loc[year]) for year in (first, last))
        net_persons = None if moved is None else moved / PER_1000 * (start + end) / 2
        parts = growth_balance(start, end, births_between, deaths_between, net_persons or 0.0)
        sources = [
            str(each.loc[year, "source"])
            for each in series.values()
            for year in (first, last)
            if year in each.index
        ]
        balances.append(
            Balance(
                first,
                last,
                start,
                end,
                births_between,
                deaths_between,
                float(parts.natural),
                net_persons,
                float(parts.unexplained),
                "derived",
                tuple(dict.fromkeys(key for text in sources for key in text.split())),
            )
        )
    return balances


def over(events: pd.DataFrame, first: int, calendar: str) -> float | None:
    """Events from the reference day of a year to that of the next: of each year by its days. None where unknown."""
    if first not in events.index or first + 1 not in events.index:
        return None
    parts = days(first, calendar)
    return sum(
        part * float(events["value"].loc[year]) for year, part in zip((first, first + 1), parts, strict=True)
    )


def days(first: int, calendar: str) -> tuple[float, float]:
    """The part of this year after its reference day, and the part of the next before its own."""
    own = calendars.year_span(calendar)
    stands = [calendars.reference_day(year, own) for year in (first, first + 1)]
    begins: date = calendars.first_day(first + 1, own)
    return (
        (begins - stands[0]).days / calendars.days_in_year(first, own),
        (stands[1] - begins).days / calendars.days_in_year(first + 1, own),
    )


def yearly_balances(residuals: pd.DataFrame, people: pd.DataFrame, area: str) -> list[Balance]:
    """Balances of our own base population: natural increase as estimated, and migration and error together.

    people: rows of ``population_by_age`` of the base population.
    """
    own = people[(people["area"] == area) & (people["source"] == BASE)]
    totals = own.groupby("year")["persons"].sum()
    left = residuals[(residuals["area"] == area) & (residuals["quantity"] == "net_migration_and_error")]
    balances = []
    for row in records(left):
        last = int(row["year"])
        if last not in totals.index or last - 1 not in totals.index:
            continue
        start, end = float(totals[last - 1]), float(totals[last])
        natural = end - start - float(row["value"])
        balances.append(
            Balance(
                last - 1,
                last,
                start,
                end,
                None,
                None,
                natural,
                None,
                float(row["value"]),
                "estimated",
                (BASE,),
            )
        )
    return balances


def best(counts: list[Balance], estimates: list[Balance]) -> dict[int, Balance]:
    """Closing year -> balance: what is counted goes before what is estimated"""
    balances = {each.last: each for each in estimates} | {each.last: each for each in counts}
    return dict(sorted(balances.items()))


def parts_of(balance: Balance, words: Words) -> list[Part]:
    """The steps of the waterfall, in the reader's words"""
    status = {"derived": words("Derived from published figures"), "estimated": words("Estimated")}[
        balance.status
    ]
    parts = []
    if balance.births is None or balance.deaths is None:
        parts.append(Part(words("Births less deaths"), balance.natural, status))
    else:
        parts += [
            Part(words("Births"), balance.births, status),
            Part(words("Deaths"), -balance.deaths, status),
        ]
    if balance.net_migration is not None:
        parts.append(Part(words("Net migration"), balance.net_migration, status))
        parts.append(Part(words("Unexplained"), balance.unexplained, status, "unexplained"))
    else:
        parts.append(
            Part(words("Migration and error, unexplained"), balance.unexplained, status, "unexplained")
        )
    return [*parts, Part(words("Change"), balance.growth, status, "whole")]


def figure(growth: Balance, name: str, calendar: str, words: Words) -> go.Figure:
    """The waterfall of one interval of one area."""
    years = [format.year(year, calendar, words.language) for year in (growth.first, growth.last)]
    title = words(
        "{area}: {start} people in {first}, {end} in {last}",
        area=name,
        start=format.persons(growth.start, words.language, 100),
        end=format.persons(growth.end, words.language, 100),
        first=years[0],
        last=years[1],
    )
    return balance.waterfall(
        parts_of(growth, words), words=words, label=words("Persons between the two totals"), title=title
    )


def rows(balance: dict[int, Balance]) -> pd.DataFrame:
    """first_year, year, start, births, deaths, natural, net_migration, unexplained, end, status, source — one row an interval"""
    return pd.DataFrame(
        [
            {
                "first_year": each.first,
                "year": each.last,
                "start": each.start,
                "births": each.births,
                "deaths": each.deaths,
                "natural": each.natural,
                "net_migration": each.net_migration,
                "unexplained": each.unexplained,
                "end": each.end,
                "status": each.status,
                "source": " ".join(each.sources),
            }
            for each in balance.values()
        ]
    )
