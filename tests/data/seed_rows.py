"""The seed tables read the plainest way there is, sharing no code with the reader under test."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache

from tests.conftest import ROOT

SEED = ROOT / "data" / "seed"
FOLDERS = {"IR": "iran", "VN": "viet_nam"}
FACTS = ("population", "events", "rates", "death_rates", "fertility_pattern")
#: From then on Viet Nam has 34 provinces
MERGER = "2025-07-01"
Row = dict[str, str]


@cache
def rows(country: str, table: str) -> tuple[Row, ...]:
    """Every row of one table of one country, as text."""
    with (SEED / FOLDERS[country] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def where(country: str, table: str, **asked: object) -> list[Row]:
    """The rows whose columns say so."""
    wanted = {column: str(value) for column, value in asked.items()}
    return [row for row in rows(country, table) if all(row[column] == wanted[column] for column in wanted)]


def value(country: str, table: str, **asked: object) -> float:
    """The value of the one row that says so."""
    found = where(country, table, **asked)
    assert len(found) == 1, f"{len(found)} rows of {country} {table} say {asked}"
    return float(found[0]["value"])


def people(country: str, low: int, high: float, **asked: object) -> float:
    """Persons of known age from ``low`` to below ``high``, added up by hand."""
    return sum(
        float(row["value"])
        for row in where(country, "population", **asked)
        if row["age_lower"] and (row["age_width"] or int(row["age_lower"]) > 0)
        if low <= int(row["age_lower"]) < high
    )


def every(*tables: str) -> Iterator[tuple[str, str, Row]]:
    """Country, table and row of each row of these tables, or of all facts."""
    for country in FOLDERS:
        for table in tables or FACTS:
            yield from ((country, table, row) for row in rows(country, table))


def is_nation(row: Row) -> bool:
    """Whether a row is about the whole country."""
    return len(row["area"]) == 2


def stood(country, *, after=False):
    """Nation and provinces on the day before, or after, the provinces of Viet Nam were merged."""
    areas = [row for row in rows(country, "areas") if row["level"] != "county"]
    return [row for row in areas if after or row["valid_from"] != MERGER if not after or not row["valid_to"]]
