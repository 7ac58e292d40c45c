"""Opening files of records: through the door, one scan each, and a private folder that is removed afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from data.identity import Suspect, plain_digits
from data.ingest.records import cells, delay, findings
from data.ingest.records.dates import calendar_dates_sql
from data.ingest.records.files import RecordFile, UnreadableRecords, broken_rows, open_file, record_files
from data.ingest.records.findings import FileRead
from data.ingest.records.kinds import ABROAD, SEXES, UNKNOWN_WORD
from data.ingest.records.mapping import MappingProblem, RecordMapping
from data.ingest.records.rules import EXCLUDING
from data.ingest.records.salt import record_salt
from data.ingest.records.scan import NOWHERE, scan_sql, sex_words
from data.ingest.records.screening import look, look_again, to_look_at
from data.ingest.records.tabulation import Tabulation
from data.queries import UPPER
from data.sentences import Sentence

#: Places of ``area_of`` that are no area
UNKNOWN_PLACE, ABROAD_PLACE = -1, -2
MEMORY = "1GB"
#: Row numbers shown for each rule
ROWS_SHOWN = 20
#: Above this share of broken lines a file is not what the mapping says it is
BROKEN_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Records:
    """Records that have been read: what can be asked of them. Ends with `open_records`."""

    mapping: RecordMapping
    files: tuple[FileRead, ...]
    read: int
    valid: int
    synthetic: bool
    _connection: duckdb.DuckDBPyConnection = field(repr=False)

    @property
    def suspects(self) -> tuple[Suspect, ...]:
        """Columns that hold or may hold identity data, all left behind."""
        return tuple(dict.fromkeys(suspect for file in self.files for suspect in file.suspects))

    def cells(self, tabulation: Tabulation) -> pd.DataFrame:
        """The columns of the event's flow from area to the last dimension, then events and cell_key; sorted

        Missing from the store's row: status, provisional, source, rounded_to (1) and parts (0). ``cell_key`` is
        the sum of the record keys modulo 256: add it modulo 256 whenever events are added.
        """
        return self._connection.execute(f"{self._cells(tabulation)} ORDER BY ALL").df()

    def write_cells(self, tabulation: Tabulation, path: Path) -> Path:
        """The same rows into a Parquet file, unsorted, in bounded memory."""
        target = str(path).replace("'", "''")
        self._connection.execute(f"COPY ({self._cells(tabulation)}) TO '{target}' (FORMAT parquet)")
        return path

    def _cells(self, tabulation: Tabulation) -> str:
        sql = cells.cells_sql(self.mapping, tabulation)
        cells.prepare_periods(self._connection, self.mapping, tabulation)
        return sql

    def findings(self, *, most: int = ROWS_SHOWN) -> pd.DataFrame:
        """rule, severity, file, records, rows, explanation — errors first, row numbers only"""
        return findings.findings(self._connection, self.files, most=most)

    def findings_by_area(self) -> pd.DataFrame:
        """rule, area, year, records"""
        return findings.findings_by_area(self._connection)

    def delays(self) -> pd.DataFrame:
        """The store's ``delay`` without status, provisional, source, rounded_to and parts — years of occurrence"""
        return delay.delays(self._connection, self.mapping)

    def timeliness(self) -> pd.DataFrame:
        """area, events, with_delay, within_legal, share_within_legal, median_days, ninetieth_days"""
        return delay.timeliness(self._connection, self.mapping)


def area_codes(areas: pd.DataFrame, country: str, level: str | None = None) -> dict[str, str]:
    """Code in a file -> area of the store: its key, its office code, and the code without leading zeros if that
    can be no other area. Areas below the provinces that no file has told of yet are known by their whole code alone.
    """
    below = areas[(areas["country"] == country) & (areas["parent"].notna())]
    below = below[below["level"] == level] if level else below
    codes = dict(zip(below["office_code"].astype(str), below["area"], strict=True))
    official = below if level or "origin" not in below else below[_has_figures(below)]
    whole = dict.fromkeys(official["office_code"].astype(str))
    short = [code.lstrip("0") for code in whole]
    bare = {code.lstrip("0"): codes[code] for code in whole if short.count(code.lstrip("0")) == 1}
    return {**bare, **codes, **dict(zip(below["area"], below["area"], strict=True))}


