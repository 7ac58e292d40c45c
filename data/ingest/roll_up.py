"""Sums of counts over areas, made when a release is: every fact also stored for each ancestor of its area.

An ancestor gets a sum only where all of these hold, source by source, period by period, split by split:

* the source has no row of its own for it there: a published figure is never replaced or doubled;
* every area directly below it that stood then has figures, its own or themselves summed;
* the areas' groups of ages agree, or all areas have every one of them.

Else it gets none, and ``coverage`` says how many of how many parts there are. The areas that stood are those of the
period's first day; where the figures are on the map of its last day, those.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, text

from data.flows import move
from data.ingest.lineage import lineage
from data.ingest.moves import roll_up_moves
from data.ingest.splits import (
    columns,
    dimensions,
    equal_sql,
    has_rows,
    key_column,
    overlapping,
    period,
    split,
    summed_key,
    value,
)
from data.schema import COUNTS


def roll_up(connection: Connection) -> None:
    """Add the sums of every count to the tables, and ``coverage``. Rows that are there stay as they are."""
    with lineage(connection) as deepest:
        tables = [table for table in COUNTS if has_rows(connection, table)]
        for table in tables:
            for depth in range(deepest, 0, -1):
                if table is not move:
                    _roll_up(connection, table, depth)
        if move in tables:
            roll_up_moves(connection, deepest)


def _roll_up(connection: Connection, table: Table, depth: int) -> None:
    names = {
        "fact": table.name,
        "value": value(table),
        "key": key_column(table),
        "summed_key": summed_key(table),
        "period": columns(period(table), "t"),
        "periods": ", ".join(period(table)),
        "dims": columns(dimensions(table).columns, "t"),
        "dims_bare": ", ".join(dimensions(table).columns),
        "split": split(table),
        "same_c": equal_sql(period(table), "t", "c"),
        "same_d": equal_sql(period(table), "t", "d"),
        "same_o": equal_sql(period(table), "t", "o"),
        "basis": "basis" if "basis" in table.c else "'absent'",
        "place": "place" if "place" in table.c else "'absent'",
        "depth": str(depth),
    }
    for name in ("present", "day_of", "ready"):
        connection.execute(text(f"DROP TABLE IF EXISTS {name}"))
    for step in (_PRESENT, _BY_DAY, _READY, _COVERAGE, _SUM):
        connection.execute(text(step.format(**names)))
    _take_back_overlaps(connection, table, names)
    for name in ("present", "day_of", "ready"):
        connection.execute(text(f"DROP TABLE {name}"))


#: Which areas of this depth the source has, in which splits
_PRESENT = """
CREATE TEMPORARY TABLE present AS
SELECT DISTINCT t.area, {period}, {split} AS split
FROM {fact} AS t JOIN lineage AS l ON l.area = t.area WHERE l.depth = {depth}"""

#: Parts of each ancestor on the map of the period's first day (0) and last (1), where it has no row of its own
_BY_DAY = """
CREATE TEMPORARY TABLE day_of AS
WITH days AS (
  SELECT p.*, l.parent, l.first_day, l.last_day, 0 AS choice, p.period_start AS day
  FROM present AS p JOIN lineage AS l ON l.area = p.area
  UNION ALL
  SELECT p.*, l.parent, l.first_day, l.last_day, 1,
         p.period_start + greatest(CAST(p.period_days AS INTEGER) - 1, 0)
  FROM present AS p JOIN lineage AS l ON l.area = p.area),
own AS (
  SELECT DISTINCT t.area, {period}, {split} AS split
  FROM {fact} AS t JOIN lineage AS l ON l.area = t.area WHERE l.depth = {depth} - 1),
found AS (
  SELECT t.parent, {period}, t.split, t.choice, t.day, count(*) AS parts
  FROM days AS t
  WHERE t.day BETWEEN t.first_day AND t.last_day
    AND NOT EXISTS (SELECT 1 FROM own AS o WHERE o.area = t.parent AND {same_o} AND o.split = t.split)
  GROUP BY t.parent, {period}, t.split, t.choice, t.day),
