"""What a source's own cells of one area add up to: a year from its twelve months, a total from the finest split.

Made for flows only, when a release is, and only where the source has no such row itself. ``parts`` is 1 in these rows:
one area's own figures, summed. They come before sums over areas, which then carry them up like any figure.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, text

from data.ingest.splits import (
    columns,
    dimensions,
    equal_sql,
    has_rows,
    overlapping,
    period,
    split,
    summed_key,
)
from data.schema import FLOWS, area_columns

#: The longest month and the shortest year we take for whole; a register's 52 weeks count as a year
MONTH, YEAR = 31, 354


def add_margins(connection: Connection) -> None:
    """Years and totals of every flow."""
    for table in FLOWS:
        if not has_rows(connection, table):
            continue
        names = _names(table)
        connection.execute(text(_YEARS.format(**names)))
        connection.execute(text(_TOTALS.format(**names)))


def _names(table: Table) -> dict[str, str]:
    """Pieces of SQL. ``who``: area, source and manner of counting; ``key``: these and the period."""
    keys = (*area_columns(table), "source", "basis", "place")
    key = (*area_columns(table), *period(table))
    held = dimensions(table)
    absent = [f"'absent' AS {word}" for word in held.words]
    absent += [part for name in held.groups for part in (f"-2 AS {name}_lower", f"0 AS {name}_width")]
    cells = f"(SELECT t.*, {split(table)} AS split FROM {table.name} AS t) AS cell"
    return {
        "fact": table.name,
        "split": split(table),
        "summed_key": summed_key(table),
        "split_o": split(table, "o"),
        "dims": columns(held.columns, "t"),
        "dims_bare": ", ".join(held.columns),
        "absent": ", ".join(absent),
        "who": columns(keys, "t"),
        "who_bare": ", ".join(keys),
        "key": columns(key, "t"),
        "key_bare": ", ".join(key),
        "same_who": equal_sql(keys, "t", "m"),
        "same_own": equal_sql(keys, "t", "o"),
        "same_key": equal_sql(key, "t", "o"),
        "same_best": equal_sql(key, "t", "b"),
        "overlapping": overlapping(cells, (*key, "split"), held.groups),
        "same_x": equal_sql(key, "t", "x"),
        "month": str(MONTH),
        "year": str(YEAR),
    }


_STATUS = """
  CASE WHEN max(CASE WHEN t.status = 'estimated' THEN 1 ELSE 0 END) = 1 THEN 'estimated' ELSE 'derived' END,
  max(t.provisional), sum(t.events), max(t.rounded_to), 1{summed_key}"""

_YEARS = (
    """
INSERT INTO {fact} ({who_bare}, year, calendar, period_start, period_days, {dims_bare}, status, provisional, events,
                    rounded_to, parts, cell_key)
WITH months AS (
  SELECT DISTINCT {who}, t.year, t.calendar, {split} AS split, t.period_start, t.period_days
  FROM {fact} AS t WHERE t.period_days <= {month}),
whole AS (
  SELECT {who}, t.year, t.calendar, t.split, min(t.period_start) AS first_day, sum(t.period_days) AS days
  FROM months AS t GROUP BY {who}, t.year, t.calendar, t.split
  HAVING count(*) = 12 AND sum(t.period_days) BETWEEN 365 AND 366)
SELECT {who}, t.year, t.calendar, m.first_day, CAST(m.days AS SMALLINT), {dims},"""
    + _STATUS
    + """
FROM {fact} AS t JOIN whole AS m
  ON {same_who} AND t.year = m.year AND t.calendar = m.calendar AND m.split = {split}
WHERE t.period_days <= {month} AND NOT EXISTS (
  SELECT 1 FROM {fact} AS o WHERE {same_own} AND o.year = t.year AND o.calendar = t.calendar
    AND o.period_days >= {year} AND {split_o} = m.split)
GROUP BY {who}, t.year, t.calendar, m.first_day, m.days, {dims}"""
)

#: The total of the split that knows most events; none where its groups overlap
_TOTALS = (
    """
INSERT INTO {fact} ({key_bare}, year, calendar, {dims_bare}, status, provisional, events, rounded_to, parts, cell_key)
WITH sums AS (
  SELECT {key}, {split} AS split, sum(t.events) AS events FROM {fact} AS t GROUP BY {key}, {split}),
crossed AS ({overlapping}),
best AS (
  SELECT t.*, row_number() OVER (PARTITION BY {key} ORDER BY t.events DESC, t.split) AS place_in_line
  FROM sums AS t
  WHERE NOT EXISTS (SELECT 1 FROM crossed AS x WHERE {same_x} AND x.split = t.split)
    AND NOT EXISTS (SELECT 1 FROM sums AS o WHERE {same_key} AND o.split = ''))
SELECT {key}, min(t.year), min(t.calendar), {absent},"""
    + _STATUS
    + """
FROM {fact} AS t JOIN best AS b ON {same_best} AND b.split = {split} AND b.place_in_line = 1
GROUP BY {key}"""
)
