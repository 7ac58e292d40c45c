"""Moves summed over areas: those within the ancestor are no longer moves, so both ends are needed.

A table of arrivals or departures alone (the other end *absent*) is not summed: it counts people who moved from one
commune to the next as having come to the province.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from data.ingest.splits import columns, dimensions, equal_sql, period, split, summed_key
from data.schema import move


def roll_up_moves(connection: Connection, deepest: int) -> None:
    """Add moves between the ancestors at each depth, where every area below both ends is covered."""
    for depth in range(deepest, 0, -1):
        names = {
            "period": columns(period(move), "t"),
            "periods": ", ".join(period(move)),
            "dims": columns(dimensions(move).columns, "t"),
            "dims_bare": ", ".join(dimensions(move).columns),
            "split": split(move),
            "summed_key": summed_key(move),
            "same_o": equal_sql(period(move), "t", "o"),
            "same_d": equal_sql(period(move), "t", "d"),
            "same_w": equal_sql(period(move), "w", "t"),
            "depth": str(depth),
        }
        for step in (_ENDS, _COVERAGE, _SUM):
            connection.execute(text(step.format(**names)))
        connection.execute(text("DROP TABLE found_moves"))


#: Ancestors with the number of areas below them that appear at either end, where the source has none of their own
_ENDS = """
CREATE TEMPORARY TABLE found_moves AS
WITH ends AS (
  SELECT t.origin AS area, {period}, {split} AS split FROM move AS t WHERE t.destination <> 'absent'
  UNION
  SELECT t.destination, {period}, {split} FROM move AS t WHERE t.origin <> 'absent'),
counted AS (
  SELECT l.parent, {period}, t.split, count(*) AS parts
  FROM ends AS t JOIN lineage AS l ON l.area = t.area AND t.period_start BETWEEN l.first_day AND l.last_day
  WHERE l.depth = {depth} GROUP BY l.parent, {period}, t.split)
SELECT t.*, (SELECT count(*) FROM lineage AS l
             WHERE l.parent = t.parent AND t.period_start BETWEEN l.first_day AND l.last_day) AS expected
FROM counted AS t
WHERE NOT EXISTS (SELECT 1 FROM ends AS o WHERE o.area = t.parent AND {same_o} AND o.split = t.split)"""

_COVERAGE = """
INSERT INTO coverage (area, fact, source, period_start, period_days, basis, place, split, parts, expected,
                      groups_agree)
SELECT parent, 'move', source, period_start, period_days, basis, place, split, parts, expected, 1 FROM found_moves"""

#: Each end is the parent of an area of this depth, or no area at all
_SUM = """
INSERT INTO move (origin, destination, year, calendar, {periods}, {dims_bare}, status, provisional, events,
                  rounded_to, parts, cell_key)
SELECT o.parent, d.parent, min(t.year), min(t.calendar), {period}, {dims},
  CASE WHEN max(CASE WHEN t.status = 'estimated' THEN 1 ELSE 0 END) = 1 THEN 'estimated' ELSE 'derived' END,
  max(t.provisional), sum(t.events), max(t.rounded_to), count(*){summed_key}
FROM move AS t
JOIN (SELECT area, parent, depth FROM lineage
      UNION ALL SELECT 'abroad', 'abroad', {depth} UNION ALL SELECT 'unknown', 'unknown', {depth}) AS o
  ON o.area = t.origin AND o.depth = {depth}
JOIN (SELECT area, parent, depth FROM lineage
      UNION ALL SELECT 'abroad', 'abroad', {depth} UNION ALL SELECT 'unknown', 'unknown', {depth}) AS d
  ON d.area = t.destination AND d.depth = {depth}
WHERE o.parent <> d.parent
  AND (o.parent IN ('abroad', 'unknown') OR EXISTS (
    SELECT 1 FROM found_moves AS w WHERE w.parent = o.parent AND {same_w} AND w.split = {split}
      AND w.parts = w.expected))
  AND (d.parent IN ('abroad', 'unknown') OR EXISTS (
    SELECT 1 FROM found_moves AS w WHERE w.parent = d.parent AND {same_w} AND w.split = {split}
      AND w.parts = w.expected))
GROUP BY o.parent, d.parent, {period}, {dims}"""
