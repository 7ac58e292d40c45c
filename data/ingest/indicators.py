"""The indicators of a release, made when it is written, in its transaction: a release that cannot make them is none.

What makes them is found by entry point (``rasad.indicators``), so that `data` imports nothing above it. A country of
which nothing changed since the release before, neither a fact nor an area nor the program, keeps its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import entry_points
from inspect import getsourcefile
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, Table, insert, select

from data import country_file, queries
from data.countries import countries
from data.indicator_tables import TABLES, indicator_input
from data.ingest import seed
from data.ingest.bulk import insert_rows
from data.release_store.interface import ReleaseWriter
from data.schema import in_schema

Say = Callable[[str], None]
#: (connection to the facts of the release being written, country, where progress is said) -> table, rows
Maker = Callable[[Connection, str, Say], Iterator[tuple[str, pd.DataFrame]]]
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


def add_indicators(writer: ReleaseWriter, say: Say) -> None:
    """Indicators, life tables and default projections of every country with facts; LoadProblem where one has none."""
    before = _fingerprints_before(writer)
    for country in countries():
        if not queries.sources_of(writer.connection, country):
            continue
        token = fingerprint(writer.connection, country)
        if before.get(country) == token:
            _carry(writer, country)
        else:
            _make(writer.connection, country, say)
        writer.connection.execute(insert(indicator_input), [{"country": country, "fingerprint": token}])


def fingerprint(connection: Connection, country: str) -> str:
    """SHA-256 of what a country's indicators are made of: its sources with their loads, its areas, its folder, the program.

    A source's rows are those of the load it names: a source read again has another.
    """
    keys = queries.sources_of(connection, country)
    sources = queries.sources(connection)
    areas = queries.areas(connection)
    links = queries.area_links(connection)
    own = areas.loc[areas["country"] == country]
    parts = (
        sources[sources["source"].isin(keys)].to_csv(index=False),
        own.to_csv(index=False),
        links[links["to_area"].isin(own["area"])].to_csv(index=False),
        (countries()[country].folder / country_file.FILE).read_text(encoding="utf-8"),
        _program(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache  # of no release: the program
def _program() -> str:
    code = [file for package in ("data", "forecasting") for file in (PACKAGES / package).rglob("*.py")]
    return seed.fingerprint([*code, *maker_files()])


def _make(connection: Connection, country: str, say: Say) -> None:
    for maker in makers():
        for name, rows in maker(connection, country, say):
            table = _BY_NAME[name]
            insert_rows(connection, table, rows.reindex(columns=[column.name for column in table.columns]))


def _fingerprints_before(writer: ReleaseWriter) -> dict[str, str]:
    """Country -> what its indicators in the release before were made of."""
    if writer.previous is None:
        return {}
    old = in_schema(indicator_input, writer.previous)
    rows = writer.connection.execute(select(old.c.country, old.c.fingerprint))
    return {str(country): str(token) for country, token in rows}


def _carry(writer: ReleaseWriter, country: str) -> None:
    """Copy a country's rows from the release before."""
    assert writer.previous is not None
    for table in _tables_of_rows():
        old = in_schema(table, writer.previous).alias("old_rows")
        names = [column.name for column in table.columns]
        question = select(*[old.c[name] for name in names]).where(old.c.country == country)
        writer.connection.execute(insert(table).from_select(names, question))


def _tables_of_rows() -> list[Table]:
    return [table for table in TABLES if table is not indicator_input]
