"""What people write: a database of its own, apart from the releases, kept and migrated for as long as it lives.

A file of SQLite in ``data/workspace`` or the folder of ``RASAD_WORKSPACE``, or the database of ``WORKSPACE_URL``.
Here are its opening and the log of what was done; a module that keeps something in it declares its tables on
`metadata`, has a step in ``data/migrations/versions``, and asks by `cached_read` and `writing`. Alembic brings an older
workspace up to date when it is opened.
"""

from __future__ import annotations

import getpass
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pandas as pd
from alembic import command
from alembic.config import Config
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from data.problems import WorkspaceProblem, cause
from data.sentences import Sentence, mark

FOLDER = Path(__file__).parent / "workspace"
FILE = "workspace.db"
MIGRATIONS = Path(__file__).parent / "migrations"
#: Any number that other programs on the same server are unlikely to lock
MIGRATION_LOCK = 7_261_924
#: Alembic keeps what it works on in module state: one thread at a time
_MIGRATING = threading.Lock()

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

log_entry = Table(
    "log",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("at", String(32), nullable=False),
    Column("who", String(120), nullable=False),
    Column("what", String(64), nullable=False),
    Column("release", String(64), nullable=False),
    Column("about", Text, nullable=False),
    CheckConstraint("length(trim(what)) > 0", name="something_was_done"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_did_it"),
)


def workspace_url() -> URL:
    """Where the workspace is: ``WORKSPACE_URL`` (an address, or a path of a file), else a file in a folder."""
    configured = os.environ.get("WORKSPACE_URL", "")
    if not configured:
        folder = Path(os.environ.get("RASAD_WORKSPACE") or FOLDER)
        return URL.create("sqlite", database=str(folder / FILE))
    try:
        url = make_url(configured)
    except ArgumentError:
        return URL.create("sqlite", database=configured)  # a path
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database:
        raise WorkspaceProblem(
            Sentence(
                "{variable} names a {name} database; the workspace is kept in PostgreSQL or in a SQLite file.",
                variable="WORKSPACE_URL",
                name=url.get_backend_name(),
            )
        )
    return url


@cache
def open_workspace(url: URL) -> Engine:
    """An engine on an up-to-date workspace; made where there is none."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=NullPool)
        event.listen(engine, "connect", _sqlite_manners)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        engine = create_engine(url, pool_pre_ping=True)
    try:
        if url.get_backend_name() == "sqlite":
            Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
        with _MIGRATING, engine.begin() as connection:
            migrate(connection)
    except (DBAPIError, OSError) as error:
        engine.dispose()
        raise _refused(_OPENED, url, error) from error
    return engine


_OPENED, _READ, _STEPS = (
    mark(
        "The workspace {place} cannot be opened ({cause}): check who owns its folder and whether the disk is full, or name another by {variables}."
    ),
    mark(
        "The workspace {place} cannot be read ({cause}): check who owns its folder and whether the disk is full, or name another by {variables}."
    ),
    mark(
        "The workspace {place} cannot be written ({cause}): check who owns its folder and whether the disk is full, or name another by {variables}."
    ),
)


def _refused(message: str, url: URL, error: Exception) -> WorkspaceProblem:
    return WorkspaceProblem(
        Sentence(
            message,
            place=url.render_as_string(hide_password=True),
            cause=cause(error),
            variables="RASAD_WORKSPACE, WORKSPACE_URL",
        )
    )


def _sqlite_manners(connection: object, _record: object) -> None:
    """SQLite ignores references unless asked, on every connection; a writer waits for another; and Python's own
    idea of transactions, which leaves out DDL, is set aside."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA busy_timeout = 10000")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    """A transaction takes its turn at once: one that reads and then writes would find the file locked."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the workspace to a version, one process at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


@contextmanager
def reader() -> Iterator[Connection]:
    """A connection to ask the workspace something."""
    url = workspace_url()
    try:
        with open_workspace(url).connect() as connection:
            yield connection
    except DBAPIError as error:
        raise _refused(_READ, url, error) from error


@contextmanager
def writing() -> Iterator[Connection]:
    """A connection whose changes are all kept when the block ends, or none of them."""
    url = workspace_url()
    try:
        with open_workspace(url).begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _refused(_STEPS, url, error) from error


def now() -> str:
    """This moment as the workspace writes it: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _me() -> str:
    """Who runs the program, where the system knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def log(action: str, *, release: str = "", about: str = "", person: str = "") -> None:
    """Write down that something was done."""
    with writing() as connection:
        log_in(connection, action, release=release, about=about, person=person)


def log_in(
    connection: Connection, action: str, *, release: str = "", about: str = "", person: str = ""
) -> None:
    """The same, together with what is being written."""
    row = {"at": now(), "who": person or _me(), "what": action, "release": release, "about": about}
    connection.execute(insert(log_entry), [row])


def entries() -> pd.DataFrame:
    """entry, at, who, what, release, about — the log, oldest first"""
    with reader() as connection:
        rows = connection.execute(select(log_entry).order_by(log_entry.c.entry))
        return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
