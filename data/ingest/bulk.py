"""Many rows into a table at once, in the way each database is quick at."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from sqlalchemy import Connection, Integer, SmallInteger, Table, text

from data.problems import LoadProblem
from data.sentences import Sentence, quoted

CHUNK = 200_000
#: What no cell says: PostgreSQL reads it as nothing, so that an empty text stays a text
NOTHING = "\\N"


def insert_rows(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """The rows of a frame with the table's columns; areas go in parents first."""
    whole = _whole_numbers(table, frame)
    for rows in _generations(whole) if "parent" in whole else [whole]:
        if len(rows):
            _WAYS[connection.dialect.name](connection, table, rows)


def _whole_numbers(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Whole numbers as such: DuckDB would round a year of 1395.5 without a word."""
    integers = [column.name for column in table.columns if isinstance(column.type, Integer | SmallInteger)]
    whole = frame[[column.name for column in table.columns]].copy(deep=False)
    for name in integers:
        numbers = pd.to_numeric(whole[name], errors="coerce")
        odd = numbers.notna() & (numbers % 1 != 0) | (numbers.isna() & whole[name].notna())
        if odd.any():
            raise LoadProblem(
                Sentence(
                    "The store refused a row: {column} of {table} is {cell}, not a whole number.",
                    column=name,
                    table=table.name,
                    cell=quoted(whole[name][odd].iloc[0]),
                )
            )
        whole[name] = numbers.astype("Int64")
    return whole


def _generations(areas: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """One insert a level: DuckDB checks a table's references to itself against rows that were there before."""
    placed: set[object] = {None}
    waiting = areas.assign(parent=areas["parent"].astype(object).where(areas["parent"].notna(), None))
    while len(waiting):
        ready = waiting["parent"].isin(placed)
        yield waiting[ready] if ready.any() else waiting  # an unknown parent: let the store name it
        placed |= set(waiting.loc[ready, "area"])
        waiting = waiting[~ready] if ready.any() else waiting.iloc[:0]


def _duckdb(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Through DuckDB's view of a frame: row-by-row inserts are a hundred times slower."""
    columns = ", ".join(frame.columns)
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.register("incoming", frame)
    try:
        connection.execute(text(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM incoming"))
    finally:
        driver.unregister("incoming")


def _postgres(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """COPY, as CSV, some hundred thousand rows at a time."""
    driver = connection.connection.driver_connection
    assert driver is not None
    columns = ", ".join(frame.columns)
    statement = f"COPY {table.name} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NOTHING}')"
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for first in range(0, len(frame), CHUNK):
                rows = frame.iloc[first : first + CHUNK]
                copy.write(rows.to_csv(index=False, header=False, na_rep=NOTHING, float_format="%.17g"))
    except _driver_errors(connection) as error:
        raise LoadProblem(
            Sentence(
                "The store refused a row of {table}: {cause}",
                table=table.name,
                cause=" ".join(str(error).splitlines()[:2]),
            )
        ) from error


def _driver_errors(connection: Connection) -> type[Exception]:
    """What the driver raises when it is used without SQLAlchemy around it."""
    driver = connection.dialect.dbapi
    assert driver is not None
    return driver.Error


_WAYS = {"duckdb": _duckdb, "postgresql": _postgres}
