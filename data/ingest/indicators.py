"""The indicators of a release, made when it is written, in its transaction: a release that cannot make them is none.

What makes them is found by entry point (``rasad.indicators``), so that `data` imports nothing above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points

import pandas as pd
from sqlalchemy import Connection

from data.indicator_tables import TABLES
from data.ingest.bulk import insert_rows
from data.ingest.estimators import Say

#: (connection to the facts of the release being written, where progress is said) -> table, rows
Maker = Callable[[Connection, Say], Iterator[tuple[str, pd.DataFrame]]]
MAKERS = "rasad.indicators"
_BY_NAME = {table.name: table for table in TABLES}


def makers() -> list[Maker]:
    """Every maker that installed packages offer, in the order of their names."""
    return [point.load() for point in sorted(entry_points(group=MAKERS), key=lambda point: point.name)]


def add_indicators(connection: Connection, say: Say) -> None:
    """Indicators, life tables and default projections of the facts that stand in the release."""
    for maker in makers():
        for name, rows in maker(connection, say):
            table = _BY_NAME[name]
            insert_rows(connection, table, rows.reindex(columns=[column.name for column in table.columns]))
