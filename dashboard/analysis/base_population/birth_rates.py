"""A census by age split by sex, carried by the birth rates of provinces to each date with totals by sex.

For a country whose census prints ages and sexes apart and that publishes birth rates of provinces, not births.
``[base_population]`` in country.toml says ``census`` (both sexes by age), ``census_sexes``, ``nations_sexes`` (the
nation by sex and age), ``totals``, ``birth_rate_years`` (that every province has), and ``since``: the day before which
totals, fertility and life expectancy are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.census import single_year_counts, split_by_sex
from dashboard.analysis.base_population.estimate import Estimate, run
from dashboard.analysis.base_population.fertility import (
    asfr_by_area,
    implied_relative_fertility,
    nations_pattern,
    published_relative_fertility,
)
from dashboard.analysis.base_population.interval import Interval, nations_death_rates, provincial_death_rates
from dashboard.analysis.base_population.recipe import Recipe
from data.calendars import first_day
from data.countries import Country
from forecasting.axes import FEMALE, SEXES, Array
from forecasting.scales import PER_1000

DESCRIPTION = (
    "a census by province and age, split by sex by iterative proportional fitting to the census totals by sex and the "
    "nation's sexes at each age; births come from the birth rates of the province, later from its published fertility"
)
Tables = Mapping[str, pd.DataFrame]


def estimate(tables: Tables, country: Country) -> Estimate:
    """Provinces by sex and single age at the census, then at each date with totals of provinces."""
    recipe = Recipe(country)
    areas = inputs.provinces(tables, recipe.nation, recipe.since)
    census, census_day, census_year = _census(tables, recipe, areas)
    periods, totals = _totals(tables, recipe, areas)
    births = _births(tables, recipe, areas, totals)
    pattern = nations_pattern(tables, recipe.nation, float(census_day.toordinal()))
    yearly = births.groupby("area")["events"].mean().loc[list(areas)].to_numpy()
    implied = implied_relative_fertility(yearly, census[:, FEMALE], pattern)
    relative = _relative_fertility(tables, recipe, areas, implied)
    dates = [census_day, *periods["period_start"]]
    spans = map(inputs.Period, dates[:-1], dates[1:], map(int, periods["year"]))
    intervals = tuple(_interval(tables, recipe, areas, span, relative, births) for span in spans)
    population, carried = run(census, intervals, lambda _, number: totals[number])
    provisional = (0, *periods["provisional"].astype(int))
    return Estimate(
        recipe.nation, country.calendar, areas, census_year, population, intervals, carried, provisional
    )


def _census(tables: Tables, recipe: Recipe, areas: tuple[str, ...]) -> tuple[Array, date, int]:
    people = tables["population"]
    rows = recipe.rows(people, "census", "the ages of the census")
    day = rows["period_start"].iloc[0]
    counts, _, groups = inputs.people_by_age(rows, areas, ("both",))
    by_sex = recipe.rows(people, "census_sexes", "the sexes of the census")
    sexes = inputs.grid(by_sex[by_sex["sex"] != "both"], areas, ["sex"], "persons")[list(SEXES)].to_numpy()
    split = split_by_sex(counts[:, 0], sexes, _female_share(people, recipe, groups.lower, day))
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), float(day.toordinal()))
    nobody = np.zeros((len(areas), len(SEXES)))
    start = single_year_counts(split, nobody, groups, nations_death_rates(rates, ages))
    return start, day, int(rows["year"].iloc[0])


def _female_share(people: pd.DataFrame, recipe: Recipe, lower: tuple[int, ...], day: date) -> Array:
    """Women among the nation's people of each census group, by the source of the nation's sexes. -> (group)

    Where that is of a later day, each group is looked up where its cohorts then are.
    """
    rows = recipe.rows(people, "nations_sexes", "the sexes at each age")
    counts, _, groups = inputs.people_by_age(rows, (recipe.nation,), SEXES)
    later = (rows["period_start"].iloc[0] - day).days / 365.25
    share = counts[0, FEMALE] / counts[0].sum(0)
    cut = len(lower) - 1
    shares = np.interp(np.asarray(lower[:-1]) + later, groups.lower, share)
    return np.append(shares, counts[0, FEMALE, cut:].sum() / counts[0, :, cut:].sum())


def _totals(tables: Tables, recipe: Recipe, areas: tuple[str, ...]) -> tuple[pd.DataFrame, Array]:
    """Each date's year and whether it is provisional; totals that keep the published both sexes. -> frame, (date, area, sex)"""
    people = inputs.all_ages(tables["population"])
    rows = recipe.rows(people, "totals", "the totals of the provinces")
    rows = rows[rows["period_start"] >= recipe.since]
    periods = rows.groupby("period_start", as_index=False).agg(
        year=("year", "first"), provisional=("provisional", "max")
    )
    dates = list(periods["period_start"])
    wide = inputs.grid(rows, areas, ["period_start", "sex"], "persons")
    published = np.stack([wide[[(day, sex) for sex in (*SEXES, "both")]].to_numpy() for day in dates])
    by_sex = published[..., :2]
    return periods, by_sex / by_sex.sum(-1, keepdims=True) * published[..., 2:]


