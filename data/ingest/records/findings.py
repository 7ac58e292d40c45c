"""What is wrong with the records: how many break each rule, and in which rows. No value is ever shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from data.identity import Suspect
from data.ingest.records.mapping import RecordMapping
from data.ingest.records.rules import BIT, EXCLUDING, RULES


@dataclass(frozen=True)
class FileRead:
    """One file in the narrow table: its rows there, its records that were broken, what the door saw."""

    name: str
    first_row: int
    rows: int
    broken: tuple[int, ...]
    suspects: tuple[Suspect, ...]

    def row_in_file(self, row: int) -> int:
        """Number of a record in its file, 1 for the first after the heading, broken lines counted."""
        number = row - self.first_row + 1
        for broken in self.broken:
            if broken > number:
                break
            number += 1
        return number


def mark_repeats(connection: duckdb.DuckDBPyConnection, mapping: RecordMapping) -> None:
    """Set the bit of every record whose hash an earlier record has; with no number they may be twins."""
    # Sorting whole numbers takes half the time of grouping them.
    twice = (
        "SELECT DISTINCT twin FROM (SELECT twin, lag(twin) OVER (ORDER BY twin) AS before FROM work.record "
        "WHERE twin IS NOT NULL) WHERE twin = before"
    )
    every = f"SELECT twin, rowid AS number FROM work.record SEMI JOIN ({twice}) USING (twin)"
    repeats = (
        f"SELECT number FROM ({every}) QUALIFY row_number() OVER (PARTITION BY twin ORDER BY number) > 1"
    )
    _mark(connection, "repeated" if mapping.key else "perhaps_repeated", repeats)


def mark_moves_within_areas(connection: duckdb.DuckDBPyConnection, mapping: RecordMapping) -> None:
    """Set the bit of moves that end in the area they began in, whichever codes it was written with."""
    if "origin" in mapping.kind.places:
        _mark(connection, "move_within_area", "SELECT number FROM placed WHERE origin = area AND area >= 0")


def _mark(connection: duckdb.DuckDBPyConnection, rule: str, rows: str) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE marked AS {rows}")
    connection.execute(
        f"UPDATE work.record SET flags = flags | {BIT[rule]} FROM marked WHERE marked.number = record.rowid"
    )


def findings(connection: duckdb.DuckDBPyConnection, files: Sequence[FileRead], *, most: int) -> pd.DataFrame:
    """rule, severity, file, records, rows, explanation — errors first; ``rows`` are the first ``most`` row numbers

    Rows are counted from 1 for the first record after the heading.
    """
    file_rows = [_in_file(connection, file, most) for file in files]
    frame = pd.DataFrame(
        [row for rows in file_rows for row in rows],
        columns=["rule", "severity", "file", "records", "rows", "explanation"],
    )
    order = {rule.name: place for place, rule in enumerate(sorted(RULES, key=lambda rule: rule.severity))}
    return frame.sort_values(
        ["rule", "file"],
        key=lambda column: column.map(order) if column.name == "rule" else column,
        ignore_index=True,
    )


def _in_file(connection: duckdb.DuckDBPyConnection, file: FileRead, most: int) -> list[tuple[object, ...]]:
    within = f"rowid >= {file.first_row} AND rowid < {file.first_row + file.rows}"
    counts = ", ".join(f"count(*) FILTER (flags & {bit} > 0)" for bit in BIT.values())
    totals = connection.execute(f"SELECT {counts} FROM work.record WHERE {within}").fetchone()
    assert totals is not None
    rows: list[tuple[object, ...]] = []
    for rule, total in zip(RULES, totals, strict=True):
        if rule.name == "line_broken" and file.broken:
            rows.append(
                (rule.name, rule.severity, file.name, len(file.broken), file.broken[:most], rule.explanation)
            )
        elif total:
            numbers = connection.execute(
                f"SELECT rowid FROM work.record WHERE {within} AND flags & {BIT[rule.name]} > 0 "
                f"ORDER BY rowid LIMIT {most}"
            ).fetchall()
            row_numbers = tuple(file.row_in_file(number) for (number,) in numbers)
            rows.append((rule.name, rule.severity, file.name, total, row_numbers, rule.explanation))
    return rows


def findings_by_area(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """rule, area, year, records — ``year`` of occurrence; area and year missing where the record has none"""
    each = " UNION ALL ".join(
        f"SELECT '{name}' AS rule, place, year, sum(records) FILTER (flags & {bit} > 0) AS records FROM f "
        "GROUP BY ALL"
        for name, bit in BIT.items()
    )
    return connection.execute(
        "WITH f AS MATERIALIZED (SELECT area AS place, (occurred // 10000)::SMALLINT AS year, flags, count(*) AS records "
        f"FROM placed WHERE flags > 0 GROUP BY ALL) SELECT rule, of.area AS area, year, records::BIGINT AS records "
        f"FROM ({each}) AS e LEFT JOIN area_of AS of ON of.place = e.place AND e.place >= 0 WHERE records > 0 "
        "ORDER BY ALL"
    ).df()


def totals(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Records read, and records counted"""
    row = connection.execute(
        f"SELECT count(*), count(*) FILTER (flags & {EXCLUDING} = 0) FROM work.record"
    ).fetchone()
    assert row is not None
    return row[0], row[1]
