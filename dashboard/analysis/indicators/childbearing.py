"""Women and births by age of mother, area and year: what a change in births is taken apart from.

Where births are counted by age of mother the rates are the area's own (`registered_fertility`). Elsewhere they are the
nation's age pattern of the United Nations, at the level that the area's own births (registered, or its birth rate times
its people) and women give; where an area has no births but a published total fertility rate, at that rate: estimates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from dashboard.analysis.indicators.fertility import FIVE, age_shares, births
from dashboard.analysis.indicators.figures import (
    BASE,
    MeasureContext,
    first_available,
    join_sources,
    published_values,
)
from dashboard.analysis.indicators.population import base
from dashboard.analysis.indicators.registered_fertility import registered_fertility, waiting_years
from forecasting.axes import FEMALE, Array, freeze

REGISTERED, FROM_RATE, FROM_FERTILITY = "registered", "rate", "fertility"
CELL = ["area", "year", "basis"]
ROWS = ["area", "year", "births", "basis", "by_age", "share_unknown", "status", "provisional", "source"]


@dataclass(frozen=True, eq=False)
class Childbearing:
    """rows: area, year, births, basis, by_age, share_unknown, status, provisional, source — and, for each of them, women and
    rates (row, age).

    ``by_age``: the rates are of births counted by age of mother, ``share_unknown`` of them of mothers of unknown age. A
    year may then have a second row, of another basis. ``waiting``: area -> years of such births without women.
    """

    rows: pd.DataFrame
    women: Array
    rates: Array
    waiting: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        freeze(self)

    def years(self, area: str) -> tuple[int, ...]:
        """Years of an area, of the one basis that has most of them: years of two bases are not compared."""
        own = self.rows[self.rows["area"] == area]
        if own.empty:
            return ()
        return tuple(sorted(int(year) for year in own.loc[own["basis"] == self._basis(area), "year"]))

    def curve_years(self, area: str) -> tuple[int, ...]:
        """Years whose rates by age can be drawn: those of `years`, and all with births by age of mother."""
        own = self.rows[(self.rows["area"] == area) & self.rows["by_age"]]
        return tuple(sorted({*self.years(area), *(int(year) for year in own["year"])}))

    def place(self, area: str, year: int) -> int:
        """Which row an area and year are, of the basis that the area's years are compared by."""
        return self._first(area, year, self.rows["basis"] == self._basis(area))

    def curve_place(self, area: str, year: int) -> int:
        """Which row has an area's own rates by age, where there are such, else the one of its basis."""
        return self._first(area, year, self.rows["by_age"] | (self.rows["basis"] == self._basis(area)))

    def _basis(self, area: str) -> str:
        counts = self.rows.loc[self.rows["area"] == area, "basis"].value_counts()
        return str(counts.index[counts == counts.max()][0])

    def _first(self, area: str, year: int, preferred: pd.Series) -> int:
        places = np.flatnonzero((self.rows["area"] == area) & (self.rows["year"] == year))
        return int(places[np.argmax(preferred.to_numpy()[places])])


def childbearing(context: MeasureContext) -> Childbearing:
    """All areas and years with women by age and births, or a fertility rate."""
    return context.cached("childbearing", lambda: _childbearing(context))


def _childbearing(context: MeasureContext) -> Childbearing:
    own, modelled = _by_age_of_mother(context), _at_the_nations_pattern(context)
    first = pd.MultiIndex.from_frame(own.rows[CELL])
    other = ~pd.MultiIndex.from_frame(modelled.rows[CELL]).isin(first)
    rows = pd.concat([own.rows, modelled.rows[other]], ignore_index=True)
    order = rows.sort_values(["area", "year"], kind="stable").index
    return Childbearing(
        rows.loc[order].reset_index(drop=True),
        np.concatenate([own.women, modelled.women[other]])[order],
        np.concatenate([own.rates, modelled.rates[other]])[order],
        waiting_years(context),
    )


def _by_age_of_mother(context: MeasureContext) -> Childbearing:
    """Areas and years whose births are counted by age of mother, at five-year ages"""
    cells = [
        (own, *tables)
        for own in registered_fertility(context)
        if (tables := own.at_five_year_ages()) is not None
    ]
    rows = pd.DataFrame(
        [
            (
                own.area,
                own.year,
                own.births.sum(),
                REGISTERED,
                True,
                own.share_unknown,
                own.status,
                own.provisional,
                own.source,
            )
            for own, _, _ in cells
        ],
        columns=ROWS,
    ).astype({"by_age": bool})
    women, rates = (np.array([each[place] for each in cells]).reshape(-1, len(FIVE)) for place in (1, 2))
    return Childbearing(rows, women, rates)


def _at_the_nations_pattern(context: MeasureContext) -> Childbearing:
    """Areas and years with women by age and births, or a fertility rate, at the United Nations' ages of the nation"""
    stocks = {
        (area, cube.year): five(cube.counts[place, FEMALE])
        for cube in base(context)
        for place, area in enumerate(cube.areas)
    }
    rows = _levels(context, set(stocks))
    rows = rows.sort_values(["area", "year"]).reset_index(drop=True).assign(by_age=False, share_unknown=0.0)
    years = sorted({int(year) for year in rows["year"]})
    shares, source = age_shares(context, years)
    if rows.empty or not len(shares):
        empty = np.zeros((0, len(FIVE)))
        return Childbearing(rows.iloc[:0].assign(births=0.0)[ROWS], empty, empty)
    women = np.stack([stocks[key] for key in zip(rows["area"], rows["year"], strict=True)])
    pattern = shares[[years.index(int(year)) for year in rows["year"]]] / 5
    expected = (women * pattern).sum(-1)  # births at one child per woman
    values = rows["value"].to_numpy(np.float64)  # a frame joined to an empty one may hold objects
    level = np.where(rows["basis"] == FROM_FERTILITY, values, values / expected)
    sources = [join_sources(each, source, BASE) for each in rows["source"]]
    levels = rows.assign(births=level * expected, status="estimated", source=sources)
    return Childbearing(levels[ROWS], women, level[:, np.newaxis] * pattern)


def five(single: Array) -> Array:
    """Single years of age in groups of five to 100. (..., single age) -> (..., age)"""
    return np.add.reduceat(single, np.arange(0, single.shape[-1], 5), axis=-1)


def _levels(context: MeasureContext, stocks: set[tuple[str, int]]) -> pd.DataFrame:
    """area, year, value, basis and provenance — births, or the published fertility rate where an area has more years of it

    Only of the areas and years in ``stocks``, whose women are known.
    """
    with_births = _with_stocks(births(context, ""), stocks)
    registered = with_births["status"] == "published"
    with_births = with_births.assign(basis=registered.map({True: REGISTERED, False: FROM_RATE}))
    fertility = _with_stocks(
        first_available([published_values(context, "total_fertility_rate")]), stocks
    ).assign(basis=FROM_FERTILITY)
    many = with_births.groupby(["area", "basis"])["year"].nunique().groupby("area").max()
    rates = fertility.groupby("area")["year"].nunique().reindex(many.index).fillna(0)
    enough = set(many[(many >= 2) & (many >= rates)].index)
    with_births = with_births[with_births["area"].isin(enough)]
    return pd.concat([with_births, fertility[~fertility["area"].isin(enough)]], ignore_index=True)


def _with_stocks(rows: pd.DataFrame, stocks: set[tuple[str, int]]) -> pd.DataFrame:
    cells = zip(rows["area"], rows["year"], strict=True)
    return rows[np.array([cell in stocks for cell in cells], dtype=bool)]