def _births(tables: Tables, recipe: Recipe, areas: tuple[str, ...], totals: Array) -> pd.DataFrame:
    """area, period_start, period_days, events — births of a year: birth rate times average population"""
    rates, years = tables["rate"], recipe.years("birth_rate_years")
    rates = rates[
        (rates["measure"] == "crude_birth_rate") & rates["year"].isin(years) & rates["area"].isin(areas)
    ]
    place = {area: index for index, area in enumerate(areas)}
    year, area = rates["year"] - years[0], rates["area"].map(place)
    people = totals[year.to_numpy(), area.to_numpy()].sum(-1)
    return rates[["area", "period_start", "period_days"]].assign(events=rates["value"] / PER_1000 * people)


def _relative_fertility(
    tables: Tables, recipe: Recipe, areas: tuple[str, ...], implied: Array
) -> pd.DataFrame:
    """Implied by the birth rates, in the middle of their years; then as quoted for a province, else held."""
    middle = inputs.middle(*_birth_rate_span(recipe))
    quoted = published_relative_fertility(tables, recipe.nation, areas, recipe.since)
    later = quoted.loc[:, quoted.columns.to_numpy(dtype=np.float64) > middle]
    return pd.concat([pd.DataFrame({middle: implied}, index=later.index), later], axis=1)


def _interval(
    tables: Tables,
    recipe: Recipe,
    areas: tuple[str, ...],
    period: inputs.Period,
    relative: pd.DataFrame,
    births: pd.DataFrame,
) -> Interval:
    moment = period.middle
    rates, ages = inputs.death_rates(recipe.death_rates(tables["death_rate"]), moment)
    published = dict(list(tables["rate"].groupby("measure")))
    expectancy = published["life_expectancy"]
    gap = inputs.gaps(expectancy[expectancy["period_start"] >= recipe.since], recipe.nation, areas)
    births_by_area = None
    if period.end <= _birth_rate_span(recipe)[1]:
        rows = dict(list(births.groupby("area")))
        births_by_area = np.array(
            [inputs.events_between(rows[area], period.start, period.end) for area in areas]
        )
    return Interval(
        start=period.start,
        end=period.end,
        year=period.year,
        asfr=asfr_by_area(tables, recipe.nation, moment, relative),
        mx=provincial_death_rates(rates, ages, gap),
        sex_ratio=inputs.published_rate_between_dates(
            recipe.nation_rows(published["sex_ratio_at_birth"]), moment
        )
        / 100,
        births=births_by_area,
    )


def _birth_rate_span(recipe: Recipe) -> tuple[date, date]:
    """The first day of the years whose birth rates are taken, and the day after their last."""
    years, calendar = recipe.years("birth_rate_years"), recipe.country.calendar
    return first_day(years[0], calendar), first_day(years[-1] + 1, calendar)
