"""The age pyramid of an area: the best population by sex and age for a year, and how two are made alike. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.analysis.indicators import PATTERNS_ONLY


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
    by_year: dict[int, Pyramid] = {}
    for _, rows in usable.groupby(["year", "source", "status"]):
        year, source, status = (rows[column].iloc[0] for column in ("year", "source", "status"))
        candidate = Pyramid(
            rows.rename(columns={"persons": "value"})[["sex", "age_lower", "value"]].reset_index(drop=True),
            int(year),
            str(status),
            int(rows["provisional"].max()),
            str(source),
        )
        current = by_year.get(int(year))
        if current is None or (current.status == "estimated" and status != "estimated"):
            by_year[int(year)] = candidate
    return by_year


GROUP = 5


def in_groups(one: Pyramid) -> Pyramid:
    """The same people in five-year groups."""
    group = one.frame["age_lower"] // GROUP * GROUP
    summed = one.frame.assign(age_lower=group).groupby(["sex", "age_lower"], as_index=False)[["value"]].sum()
    return replace(one, frame=summed)


def single(one: Pyramid) -> bool:
    """Whether ages are single years."""
    ages = sorted(one.frame["age_lower"].unique())
    return len(ages) > 1 and ages[1] - ages[0] == 1


def as_shares(one: Pyramid) -> Pyramid:
    """The same people as shares of all of them, both sexes together."""
    return replace(one, frame=one.frame.assign(value=one.frame["value"] / one.frame["value"].sum()))


def alike(one: Pyramid, other: Pyramid) -> tuple[Pyramid, Pyramid]:
    """Two pyramids on the same ages: in groups where either is, open from where the younger one is."""
    if not (single(one) and single(other)):
        one, other = in_groups(one), in_groups(other)
    last = min(int(each.frame["age_lower"].max()) for each in (one, other))
    return _open_at(one, last), _open_at(other, last)


def _open_at(one: Pyramid, last: int) -> Pyramid:
    capped = one.frame.assign(age_lower=one.frame["age_lower"].clip(upper=last))
    return replace(one, frame=capped.groupby(["sex", "age_lower"], as_index=False)[["value"]].sum())


def surface(pyramids: Mapping[int, Pyramid], quantity: str) -> pd.DataFrame:
    """year, age_lower, value — people of each age in each year, or men per 100 women; of years with single ages"""
    frames = []
    for year, each in pyramids.items():
        if not single(each):
            continue
        sides = each.frame.pivot(index="age_lower", columns="sex", values="value")
        value = (
            100 * sides["male"] / sides["female"] if quantity == "men_per_100_women" else sides.sum(axis=1)
        )
        frames.append(pd.DataFrame({"year": year, "age_lower": value.index, "value": value.to_numpy()}))
    return (
        pd.concat(frames, ignore_index=True)
        if frames
        else pd.DataFrame(columns=["year", "age_lower", "value"])
    )


def share_unknown(people: pd.DataFrame, year: int, source: str) -> float:
    """Part of the people whose age is not known, left out of a pyramid."""
    rows = people[(people["year"] == year) & (people["source"] == source)]
    total = rows["persons"].sum()
    return float(rows.loc[rows["age_lower"] < 0, "persons"].sum() / total) if total else 0.0
