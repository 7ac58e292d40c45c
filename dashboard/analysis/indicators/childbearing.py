"""Women and births by age of mother, area and year: what a change in births is taken apart from.

Births by age of mother are published by neither office. The rates by age are the nation's age pattern of the United
Nations, at the level that the area's own births (registered, or its birth rate times its people) and women give; where
an area has no births but a published total fertility rate, at that rate. Every one of them is an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass

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
from forecasting.axes import FEMALE, Array, freeze

REGISTERED, FROM_RATE, FROM_FERTILITY = "registered", "rate", "fertility"


@dataclass(frozen=True, eq=False)
class Childbearing:
    """rows: area, year, births, basis, status, provisional, source — and, for each of them, women and rates (row, age)."""

    rows: pd.DataFrame
    women: Array
    rates: Array

    def __post_init__(self) -> None:
        freeze(self)

    def years(self, area: str) -> tuple[int, ...]:
        """Years of an area, of the one basis that has most of them: years of two bases are not compared."""
        own = self.rows[self.rows["area"] == area]
        if own.empty:
            return ()
        counts = own["basis"].value_counts()
        basis = str(counts.index[counts == counts.max()][0])
        return tuple(sorted(int(year) for year in own.loc[own["basis"] == basis, "year"]))

    def place(self, area: str, year: int) -> int:
        """Which row an area and year are."""
        places = np.flatnonzero((self.rows["area"] == area) & (self.rows["year"] == year))
        return int(places[0])


def childbearing(context: MeasureContext) -> Childbearing:
    """All areas and years with women by age and births, or a fertility rate."""
    return context.cached("childbearing", lambda: _childbearing(context))


def _childbearing(context: MeasureContext) -> Childbearing:
    stocks = {
        (area, cube.year): five(cube.counts[place, FEMALE])
        for cube in base(context)
        for place, area in enumerate(cube.areas)
    }
    rows = _levels(context, set(stocks))
    rows = rows.sort_values(["area", "year"]).reset_index(drop=True)
    years = sorted({int(year) for year in rows["year"]})
    shares, source = age_shares(context, years)
    if rows.empty or not len(shares):
        return Childbearing(rows.iloc[:0], np.zeros((0, len(FIVE))), np.zeros((0, len(FIVE))))
    women = np.stack([stocks[key] for key in zip(rows["area"], rows["year"], strict=True)])
    pattern = shares[[years.index(int(year)) for year in rows["year"]]] / 5
    expected = (women * pattern).sum(-1)  # births at one child per woman
    level = np.where(rows["basis"] == FROM_FERTILITY, rows["value"], rows["value"] / expected)
    sources = [join_sources(each, source, BASE) for each in rows["source"]]
    levels = rows.assign(births=level * expected, status="estimated", source=sources)
    return Childbearing(levels.drop(columns="value"), women, level[:, np.newaxis] * pattern)


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
    return rows[[key in stocks for key in zip(rows["area"], rows["year"], strict=True)]]
