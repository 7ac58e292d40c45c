"""A census by sex and age, carried by each province's own births to each date with totals of all provinces.

The method of a folder that names none.
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
from dashboard.analysis.base_population.recipe import Recipe
from data.columns import ABSENT, ABSENT_WORD
from data.countries import Country
from data.flows import DIMENSIONS
from forecasting import graduation
from forecasting.axes import SEXES, Array

DESCRIPTION = (
    "a census by province, sex and age; births are those registered in the province where they cover the time between "
    "two totals, else they come from its published fertility"
)
#: Boys born per girl, where the country publishes none
USUAL_SEX_RATIO = 1.05
Tables = Mapping[str, pd.DataFrame]


def estimate(tables: Tables, country: Country) -> Estimate:
    """Provinces by sex and single age at the census, then at each date with totals of all provinces."""
    recipe = Recipe(country)
    census_rows = _rows_of(tables["population"], recipe, "census")
    day = census_rows["period_start"].iloc[0]
    areas = inputs.provinces(tables, country.code, day)
    census = _census(tables, recipe, areas, census_rows)
    periods, wide = _totals(tables, recipe, areas, day)
    dates = [day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    intervals = tuple(_interval(tables, recipe, areas, span) for span in spans)

    def targets(population: Array, number: int) -> Array:
        return _by_sex(population, wide[dates[number + 1]])

    population, carried = run(census, intervals, targets)
    provisional = (0, *periods["provisional"].astype(int))
    year = int(census_rows["year"].iloc[0])
    return Estimate(country.code, country.calendar, areas, year, population, intervals, carried, provisional)


def _rows_of(frame: pd.DataFrame, recipe: Recipe, part: str) -> pd.DataFrame:
    return recipe.rows(frame, part, f"{part} of {recipe.nation}")


def _census(tables: Tables, recipe: Recipe, areas: tuple[str, ...], rows: pd.DataFrame) -> Array:
    """People at single ages 0 .. 100+: as counted, or made of the groups that were. -> (area, sex, age)"""
    age_rows = rows[(rows["age_lower"] != 0) | (rows["age_width"] != 0)]
    counts, unknown, groups = inputs.people_by_age(age_rows, areas, SEXES)
    if groups.lower == AGES.lower:
        return np.asarray(graduation.with_unknown_ages(counts, unknown, groups))
    day = float(rows["period_start"].iloc[0].toordinal())
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), day)
    return single_year_counts(counts, unknown, groups, nations_death_rates(rates, ages))


def _totals(
    tables: Tables, recipe: Recipe, areas: tuple[str, ...], after: date
) -> tuple[pd.DataFrame, dict[date, pd.DataFrame]]:
    """Dates after the census with their year and whether it is provisional; day -> totals (area, sexes published)."""
    rows = _rows_of(inputs.all_ages(tables["population"]), recipe, "totals")
    rows = rows[(rows["period_start"] > after) & rows["area"].isin(areas)]
    if rows.empty:
        raise inputs.EstimateProblem(
            f"No totals of provinces of {recipe.nation} after its census on {after}."
        )
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


def _interval(tables: Tables, recipe: Recipe, areas: tuple[str, ...], period: inputs.Period) -> Interval:
    moment, rate = period.middle, tables["rate"]
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), moment)
    expectancy = rate[rate["measure"] == "life_expectancy"]
    gap = (
        inputs.gaps(expectancy, recipe.nation, areas)
        if (expectancy["area"] == recipe.nation).any()
        else np.zeros(len(areas))
    )
    boys = rate[(rate["measure"] == "sex_ratio_at_birth") & (rate["area"] == recipe.nation)]
    relative = published_relative_fertility(tables, recipe.nation, areas, date.min)
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, recipe.nation, moment, relative.dropna(axis=1, how="all")),
        mx=provincial_death_rates(rates, ages, gap),
        sex_ratio=inputs.published_rate_between_dates(boys, moment) / 100 if len(boys) else USUAL_SEX_RATIO,
        births=_births(tables, recipe, areas, period),
    )


def _births(tables: Tables, recipe: Recipe, areas: tuple[str, ...], period: inputs.Period) -> Array | None:
    """Registered births by province in the interval; None where they do not cover it. -> (area)"""
    if not recipe.has("births"):
        return None
    rows = _rows_of(tables["birth"], recipe, "births")
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