def _has_figures(areas: pd.DataFrame) -> pd.Series[bool]:
    """Provinces, and what is below them once a file has told of it: the seed lists more than an office counts."""
    return areas["level"].isin(UPPER) | (areas["origin"] != "seed")


@dataclass(frozen=True)
class RecordOptions:
    """How records are read: ``salt`` is the secret of the record keys, from the environment when there is none here.

    DuckDB keeps to ``memory`` and spills the rest into a folder of ``temporary`` that only this user can read and that
    is removed at the end. No event is later than ``today``, the day itself when there is none here.
    """

    salt: str | None = None
    today: date | None = None
    memory: str = MEMORY
    place_names: Collection[str] = ()
    temporary: Path | None = None


@contextmanager
def open_records(
    paths: Path | Sequence[Path],
    mapping: RecordMapping,
    areas: Mapping[str, str],
    options: RecordOptions = RecordOptions(),
) -> Iterator[Records]:
    """Read files (or folders of them) and ask for counts while they are open.

    ``areas`` gives the store's area for each code in the file (`area_codes`).
    """
    secret = record_salt(options.salt)
    places = [paths] if isinstance(paths, Path) else list(paths)
    with tempfile.TemporaryDirectory(prefix="records-", dir=options.temporary) as folder:
        connection = _connect(Path(folder), options.memory)
        try:
            _prepare(connection, mapping, areas, secret)
            files = [file for path in places for file in record_files(path)]
            opened = [open_file(connection, file, mapping.delimiter) for file in files]
            read = _read_all(connection, opened, mapping, options.place_names, options.today or date.today())
            _place_areas(connection, mapping)
            findings.mark_moves_within_areas(connection, mapping)
            findings.mark_repeats(connection, mapping)
            synthetic = any(file.synthetic for file in opened)
            yield Records(mapping, read, *findings.totals(connection), synthetic, connection)
        finally:
            connection.close()


def _connect(folder: Path, memory: str) -> duckdb.DuckDBPyConnection:
    """A database for the narrow table: in memory as long as it fits, the rest spilled into the folder, which takes
    less time than a compressed file. It need not guess which table of a join is the small one: always the second.
    """
    connection = duckdb.connect(
        config={
            "memory_limit": memory,
            "temp_directory": str(folder / "spilled"),
            "autoinstall_known_extensions": "false",
            "checkpoint_threshold": "1TB",  # a checkpoint writes the whole table again for a few marked records
        }
    )
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute("ATTACH ':memory:' AS work")
    return connection


def _prepare(
    connection: duckdb.DuckDBPyConnection, mapping: RecordMapping, areas: Mapping[str, str], secret: str
) -> None:
    """What a scan and its counts look things up in: the salt, the calendars, area codes and areas.

    Type AREA_WORD has the codes as words, areas before what is abroad, SEX_WORD those for women before those for
    men; ``area_code`` gives the place of the area
    with each, ``area_of`` the area in each place. Several codes may be one area.
    """
    connection.execute("SET VARIABLE salt = $1", [secret])
    connection.execute(f"CREATE TEMP TABLE calendar_dates AS {calendar_dates_sql()}")
    names = sorted(set(areas.values()))
    place = {name: number for number, name in enumerate(names)}
    codes = {plain_digits(code).strip(): place[name] for code, name in areas.items()}
    connection.execute(f"SET VARIABLE areas = {len(codes)}")
    if len(mapping.kind.places) > 1:
        codes |= {plain_digits(text).strip(): ABROAD_PLACE for text in mapping.abroad}
    _words(connection, "AREA_WORD", list(codes))
    _words(connection, "SEX_WORD", [word for sex in SEXES for word in sex_words(mapping, sex)])
    ends = {UNKNOWN_PLACE: UNKNOWN_WORD, ABROAD_PLACE: ABROAD}
    numbered = [(NOWHERE, UNKNOWN_PLACE), *enumerate(codes.values())]
    _table(connection, "area_code", numbered, "number INTEGER, place INTEGER")
    _table(connection, "area_of", [*enumerate(names), *ends.items()], "place INTEGER, area VARCHAR")


