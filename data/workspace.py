"""What people write: a database of its own, apart from the releases, kept and migrated for as long as it lives.

SQLite in ``data/store/workspace.db``, or the database of ``WORKSPACE_URL``. Its tables now: findings that were
accepted with a reason, and a log of what was done. Alembic brings an older one up to date when it is opened.
"""

from __future__ import annotations

import getpass
import os
import threading
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
    delete,
    event,
    insert,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from data.problems import WorkspaceProblem
from data.releases import store_folder

FILE = "workspace.db"
MIGRATIONS = Path(__file__).parent / "migrations"
#: Any number that other programs on the same server are unlikely to lock
MIGRATION_LOCK = 7_261_924
#: Alembic keeps what it works on in module state: one thread at a time
_MIGRATING = threading.Lock()

metadata = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
)

accepted_finding = Table(
    "accepted_finding",
    metadata,
    Column("finding", String(64), primary_key=True),
    Column("rule", String(64), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(120), nullable=False),
    Column("at", String(32), nullable=False),
    Column("release", String(64), nullable=False),
    CheckConstraint("length(trim(reason)) > 0", name="a_reason_is_given"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_accepts"),
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
    """``WORKSPACE_URL`` (or ``RASAD_WORKSPACE``), else the file beside the releases."""
    told = os.environ.get("WORKSPACE_URL") or os.environ.get("RASAD_WORKSPACE") or ""
    if not told:
        return URL.create("sqlite", database=str(store_folder() / FILE))
    try:
        url = make_url(told)
    except ArgumentError:
        return URL.create("sqlite", database=told)  # a path
    if url.get_backend_name() in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database:
        raise WorkspaceProblem(
            f"WORKSPACE_URL names a {url.get_backend_name()} database; the workspace is kept in PostgreSQL or in a "
            "SQLite file."
        )
    return url


@cache
def open_workspace(url: URL) -> Engine:
    """An engine on an up-to-date workspace; made where there is none."""
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_manners)
        event.listen(engine, "begin", _sqlite_begin)
    try:
        with _MIGRATING, engine.begin() as connection:
            migrate(connection)
    except DBAPIError as error:
        engine.dispose()
        raise WorkspaceProblem(
            f"The workspace {url.render_as_string(hide_password=True)} cannot be opened "
            f"({str(error.orig).strip().splitlines()[0]}): check who owns it, or WORKSPACE_URL."
        ) from error
    return engine


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


def _engine() -> Engine:
    return open_workspace(workspace_url())


def _me() -> str:
    """Who runs the program, where the system knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def accept(finding: str, *, rule: str, sentence: str, reason: str, release: str, who: str = "") -> None:
    """Keep why a finding was accepted. A finding accepted again has the new reason."""
    row = {"finding": finding, "rule": rule, "sentence": sentence, "reason": reason, "release": release}
    try:
        with _engine().begin() as connection:
            connection.execute(delete(accepted_finding).where(accepted_finding.c.finding == finding))
            connection.execute(insert(accepted_finding), [row | {"who": who or _me(), "at": _now()}])
            _log(connection, "finding accepted", release, f"{sentence} Reason: {reason}", who)
    except IntegrityError as error:
        raise WorkspaceProblem("A finding is accepted with a reason: say why it may stand.") from error


def withdraw(finding: str, *, release: str, who: str = "") -> None:
    """A finding is open again."""
    with _engine().begin() as connection:
        connection.execute(delete(accepted_finding).where(accepted_finding.c.finding == finding))
        _log(connection, "acceptance withdrawn", release, finding, who)


def accepted() -> pd.DataFrame:
    """finding, rule, sentence, reason, who, at, release — what was accepted, oldest first"""
    with _engine().connect() as connection:
        return _frame(connection, accepted_finding, "at")


def log(what: str, *, release: str = "", about: str = "", who: str = "") -> None:
    """Write down that something was done."""
    with _engine().begin() as connection:
        _log(connection, what, release, about, who)


def _log(connection: Connection, what: str, release: str, about: str, who: str) -> None:
    row = {"at": _now(), "who": who or _me(), "what": what, "release": release, "about": about}
    connection.execute(insert(log_entry), [row])


def entries() -> pd.DataFrame:
    """entry, at, who, what, release, about — the log, oldest first"""
    with _engine().connect() as connection:
        return _frame(connection, log_entry, "entry")


def _frame(connection: Connection, table: Table, order: str) -> pd.DataFrame:
    rows = connection.execute(select(table).order_by(table.c[order]))
    return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
