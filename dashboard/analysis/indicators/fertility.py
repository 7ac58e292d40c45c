"""Measures of fertility and natural increase.

Where births are not counted by age of mother (`registered_fertility`), ages at childbearing are the United Nations', for
the nation alone.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from dashboard.analysis import event_cells, vital_rates
from dashboard.analysis.calendars import year_middle
from dashboard.analysis.indicators import death_rates, registered_fertility
from dashboard.analysis.indicators.age_structure import from_ages
from dashboard.analysis.indicators.figures import (
    COLUMNS,
    MeasureContext,
    births_from_rate,
    event_counts,
    first_available,
    join_sources,
    published_values,
    rows_by_age,
)
from dashboard.analysis.indicators.registered_fertility import FIVE as FIVE
from dashboard.analysis.selection import one_count
from data import queries
from forecasting.axes import FEMALE, SEXES, Array
from forecasting.indicators import fertility, rates
from forecasting.life_table import life_table
from forecasting.scales import PER_1000, PERCENT

#: Part of total fertility at each five-year age, the total fertility rate and the year -> the measure, one number
OfPattern = Callable[[Array, float, int], Array]


def births(context: MeasureContext, key: str) -> pd.DataFrame:
    """Registered births, else those the office's birth rate gives."""
    return first_available([event_counts("births")(context, key), births_from_rate(context, key)])


def total_fertility(context: MeasureContext) -> pd.DataFrame:
    """Total fertility as an office published it, else of births by age of mother."""
    published = published_values(context, "total_fertility_rate")
    return first_available([published, registered_fertility.total_fertility(context, "")], context.order)


def general_fertility(context: MeasureContext, key: str) -> pd.DataFrame:
    """Births per 1,000 women of 15-49, of the same area and year."""
    women = from_ages(context, "women_15_49")
    both = births(context, key).merge(women, on=["area", "year"], suffixes=("", "_women"))
    both = both[both["value_women"] > 0]
    values = PER_1000 * rates.rate(both["value"].to_numpy(float), both["value_women"].to_numpy(float))
    estimated = (both["status_women"] == "estimated").map({True: "estimated", False: "derived"})
    sources = [join_sources(*each) for each in zip(both["source"], both["source_women"], strict=True)]
    late = both[["provisional", "provisional_women"]].max(axis=1)
    return both.assign(value=values, status=estimated, source=sources, provisional=late)[COLUMNS]


def sex_ratio(context: MeasureContext, key: str) -> pd.DataFrame:
    """Boys per 100 girls: as published, else of registered births by sex."""
    return context.cached("sex ratio at birth", lambda: _sex_ratio(context))


def _sex_ratio(context: MeasureContext) -> pd.DataFrame:
    births_by_sex = by_sex(context)
    ratio = PERCENT * fertility.sex_ratio_at_birth(births_by_sex[["female", "male"]].to_numpy(float))
    derived = births_by_sex.assign(value=ratio, status="derived")
    return first_available([published_values(context, "sex_ratio_at_birth"), derived[COLUMNS]], context.order)


def by_sex(context: MeasureContext) -> pd.DataFrame:
    """area, year, provisional, source, female, male — births registered by sex, of whole years"""
    totals = queries.events(context.connection, context.country, ["births"], levels=context.levels)
    rows = event_cells.births_by_sex(totals, rows_by_age(context, "births"))
    rows = one_count(rows, ["area", "year"], context.order)
    cell = ["area", "year", "provisional", "source"]
    girls, boys = (
        rows.loc[rows["sex"] == sex, [*cell, "events"]].rename(columns={"events": sex}) for sex in SEXES
    )
    both = girls.merge(boys, on=["area", "year", "source"], suffixes=("", "_boys"))
    late = both[["provisional", "provisional_boys"]].max(axis=1)
    return both.assign(provisional=late)[[*cell, *SEXES]].sort_values(cell, ignore_index=True)


def un_fertility_pattern(context: MeasureContext) -> pd.DataFrame:
    """`data.queries.fertility_pattern` of the nation"""
    return context.cached(
        "fertility pattern", lambda: queries.fertility_pattern(context.connection, context.country)
    )


