"""Areas, years, sexes and ages that a source should have and has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pandas as pd

from data.quality.counts import by_age, events, population, rates
from data.quality.findings import Finding, Rule, Tables, groups, make_finding, mark, records

#: Share of the areas of a level that a source must cover in a year before the others are said to be missing
MEANT_TO_BE_WHOLE = 0.8
SHOWN = 8


def missing_areas(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """A source that covers nearly every area of a level in a year, and leaves some out."""
    if "area" not in tables:
        return
    message = mark("{source}, {what}, {year}: {missing} of {all} areas have no figure: {names}.")
    standing = _standing(tables["area"][tables["area"]["parent"].notna()])
    for table, what, frame in _series(tables):
        present = frame.groupby(["source", "year", "period_start"])["area"].agg(set)
        for at in records(present.reset_index()):
            for (country, level), there in standing(at["period_start"]).items():
                gone = sorted(there - at["area"])
                if not gone or len(there) - len(gone) < MEANT_TO_BE_WHOLE * len(there):
                    continue
                values = {"source": at["source"], "what": what, "missing": len(gone), "all": len(there)}
                values["names"] = ", ".join(gone[:SHOWN]) + (" …" if len(gone) > SHOWN else "")
                holes = pd.DataFrame({"area": gone, "year": at["year"], "source": at["source"], "what": what})
                place = {"area": country, "year": at["year"], "about": f"{at['source']} {what} {level}"}
                yield make_finding("coverage", "warning", table, message, holes, values, **place)


Levels = dict[tuple[str, str], set[str]]


def _standing(areas: pd.DataFrame) -> Callable[[object], Levels]:
    """A day -> the areas that stood on it, by country and level."""
    began, ended = (pd.to_datetime(areas[bound]) for bound in ("valid_from", "valid_to"))

    @cache
    def on(day: object) -> Levels:
        when = pd.Timestamp(day)  # type: ignore[arg-type]
        there = areas[(began.isna() | (began <= when)) & (ended.isna() | (ended >= when))]
        return {
            (at["country"], at["level"]): set(rows["area"])
            for at, rows in groups(there, ["country", "level"])
        }

    return on


def _series(tables: Tables) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """table, what it counts, rows: one series for each measure and event."""
    people = population(tables)
    if len(people):
        yield "population", "population", people
    for measure, rows in rates(tables).groupby("measure"):
        yield "rate", str(measure), rows
    for event, rows in events(tables).groupby("event"):
        yield str(event).removesuffix("s"), str(event), rows


def missing_sexes_or_ages(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """An area whose women and men, or whose age groups, are not all there."""
    message = mark(
        "{source}: {area} in {year} has {present} of the {all} groups of sex and age that its neighbours have."
    )
    cell = ["sex", "age_lower", "age_width"]
    for at, rows in groups(by_age(population(tables)), ["source", "year"]):
        having = rows.groupby(cell)["area"].nunique()
        usual = having[having > rows["area"].nunique() / 2].index
        complete = rows.set_index(cell).index.isin(usual)
        for area, present in rows[complete].groupby("area")[cell[0]].size().items():
            if present < len(usual):
                own = pd.MultiIndex.from_frame(rows.loc[rows["area"] == area, cell])
                holes = usual.difference(own).to_frame(index=False)
                values = {"source": at["source"], "present": int(present), "all": len(usual)}
                where = {"area": area, "year": at["year"], "about": at["source"]}
                yield make_finding(
                    "groups", "warning", "population", message, holes.assign(**where), values, **where
                )


RULES = (
    Rule(
        "coverage",
        mark("Every area is there"),
        "warning",
        mark(
            "Where a source covers at least four in five areas of a level in a year, the others are missing, not absent."
        ),
        missing_areas,
    ),
    Rule(
        "groups",
        mark("Every sex and age is there"),
        "warning",
        mark(
            "Each area has the groups of sex and age that most areas of its source have: a lost row would pass for nobody."
        ),
        missing_sexes_or_ages,
    ),
)
