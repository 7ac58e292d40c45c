"""The SQL of a count's dimensions, written once for every table: what a row is split by, and which groups overlap.

Two rows may be summed only if they are split alike. The *split* of a row names the dimensions it has, separated by
spaces; it is empty where the row is of everybody. A stock's split names its sex, because there a missing sex is a
missing figure; a flow's cells are sparse, and a cell that is not there is 0 where its area has others.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, select

from data.columns import ABSENT, ABSENT_WORD, RECORD_KEYS
from data.flows import DIMENSIONS, PERIOD, Dimensions

_STOCK = Dimensions(("sex",), ("age",))


def dimensions(table: Table) -> Dimensions:
    """The dimensions of a count."""
    return DIMENSIONS.get(table.name, _STOCK)


def value(table: Table) -> str:
    """The column that is summed."""
    return "persons" if table.name == "population" else "events"


def period(table: Table) -> tuple[str, ...]:
    """The columns that say whose figure of when it is, and how it is counted."""
    return tuple(column for column in PERIOD if column in table.c)


def split(table: Table, row: str = "t") -> str:
    """SQL for a row's split."""
    if table.name == "population":
        return (
            f"concat_ws(' ', CASE WHEN {row}.sex <> 'both' THEN {row}.sex END, "
            f"CASE WHEN {row}.age_lower <> 0 OR {row}.age_width <> 0 THEN 'age' END)"
        )
    held = dimensions(table)
    words = [f"CASE WHEN {row}.{word} <> '{ABSENT_WORD}' THEN '{word}' END" for word in held.words]
    groups = [f"CASE WHEN {row}.{name}_lower <> {ABSENT} THEN '{name}' END" for name in held.groups]
    return f"concat_ws(' ', {', '.join(words + groups)})"


def key_column(table: Table) -> str:
    """``, cell_key`` of a flow; nothing of a stock."""
    return ", cell_key" if "cell_key" in table.c else ""


def summed_key(table: Table, row: str = "t") -> str:
    """SQL for the cell key of a sum: that of all its records. Counts of which some have no key have none."""
    if "cell_key" not in table.c:
        return ""
    added = f"CAST(sum({row}.cell_key) % {RECORD_KEYS} AS SMALLINT)"
    return f", CASE WHEN count({row}.cell_key) = count(*) THEN {added} END"


def columns(names: tuple[str, ...], row: str) -> str:
    """``row.a, row.b``."""
    return ", ".join(f"{row}.{name}" for name in names)


def equal_sql(names: tuple[str, ...], one: str, other: str) -> str:
    """``one.a = other.a AND one.b = other.b``."""
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)


def overlapping(cells: str, keys: tuple[str, ...], names: tuple[str, ...]) -> str:
    """SQL for the distinct ``keys`` of ``cells`` in which two groups of one dimension overlap without being equal."""
    listed = ", ".join(keys)
    one = """
      SELECT DISTINCT {keys} FROM (
        SELECT {keys}, low, max(high) OVER (PARTITION BY {keys} ORDER BY low, high DESC
                 ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
        FROM (SELECT DISTINCT {keys}, {name}_lower AS low,
                CASE WHEN {name}_width = 0 THEN 9999 ELSE {name}_lower + {name}_width END AS high
              FROM {cells} WHERE {name}_lower >= 0) AS grouped
      ) AS walked WHERE low < reached"""
    return " UNION ".join(one.format(keys=listed, name=name, cells=cells) for name in names)


def has_rows(connection: Connection, table: Table) -> bool:
    """Whether there is anything to sum."""
    return connection.execute(select(table.c.source).limit(1)).first() is not None