stood AS (
  SELECT d.parent, d.day, count(*) AS expected
  FROM (SELECT DISTINCT parent, day FROM found) AS d
  JOIN lineage AS l ON l.parent = d.parent AND d.day BETWEEN l.first_day AND l.last_day
  GROUP BY d.parent, d.day),
ranked AS (
  SELECT t.*, s.expected, row_number() OVER (
    PARTITION BY t.parent, {period}, t.split
    ORDER BY CASE WHEN t.parts = s.expected THEN 0 ELSE 1 END, t.choice) AS place_in_line
  FROM found AS t JOIN stood AS s ON s.parent = t.parent AND s.day = t.day)
SELECT t.parent, {period}, t.split, t.day, t.parts, t.expected FROM ranked AS t WHERE t.place_in_line = 1"""

#: The areas to be summed
_READY = """
CREATE TEMPORARY TABLE ready AS
SELECT t.area, d.parent, {period}, t.split, d.expected
FROM present AS t JOIN lineage AS l ON l.area = t.area
JOIN day_of AS d ON d.parent = l.parent AND d.split = t.split AND d.parts = d.expected
  AND d.day BETWEEN l.first_day AND l.last_day AND {same_d}"""

_COVERAGE = """
INSERT INTO coverage (area, fact, source, period_start, period_days, basis, place, split, parts, expected,
                      groups_agree)
SELECT parent, '{fact}', source, period_start, period_days, {basis}, {place}, split, parts, expected, 1 FROM day_of"""

_SUM = """
INSERT INTO {fact} (area, year, calendar, {periods}, {dims_bare}, status, provisional, {value}, rounded_to, parts{key})
SELECT c.parent, min(t.year), min(t.calendar), {period}, {dims},
  CASE WHEN max(CASE WHEN t.status = 'estimated' THEN 1 ELSE 0 END) = 1 THEN 'estimated' ELSE 'derived' END,
  max(t.provisional), sum(t.{value}), max(t.rounded_to), count(*){summed_key}
FROM {fact} AS t JOIN ready AS c ON c.area = t.area AND {same_c} AND c.split = {split}
GROUP BY c.parent, {period}, {dims}"""


def _take_back_overlaps(connection: Connection, table: Table, names: dict[str, str]) -> None:
    """Sums whose groups overlap stand only if every area has every group; else some groups are of some areas."""
    keys = ("area", *period(table), "split")
    cells = f"""(SELECT t.*, {names["split"]} AS split FROM {table.name} AS t
      JOIN (SELECT DISTINCT parent, {names["periods"]}, split FROM ready) AS c
        ON c.parent = t.area AND {names["same_c"]} AND c.split = {names["split"]}) AS cell"""
    expected = "SELECT DISTINCT parent, {periods}, split, expected FROM ready".format(**names)
    connection.execute(
        text(f"""
        CREATE TEMPORARY TABLE doubtful AS
        SELECT x.* FROM ({overlapping(cells, keys, dimensions(table).groups)}) AS x
        JOIN ({expected}) AS e ON e.parent = x.area AND {equal_sql((*period(table), "split"), "e", "x")}
        WHERE EXISTS (SELECT 1 FROM {table.name} AS t WHERE t.area = x.area AND {equal_sql(period(table), "t", "x")}
                      AND {names["split"]} = x.split AND t.parts < e.expected)""")
    )
    met = f"{equal_sql(('area', *period(table)), 't', 'x')} AND x.split"
    connection.execute(
        text(
            f"DELETE FROM {table.name} AS t WHERE t.parts > 0 AND EXISTS "
            f"(SELECT 1 FROM doubtful AS x WHERE {met} = {names['split']})"
        )
    )
    same_cell = " AND ".join(f"x.{name} = coverage.{name}" for name in (*period(table), "split", "area"))
    connection.execute(
        text(
            f"UPDATE coverage SET groups_agree = 0 WHERE fact = '{table.name}' "
            f"AND EXISTS (SELECT 1 FROM doubtful AS x WHERE {same_cell})"
        )
    )
    connection.execute(text("DROP TABLE doubtful"))
