"""How much longer or shorter lives are in an area than in its nation when a projection starts, and what says so.

The published life expectancy of both sexes counts first, less the nation's of the year; else the area's own life table
of registered deaths, drawn to the mean of all areas as far as chance explains it; else a related table, which is shrunk
already. The gap fades by 0.95 in five years: provinces draw nearer to their nation, slowly (Ševčíková & Raftery 2021, Journal of
Official Statistics 37; the autoregression that bayesLife's e0.predict.subnat takes by default).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.projections.start_inputs import StartInputs
from dashboard.analysis.vital_rates import DeathRates
from forecasting.axes import SEXES, Array
from forecasting.indicators.shrinkage import normal_shrinkage
from forecasting.interval_levels import NORMAL_HALF_WIDTH
from forecasting.life_table import life_table

#: What is left of a gap after five years
FADE = 0.95
PUBLISHED, REGISTER, RELATED = "published", "register", "related"
#: Years after which an area's own registered deaths are a later word than a life expectancy once published
OLD = 5
#: year -> the nation's life expectancy where no table of the same kind and year is the nation's. (sex)
Reference = Callable[[int], Array]


@dataclass(frozen=True)
class LifeExpectancyGap:
    """Years by which women's and men's lives are longer than the nation's; none where nothing tells.

    kind: published, register or related; of a ``year``; ``source``: keys.
    """

    female: float = 0.0
    male: float = 0.0
    kind: str = ""
    year: int | None = None
    source: str = ""

    def path(self, intervals: int) -> Array:
        """The gap at each interval as it fades. -> (interval, sex)"""
        fade = FADE ** (np.arange(intervals) / 5)
        return np.asarray(fade[:, np.newaxis] * np.array([self.female, self.male]))


NO_GAP = LifeExpectancyGap()


def gaps(
    nation: str, published: pd.DataFrame, tables: Sequence[AreaTable], reference: Reference
) -> dict[str, LifeExpectancyGap]:
    """Area -> its gap, of every area that has one. published: area, year, sex, value, source"""
    register = _shrinkage(_from_tables(nation, tables, REGISTER, reference), tables)
    by_area = {**_from_tables(nation, tables, RELATED, reference), **register}
    for area, gap in _published(nation, published).items():
        own = register.get(area)
        if own is None or _year(own) - _year(gap) <= OLD:
            by_area[area] = gap
    return by_area


def _year(gap: LifeExpectancyGap) -> int:
    return -1 if gap.year is None else gap.year


def _published(nation: str, rows: pd.DataFrame) -> dict[str, LifeExpectancyGap]:
    both = rows[rows["sex"] == "both"].sort_values("year")
    national = both[both["area"] == nation].set_index("year")["value"]
    gaps: dict[str, LifeExpectancyGap] = {}
    for row in both[(both["area"] != nation) & both["year"].isin(national.index)].to_dict("records"):
        gap = float(row["value"] - national[row["year"]])
        gaps[str(row["area"])] = LifeExpectancyGap(gap, gap, PUBLISHED, int(row["year"]), str(row["source"]))
    return gaps


def _from_tables(
    nation: str, tables: Sequence[AreaTable], kind: str, reference: Reference
) -> dict[str, LifeExpectancyGap]:
    """The newest table of the kind of each area beside the nation's of the same kind and year, or the reference"""
    national = {table.year: _by_sex(table) for table in tables if table.kind == kind and table.area == nation}
    gaps: dict[str, LifeExpectancyGap] = {}
    for table in sorted(tables, key=lambda table: table.year):
        if table.kind == kind and table.area != nation:
            whole = national[table.year] if table.year in national else reference(table.year)
            female, male = (float(years) for years in _gap(_by_sex(table), whole))
            gaps[table.area] = LifeExpectancyGap(female, male, kind, table.year, table.source)
    return gaps


def _by_sex(table: AreaTable) -> Array:
    """Life expectancy of women and men, or of both sexes twice where it is not told by sex. -> (sex)"""
    if set(SEXES) <= set(table.sexes):
        return np.array([table.e0(sex) for sex in SEXES])
    return np.full(len(SEXES), table.e0("both"))


def _gap(own: Array, nation: Array) -> Array:
    """The gap by sex; where either is of both sexes together, the same for both"""
    if own[0] == own[1] or nation[0] == nation[1]:
        return np.full(len(SEXES), own.mean() - nation.mean())
    return own - nation


def _shrinkage(
    gaps: Mapping[str, LifeExpectancyGap], tables: Sequence[AreaTable]
) -> dict[str, LifeExpectancyGap]:
    """Each gap of the register drawn to the mean of all, as far as the chance of its own table explains it"""
    errors = {
        (table.area, table.year): float(np.mean(table.high - table.low)) / (2 * NORMAL_HALF_WIDTH)
        for table in tables
        if table.kind == REGISTER and table.low is not None and table.high is not None
    }
    areas = [area for area, gap in gaps.items() if (area, gap.year) in errors]
    if len(areas) < 3:
        return dict(gaps)
    error = np.array([errors[area, _year(gaps[area])] for area in areas])
    levels = [
        normal_shrinkage(np.array([getattr(gaps[area], sex) for area in areas]), error) for sex in SEXES
    ]
    own = {
        area: LifeExpectancyGap(
            float(female), float(male), gaps[area].kind, gaps[area].year, gaps[area].source
        )
        for area, female, male in zip(areas, *levels, strict=True)
    }
    return {**gaps, **own}


def life_expectancy_gaps(inputs: StartInputs, rates: DeathRates) -> dict[str, LifeExpectancyGap]:
    """Area -> how much longer its people live than the nation's, where anything of it is known. rates: the nation's"""

    def reference(year: int) -> Array:
        nation = rates.rates_at(calendars.year_middle(year, inputs.calendar))
        return np.asarray(life_table(nation, rates.ages).e[..., 0])

    return gaps(inputs.country, inputs.life_expectancy, inputs.life_tables, reference)
