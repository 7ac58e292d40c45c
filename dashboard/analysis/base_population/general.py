"""A country whose folder names the sources of its base population: a census carried to each published total.

``[base_population]`` in country.toml says ``census`` (people by province, sex and age), ``totals`` (of provinces, by
sex or both together), and where there are any, ``births`` (registered, by province) and ``death_rates`` (of the nation).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.census import single_year_counts
from dashboard.analysis.base_population.estimate import Estimate, run
from dashboard.analysis.base_population.fertility import asfr_by_area, published_relative_fertility
from dashboard.analysis.base_population.interval import (
    AGES,
    Interval,
    nations_death_rates,
    provincial_death_rates,
)
from data.columns import ABSENT, ABSENT_WORD
from data.countries import Country
from data.flows import DIMENSIONS
from forecasting import graduation
from forecasting.axes import SEXES, Array

METHOD = (
    " {countries}: a census by province, sex and age, carried and closed in the same way to the totals that the "
    "country's folder names; births are the registered ones where they cover the time between two totals."
)
#: Boys born per girl, where the country publishes none
USUAL_SEX_RATIO = 1.05
Tables = Mapping[str, pd.DataFrame]


def estimate(tables: Tables, country: Country) -> Estimate:
    """Provinces by sex and single age at the census, then at each date with totals of all provinces."""
    census_rows = _rows_of(tables["population"], country, "census")
    day = census_rows["period_start"].iloc[0]
    areas = inputs.provinces(tables, country.code, day)
    census = _census(tables, country, areas, census_rows)
    periods, wide = _totals(tables, country, areas, day)
    dates = [day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    intervals = tuple(_interval(tables, country, areas, span) for span in spans)

    def targets(population: Array, number: int) -> Array:
        return _by_sex(population, wide[dates[number + 1]])

    population, carried = run(census, intervals, targets)
    provisional = (0, *periods["provisional"].astype(int))
    year = int(census_rows["year"].iloc[0])
    return Estimate(country.code, country.calendar, areas, year, population, intervals, carried, provisional)


def _rows_of(frame: pd.DataFrame, country: Country, part: str) -> pd.DataFrame:
    if part not in country.base_population:
        raise inputs.EstimateProblem(
            f"{country.folder.name}/country.toml: [base_population] does not say {part}."
        )
    return inputs.of_source(frame, country.base_population[part], f"{part} of {country.code}")


def _census(tables: Tables, country: Country, areas: tuple[str, ...], rows: pd.DataFrame) -> Array:
    """People at single ages 0 .. 100+: as counted, or made of the groups that were. -> (area, sex, age)"""
    age_rows = rows[(rows["age_lower"] != 0) | (rows["age_width"] != 0)]
    counts, unknown, groups = inputs.people_by_age(age_rows, areas, SEXES)
    if groups.lower == AGES.lower:
        return np.asarray(graduation.with_unknown_ages(counts, unknown, groups))
    rates, ages = inputs.death_rates(
        _death_rates(tables, country), float(rows["period_start"].iloc[0].toordinal())
    )
    return single_year_counts(counts, unknown, groups, nations_death_rates(rates, ages))


def _totals(
    tables: Tables, country: Country, areas: tuple[str, ...], after: date
) -> tuple[pd.DataFrame, dict[date, pd.DataFrame]]:
    """Dates after the census with their year and whether it is provisional; day -> totals (area, sexes published)."""
    rows = _rows_of(inputs.all_ages(tables["population"]), country, "totals")
    rows = rows[(rows["period_start"] > after) & rows["area"].isin(areas)]
    if rows.empty:
        raise inputs.EstimateProblem(f"No totals of provinces of {country.code} after its census on {after}.")
    periods = rows.groupby("period_start", as_index=False).agg(
        year=("year", "first"), provisional=("provisional", "max")
    )
    totals = {
        day: inputs.grid(rows[rows["period_start"] == day], areas, ["sex"], "persons")
        for day in periods["period_start"]
    }
    return periods, totals


def _by_sex(population: Array, totals: pd.DataFrame) -> Array:
    """Totals to close to: by sex as published, else both together in the sexes of the survivors. -> (area, sex)"""
    if set(SEXES) <= set(totals):
        return totals[list(SEXES)].to_numpy(dtype=np.float64)
    sums = population.sum(-1)
    both = totals["both"].to_numpy(dtype=np.float64)
    return np.asarray(sums / sums.sum(-1, keepdims=True) * both[:, np.newaxis])


def _death_rates(tables: Tables, country: Country) -> pd.DataFrame:
    rows = tables["death_rate"]
    rows = rows[rows["area"] == country.code]
    if "death_rates" in country.base_population:
        return _rows_of(rows, country, "death_rates")
    sources = rows["source"].unique()
    if len(sources) != 1:
        raise inputs.EstimateProblem(
            f"Death rates of {country.code} have {len(sources)} sources: which is taken is said as "
            f"death_rates in [base_population] of {country.folder.name}/country.toml."
        )
    return rows


def _interval(tables: Tables, country: Country, areas: tuple[str, ...], period: inputs.Period) -> Interval:
    moment, rate = period.middle, tables["rate"]
    rates, ages = inputs.death_rates(_death_rates(tables, country), moment)
    expectancy = rate[rate["measure"] == "life_expectancy"]
    gap = (
        inputs.gaps(expectancy, country.code, areas)
        if (expectancy["area"] == country.code).any()
        else np.zeros(len(areas))
    )
    boys = rate[(rate["measure"] == "sex_ratio_at_birth") & (rate["area"] == country.code)]
    relative = published_relative_fertility(tables, country.code, areas, date.min)
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, country.code, moment, relative.dropna(axis=1, how="all")),
        mx=provincial_death_rates(rates, ages, gap),
        sex_ratio=inputs.published_rate_between_dates(boys, moment) / 100 if len(boys) else USUAL_SEX_RATIO,
        births=_births(tables, country, areas, period),
    )


def _births(tables: Tables, country: Country, areas: tuple[str, ...], period: inputs.Period) -> Array | None:
    """Registered births by province in the interval; None where they do not cover it. -> (area)"""
    if "births" not in country.base_population:
        return None
    rows = _rows_of(tables["birth"], country, "births")
    dimensions = DIMENSIONS["birth"]
    for column in dimensions.words:
        rows = rows[rows[column] == ABSENT_WORD]
    for name in dimensions.groups:
        rows = rows[rows[f"{name}_lower"] == ABSENT]
    by_area = dict(list(rows.groupby("area")))
    try:
        return np.array([inputs.events_between(by_area[area], period.start, period.end) for area in areas])
    except (KeyError, inputs.EstimateProblem):
        return None
