"""The indicators of a release, made when it is written, in its transaction: a release that cannot make them is none.

What makes them is found by entry point (``rasad.indicators``), so that `data` imports nothing above it. It offers parts (a
measure, the life tables, the projections); a part keeps its rows from the release before while nothing that it was
made of changed: the sources of the tables it asked with the loads they came in, the areas, the country's folder, the
program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from inspect import getsourcefile
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, insert, select

from data import country_file, indicator_queries, queries
from data.countries import countries
from data.dependencies import recording
from data.indicator_tables import TABLES, indicator_input
from data.ingest import seed
from data.ingest.bulk import insert_rows
from data.quality.findings import Finding, Subject, make_finding, mark
from data.release_store.interface import ReleaseWriter
from data.schema import in_schema

NOT_COMPUTED = "not_computed"
_FAILURE = mark(
    "{measure} of {area} cannot be worked out of what is loaded and is left empty; all others stand. {cause}"
)
Say = Callable[[str], None]
Rows = Iterator[tuple[str, pd.DataFrame]]


@dataclass(frozen=True, eq=False)
class Part:
    """Rows that are made together: ``make`` gives them by table, ``step`` is what is said of it.

    rows: table -> column -> values, which tell this part's rows from the country's others.
    """

    name: str
    step: str
    make: Callable[[], Rows]
    rows: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)


#: (connection to the facts of the release being written, country) -> parts, each made when it is asked to
Maker = Callable[[Connection, str], Iterator[Part]]
MAKERS = "rasad.indicators"
PACKAGES = Path(__file__).parents[2]
_BY_NAME = {table.name: table for table in TABLES}


@cache
def makers() -> tuple[Maker, ...]:
    """Every maker that installed packages offer, in the order of their names."""
    return tuple(point.load() for point in sorted(entry_points(group=MAKERS), key=lambda point: point.name))


def maker_files() -> list[Path]:
    """The program of the makers: every module of the rooms they stand in."""
    rooms = [Path(getsourcefile(maker) or __file__).parents[1] for maker in makers()]
    return sorted({file for room in rooms for file in room.rglob("*.py")})


def add_indicators(writer: ReleaseWriter, say: Say) -> list[Finding]:
    """Indicators, life tables and default projections of every country with facts; LoadProblem where one has none.

    A finding for each area that alone could not be computed: it has a reason there instead of a value.
    """
    findings: list[Finding] = []
    for country in countries():
        if not queries.sources_of(writer.connection, country):
            continue
        inputs = Inputs(writer.connection, country)
        before = _parts_before(writer, country)
        for maker in makers():
            for part in maker(writer.connection, country):
                tables, token = before.get(part.name, ("", ""))
                if token and token == inputs.fingerprint(tables):
                    _carry(writer, country, part)
                else:
                    say(part.step)
                    tables = _make(writer.connection, part)
                row = {"country": country, "part": part.name, "tables": tables}
                row["fingerprint"] = inputs.fingerprint(tables)
                writer.connection.execute(insert(indicator_input), [row])
        findings += _failure_findings(writer.connection, country)
    return findings


def _failure_findings(connection: Connection, country: str) -> Iterator[Finding]:
    for row in indicator_queries.failures(connection, country).to_dict("records"):
        yield make_finding(
            NOT_COMPUTED,
            "warning",
            Subject("indicator", area=row["area"], about=str(row["measure"])),
            _FAILURE,
            pd.DataFrame(),
            {"measure": row["measure"], "cause": row["reason"]},
        )


class Inputs:
    """What the parts of a country are made of, read once."""

    def __init__(self, connection: Connection, country: str) -> None:
        areas, links = queries.areas(connection), queries.area_links(connection)
        own = areas.loc[areas["country"] == country]
        folder = countries()[country].folder
        self._keys = queries.sources_by_table(connection, country)
        self._sources = queries.sources(connection).set_index("source", drop=False)
        self._shared = (
            _texts(own),
            links[links["to_area"].isin(own["area"])].to_csv(index=False),
            " ".join(sorted(queries.areas_with_facts(connection) & set(own["area"]))),
            (folder / country_file.FILE).read_text(encoding="utf-8"),
            _program(),
        )

    def fingerprint(self, tables: str) -> str:
        """SHA-256 of the sources of some tables, with their loads, and of what all parts share.

        A source's rows are those of the load it names: a source read again has another.
        """
        keys = sorted({key for name in tables.split() for key in self._keys.get(name, ())})
        parts = (_texts(self._sources.loc[keys]), *self._shared)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _texts(rows: pd.DataFrame) -> str:
    """What rows say, without what they leave open: a column that another row brought changes nothing."""
    return "\n".join(
        " ".join(f"{name}={cell!r}" for name, cell in row.items() if pd.notna(cell) and cell != "")
        for row in rows.to_dict("records")
    )


@cache  # of no release: the program
def _program() -> str:
    code = [file for package in ("data", "forecasting") for file in (PACKAGES / package).rglob("*.py")]
    return seed.fingerprint([*code, *maker_files()])


def _make(connection: Connection, part: Part) -> str:
    """Write a part's rows; the names of the tables that they were made of"""
    with recording(connection) as tables:
        for name, rows in part.make():
            table = _BY_NAME[name]
            names = [column.name for column in table.columns]
            if strangers := set(rows.columns) - set(names):
                raise KeyError(f"{name} has no column {', '.join(sorted(strangers))}")
            insert_rows(connection, table, rows.reindex(columns=names))
    return " ".join(sorted(tables))


def _parts_before(writer: ReleaseWriter, country: str) -> dict[str, tuple[str, str]]:
    """Part -> the tables it was made of in the release before, and its fingerprint."""
    if writer.previous is None:
        return {}
    old = in_schema(indicator_input, writer.previous)
    question = select(old.c.part, old.c.tables, old.c.fingerprint).where(old.c.country == country)
    return {part: (tables, token) for part, tables, token in writer.connection.execute(question)}


def _carry(writer: ReleaseWriter, country: str, part: Part) -> None:
    """Copy a part's rows from the release before."""
    assert writer.previous is not None
    for name, conditions in part.rows.items():
        table = _BY_NAME[name]
        old = in_schema(table, writer.previous).alias("old_rows")
        names = [column.name for column in table.columns]
        question = select(*[old.c[column] for column in names]).where(old.c.country == country)
        for column, values in conditions.items():
            question = question.where(old.c[column].in_(values))
        writer.connection.execute(insert(table).from_select(names, question))
