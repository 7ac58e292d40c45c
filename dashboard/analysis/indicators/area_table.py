"""One area's life table of a year."""

from __future__ import annotations

from dataclasses import dataclass

from forecasting.axes import Array, freeze
from forecasting.life_table import LifeTable


@dataclass(frozen=True, eq=False)
class AreaTable:
    """One life table: area, year, how it was made; table [sex, age] of ``sexes``; low and high of e(0) where measured.

    deaths [sex]: those counted that it rests on, where it rests on such; provisional: whether they are.
    """

    area: str
    year: int
    kind: str
    sexes: tuple[str, ...]
    table: LifeTable
    source: str
    low: Array | None = None
    high: Array | None = None
    deaths: Array | None = None
    provisional: int = 0

    def __post_init__(self) -> None:
        freeze(self)

    def e0(self, sex: str) -> float:
        """Life expectancy at birth, years."""
        return float(self.table.e[self.sexes.index(sex), 0])


def one(table: LifeTable, index: int) -> LifeTable:
    """The life table of one area. LifeTable (area, sex, age) -> LifeTable (sex, age)"""
    return LifeTable(table.ages, *(part[index] for part in columns(table)))


def columns(table: LifeTable) -> tuple[Array, ...]:
    """The columns of a life table, in its own order"""
    return (table.mx, table.ax, table.qx, table.lx, table.dx, table.person_years, table.total_years, table.e)
