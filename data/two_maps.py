"""People of a country's areas on two maps: as reported, and on the newest map that the ledger of boundaries knows.

One count an area and a day: women and men, all ages. What an office published whole is taken before what must be
added up of sexes or ages, and a published figure before an estimated one. Estimates of our own and projections are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlalchemy import Connection, text

from data import queries
from data.boundary_ledger import on_map
from data.ingest.splits import overlapping
from data.schema import LEVELS

_KEYS = ("area", "source", "period_start", "sex")
#: The forms of a count: told whole, by sex, by age, by sex and age
_FACTS = """
SELECT t.area, t.source, t.period_start, t.sex, t.age_lower, t.age_width FROM population AS t
JOIN area AS a ON a.area = t.area WHERE a.country = :country AND a.level = :level"""
_COUNTS = """
SELECT t.area, t.year, t.calendar, t.period_start, t.source,
  CASE WHEN t.sex = 'both' THEN 0 ELSE 1 END
    + CASE WHEN t.age_lower = 0 AND t.age_width = 0 THEN 0 ELSE 2 END AS form,
  count(DISTINCT t.sex) AS sexes, sum(t.persons) AS persons, max(t.rounded_to) AS rounded_to,
  max(t.provisional) AS provisional, max(CASE t.status WHEN 'published' THEN 0 WHEN 'derived' THEN 1 ELSE 2 END) AS trust
FROM population AS t JOIN area AS a ON a.area = t.area JOIN source AS s ON s.source = t.source
WHERE a.country = :country AND a.level = :level AND s.origin <> 'estimate' AND t.status <> 'projected'
GROUP BY 1, 2, 3, 4, 5, 6"""


@dataclass(frozen=True, eq=False)
class TwoMaps:
    """``reported`` and ``newest``: area, year, calendar, period_start, source, status, provisional, rounded_to, persons,
    parts, expected. ``links``: the changes between them. ``areas``: the store's area table, cut to these. ``since``: the
    first day of the newest map, if any change is known."""

    reported: pd.DataFrame
    newest: pd.DataFrame
    links: pd.DataFrame
    areas: pd.DataFrame
    since: date | None

    def days(self) -> list[date]:
        """Days with figures of a map before the newest, the latest first: those on which the two readings differ"""
        before = self.reported["period_start"]
        changed = self.reported["area"].isin(self.links["from_area"])
        return sorted(set(before[changed & (before < self.since)]), reverse=True) if self.since else []


def levels(connection: Connection, country: str) -> tuple[str, ...]:
    """Levels of which a figure is told on a map that a change came after, the largest areas first."""
    areas = queries.areas(connection)
    links = queries.area_links(connection)
    changed = areas[(areas["country"] == country) & areas["area"].isin(links["from_area"])]
    named = [level for level in LEVELS if level in set(changed["level"])]
    return tuple(level for level in named if two_maps(connection, country, level).days())


def two_maps(connection: Connection, country: str, level: str) -> TwoMaps:
    """Both readings of every count of a level's areas."""
    areas = queries.areas(connection)
    areas = areas[(areas["country"] == country) & (areas["level"] == level)].reset_index(drop=True)
    own = areas["area"]
    links = queries.area_links(connection)
    links = links[links["from_area"].isin(own) & links["to_area"].isin(own)].reset_index(drop=True)
    reported = population_counts(connection, country, level).assign(parts=1, expected=1)
    since = max(links["on_date"], default=None)
    newest = (
        reported
        if since is None
        else on_map(
            reported.drop(columns=["parts", "expected"]),
            links,
            on=since,
            value="persons",
            keys=["period_start"],
        )
    )
    return TwoMaps(reported, newest, links, areas, since)


def population_counts(connection: Connection, country: str, level: str) -> pd.DataFrame:
    """area, year, calendar, period_start, source, status, provisional, rounded_to, persons — one row an area and day"""
    rows = pd.read_sql_query(text(_COUNTS), connection, params={"country": country, "level": level})
    twice = pd.read_sql_query(
        text(f"WITH cells AS ({_FACTS}) {overlapping('cells', _KEYS, ('age',))}"),
        connection,
        params={"country": country, "level": level},
    )
    return _one_each(rows, twice)


def _one_each(rows: pd.DataFrame, twice: pd.DataFrame) -> pd.DataFrame:
    """Leave out a sum over sexes of which one is missing, and over ages that overlap; then the best told of a day."""
    halves = (rows["form"] % 2 == 1) & (rows["sexes"] < 2)
    keys = ["area", "source", "period_start"]
    sides = twice.assign(odd=(twice["sex"] != "both").astype("int64")).drop_duplicates([*keys, "odd"])
    overlaps = rows.assign(odd=rows["form"] % 2).merge(
        sides[[*keys, "odd"]], on=[*keys, "odd"], how="left", indicator=True
    )
    overlap = (overlaps["_merge"] == "both").to_numpy() & (rows["form"] >= 2).to_numpy()
    whole = rows[~halves & ~overlap]
    summed = whole["form"] > 0
    whole = whole.assign(trust=whole["trust"].where(~summed, whole["trust"].clip(lower=1)))
    whole = whole.sort_values(["area", "period_start", "trust", "form", "source"], kind="stable")
    whole = whole.drop_duplicates(["area", "period_start"], ignore_index=True)
    status = whole.pop("trust").map({0: "published", 1: "derived", 2: "estimated"})
    days = pd.to_datetime(whole["period_start"]).dt.date
    return whole.drop(columns=["form", "sexes"]).assign(
        status=status, period_start=days, persons=whole["persons"].astype("float64")
    )
