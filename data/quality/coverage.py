"""Areas, years, sexes and ages that a source should have and has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

import pandas as pd

from data.quality.counts import by_age, events, population, rates
from data.quality.findings import Finding, Rule, Subject, Tables, groups, make_finding, mark, records

#: Share of the areas of a level that a source must cover in a year before the others are said to be missing
MEANT_TO_BE_WHOLE = 0.8
ROWS_LISTED = 8


def missing_areas(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """A source that covers nearly every area of a level in a year, and leaves some out."""
    if "area" not in tables:
        return
    message = mark("{source}, {what}, {year}: {missing} of {all} areas have no figure: {names}.")
    standing = _standing(tables["area"][tables["area"]["parent"].notna()])
    for table, series, frame in _series(tables):
        present = frame.groupby(["source", "year", "period_start"])["area"].agg(set)
        for cell in records(present.reset_index()):
            for (country, level), areas in standing(cell["period_start"]).items():
                gone = sorted(areas - cell["area"])
                if not gone or len(areas) - len(gone) < MEANT_TO_BE_WHOLE * len(areas):
                    continue
                source, year = cell["source"], cell["year"]
                values = {"source": source, "what": series, "missing": len(gone), "all": len(areas)}
                values["names"] = ", ".join(gone[:ROWS_LISTED]) + (" …" if len(gone) > ROWS_LISTED else "")
                holes = pd.DataFrame({"area": gone, "year": year, "source": source, "what": series})
                about = f"{cell['source']} {series} {level}"
                subject = Subject(table, country, cell["year"], about)
                yield make_finding("coverage", "warning", subject, message, holes, values)


Levels = dict[tuple[str, str], set[str]]


def _standing(areas: pd.DataFrame) -> Callable[[date], Levels]:
    """A day -> the areas that stood on it, by country and level."""
    first, last = (pd.to_datetime(areas[bound]) for bound in ("valid_from", "valid_to"))

    @cache
    def standing_on(day: date) -> Levels:
        moment = pd.Timestamp(day)
        stood = areas[(first.isna() | (first <= moment)) & (last.isna() | (last >= moment))]
        return {
            (level["country"], level["level"]): set(rows["area"])
            for level, rows in groups(stood, ["country", "level"])
        }

    return standing_on


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
    for cells, rows in groups(by_age(population(tables)), ["source", "year"]):
        having = rows.groupby(cell)["area"].nunique()
        usual = having[having > rows["area"].nunique() / 2].index
        complete = rows.set_index(cell).index.isin(usual)
        for area, present in rows[complete].groupby("area")[cell[0]].size().items():
            if present < len(usual):
                own = pd.MultiIndex.from_frame(rows.loc[rows["area"] == area, cell])
                holes = usual.difference(own).to_frame(index=False)
                values = {"source": cells["source"], "present": int(present), "all": len(usual)}
                subject = Subject("population", area, cells["year"], cells["source"])
                missing_rows = holes.assign(area=str(area), year=cells["year"], about=cells["source"])
                yield make_finding("groups", "warning", subject, message, missing_rows, values)


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
