"""Death rates of a nation and its provinces at a moment: the United Nations' age pattern, at the office's levels.

No office here publishes death rates by age of every year. The nation's are those of the United Nations, their logarithms
linear between its periods; a province's are the nation's moved to its published life expectancy (Brass), where one is
published. Both are estimates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from dashboard.analysis.base_population import inputs
from dashboard.analysis.exceptional_years import EXCEPTIONAL, is_exceptional
from dashboard.analysis.indicators.figures import MeasureContext, published_rows
from dashboard.settings import CALENDARS
from data import queries
from forecasting import mortality
from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.life_table import LifeTable, both_sexes, life_table

#: Boys per girl, where a table joins the sexes
SEX_RATIO = 1.05


@dataclass(frozen=True, eq=False)
class NationalRates:
    """A nation's death rates in each period: moments, their middles in days; rates [period, sex, age]."""

    moments: Array
    rates: Array
    ages: AgeGroups
    periods: tuple[tuple[date, int], ...]
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)

    def rates_at(self, moment: float) -> Array:
        """Rates at a moment, in days as the moments are. -> (sex, age)"""
        return np.exp(inputs.values_between_dates(moment, self.moments, np.log(self.rates)))

    def sources_at(self, moment: float) -> str:
        """Which sources stand behind a moment: of the period before and after it."""
        after = int(np.clip(np.searchsorted(self.moments, moment), 1, max(len(self.moments) - 1, 1)))
        return " ".join(dict.fromkeys(self.sources[max(after - 1, 0) : after + 1]))


def national_rates(context: MeasureContext, *, exceptional: bool = False) -> NationalRates | None:
    """Every period's rates in the order of time; None where there are none. ``exceptional``: with those of the pandemic"""
    return context.cached(("national rates", exceptional), lambda: _national_rates(context, exceptional))


def un_death_rates(context: MeasureContext) -> pd.DataFrame:
    """`data.queries.death_rates` of the nation"""
    return context.cached("death rates", lambda: queries.death_rates(context.connection, context.country))


def _national_rates(context: MeasureContext, exceptional: bool) -> NationalRates | None:
    rows, country = un_death_rates(context), context.country
    if rows.empty:
        return None
    rows = rows.assign(begins=[pd.Timestamp(day).date() for day in rows["period_start"]])
    tables = []
    for _, part in rows.groupby(["begins", "period_days", "source"]):
        begins, days = part["begins"].iloc[0], int(part["period_days"].iloc[0])
        if is_exceptional(country, begins, days) and not exceptional:
            continue
        wide = part.pivot_table(index="sex", columns="age_lower", values="mx").loc[list(SEXES)]
        tables.append((begins.toordinal() + days / 2, wide, (begins, days), str(part["source"].iloc[0])))
    tables.sort(key=lambda each: each[0])
    ages = AgeGroups(tuple(int(age) for age in tables[0][1].columns))
    return NationalRates(
        np.asarray([moment for moment, _, _, _ in tables]),
        np.stack([wide.to_numpy(np.float64) for _, wide, _, _ in tables]),
        ages,
        tuple(period for _, _, period, _ in tables),
        tuple(source for _, _, _, source in tables),
    )


def year_of_exception(country: str) -> int:
    """The first year, in the country's calendar, of the deaths that no path should pass through; a far one if none."""
    years = [year for place, year in EXCEPTIONAL if place == country]
    return year_of(date(min(years), 7, 1).toordinal(), CALENDARS[country]) if years else 9999


def middle_of(year: int, calendar: str) -> float:
    """The middle of a year of a calendar, in days."""
    return calendars.first_day(year, calendar).toordinal() + 182.5


def year_of(moment: float, calendar: str) -> int:
    """The calendar's year that a moment lies in."""
    return calendars.year_of(date.min + timedelta(days=round(moment) - 1), calendar)


def gaps(context: MeasureContext, areas: tuple[str, ...]) -> Array:
    """Published life expectancy less the nation's, years; 0 where none is published. -> (area)"""
    return context.cached(
        ("gaps", areas), lambda: _gaps(published_rows(context, "life_expectancy"), context.country, areas)
    )


def _gaps(published: pd.DataFrame, country: str, areas: tuple[str, ...]) -> Array:
    both = set(published.loc[published["sex"] == "both", "area"])
    return inputs.gaps(published, country, areas) if country in both else np.zeros(len(areas))


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
