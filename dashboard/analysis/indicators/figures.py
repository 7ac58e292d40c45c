"""Figures that an office published, and simple arithmetic on them. Pure: a connection in, tidy frames out.

Every function returns ``area, year, value, status, provisional, source`` with one row an area and year. ``source`` may
name several sources joined by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data import queries
from forecasting.axes import Array
from forecasting.indicators import rates

COLUMNS = ["area", "year", "value", "status", "provisional", "source"]
PREFERENCE = ("published", "derived", "estimated")
PER_1000 = 1000
#: The base population, estimated when a release is made: dashboard.analysis.base_population
BASE = "rasad_base_population"
#: Models used for their age pattern alone: never shown as the population of a country
PATTERNS_ONLY = ("un_wpp_2024",)
Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Known:
    """What a way may ask: the store, about one country. ``levels`` are those of the areas that figures are asked of.

    ``kept`` is what was made of the same release, country and levels already: many measures rest on the same people,
    death rates and births. Whoever keeps it keeps it with the release.
    """

    connection: Connection
    country: str
    levels: tuple[str, ...] = queries.UPPER
    kept: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, of: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` made when first asked under ``of``: the same object for all who ask, which nobody changes."""
        if of not in self.kept:
            self.kept[of] = make()
        made: Made = self.kept[of]
        return made


Way = Callable[[Known, str], pd.DataFrame]


def best(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One row an area and year: earlier frames win, then published over derived over estimated."""
    ranked = [frame.assign(way=way) for way, frame in enumerate(frames) if len(frame)]
    if not ranked:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(ranked, ignore_index=True)
    rows["trust"] = rows["status"].map(PREFERENCE.index)
    rows = rows.sort_values(["area", "year", "way", "trust"], kind="stable").drop_duplicates(["area", "year"])
    return rows[COLUMNS].reset_index(drop=True)


def published(known: Known, key: str) -> pd.DataFrame:
    """As the office published it, of both sexes together."""
    return published_for(key, "both")(known, key)


def printed(known: Known, measure: str) -> pd.DataFrame:
    """`data.queries.rates` of one measure"""
    return known.once(
        ("printed", measure),
        lambda: queries.rates(known.connection, known.country, measure, levels=known.levels),
    )


def published_for(measure: str, sex: str) -> Way:
    """As the office published it, of one sex or of both together."""

    def said(known: Known, _key: str) -> pd.DataFrame:
        rows = printed(known, measure)
        return rows.loc[rows["sex"] == sex, COLUMNS]

    return said


def population(known: Known, _key: str = "population") -> pd.DataFrame:
    """Persons: the office's own total, else the sum of its two sexes; an estimate of the year before a census."""
    return known.once("population", lambda: _population(known))


def _population(known: Known) -> pd.DataFrame:
    people = queries.total_population(known.connection, known.country, levels=known.levels)
    people = people[~people["source"].isin(PATTERNS_ONLY) & (people["status"] != "estimated")]
    papers = ["area", "year", "status", "provisional", "source"]
    both = people[people["sex"] == "both"].rename(columns={"persons": "value"})
    by_sex = (
        people[people["sex"] != "both"]
        .groupby(papers, as_index=False)
        .agg(value=("persons", "sum"), sexes=("sex", "size"))
    )
    by_sex = by_sex[by_sex["sexes"] == 2]
    frame = pd.concat([both[COLUMNS], by_sex[COLUMNS]], ignore_index=True)
    # the office's yearly series before a survey of one year
    frame = frame.iloc[(-frame.groupby("source")["year"].transform("nunique")).argsort(kind="stable")]
    census = frame["source"].str.contains("_census_")
    return best([frame[~census], frame[census]])


def registered(event: str) -> Way:
    """Events registered in the year."""

    def counted(known: Known, _key: str) -> pd.DataFrame:
        return known.once(("registered", event), lambda: count(known))

    def count(known: Known) -> pd.DataFrame:
        rows = queries.events(known.connection, known.country, [event], levels=known.levels)
        return rows[rows["sex"] == "both"].rename(columns={"events": "value"})[COLUMNS]

    return counted


def crude_rate(event: str) -> Way:
    """Events over the population of the same area and year, per 1,000: derived."""

    def divided(known: Known, _key: str) -> pd.DataFrame:
        events = best([registered(event)(known, "")])
        people = population(known)
        both = events.merge(people, on=["area", "year"], suffixes=("", "_people"))
        if both.empty:
            return both.reindex(columns=COLUMNS)
        both["value"] = PER_1000 * rates.crude_rate(both["value"].to_numpy(), both["value_people"].to_numpy())
        both["status"] = "derived"
        both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
        both["source"] = both["source"] + " " + both["source_people"]
        return both[COLUMNS]

    return divided


def births_from_rate(known: Known, _key: str) -> pd.DataFrame:
    """Births where the office publishes only their rate: the rate times the population of the year: derived."""
    said = published(known, "crude_birth_rate")
    both = said.merge(population(known), on=["area", "year"], suffixes=("", "_people"))
    both["value"] = both["value"] / PER_1000 * both["value_people"]
    both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
    return both.assign(status="derived", source=both["source"] + " " + both["source_people"])[COLUMNS]


def most_trusted(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Within a year a count beats an estimate, and our own estimate, which has a stated method, one that has none."""
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(frames, ignore_index=True)
    estimated, ours = rows["status"] == "estimated", rows["source"] == BASE
    return best([rows[~estimated], rows[ours], rows[estimated & ~ours]])


def joined(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Two measures of the same areas and years: value, value_2 and the papers of both, derived or estimated."""
    both = left.merge(right, on=["area", "year"], suffixes=("", "_2"))
    estimated = (both["status"] == "estimated") | (both["status_2"] == "estimated")
    papers = {
        "status": estimated.map({True: "estimated", False: "derived"}),
        "provisional": both[["provisional", "provisional_2"]].max(axis=1),
        "source": [told(*each) for each in zip(both["source"], both["source_2"], strict=True)],
    }
    return both.assign(**papers)


def told(*sources: str) -> str:
    """Keys of sources joined, each once."""
    return " ".join(dict.fromkeys(" ".join(sources).split()))


def combined(first: Way, second: Way, arithmetic: Callable[[Array, Array], Array]) -> Way:
    """A measure of two others of the same area and year."""

    def way(known: Known, key: str) -> pd.DataFrame:
        both = joined(first(known, key), second(known, key))
        values = arithmetic(both["value"].to_numpy(np.float64), both["value_2"].to_numpy(np.float64))
        return both.assign(value=values).dropna(subset="value")[COLUMNS]

    return way
