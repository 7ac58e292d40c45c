"""Measures of mortality from deaths registered by sex and age: of the areas' own life tables, and of infants.

Life tables rest on the base population and on what part of deaths is registered, so their measures are estimates; infant
deaths over births are two counts of one register, so their quotient is derived.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.indicators.figures import (
    COLUMNS,
    MeasureContext,
    Method,
    event_ranks,
    join_sources,
)
from dashboard.analysis.indicators.mortality import deaths_by_age
from dashboard.analysis.indicators.register_tables import EACH, from_the_register
from dashboard.analysis.selection import PLACE
from data import queries
from forecasting.axes import Array
from forecasting.indicators import mortality
from forecasting.life_table import LifeTable
from forecasting.scales import PER_1000

#: Places of the sexes in a register's table: women, men, both together
BOTH = EACH.index("both")
BOUNDS = ["area", "year", "source", "events", "low", "high"]


def tables_by_sex(context: MeasureContext) -> tuple[AreaTable, ...]:
    """Life tables of women, men and both, of every area and year with deaths registered by sex and age"""

    def tables() -> tuple[AreaTable, ...]:
        rates = death_rates.national_rates(context, exceptional=True)
        each = from_the_register(context, rates) if rates is not None else ()
        return tuple(table for table in each if table.sexes == EACH)

    return context.cached("life tables by sex", tables)


def measure(arithmetic: Callable[[LifeTable], Array], sex: int) -> Method:
    """A measure of the tables of one sex, or of both together: ``arithmetic`` LifeTable (sex, age) -> (sex)"""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rows = [
            (table.area, table.year, float(arithmetic(table.table)[sex]), table.provisional, table.source)
            for table in tables_by_sex(context)
        ]
        frame = pd.DataFrame(rows, columns=["area", "year", "value", "provisional", "source"])
        return frame.assign(status="estimated")[COLUMNS]

    return way


def expectancy(age: int, sex: int) -> Method:
    """Years left at an age"""
    return measure(lambda table: mortality.life_expectancy(table, age), sex)


def dying(low: int, high: int) -> Method:
    """Per 1,000 of both sexes who reach an age, those who die before another"""
    return measure(lambda table: PER_1000 * mortality.probability_of_dying(table, low, high), BOTH)


def expectancy_bounds(context: MeasureContext, sex: int) -> pd.DataFrame:
    """area, year, source, events, low, high — of life expectancy at birth; events are the deaths of the sex"""
    rows = []
    for table in tables_by_sex(context):
        if table.low is None or table.high is None or table.deaths is None:
            continue
        ends = (float(table.low[sex]), float(table.high[sex]))
        rows.append((table.area, table.year, table.source, float(table.deaths[sex]), *ends))
    return pd.DataFrame(rows, columns=BOUNDS)


def infant_mortality(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Registered deaths under one year per 1,000 registered births of the same area and year: derived"""
    return infant_deaths(context)[COLUMNS]


def _births_of_the_same_office(context: MeasureContext, infants: pd.DataFrame) -> pd.DataFrame:
    """The infants with births of the area and year: those of the office that counted the deaths, else the first in the order.

    Two registers are seldom equally complete, so a quotient of them would say which of them is the fuller one.
    """
    births = event_ranks(context, "births").rename(columns={"events": "births"})
    names = ["area", "year", "births", "provisional", "source", PLACE]
    both = infants.merge(births[names], on=["area", "year"], suffixes=("", "_births"))
    sources = context.cached("sources", lambda: queries.sources(context.connection))
    offices = dict(zip(sources["source"], sources["own_office"], strict=True))
    stranger = both["source"].map(offices) != both["source_births"].map(offices)
    order = both.assign(stranger=stranger).sort_values(["stranger", PLACE], kind="stable")
    first = order.groupby(["area", "year"], sort=True).head(1)
    return first.sort_values(["area", "year"], ignore_index=True)


def infant_deaths(context: MeasureContext) -> pd.DataFrame:
    """area, year, value, status, provisional, source, infants, births — of areas and years whose deaths have age 0 apart"""
    infants = pd.DataFrame(
        [
            (cells.area, cells.year, float(cells.events[0]), cells.provisional, cells.source)
            for cells in deaths_by_age(context)
            if cells.groups[0] == (0, 1)
        ],
        columns=["area", "year", "infants", "provisional", "source"],
    )
    both = _births_of_the_same_office(context, infants)
    both = both[both["births"] > 0]
    rates = mortality.infant_mortality_rate(both["infants"].to_numpy(float), both["births"].to_numpy(float))
    return both.assign(
        value=PER_1000 * rates,
        status="derived",
        provisional=both[["provisional", "provisional_births"]].max(axis=1),
        source=[join_sources(*each) for each in zip(both["source"], both["source_births"], strict=True)],
    )
