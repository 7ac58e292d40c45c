"""Files of records as DuckDB reads them: every column as text named c0, c1, ... whatever the heading says."""

from __future__ import annotations

import csv
import gzip
import zlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data.ingest.readers.grids import look_at, read_grid
from data.problems import StoreProblem
from data.sentences import Sentence, quoted

#: Files of other programs, whose first table is read whole before its records are counted
TABLE_SUFFIXES = (".xlsx", ".xls", ".ods", ".sav", ".dta", ".sas7bdat", ".dbf")
SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".parquet", *TABLE_SUFFIXES)
DELIMITERS = ",;\t|"


class UnreadableRecords(StoreProblem):
    """A file of records cannot be read as what it claims to be. Its contents are never quoted."""


@dataclass(frozen=True)
class RecordFile:
    """One file: its headings in order, and the SQL of its rows with columns c0, c1, ... as text."""

    path: Path
    headings: tuple[str, ...]
    sql: str
    synthetic: bool

    def column(self, heading: str) -> str:
        """The SQL name of a heading's column."""
        return f"c{self.headings.index(heading)}"


def record_files(path: Path) -> list[Path]:
    """The file, or the files of a folder in the order of their names"""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.name.lower().endswith(SUFFIXES))
    else:
        files = [path] if path.is_file() else []
    if not files:
        raise UnreadableRecords(
            Sentence(
                "{file} has no records to read: {known}, or a folder of these.",
                file=path.name,
                known=", ".join(SUFFIXES),
            )
        )
    return files


def open_file(connection: duckdb.DuckDBPyConnection, path: Path, delimiter: str = "") -> RecordFile:
    """What a file's headings are and how its rows are read."""
    if path.suffix.lower() == ".parquet":
        return _open_parquet(connection, path)
    if path.suffix.lower() in TABLE_SUFFIXES:
        return _open_table(connection, path)
    if path.suffix.lower() == ".gz":
        _must_be_whole(path)
    headings, delimiter = _heading(path, delimiter)
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(headings)))
    sql = (
        f"read_csv({_text(str(path))}, columns = {{{columns}}}, header = true, auto_detect = false, "
        f"delim = {_text(delimiter)}, quote = '\"', escape = '\"', store_rejects = true, strict_mode = true)"
    )
    return RecordFile(path, headings, sql, _is_synthetic(headings))


def headings_of(path: Path, delimiter: str = "") -> tuple[str, ...]:
    """The headings of a file of records, without reading its rows."""
    if not path.name.lower().endswith(SUFFIXES):
        raise UnreadableRecords(
            Sentence(
                "{file} is no file of records: they are read from {known}.",
                file=path.name,
                known=", ".join(SUFFIXES),
            )
        )
    if path.suffix.lower() in TABLE_SUFFIXES:
        return tuple(look_at(path).headings)
    if path.suffix.lower() != ".parquet":
        return _heading(path, delimiter)[0]
    with duckdb.connect() as connection:
        return open_file(connection, path, delimiter).headings


def _is_synthetic(headings: tuple[str, ...]) -> bool:
    return any(heading.strip().lower() == "synthetic" for heading in headings)


def _open_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> RecordFile:
    source = f"read_parquet({_text(str(path))})"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error:
        raise UnreadableRecords(
            Sentence("{file} is not a Parquet file, or only a part of one.", file=path.name)
        ) from None
    headings = tuple(row[0] for row in described)
    columns = ", ".join(
        f'"{heading.replace(chr(34), chr(34) * 2)}"::VARCHAR AS c{number}'
        for number, heading in enumerate(headings)
    )
    return RecordFile(path, headings, f"(SELECT {columns} FROM {source})", _is_synthetic(headings))


def _open_table(connection: duckdb.DuckDBPyConnection, path: Path) -> RecordFile:
    """A workbook's first sheet, or the table of another program, as text in the connection."""
    grid = read_grid(path)
    if any(one.severity == "error" for one in grid.findings):
        raise UnreadableRecords(
            Sentence(
                "{file} has rows with more cells than there are headings, or formulas without a value: mend it first.",
                file=path.name,
            )
        )
    texts = {
        f"c{number}": [_plain(one) for one in grid.cells[name]] for number, name in enumerate(grid.headings)
    }
    frame = pd.DataFrame(texts, dtype="string")
    name = f"records_{abs(hash(path))}"
    connection.register(name, frame)
    return RecordFile(
        path, tuple(grid.headings), f"(SELECT * FROM {name})", _is_synthetic(tuple(grid.headings))
    )


def _plain(cell: object) -> str | None:
    """A cell as a CSV file would have it; None for an empty one."""
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return None if cell is None or cell != cell else str(cell).strip() or None


def _heading(path: Path, delimiter: str) -> tuple[tuple[str, ...], str]:
    """The first line's headings and what separates them: the given delimiter, or the one that gives most."""
    line = _first_line(path)
    choices = [delimiter] if delimiter else list(DELIMITERS)
    read = {choice: next(csv.reader([line], delimiter=choice), []) for choice in choices}
    best = max(read, key=lambda choice: len(read[choice]))
    headings = tuple(name.strip() for name in read[best])
    if len(headings) < 2:
        raise UnreadableRecords(
            Sentence(
                "The first line of {file} is one column: is the delimiter {cell} the right one?",
                file=path.name,
                cell=quoted(best),
            )
        )
    if repeated := len(headings) - len(set(headings)):
        raise UnreadableRecords(
            Sentence(
                "{n} headings of {file} stand there twice: which is meant cannot be known.",
                n=repeated,
                file=path.name,
            )
        )
    return headings, best


def _must_be_whole(path: Path) -> None:
    """Unpacked to the end once: DuckDB takes half a compressed file for a shorter one."""
    try:
        with gzip.open(path, "rb") as file:
            while file.read(1 << 22):
                pass
    except (OSError, EOFError, zlib.error):
        raise UnreadableRecords(
            Sentence("{file} is damaged or only a part of a file: copy it again.", file=path.name)
        ) from None


def _first_line(path: Path) -> str:
    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rb") as file:
            line = file.readline(1_000_000)
        if b"\0" in line:
            raise UnreadableRecords(
                Sentence(
                    "{file} is not text in UTF-8 (UTF-16, or not text at all). Save it as UTF-8.",
                    file=path.name,
                )
            )
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise UnreadableRecords(
            Sentence("{file} is not UTF-8: save it as UTF-8 where it is made.", file=path.name)
        ) from None
    except (OSError, EOFError) as error:
        raise UnreadableRecords(
            Sentence("{file} cannot be read ({cause}).", file=path.name, cause=type(error).__name__)
        ) from None


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def broken_rows(connection: duckdb.DuckDBPyConnection) -> tuple[int, ...]:
    """Numbers of the records that DuckDB put aside from the CSV file read last. The lines themselves are forgotten."""
    tables = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    if "reject_errors" not in tables:
        return ()
    lines = connection.execute("SELECT DISTINCT line FROM reject_errors ORDER BY line").fetchall()
    connection.execute("DROP TABLE reject_errors")
    connection.execute("DROP TABLE reject_scans")
    return tuple(line - 1 for (line,) in lines)
