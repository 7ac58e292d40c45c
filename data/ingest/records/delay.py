"""How late events are written down: days from occurrence to registration, and the share within the law's time."""

from __future__ import annotations

import duckdb
import pandas as pd

from data.ingest.records import cells
from data.ingest.records.mapping import RecordMapping
from data.ingest.records.tabulation import Tabulation, group_sql, width_sql

#: Longest delay told apart, days: later is "and over"
CLASSES_APART = (91, 366, 1827)


def delay_classes(legal_days: int) -> tuple[int, ...]:
    """First days of the classes: within the legal period, then after it, three months, a year and five years."""
    return (0, legal_days + 1, *(first for first in CLASSES_APART if first > legal_days + 1))


def delays(connection: duckdb.DuckDBPyConnection, mapping: RecordMapping) -> pd.DataFrame:
    """area, year, calendar, period_start, period_days, basis, place, event, delay_lower, delay_width, events, cell_key

    Valid records by the days it took to register them; the year is of occurrence, in the office's calendar. Not
    registered, or before it happened: (-1, 0). Moves are counted where they end.
    """
    firsts = delay_classes(mapping.legal_days)
    cells.prepare_periods(connection, mapping, Tabulation())
    return connection.execute(
        f"SELECT of.area AS area, year, '{mapping.calendar}' AS calendar, period_start, period_days, "
        f"'occurrence' AS basis, '{mapping.place}' AS place, '{mapping.event}' AS event, "
        f"delay AS delay_lower, {width_sql('delay', firsts)} AS delay_width, events, cell_key FROM "
        f"(SELECT area AS place, occurred // 10000 AS digits, {group_sql('delay', firsts)} AS delay, count(*) AS events, "
        f"{cells.KEY_OF_CELL} AS cell_key FROM valid WHERE area >= 0 GROUP BY ALL) AS c "
        "JOIN period_of USING (digits) JOIN area_of AS of ON of.place = c.place ORDER BY ALL"
    ).df()


def timeliness(connection: duckdb.DuckDBPyConnection, mapping: RecordMapping) -> pd.DataFrame:
    """area, events, with_delay, within_legal, share_within_legal, median_days, ninetieth_days

    ``with_delay`` are the valid records whose delay is known; the share and the days are of those, missing when
    there is none. Days at which half and nine tenths are registered.
    """
    return connection.execute(
        f"""
        WITH daily AS (
            SELECT area AS place, CASE WHEN delay >= 0 THEN delay END AS days, count(*) AS events
            FROM valid GROUP BY ALL),
        ranked AS (
            SELECT *, sum(events) FILTER (days IS NOT NULL) OVER (PARTITION BY place) AS known,
                   sum(events) OVER (PARTITION BY place ORDER BY days NULLS LAST) AS upto FROM daily)
        SELECT of.area AS area, sum(events)::BIGINT AS events,
               coalesce(sum(events) FILTER (days IS NOT NULL), 0)::BIGINT AS with_delay,
               coalesce(sum(events) FILTER (days <= {mapping.legal_days}), 0)::BIGINT AS within_legal,
               within_legal / nullif(with_delay, 0) AS share_within_legal,
               min(days) FILTER (upto >= 0.5 * known) AS median_days,
               min(days) FILTER (upto >= 0.9 * known) AS ninetieth_days
        FROM ranked JOIN area_of AS of USING (place) GROUP BY of.area ORDER BY of.area"""
    ).df()
