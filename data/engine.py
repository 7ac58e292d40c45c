"""Opening the population store: read-only for readers, writable only while a release is being made."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.problems import DamagedRelease


def open_engine(file: Path, *, read_only: bool = True) -> Engine:
    """Engine over one release's DuckDB file.

    Readers and the writer never share a file: a release is written under a new name and never changed
    afterwards, because DuckDB allows one writer or many readers of a file, not both.
    """
    url = URL.create("duckdb", database=str(file))
    if not read_only:
        return create_engine(url, poolclass=NullPool)
    engine = create_engine(url, connect_args={"read_only": True})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT release FROM release LIMIT 1"))
            # DuckDB opens a file cut short and fails only when a question reaches the missing blocks.
            blocks = connection.scalar(text("SELECT block_size * total_blocks FROM pragma_database_size()"))
        if file.stat().st_size < int(blocks or 0):
            raise OSError(f"it should have {blocks:,} bytes and has {file.stat().st_size:,}")
    except (DBAPIError, OSError) as error:
        engine.dispose()
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        raise DamagedRelease(
            f"{file.name} is not a population store this program can read ({cause}). "
            "The file may be damaged or half copied: run `make data` to build it again."
        ) from error
    return engine
