"""Each measure's values by area and year, with their papers: published where an office says so, else derived from
published figures, else estimated. Pure: a connection in, tidy frames out.

Every function returns ``area, year, value, status, provisional, source`` with one row an area and year. ``source`` may
name several sources joined by a space.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd
from sqlalchemy import Connection

from dashboard.cubes import Cube, cubes
from data import queries
from forecasting.axes import Array
from forecasting.indicators import ageing, rates

COLUMNS = ["area", "year", "value", "status", "provisional", "source"]
PREFERENCE = ("published", "derived", "estimated")
PER_1000 = 1000
#: The base population, estimated when a release is made: dashboard.estimates
BASE = "rasad_base_population"
#: Models used for their age pattern alone: never shown as the population of a country
PATTERNS_ONLY = ("un_wpp_2024",)


def measure(connection: Connection, country: str, key: str) -> pd.DataFrame:
    """area, year, value, status, provisional, source — the best value there is for each area and year"""
    return best(made(connection, country, key) for made in WAYS.get(key, (published,)))


def best(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """One row an area and year: earlier frames win, then published over derived over estimated."""
    ranked = [frame.assign(way=way) for way, frame in enumerate(frames) if len(frame)]
    if not ranked:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(ranked, ignore_index=True)
    rows["trust"] = rows["status"].map(PREFERENCE.index)
    rows = rows.sort_values(["area", "year", "way", "trust"], kind="stable").drop_duplicates(["area", "year"])
    return rows[COLUMNS].reset_index(drop=True)


def published(connection: Connection, country: str, key: str) -> pd.DataFrame:
    """As the office published it, of both sexes together."""
    said = queries.rates(connection, country, key)
    both = said[said["sex"] == "both"]
    return both[COLUMNS]


def population(connection: Connection, country: str, _key: str = "population") -> pd.DataFrame:
    """Persons: the office's own total, else the sum of its two sexes; an estimate of the year before a census."""
    people = queries.total_population(connection, country)
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


def registered(event: str) -> Callable[[Connection, str, str], pd.DataFrame]:
    """Events registered in the year."""

    def counted(connection: Connection, country: str, _key: str) -> pd.DataFrame:
        rows = queries.events(connection, country, [event])
        return rows[rows["sex"] == "both"].rename(columns={"events": "value"})[COLUMNS]

    return counted


def crude_rate(event: str) -> Callable[[Connection, str, str], pd.DataFrame]:
    """Events over the population of the same area and year, per 1,000: derived."""

    def divided(connection: Connection, country: str, _key: str) -> pd.DataFrame:
        events = best([registered(event)(connection, country, "")])
        people = population(connection, country)
        both = events.merge(people, on=["area", "year"], suffixes=("", "_people"))
        if both.empty:
            return both.reindex(columns=COLUMNS)
        both["value"] = PER_1000 * rates.crude_rate(both["value"].to_numpy(), both["value_people"].to_numpy())
        both["status"] = "derived"
        both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
        both["source"] = both["source"] + " " + both["source_people"]
        return both[COLUMNS]

    return divided


def births_from_rate(connection: Connection, country: str, _key: str) -> pd.DataFrame:
    """Births where the office publishes only their rate: the rate times the population of the year: derived."""
    said = published(connection, country, "crude_birth_rate")
    both = said.merge(population(connection, country), on=["area", "year"], suffixes=("", "_people"))
    both["value"] = both["value"] / PER_1000 * both["value_people"]
    both["provisional"] = both[["provisional", "provisional_people"]].max(axis=1)
    return both.assign(status="derived", source=both["source"] + " " + both["source_people"])[COLUMNS]


def by_ages(arithmetic: Callable[[Cube], Array]) -> Callable[[Connection, str, str], pd.DataFrame]:
    """A measure of age structure, from every population by age there is: derived, or estimated where that is."""

    def measured(connection: Connection, country: str, _key: str) -> pd.DataFrame:
        people = queries.population_by_age(connection, country)
        frames = [
            cube.tidy(arithmetic(cube)) for cube in cubes(people[~people["source"].isin(PATTERNS_ONLY)])
        ]
        return most_trusted(frames)

    return measured


def most_trusted(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Within a year a count beats an estimate, and our own estimate, which has a stated method, one that has none."""
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    rows = pd.concat(frames, ignore_index=True)
    estimated, ours = rows["status"] == "estimated", rows["source"] == BASE
    return best([rows[~estimated], rows[ours], rows[estimated & ~ours]])


def _share(low: int, high: int | None) -> Callable[[Cube], Array]:
    return lambda cube: 100 * ageing.share_of_ages(cube.people, cube.ages, low, high)


WAYS: dict[str, tuple[Callable[[Connection, str, str], pd.DataFrame], ...]] = {
    "population": (population,),
    "births": (registered("births"),),
    "births_or_derived": (registered("births"), births_from_rate),
    "crude_birth_rate": (published, crude_rate("births")),
    "crude_death_rate": (published, crude_rate("deaths")),
    "crude_marriage_rate": (published, crude_rate("marriages")),
    "crude_divorce_rate": (published, crude_rate("divorces")),
    "share_65_plus": (published, by_ages(_share(65, None))),
    "share_0_14": (published, by_ages(_share(0, 15))),
    "old_age_dependency": (
        by_ages(lambda cube: 100 * ageing.old_age_dependency_ratio(cube.people, cube.ages)),
    ),
    "ageing_index": (by_ages(lambda cube: 100 * ageing.ageing_index(cube.people, cube.ages)),),
    "median_age": (by_ages(lambda cube: ageing.median_age(cube.people, cube.ages)),),
}