def age_shares(context: MeasureContext, years: list[int]) -> tuple[Array, str]:
    """Part of total fertility at each five-year age, in the middle of the country's years. -> (year, age), source

    Births before 15 and from 50 on are in the groups beside them.
    """
    ages = vital_rates.childbearing_ages(un_fertility_pattern(context), context.order)
    if ages is None or not years:
        return np.zeros((0, len(FIVE))), ""
    middles = np.array([year_middle(year, context.about.calendar) for year in years])
    shares = np.zeros((len(years), len(FIVE)))
    first = FIVE.position(vital_rates.FERTILE[0])
    shares[:, first : first + len(vital_rates.FERTILE)] = ages.five_year(middles)
    return shares, join_sources(*ages.sources)


def childbearing_age(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Mean age at childbearing, of the nation: from the United Nations' age pattern."""
    published = published_values(context, "total_fertility_rate")
    return _national(
        context, published, lambda shares, _tfr, _year: fertility.mean_age_at_childbearing(shares, FIVE)
    )


def gross_reproduction(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Total fertility over one plus the sex ratio at birth of the nation and year: derived."""
    boys = sex_ratio(context, "")
    boys = boys[boys["area"] == context.country]
    both = total_fertility(context).merge(
        boys[["year", "value", "source"]], on="year", suffixes=("", "_boys")
    )
    ratio = both["value_boys"].to_numpy(float) / PERCENT
    values = fertility.gross_reproduction_rate(both["value"].to_numpy(float), ratio)
    sources = [join_sources(*each) for each in zip(both["source"], both["source_boys"], strict=True)]
    status = both["status"].where(both["status"] == "estimated", "derived")
    return both.assign(value=values, source=sources, status=status)[COLUMNS]


def net_reproduction(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Daughters who take their mothers' place, of the nation: total fertility by the age pattern and the life table."""
    levels = total_fertility(context)
    ratios = sex_ratio(context, "")
    ratios = ratios[ratios["area"] == context.country].set_index("year")
    deaths = death_rates.national_rates(context)
    if deaths is None:
        return levels.iloc[:0]

    def daughters(shares: Array, tfr: float, year: int) -> Array:
        moment = year_middle(year, context.about.calendar)
        table = life_table(deaths.rates_at(moment), deaths.ages)
        person_years = five_year(table.person_years[FEMALE])
        ratio = float(ratios["value"].loc[year]) / PERCENT
        return fertility.net_reproduction_rate(tfr * shares / 5, person_years, ratio, FIVE)

    covered = levels[levels["year"].isin(ratios.index)]
    return _national(context, covered, daughters, extra=join_sources(*deaths.sources[:1]))


def five_year(person_years: Array) -> Array:
    """Ages 0 and 1-4 joined into 0-4. (..., abridged age) -> (..., age)"""
    first = person_years[..., :1] + person_years[..., 1:2]
    return np.concatenate([first, person_years[..., 2:]], axis=-1)


def _national(
    context: MeasureContext, levels: pd.DataFrame, arithmetic: OfPattern, *, extra: str = ""
) -> pd.DataFrame:
    """A measure of the nation's total fertility and its ages at childbearing, each year that has a total fertility."""
    nation = levels[levels["area"] == context.country].sort_values("year")
    years = [int(year) for year in nation["year"]]
    patterns = age_patterns(context, years)
    nation = nation[nation["year"].isin(list(patterns))]
    if nation.empty:
        return nation[COLUMNS]
    values, sources = [], []
    for level, year, source in zip(nation["value"], nation["year"], nation["source"], strict=True):
        shares, of_shares = patterns[int(year)]
        values.append(float(arithmetic(shares, float(level), int(year))))
        sources.append(join_sources(source, of_shares, extra))
    return nation.assign(value=values, status="estimated", source=sources)[COLUMNS]


def age_patterns(context: MeasureContext, years: list[int]) -> dict[int, tuple[Array, str]]:
    """Year -> part of the nation's total fertility at each five-year age, and whose word it is: of its own births by age
    of mother where they are counted, else the United Nations'"""
    shares, source = age_shares(context, years)
    patterns = {year: (share, source) for year, share in zip(years, shares, strict=False)}
    for own in registered_fertility.registered_fertility(context):
        rates = own.at_five_year_ages()
        if own.area == context.country and own.year in years and rates is not None:
            patterns[own.year] = rates[1] / rates[1].sum(), own.source
    return patterns
