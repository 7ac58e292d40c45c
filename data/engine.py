"""Opening a release of the population store: read-only, and only if it is whole and of a version we read."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.problems import DamagedRelease, OldRelease, cause
from data.schema import VERSION
from data.sentences import Sentence


def open_engine(file: Path, *, read_only: bool = True) -> Engine:
    """Engine over one release's DuckDB file.

    Readers and the writer never share a file: a release is written under a new name and never changed
    afterwards, because DuckDB allows one writer or many readers of a file, not both.
    """
    url = URL.create("duckdb", database=str(file))
    if not read_only:
        return create_engine(url, poolclass=NullPool)
    return open_connection(create_engine(url, connect_args={"read_only": True}), file.name, file)


def open_connection(engine: Engine, name: str, file: Path | None = None) -> Engine:
    """The engine, if what it reads is a whole release of this version; else DamagedRelease or OldRelease."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT release FROM release LIMIT 1"))
            if file is not None:
                _must_be_whole(connection, file)
    except (DBAPIError, OSError) as error:
        engine.dispose()
        raise DamagedRelease(
            Sentence(
                "{name} is not a population store this program can read ({cause}). The file may be damaged or half copied: run `make data` to build it again.",
                name=name,
                cause=cause(error),
            )
        ) from error
    version = _version(engine)
    if version != VERSION:
        engine.dispose()
        raise OldRelease(
            Sentence(
                "{name} was made by another version of the program: its tables are of version {code}, this program reads {code_here}. Run `make data` to build the store again, then load again what was loaded from files.",
                name=name,
                code=version,
                code_here=VERSION,
            )
        )
    return engine


def _must_be_whole(connection: Connection, file: Path) -> None:
    """DuckDB opens a file cut short and fails only when a question reaches the missing blocks."""
    blocks = connection.scalar(text("SELECT block_size * total_blocks FROM pragma_database_size()"))
    if file.stat().st_size < int(blocks or 0):
        raise OSError(
            Sentence(
                "it should have {expected} bytes and has {n}", expected=int(blocks), n=file.stat().st_size
            )
        )


def _version(engine: Engine) -> int:
    """The version of a release's tables; before the column there was only the first."""
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text("SELECT version FROM release")) or 1)
    except DBAPIError:
        return 1
