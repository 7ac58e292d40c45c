"""A table or view of another database, read only, by a small file that says which.

``births.database.toml``::

    url = "postgresql+psycopg://registry.example/civil"   # no user, no password
    table = "births_by_province"
    schema = "public"                                     # may be left out
    user = "REGISTRY_USER"                                # environment variables that hold them
    password = "REGISTRY_PASSWORD"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from sqlalchemy import URL, Connection, MetaData, Table, create_engine, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from data.ingest.guards import UnreadableFile
from data.problems import cause
from data.sentences import Sentence

ENDING = ".database.toml"
#: What makes the transaction refuse to write, by the database's dialect
_READ_ONLY = {
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}


def is_database_table(path: Path) -> bool:
    """True for a file that names a table of a database."""
    return path.name.endswith(ENDING)


def read_database_table(path: Path, rows: int | None = None) -> pd.DataFrame:
    """The table's cells by the names of its columns; rows: how many, None for all."""
    words = _words(path)
    url = _url(path, words)
    try:
        # DuckDB has no transaction that only reads: the file itself is opened so
        options = {"read_only": True} if url.get_backend_name() == "duckdb" else {}
        engine = create_engine(url, connect_args=options)
        try:
            with engine.connect() as connection:
                return _cells(connection, words, rows)
        finally:
            engine.dispose()
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        raise UnreadableFile(_unreachable(path, url, error)) from error


def _cells(connection: Connection, words: Mapping[str, str], rows: int | None) -> pd.DataFrame:
    if command := _READ_ONLY.get(connection.dialect.name):
        connection.execute(text(command))
    table = Table(words["table"], MetaData(), schema=words.get("schema"), autoload_with=connection)
    query = select(table) if rows is None else select(table).limit(rows)
    frame = pd.read_sql(query, connection)
    dates = frame.select_dtypes("datetime").columns
    frame = frame.assign(**{str(name): frame[name].dt.strftime("%Y-%m-%d") for name in dates})
    return frame.astype(object).where(frame.notna(), "")


def _words(path: Path) -> Mapping[str, str]:
    try:
        words = {key: str(value) for key, value in tomllib.loads(path.read_text(encoding="utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UnreadableFile(
            Sentence("{file} cannot be read ({cause}).", file=path.name, cause=cause(error))
        ) from error
    absent = [key for key in ("url", "table") if not words.get(key)]
    if absent:
        raise UnreadableFile(
            Sentence(
                "{file} does not say {known}: it needs the database’s url and the table’s name.",
                file=path.name,
                known=", ".join(absent),
            )
        )
    return words


def _url(path: Path, words: Mapping[str, str]) -> URL:
    try:
        url = make_url(words["url"])
    except ArgumentError as error:
        raise UnreadableFile(
            Sentence("{file}: its url is no database URL of SQLAlchemy.", file=path.name)
        ) from error
    if url.username or url.password:
        raise UnreadableFile(
            Sentence(
                "{file} holds a user or a password in its url. Take them out, and name the environment variables that hold them as user and password.",
                file=path.name,
            )
        )
    roles = {"user": "username", "password": "password"}
    secrets = {part: _secret(path, words[role]) for role, part in roles.items() if role in words}
    return url.set(username=secrets.get("username"), password=secrets.get("password"))


def _secret(path: Path, variable: str) -> str:
    value = os.environ.get(variable)
    if value is None:
        raise UnreadableFile(
            Sentence(
                "{file} takes its user and password from the environment, and {name} is not set there.",
                file=path.name,
                name=variable,
            )
        )
    return value


def _unreachable(path: Path, url: URL, error: Exception) -> Sentence:
    """What went wrong, without the URL's secrets: a driver's own message may hold them."""
    if isinstance(error, ModuleNotFoundError | NoSuchModuleError):
        return Sentence(
            "{file}: the driver of {name} is not installed. Install the SQLAlchemy driver of this database with pip.",
            file=path.name,
            name=url.drivername,
        )
    return Sentence(
        "{file}: the table cannot be read from {name} ({cause}). Is the database there, is the table’s name right, and may this user read it?",
        file=path.name,
        name=URL.create(
            url.drivername, host=url.host, port=url.port, database=url.database
        ).render_as_string(),
        cause=type(error).__name__,
    )