def _words(connection: duckdb.DuckDBPyConnection, name: str, words: Sequence[str]) -> None:
    """A type whose values are these words: how text is looked up without a join, which would not keep the order."""
    connection.execute("SET VARIABLE words = $1", [list(words)])
    connection.execute(f"CREATE TYPE {name} AS ENUM (SELECT unnest(getvariable('words')))")


def _table(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[tuple[object, ...]], columns: str
) -> None:
    connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
    frame = pd.DataFrame(rows)
    connection.register("given", frame)
    connection.execute(f"INSERT INTO {name} SELECT * FROM given")
    connection.unregister("given")


def _place_areas(connection: duckdb.DuckDBPyConnection, mapping: RecordMapping) -> None:
    """Views on what was read, with places for codes: ``placed`` has every record, ``valid`` those that count."""
    ends = ["area", *mapping.kind.places[:-1]]
    placed = ", ".join(f"of_{end}.place AS {end}" for end in ends)
    joins = " ".join(f"JOIN area_code AS of_{end} ON of_{end}.number = r.{end}" for end in ends)
    connection.execute(
        f"CREATE TEMP VIEW placed AS SELECT r.* EXCLUDE ({', '.join(ends)}), r.rowid AS number, {placed} "
        f"FROM work.record AS r {joins}"
    )
    connection.execute(f"CREATE TEMP VIEW valid AS SELECT * FROM placed WHERE flags & {EXCLUDING} = 0")


def _read_all(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[RecordFile],
    mapping: RecordMapping,
    places: Collection[str],
    today: date,
) -> tuple[FileRead, ...]:
    """Every file into one narrow table, one after the other."""
    for file in files:
        _has_headings(file, mapping)
    looks = [look(connection, file, mapping, places) for file in files]
    unmapped = [to_look_at(file, mapping, suspects) for file, suspects in zip(files, looks, strict=True)]
    read: list[FileRead] = []
    for file, suspects, headings in zip(files, looks, unmapped, strict=True):
        sql = scan_sql(file, mapping, headings, today, shapes=max(map(len, unmapped)))
        into = "INSERT INTO work.record" if read else "CREATE TABLE work.record AS"
        before = sum(one.rows for one in read)
        rows, broken = _scan(connection, file, f"{into} {sql}")
        more = look_again(connection, file, mapping, headings, before)
        read.append(FileRead(file.path.name, before, rows, broken, (*suspects, *more)))
    return tuple(read)


def _has_headings(file: RecordFile, mapping: RecordMapping) -> None:
    if missing := [heading for heading in mapping.headings if heading not in file.headings]:
        raise MappingProblem(
            Sentence(
                "{file} has no column {headings}. Is the first line its heading, and is it a file of {event}?",
                file=file.path.name,
                headings=", ".join(missing),
                event=mapping.event,
            )
        )


def _scan(connection: duckdb.DuckDBPyConnection, file: RecordFile, sql: str) -> tuple[int, tuple[int, ...]]:
    """Rows written to the narrow table, and the numbers of the lines that are not as the heading says."""
    name = file.path.name
    try:
        rows = connection.execute(sql).fetchall()[0][0]
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException):
        raise  # our mistake, not the file's; it quotes our statement, in which there is nothing of the file
    except duckdb.OutOfMemoryException:
        raise UnreadableRecords(
            Sentence("{file} needs more memory than it was given, or the disk is full.", file=name)
        ) from None
    except duckdb.Error as error:
        # Never DuckDB's own message: it quotes the line.
        raise UnreadableRecords(
            Sentence(
                "{file} cannot be read to its end ({cause}): is it cut off, or is the delimiter or the encoding another?",
                file=name,
                cause=type(error).__name__,
            )
        ) from None
    broken = broken_rows(connection)
    if len(broken) > BROKEN_SHARE * (rows + len(broken)):
        raise UnreadableRecords(
            Sentence(
                "{n} of {expected} lines of {file} do not have the fields of its heading: is the delimiter right?",
                n=len(broken),
                expected=rows + len(broken),
                file=name,
            )
        )
    return rows, broken
