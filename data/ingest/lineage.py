"""The tree of areas as a temporary table, deepest first: what sums over areas walk along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text


@contextmanager
def lineage(connection: Connection) -> Iterator[int]:
    """A temporary table ``lineage (area, parent, depth, first_day, last_day)``; yields the greatest depth."""
    connection.execute(
        text("""
        CREATE TEMPORARY TABLE lineage AS
        WITH RECURSIVE tree (area, parent, depth, first_day, last_day) AS (
          SELECT area, parent, 0, valid_from, valid_to FROM area WHERE parent IS NULL
          UNION ALL
          SELECT a.area, a.parent, tree.depth + 1, a.valid_from, a.valid_to
          FROM area AS a JOIN tree ON a.parent = tree.area)
        SELECT area, parent, depth, coalesce(first_day, DATE '0001-01-01') AS first_day,
               coalesce(last_day, DATE '9999-12-31') AS last_day FROM tree""")
    )
    try:
        yield int(connection.scalar(text("SELECT coalesce(max(depth), 0) FROM lineage")) or 0)
    finally:
        if not connection.invalidated and connection.in_transaction():
            connection.execute(text("DROP TABLE lineage"))
