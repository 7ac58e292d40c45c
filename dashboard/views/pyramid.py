"""The age pyramid of an area: the best population by sex and age for a year. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.measures import PATTERNS_ONLY


@dataclass(frozen=True, eq=False)
class Pyramid:
    """One area's people by sex and age in a year. frame: sex, age_lower, value."""

    frame: pd.DataFrame
    year: int
    status: str
    provisional: int
    source: str


def pyramids(people: pd.DataFrame) -> dict[int, Pyramid]:
    """Year -> pyramid, of one area's rows of ``population_by_age``; a count beats an estimate of the same year."""
    usable = people[
        (people["age_lower"] >= 0) & (people["sex"] != "both") & ~people["source"].isin(PATTERNS_ONLY)
    ]
    found: dict[int, Pyramid] = {}
    for (year, source, status), rows in usable.groupby(["year", "source", "status"]):
        here = Pyramid(
            rows.rename(columns={"persons": "value"})[["sex", "age_lower", "value"]].reset_index(drop=True),
            int(year),
            str(status),
            int(rows["provisional"].max()),
            str(source),
        )
        there = found.get(int(year))
        if there is None or (there.status == "estimated" and status != "estimated"):
            found[int(year)] = here
    return found


def share_unknown(people: pd.DataFrame, year: int, source: str) -> float:
    """Part of the people whose age is not known, left out of a pyramid."""
    rows = people[(people["year"] == year) & (people["source"] == source)]
    total = rows["persons"].sum()
    return float(rows.loc[rows["age_lower"] < 0, "persons"].sum() / total) if total else 0.0
