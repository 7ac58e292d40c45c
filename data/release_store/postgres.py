"""Releases as schemas of a PostgreSQL database, with a table that says which is current.

A load is one transaction: tables, rows, sums and checks. A killed load leaves nothing, because the server undoes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import NullPool

from data.engine import open_connection
from data.problems import LoadProblem, NoRelease, StoreProblem, cause
from data.release_store.interface import ReleasePair, ReleaseWriter
from data.sentences import Sentence, quoted

#: Any number that other programs on the same server are unlikely to lock
LOAD_LOCK = 7_261_923
POINTER = "public.rasad_release"
#: A role that may read every release, where the server has it
READER_ROLE = os.environ.get("RASAD_READER_ROLE", "rasad_reader")
_LIST = f"SELECT release FROM {POINTER} ORDER BY release DESC"
_CURRENT = f"SELECT release FROM {POINTER} WHERE is_current"


def schema_of(stamp: str) -> str:
    """The schema a release is kept in."""
    name = f"release_{stamp.lower()}"
    if not name.isidentifier():
        raise StoreProblem(Sentence("{cell} cannot be the stamp of a release.", cell=quoted(stamp)))
    return name


def server_url(url: str) -> URL:
    """``DATABASE_URL`` for the driver we use; StoreProblem where it is not PostgreSQL's."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreProblem(
            Sentence(
                "{variable} is not a database address such as {example}.",
                variable="DATABASE_URL",
                example="postgresql://host/name",
            )
        ) from error
    if parsed.get_backend_name() not in ("postgresql", "postgres"):
        raise StoreProblem(
            Sentence(
                "{variable} names a {name} database; the population store is kept in PostgreSQL there, or in DuckDB files where it is not set.",
                variable="DATABASE_URL",
                name=parsed.get_backend_name(),
            )
        )
    return parsed.set(drivername="postgresql+psycopg")


@dataclass(frozen=True)
class PostgresReleases:
    """A database of releases."""

    url: str

    @property
    def place(self) -> str:
        """The database's address, its password hidden."""
        return server_url(self.url).render_as_string(hide_password=True)

    def prepare(self) -> None:
        """Reach the server, or say why not."""
        with self._asking():
            pass

    def stamps(self) -> tuple[str, ...]:
        """Every release, newest first."""
        with self._asking() as connection:
            return tuple(connection.scalars(text(_LIST))) if _has_pointer(connection) else ()

    def current(self) -> str:
        """The release that the table marks."""
        with self._asking() as connection:
            stamp = connection.scalar(text(_CURRENT)) if _has_pointer(connection) else None
        if stamp is None:
            raise NoRelease(
                Sentence("There is no population store in this database yet: run `make data` to build it.")
            )
        return str(stamp)

    def make_current(self, stamp: str) -> None:
        """Move the mark in one transaction."""
        self._must_have(stamp)
        with self._asking() as connection:
            connection.execute(text(f"LOCK TABLE {POINTER} IN SHARE ROW EXCLUSIVE MODE"))
            connection.execute(
                text(f"UPDATE {POINTER} SET is_current = false WHERE is_current AND release <> :stamp"),
                {"stamp": stamp},
            )
            connection.execute(
                text(f"UPDATE {POINTER} SET is_current = true WHERE release = :stamp"), {"stamp": stamp}
            )
            connection.commit()

    def remove(self, stamp: str) -> None:
        """Drop the schema, once those who read it have finished their sentence."""
        self._must_have(stamp)
        with self._asking() as connection:
            connection.execute(text(f"LOCK TABLE {POINTER} IN SHARE ROW EXCLUSIVE MODE"))
            if stamp == connection.scalar(text(_CURRENT)):
                raise LoadProblem(
                    Sentence("Release {stamp} is the current one: restore another first.", stamp=stamp)
                )
            connection.execute(text(f"DROP SCHEMA {schema_of(stamp)} CASCADE"))
            connection.execute(text(f"DELETE FROM {POINTER} WHERE release = :stamp"), {"stamp": stamp})
            connection.commit()

    def open(self, stamp: str) -> Engine:
        """A reader's engine: bare names are this release's, and nothing can be written."""
        self._must_have(stamp)
        options = f"-c search_path={schema_of(stamp)} -c default_transaction_read_only=on"
        engine = create_engine(server_url(self.url), connect_args={"options": options}, pool_pre_ping=True)
        return open_connection(engine, schema_of(stamp))

    @contextmanager
    def writing(self, stamp: str, previous: str | None) -> Iterator[ReleaseWriter]:
        """A new schema in one transaction."""
        name = schema_of(stamp)
        with self._asking() as connection:
            if not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOAD_LOCK}):
                raise LoadProblem(
                    Sentence(
                        "Another load is writing to this database: wait for it to end, then run this again."
                    )
                )
            connection.execute(text(f"CREATE SCHEMA {name}"))
            connection.execute(text(f"SET LOCAL search_path TO {name}"))
            yield ReleaseWriter(connection, schema_of(previous) if previous else None)
            _make_pointer(connection)
            connection.execute(text(f"INSERT INTO {POINTER} (release) VALUES (:stamp)"), {"stamp": stamp})
            _let_read(connection, name)
            connection.commit()

    @contextmanager
    def open_pair(self, old: str, new: str) -> Iterator[ReleasePair]:
        """Both schemas, to read."""
        for stamp in (old, new):
            self._must_have(stamp)
        with self._asking() as connection:
            connection.execute(text("SET TRANSACTION READ ONLY"))
            yield ReleasePair(connection, schema_of(old), schema_of(new))

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """A connection of its own, closed after; what is not committed is undone."""
        engine = create_engine(server_url(self.url), poolclass=NullPool)
        try:
            connection = engine.connect()
        except OperationalError as error:
            raise StoreProblem(
                Sentence(
                    "The database {place} cannot be reached ({cause}): is the server running, and is {variable} right?",
                    place=self.place,
                    cause=cause(error),
                    variable="DATABASE_URL",
                )
            ) from error
        try:
            with connection:
                yield connection
        finally:
            engine.dispose()

    def _must_have(self, stamp: str) -> None:
        if stamp not in self.stamps():
            raise NoRelease(
                Sentence(
                    "There is no release {stamp} in this database: `--list` names those there are.",
                    stamp=stamp,
                )
            )


def _has_pointer(connection: Connection) -> bool:
    return connection.scalar(text("SELECT to_regclass(:name)"), {"name": POINTER}) is not None


def _make_pointer(connection: Connection) -> None:
    """The table of releases, of which at most one is current."""
    connection.execute(
        text(f"""
        CREATE TABLE IF NOT EXISTS {POINTER} (
          release varchar(64) PRIMARY KEY, is_current boolean NOT NULL DEFAULT false)""")
    )
    connection.execute(
        text(
            f"CREATE UNIQUE INDEX IF NOT EXISTS rasad_one_current ON {POINTER} (is_current) WHERE is_current"
        )
    )


def _let_read(connection: Connection, schema: str) -> None:
    """Let the reading role see the release, where there is such a role."""
    role = connection.scalar(
        text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :r"), {"r": READER_ROLE}
    )
    if role is not None:
        connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}"))
        connection.execute(text(f"GRANT SELECT ON {POINTER} TO {role}"))
