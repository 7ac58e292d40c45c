"""Death rates of a nation and its provinces at a moment: the United Nations' age pattern, at the office's levels.

No office here publishes death rates by age of every year. The nation's are those of the United Nations, their logarithms
linear between its periods; a province's are the nation's moved to its published life expectancy (Brass), where one is
published. Both are estimates.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.analysis import calendars, vital_rates
from dashboard.analysis.base_population import inputs
from dashboard.analysis.indicators.figures import MeasureContext, published_rows
from dashboard.analysis.indicators.population import base
from dashboard.analysis.vital_rates import DeathRates
from data import queries
from forecasting import mortality
from forecasting.axes import AgeGroups, Array
from forecasting.life_table import LifeTable, both_sexes, life_table

#: Boys per girl, where a table joins the sexes
SEX_RATIO = 1.05


def national_rates(context: MeasureContext, *, exceptional: bool = False) -> DeathRates | None:
    """Every period's rates in the order of time; None where there are none. ``exceptional``: with those of the pandemic"""
    return context.cached(
        ("national rates", exceptional),
        lambda: vital_rates.death_rates(
            death_rate_rows(context), context.order, country=context.about, exceptional=exceptional
        ),
    )


def death_rate_rows(context: MeasureContext) -> pd.DataFrame:
    """`data.queries.death_rates` of the nation"""
    return context.cached("death rates", lambda: queries.death_rates(context.connection, context.country))


def year_of_exception(context: MeasureContext) -> int:
    """The first year, in the country's calendar, of the deaths that no path should pass through; a far one if none."""
    years = context.about.exceptional_years
    return year_of(date(min(years), 7, 1).toordinal(), context.about.calendar) if years else 9999


def year_of(moment: float, calendar: str) -> int:
    """The calendar's year that a moment lies in."""
    return calendars.year_of(date.min + timedelta(days=round(moment) - 1), calendar)


def gaps(context: MeasureContext, areas: tuple[str, ...]) -> Array:
    """Published life expectancy less the nation's, years, the mean until the last year of the base population; 0 where
    none is published. -> (area)"""

    def mean_gaps() -> Array:
        last = max((cube.year for cube in base(context)), default=None)
        published = published_rows(context, "life_expectancy")
        published = published[published["sex"] == "both"]
        if last is not None:
            published = published[published["year"] <= last]
        has_nation = (published["area"] == context.country).any()
        return inputs.gaps(published, context.country, areas) if has_nation else np.zeros(len(areas))

    return context.cached(("gaps", areas), mean_gaps)


def tables_with_gaps(nation: Array, ages: AgeGroups, gap: Array) -> LifeTable:
    """The nation's life table moved by years of life expectancy. (sex, age), (area) -> LifeTable (area, sex, age)"""
    rates = np.broadcast_to(nation, (len(gap), *nation.shape)).copy()
    moved = np.flatnonzero(gap)
    if len(moved):
        expectancy = life_table(nation, ages).e[..., 0] + gap[moved, np.newaxis]
        rates[moved] = mortality.death_rates_for_life_expectancy(nation, expectancy, ages)
    return life_table(rates, ages)


def sexes_combined(table: LifeTable) -> LifeTable:
    """Both sexes as one table. LifeTable -> (..., 1, age)"""
    return both_sexes(table, SEX_RATIO)
