"""A census by sex and five-year age, carried by the births and deaths that the whole country registered.

For a country that registers births and deaths of the nation, publishes totals of its provinces both sexes together,
and those of the nation by sex. ``[base_population]`` in country.toml says ``census``, ``totals`` of provinces,
``nation_totals`` by sex, ``death_rates`` of the nation, ``register`` and ``since``: the day before which fertility and
life expectancy are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.census import single_year_counts
from dashboard.analysis.base_population.closure import totals_by_sex
from dashboard.analysis.base_population.estimate import Estimate, run
from dashboard.analysis.base_population.fertility import asfr_by_area, published_relative_fertility
from dashboard.analysis.base_population.interval import (
    Interval,
    expected_deaths,
    nations_death_rates,
    provincial_death_rates,
)
from dashboard.analysis.base_population.recipe import Recipe
from data.countries import Country
from forecasting.axes import SEXES, Array

DESCRIPTION = (
    "a census by province, sex and five-year age; births come from the published fertility of the province, all "
    "together raised to the registered births, and deaths are raised to the registered ones at constant completeness"
)
Tables = Mapping[str, pd.DataFrame]


def estimate(tables: Tables, country: Country) -> Estimate:
    """Provinces by sex and single age, from the census to the last year with totals of provinces and nation."""
    recipe = Recipe(country)
    areas = inputs.provinces(tables, recipe.nation, recipe.since)
    census, census_day, census_year = _census(tables, recipe, areas)
    totals, sexes, provisional = _totals(tables, recipe, areas)
    periods = totals.columns.to_frame(index=False)
    dates = [census_day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    relative = published_relative_fertility(tables, recipe.nation, areas, recipe.since)
    by_births = [_interval(tables, recipe, areas, span, relative) for span in spans]
    intervals = _with_deaths(tables, recipe, census, by_births)
    published = totals.to_numpy(dtype=np.float64)

    def targets(population: Array, number: int) -> Array:
        return totals_by_sex(population, published[:, number], sexes[number])

    population, carried = run(census, intervals, targets)
    return Estimate(
        recipe.nation, country.calendar, areas, census_year, population, intervals, carried, (0, *provisional)
    )


def _census(tables: Tables, recipe: Recipe, areas: tuple[str, ...]) -> tuple[Array, date, int]:
    rows = recipe.rows(tables["population"], "census", "the starting population")
    day: date = rows["period_start"].iloc[0]
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), float(day.toordinal()))
    counts, unknown, groups = inputs.people_by_age(rows, areas, SEXES)
    start = single_year_counts(counts, unknown, groups, nations_death_rates(rates, ages))
    return start, day, int(rows["year"].iloc[0])


def _totals(
    tables: Tables, recipe: Recipe, areas: tuple[str, ...]
) -> tuple[pd.DataFrame, Array, tuple[int, ...]]:
    """Totals by province, a column a date; the nation's [date, sex]; which dates are provisional."""
    people = inputs.all_ages(tables["population"])
    nation = recipe.rows(recipe.nation_rows(people), "nation_totals", "the sexes of the nation")
    by_sex = nation.pivot_table(index="year", columns="sex", values="persons")[list(SEXES)]
    rows = recipe.rows(people, "totals", "the totals of the provinces")
    rows = rows[rows["year"].isin(by_sex.index)]
    totals = inputs.grid(rows, areas, ["period_start", "year"], "persons")
    provisional = rows.groupby("period_start")["provisional"].max()
    sexes = by_sex.loc[totals.columns.get_level_values("year")].to_numpy(dtype=np.float64)
    return totals, sexes, tuple(int(flag) for flag in provisional)


def _interval(
    tables: Tables, recipe: Recipe, areas: tuple[str, ...], period: inputs.Period, relative: pd.DataFrame
) -> Interval:
    moment = period.middle
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), moment)
    published = dict(list(tables["rate"].groupby("measure")))
    boys = recipe.nation_rows(published["sex_ratio_at_birth"])
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, recipe.nation, moment, relative),
        mx=provincial_death_rates(
            rates, ages, inputs.gaps(published["life_expectancy"], recipe.nation, areas)
        ),
        sex_ratio=inputs.published_rate_between_dates(boys, moment) / 100,
        births=np.asarray(
            inputs.events_between(_register(tables, recipe, "birth"), period.start, period.end)
        ),
    )


def _with_deaths(
    tables: Tables, recipe: Recipe, census: Array, intervals: list[Interval]
) -> tuple[Interval, ...]:
    """The intervals with registered deaths raised by the completeness of the first, before any epidemic.

    Completeness is registered deaths over those that the nation's death rates give for the census. An epidemic is
    in the register and not in those rates.
    """
    register = _register(tables, recipe, "death")
    registered = [inputs.events_between(register, interval.start, interval.end) for interval in intervals]
    completeness = registered[0] / expected_deaths(census, intervals[0])
    pairs = zip(intervals, registered, strict=True)
    return tuple(replace(interval, deaths=deaths / completeness) for interval, deaths in pairs)


def _register(tables: Tables, recipe: Recipe, kind: str) -> pd.DataFrame:
    return recipe.nation_rows(recipe.rows(tables[kind], "register", f"registered {kind}s"))
