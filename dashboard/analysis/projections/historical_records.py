"""What has ever happened: the fastest rise of fertility from a level, the fastest gain of life expectancy.

Read from series that offices published, as they are in the release; sampling error of a small province's survey is in
them, so the envelope is wider than the truth. It bounds nothing: it says what would be without precedent here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

#: A rise counts from levels this near to the one asked about, children per woman
NEAR = 0.3
LONGEST = 15


@dataclass(frozen=True)
class Record:
    """The largest change of a kind: by how much over how many years, where and between which years; among how many."""

    change: float
    years: int
    area: str
    first: int
    last: int
    series: int

    @property
    def a_year(self) -> float:
        """Change per year."""
        return self.change / self.years


def largest_rise(
    series: pd.DataFrame, *, level: float | None, near: float = NEAR, least: int = 5, most: int = LONGEST
) -> Record | None:
    """The largest rise over ``least`` to ``most`` years that began near a level (any, if None).

    series: area, year, value. None where no series has two such years, or none of them rose.
    """
    best: Record | None = None
    number = 0
    for area, rows in series.dropna(subset=["value"]).groupby("area"):
        ordered = rows.sort_values("year")
        years, values = ordered["year"].to_numpy(), ordered["value"].to_numpy()
        starts = np.full(len(values), True) if level is None else np.abs(values - level) <= near
        own = _largest(str(area), years, values, starts, (least, most))
        number += own is not None
        if own is not None and (best is None or own.change > best.change):
            best = own
    return (
        None
        if best is None or best.change <= 0
        else Record(best.change, best.years, best.area, best.first, best.last, number)
    )


def _largest(
    area: str, years: np.ndarray, values: np.ndarray, starts: np.ndarray, spans: tuple[int, int]
) -> Record | None:
    """The largest rise of one area over the least to the most years of ``spans``, from a year that ``starts`` allows."""
    lag = years[np.newaxis, :] - years[:, np.newaxis]
    rise = values[np.newaxis, :] - values[:, np.newaxis]
    eligible = (lag >= spans[0]) & (lag <= spans[1]) & starts[:, np.newaxis]
    if not eligible.any():
        return None
    start, end = np.unravel_index(np.where(eligible, rise, -np.inf).argmax(), rise.shape)
    return Record(float(rise[start, end]), int(lag[start, end]), area, int(years[start]), int(years[end]), 1)
