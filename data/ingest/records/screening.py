"""The door for records: a sample of every column first, then every value of the columns nobody mapped.

Mapped columns need no second look: of them only dates, areas, sexes and small numbers that were understood are
kept, and a number by which records are told apart only as a keyed hash that is forgotten at the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import duckdb

from data.identity import (
    Report,
    Suspect,
    column_list,
    decide,
    examine,
    kinds,
    shape_counts,
    split_counts,
    suspicious,
)
from data.ingest.records.files import RecordFile
from data.ingest.records.mapping import MappingProblem, RecordMapping
from data.sentences import Sentence

SAMPLE = 20_000


def look(
    connection: duckdb.DuckDBPyConnection, file: RecordFile, mapping: RecordMapping, places: Collection[str]
) -> tuple[Suspect, ...]:
    """What the first rows hold; refused here when the mapping says so, long before the file is read"""
    columns = [f"c{number}" for number in range(len(file.headings))]
    report = examine(connection, file.sql, file.headings, columns, places=places, limit=SAMPLE)
    decide(report, mapping.identity, place=file.path.name)
    certain = {suspect.column for suspect in report.certain}
    for role, heading in mapping.columns.items():
        if heading in certain:
            raise MappingProblem(
                Sentence(
                    "The mapping takes {role} from {heading}, which holds identity data: is it the right column?",
                    role=role,
                    heading=heading,
                )
            )
    return report.suspects


def to_look_at(file: RecordFile, mapping: RecordMapping, suspects: Sequence[Suspect]) -> list[str]:
    """Headings of the columns that are neither mapped nor already known to be left behind"""
    certain = {suspect.column for suspect in suspects if suspect.verdict == "certain"}
    columns = dict(zip(file.headings, column_list(file.headings), strict=True))
    return [
        heading
        for heading in file.headings
        if heading not in mapping.headings and columns[heading] not in certain
    ]


def look_again(
    connection: duckdb.DuckDBPyConnection,
    file: RecordFile,
    mapping: RecordMapping,
    headings: Sequence[str],
    first_row: int,
) -> tuple[Suspect, ...]:
    """What all the rows hold, from the shapes written during the scan; columns with too many are read again"""
    if not headings:
        return ()
    sums = ", ".join(sql for number in range(len(headings)) for sql in shape_counts(f"s{number}"))
    row = connection.execute(f"SELECT {sums} FROM work.record WHERE rowid >= {first_row}").fetchone()
    assert row is not None
    close = [
        heading
        for heading, filled, counts in zip(headings, *split_counts(row), strict=True)
        if any(suspicious(filled, *counts[kind]) for kind in kinds())
    ]
    if not close:
        return ()
    report = examine(connection, file.sql, close, [file.column(heading) for heading in close])
    decide(Report(report.suspects, report.rows), mapping.identity, place=file.path.name)
    return report.suspects
