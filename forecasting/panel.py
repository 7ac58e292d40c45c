"""One measure over many areas and years, as it was known when a forecast was launched.

A panel is cut at the origin before anything is estimated from it, so no method can look past the day it is
launched from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.problems import TooShort, UnusableFile

LEAST_YEARS = 4


@dataclass(frozen=True, eq=False)
class Panel:
    """A series by area and year. values [area, year], nan where there is no figure; years without a gap."""

    series: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    values: Array

    def __post_init__(self) -> None:
        figures = np.asarray(self.values, dtype=np.float64)
        if figures.shape != (len(self.areas), len(self.years)):
            raise ValueError(
                f"{self.series}: {figures.shape} figures for {len(self.areas)} areas and {len(self.years)} years"
            )
        if not self.years or list(self.years) != list(range(self.years[0], self.years[0] + len(self.years))):
            raise ValueError(f"{self.series}: years must follow one another; leave a missing year as nan")
        if np.isinf(figures).any():
            area, year = np.argwhere(np.isinf(figures))[0]
            raise UnusableFile(f"{self.series} is infinite for {self.areas[area]}, {self.years[year]}")
        object.__setattr__(self, "values", figures)
        freeze(self)

    def until(self, origin: int) -> Panel:
        """The panel as it stood at the end of ``origin``."""
        if origin not in self.years:
            raise TooShort(f"{self.series}: no origin {origin}; the years are {self.span}")
        cut = self.years.index(origin) + 1
        return Panel(self.series, self.areas, self.years[:cut], self.values[:, :cut])

    @property
    def span(self) -> str:
        """First and last year."""
        return f"{self.years[0]}-{self.years[-1]}"

    def matched(self, other: Panel) -> Panel:
        """Both panels' areas over all years of either, to learn from more areas than one forecasts."""
        first, last = min(self.years[0], other.years[0]), max(self.years[-1], other.years[-1])
        values = np.full((len(self.areas) + len(other.areas), last - first + 1), np.nan)
        for row, panel in ((0, self), (len(self.areas), other)):
            begin = panel.years[0] - first
            values[row : row + len(panel.areas), begin : begin + len(panel.years)] = panel.values
        return Panel(self.series, self.areas + other.areas, tuple(range(first, last + 1)), values)

    def report(self) -> tuple[str, ...]:
        """What is missing, a sentence for each kind of gap."""
        observed = np.isfinite(self.values)
        empty = [area for area, row in zip(self.areas, observed, strict=True) if not row.any()]
        short = [area for area, row in zip(self.areas, observed, strict=True) if 0 < row.sum() < LEAST_YEARS]
        gaps = [area for area, row in zip(self.areas, observed, strict=True) if _has_gap(row)]
        late = [area for area, row in zip(self.areas, observed, strict=True) if row.any() and not row[-1]]
        kinds = (
            (empty, "have no figure at all and are left out"),
            (short, f"have fewer than {LEAST_YEARS} years and are left out"),
            (gaps, "have gaps, filled by a straight line between the figures known at each origin"),
            (late, f"have no figure for {self.years[-1]}; they are scored while their figures last"),
        )
        return tuple(
            f"{self.series}: {len(areas)} of {len(self.areas)} areas {problem} ({_listed(areas)})."
            for areas, problem in kinds
            if areas
        )


def usable_areas(values: Array, least: int = LEAST_YEARS) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Areas with a figure in the last year and ``least`` years altogether. (area, year) -> (area)"""
    observed = np.isfinite(values)
    return np.asarray(observed[:, -1] & (observed.sum(-1) >= least))


def fill_gaps(values: Array) -> Array:
    """Gaps inside each series filled by a straight line; years before its first figure stay nan. (area, year) twice"""
    out = np.array(values)
    positions = np.arange(values.shape[-1])
    for row in np.flatnonzero([_has_gap(observed) for observed in np.isfinite(values)]):
        observed = np.isfinite(values[row])
        inside = (positions >= positions[observed][0]) & (positions <= positions[observed][-1])
        out[row, inside] = np.interp(positions[inside], positions[observed], values[row, observed])
    return out


def _has_gap(observed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    positions = np.flatnonzero(observed)
    return bool(len(positions)) and bool(positions[-1] - positions[0] + 1 > len(positions))


def _listed(areas: list[str]) -> str:
    return ", ".join(areas[:5]) + (" ..." if len(areas) > 5 else "")


def panel_of(series: str, areas: list[str], years: list[int], values: list[float]) -> Panel:
    """A panel from one row a figure: area, year, value in three lists of the same length."""
    if not years:
        raise UnusableFile(f"{series}: there is not one figure")
    names, rows = np.unique(np.asarray(areas, dtype=object).astype(str), return_inverse=True)
    numbers = validation.floats(series, np.asarray(values, dtype=np.float64))
    first = min(years)
    cell = np.asarray(years) - first
    if len(set(zip(rows.tolist(), cell.tolist(), strict=True))) != len(cell):
        raise UnusableFile(f"{series}: an area and year come twice; which figure is meant?")
    grid = np.full((len(names), int(cell.max()) + 1), np.nan)
    grid[rows, cell] = numbers
    return Panel(series, tuple(names.tolist()), tuple(range(first, first + grid.shape[1])), grid)
