"""Counts of records by area, period and dimensions, with cell keys, in the columns of the store's flows."""

from __future__ import annotations

import duckdb
import pandas as pd

from data.columns import RECORD_KEYS
from data.ingest.records.dates import period
from data.ingest.records.kinds import ABSENT, ABSENT_WORD, SEXES, UNKNOWN_WORD
from data.ingest.records.mapping import MappingProblem, RecordMapping
from data.ingest.records.tabulation import Tabulation, group_sql, width_sql
from data.sentences import Sentence

MEASURES = ("events", "cell_key")
#: A sum is a HUGEINT, of which a remainder takes long
KEY_OF_CELL = f"(sum(record_key)::BIGINT % {RECORD_KEYS})::SMALLINT"


def prepare_periods(
    connection: duckdb.DuckDBPyConnection, mapping: RecordMapping, tabulation: Tabulation
) -> None:
    """Table ``period_of``: the digits of each year or month there may be, and when it begins and ends."""
    calendar = tabulation.calendar or mapping.calendar
    bounds = connection.execute(f"SELECT min({calendar}), max({calendar}) FROM calendar_dates").fetchone()
    assert bounds is not None
    years = range(bounds[0] // 10000, bounds[1] // 10000 + 1)
    digits = (
        list(years)
        if tabulation.period == "year"
        else [year * 100 + month for year in years for month in range(1, 13)]
    )
    rows = [
        (number, number if tabulation.period == "year" else number // 100, *period(number, calendar))
        for number in digits
    ]
    frame = pd.DataFrame(rows, columns=["digits", "year", "period_start", "period_days"])
    connection.register("periods", frame)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE period_of AS SELECT digits::INTEGER AS digits, year::SMALLINT AS year, "
        "period_start::DATE AS period_start, period_days::SMALLINT AS period_days FROM periods"
    )
    connection.unregister("periods")


def cells_sql(mapping: RecordMapping, tabulation: Tabulation) -> str:
    """SELECT of the counts: one GROUP BY over the narrow table, then names for its numbers."""
    for name in tabulation.dimensions:
        if name not in mapping.dimensions:
            raise MappingProblem(
                Sentence(
                    "These {event} cannot be split by {role}: the mapping gives {roles}.",
                    event=mapping.event,
                    role=name,
                    roles=", ".join(mapping.dimensions),
                )
                if mapping.dimensions
                else Sentence(
                    "These {event} cannot be split by {role}: the mapping gives no dimension.",
                    event=mapping.event,
                    role=name,
                )
            )
    places = [*mapping.kind.places[:-1], "area"]
    groups = [f"{_value(name, mapping, tabulation)} AS v_{name}" for name in tabulation.dimensions]
    counts = (
        f"SELECT {', '.join([*places, f'{_digits(mapping, tabulation)} AS digits', *groups])}, "
        f"count(*) AS events, {KEY_OF_CELL} AS cell_key "
        f"FROM {_source(mapping, tabulation)} GROUP BY ALL"
    )
    names = ", ".join(_named(mapping, tabulation))
    joins = " ".join(f"JOIN area_of AS of_{place} ON of_{place}.place = c.{place}" for place in places)
    return f"SELECT {names} FROM ({counts}) AS c JOIN period_of USING (digits) {joins}"


def _source(mapping: RecordMapping, tabulation: Tabulation) -> str:
    if not _converted(mapping, tabulation):
        return "valid"
    return f"valid JOIN calendar_dates ON calendar_dates.{mapping.calendar} = {_date(tabulation)}"


def _converted(mapping: RecordMapping, tabulation: Tabulation) -> bool:
    return tabulation.calendar not in ("", mapping.calendar)


def _date(tabulation: Tabulation) -> str:
    return {"occurrence": "occurred", "registration": "registered"}[tabulation.basis]


def _digits(mapping: RecordMapping, tabulation: Tabulation) -> str:
    date = tabulation.calendar if _converted(mapping, tabulation) else _date(tabulation)
    return f"{date} // {10_000 if tabulation.period == 'year' else 100}"


def _value(name: str, mapping: RecordMapping, tabulation: Tabulation) -> str:
    if name == mapping.kind.sex:
        return f"v_{name}"
    return group_sql(f"v_{name}", tabulation.firsts(name, mapping))


def _named(mapping: RecordMapping, tabulation: Tabulation) -> list[str]:
    """The store's columns in its order; what is not split by says so."""
    places = mapping.kind.places
    areas = [f"of_{'area' if place == places[-1] else place}.area AS {place}" for place in places]
    calendar = tabulation.calendar or mapping.calendar
    periods = ["year", f"'{calendar}' AS calendar", "period_start", "period_days"]
    counted_on = [f"'{tabulation.basis}' AS basis", f"'{mapping.place}' AS place"]
    split = [sql for name in mapping.kind.dimensions for sql in _dimension(name, mapping, tabulation)]
    return [*areas, *periods, *counted_on, *split, "events", "cell_key"]


def _dimension(name: str, mapping: RecordMapping, tabulation: Tabulation) -> list[str]:
    is_split = name in tabulation.dimensions
    if name == mapping.kind.sex:
        words = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(SEXES))
        return [
            f"CASE c.v_{name} {words} ELSE '{UNKNOWN_WORD}' END AS {name}"
            if is_split
            else f"'{ABSENT_WORD}' AS {name}"
        ]
    if not is_split:
        return [f"{ABSENT}::SMALLINT AS {name}_lower", f"0::SMALLINT AS {name}_width"]
    width = width_sql(f"c.v_{name}", tabulation.firsts(name, mapping))
    return [f"c.v_{name} AS {name}_lower", f"{width} AS {name}_width"]
