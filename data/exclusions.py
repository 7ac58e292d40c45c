"""Reading a release as if some of its rows were not there: what finds the rows that a measure cannot be made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection

_KEY = "rasad exclusion"
#: Columns that name the area of a fact
AREAS = ("area", "origin", "destination")


@dataclass(frozen=True)
class Exclusion:
    """Rows left out: of these areas, of these sources, of these years; an empty set stands for all."""

    areas: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()

    def remainder(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The other rows; tables that are not of facts, without a source, stay whole"""
        if "source" not in rows or not (self.areas or self.sources or self.years):
            return rows
        named = pd.Series(True, index=rows.index)
        if self.sources:
            named &= rows["source"].isin(self.sources)
        if self.years:
            named &= rows["year"].isin(self.years) if "year" in rows else False
        if self.areas:
            columns = [column for column in AREAS if column in rows]
            named &= rows[columns].isin(self.areas).any(axis=1) if columns else False
        return rows[~named].reset_index(drop=True)


@contextmanager
def excluded(connection: Connection, exclusion: Exclusion) -> Iterator[None]:
    """Within it, every question of `data.queries` on this connection is answered without the rows"""
    before = connection.info.get(_KEY)
    connection.info[_KEY] = exclusion
    try:
        yield
    finally:
        connection.info[_KEY] = before


def remainder(connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of an answer that are not left out now"""
    exclusion: Exclusion | None = connection.info.get(_KEY)
    return rows if exclusion is None else exclusion.remainder(rows)
