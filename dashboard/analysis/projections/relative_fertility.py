"""How fertile an area is beside its nation when a projection starts, and what says so.

The later word counts. A province's own total fertility rate is published by survey, in years that may be long past; where
births of all provinces are known for later years (registered, or the published birth rate times the people), births
over the women they come from say how the provinces differ: indirect standardisation on the nation's age pattern, as the
base population itself is carried (`dashboard.analysis.base_population.fertility`). Births of three years together, for those of one
survey vary by a twentieth.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_YEARS = 3


@dataclass(frozen=True)
class RelativeFertility:
    """An area's fertility over its nation's: from births, or the published rate, of ``years``; neither where none is known.

    ``published`` and ``published_year``: the ratio of the rates last published, where births are the later word.
    """

    ratio: float = 1.0
    years: tuple[int, ...] = ()
    by_births: bool = False
    published: float | None = None
    published_year: int | None = None


def relatives(
    nation: str,
    areas: Collection[str],
    published: pd.DataFrame,
    births: pd.DataFrame,
    at_one_child: pd.DataFrame,
) -> dict[str, RelativeFertility]:
    """Area -> how its fertility stands to its nation's. Frames area, year, value

    published: total fertility rates; births of whole years; at_one_child: births that the women of the area and year
    would have at one child each, by the nation's age pattern.
    """
    provinces = [area for area in areas if area != nation]
    published_ratios = _published_ratios(nation, published)
    ratios, years = by_births(provinces, births, at_one_child)
    relative = {nation: RelativeFertility()}
    for area in provinces:
        own = published_ratios.get(area)
        if not years or (own is not None and own[1] >= years[-1]):
            relative[area] = RelativeFertility(own[0], (own[1],)) if own is not None else RelativeFertility()
        else:
            relative[area] = RelativeFertility(float(ratios[area]), years, True, *(own or (None, None)))
    return relative


def national_relative(nation: str, published: pd.DataFrame, year_of_births: int | None) -> RelativeFertility:
    """The nation beside itself, and whose word its level is: registered births of a year, else the last published rate."""
    if year_of_births is not None:
        return RelativeFertility(years=(year_of_births,), by_births=True)
    return RelativeFertility(years=(int(published.loc[published["area"] == nation, "year"].max()),))


def by_births(
    provinces: Collection[str], births: pd.DataFrame, at_one_child: pd.DataFrame
) -> tuple[pd.Series, tuple[int, ...]]:
    """Ratios of the provinces, births-weighted mean 1, and the years they are of: the last three that all are known for."""
    both = births.merge(at_one_child, on=["area", "year"], suffixes=("", "_at_one"))
    both = both[both["area"].isin(list(provinces)) & (both["value"] > 0)]
    provinces_by_year = both.groupby("year")["area"].nunique()
    years = tuple(int(year) for year in provinces_by_year.index[provinces_by_year == len(provinces)])[
        -MOST_YEARS:
    ]
    if len(provinces) < 2 or not years:
        return pd.Series(dtype=np.float64), ()
    sums = both[both["year"].isin(years)].groupby("area")[["value", "value_at_one"]].sum()
    whole = sums.sum()
    return sums["value"] / sums["value_at_one"] * whole["value_at_one"] / whole["value"], years


def _published_ratios(nation: str, rates: pd.DataFrame) -> dict[str, tuple[float, int]]:
    """Area -> the ratio of its last published total fertility to the nation's of that year, and the year."""
    national = rates[rates["area"] == nation].set_index("year")["value"].sort_index()
    own = rates[(rates["area"] != nation) & rates["year"].isin(national.index)].sort_values("year")
    last = own.groupby("area").tail(1)
    return {
        str(area): (float(value / national[year]), int(year))
        for area, year, value in zip(last["area"], last["year"], last["value"], strict=True)
    }
