"""Measures of mortality beyond the crude rate: life tables of the nation, standardised rates of provinces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.figures import (
    BASE,
    COLUMNS,
    MeasureContext,
    Method,
    join_sources,
    published_values,
)
from dashboard.analysis.indicators.population import base
from dashboard.analysis.selection import one_age_grid, one_count
from data import queries
from forecasting.axes import AgeGroups, Array
from forecasting.indicators import mortality
from forecasting.indicators.standards import standard_population
from forecasting.life_table import LifeTable, life_table
from forecasting.scales import PER_1000

#: The United Nations' estimates end here: what comes after is its projection
LAST_ESTIMATED = 2023
EMPTY = pd.DataFrame(columns=COLUMNS)


def of_the_nation(arithmetic: Callable[[LifeTable], Array]) -> Method:
    """A measure of the nation's life tables, in the years of the United Nations' rates: estimated."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rates = death_rates.national_rates(context, exceptional=True)
        if rates is None:
            return EMPTY
        values = np.asarray(arithmetic(life_table(rates.rates, rates.ages)))
        years = [death_rates.year_of(moment, context.about.calendar) for moment in rates.moments]
        past = [period.start.year + period.days / 730 <= LAST_ESTIMATED for period in rates.periods]
        frame = pd.DataFrame(
            {"area": context.country, "year": years, "value": values, "source": rates.sources}
        )
        return frame[past].assign(status="estimated", provisional=0).drop_duplicates("year")[COLUMNS]

    return way


def both(arithmetic: Callable[[LifeTable], Array]) -> Method:
    """The same of women and men together."""
    return of_the_nation(lambda table: arithmetic(death_rates.sexes_combined(table))[..., 0])


def expectancy(age: int, sex: int) -> Method:
    """Years left at an age, of one sex."""
    return of_the_nation(lambda table: mortality.life_expectancy(table, age)[..., sex])


def dying(low: int, high: int) -> Method:
    """Per 1,000 who reach an age, those who die before another."""
    return both(lambda table: PER_1000 * mortality.probability_of_dying(table, low, high))


def deaths_by_age(context: MeasureContext) -> pd.DataFrame:
    """area, year, age_lower, events, source, provisional, period_days — registered by age, both sexes together"""
    return context.cached("deaths by age", lambda: _deaths_by_age(context))


def _deaths_by_age(context: MeasureContext) -> pd.DataFrame:
    """One count an area and year, on its finest whole ages: of several sources the first in their order"""
    rows = queries.deaths_by_age(context.connection, context.country)
    counts = ["area", "year", "source", "period_start", "period_days", "basis", "place"]
    rows = one_age_grid(rows[rows["sex"] == "both"], counts)
    deaths = one_count(rows, ["area", "year"], context.order)
    return deaths.assign(area_year=deaths["area"] + " " + deaths["year"].astype(str))


@dataclass(frozen=True, eq=False)
class DeathsAndExposure:
    """Registered deaths of a year by area and age, and the person-years they are of: deaths, lived [area, age]."""

    year: int
    areas: tuple[str, ...]
    ages: AgeGroups
    deaths: Array
    lived: Array
    sources: str


def deaths_and_exposure(context: MeasureContext) -> tuple[DeathsAndExposure, ...]:
    """Deaths by age beside the base population of their year, areas of one year and one set of ages together.

    Deaths of a year that the base population does not reach wait: they are in none.
    """
    return context.cached("deaths and exposure", lambda: tuple(_deaths_and_exposure(context)))


def _deaths_and_exposure(context: MeasureContext) -> Iterator[DeathsAndExposure]:
    deaths = deaths_by_age(context)
    stocks = {cube.year: cube for cube in base(context)}
    if deaths.empty:
        return
    grids = deaths.groupby("area_year")["age_lower"].transform(lambda ages: " ".join(map(str, sorted(ages))))
    for _, rows in deaths.groupby(["year", "period_days", grids]):
        year, days = int(rows["year"].iloc[0]), float(rows["period_days"].iloc[0])
        cube = stocks.get(year)
        wide = rows.pivot_table(index="area", columns="age_lower", values="events")
        ages = AgeGroups(tuple(int(age) for age in wide.columns))
        if cube is None or not set(ages.lower) <= set(cube.ages.lower):
            continue
        shared = [area for area in cube.areas if area in wide.index]
        if not shared:
            continue
        counts = cube.people[[cube.areas.index(area) for area in shared]]
        starts = [cube.ages.position(age) for age in ages.lower]
        yield DeathsAndExposure(
            year,
            tuple(shared),
            ages,
            wide.loc[shared].to_numpy(np.float64),
            np.add.reduceat(counts, starts, axis=-1) * days / 365.25,
            join_sources(*rows["source"].unique()),
        )


def age_standardised_rate(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Deaths per 1,000 at the WHO standard's ages: registered deaths by age over the base population.

    Where no deaths are registered by age it is the nation's, at the United Nations' rates.
    """
    deaths = deaths_by_age(context)
    if deaths.empty:
        return both(_at_the_standard)(context, _key)
    frames = []
    for part in deaths_and_exposure(context):
        weights = standard_population("who", part.ages)
        rates = mortality.death_rates(part.deaths, part.lived)
        values = PER_1000 * mortality.age_standardised_rate(rates, weights, part.ages)
        frame = pd.DataFrame({"area": part.areas, "year": part.year, "value": values, "status": "estimated"})
        frames.append(frame.assign(provisional=0, source=join_sources(part.sources, BASE)))
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else EMPTY


def _at_the_standard(table: LifeTable) -> Array:
    weights = standard_population("who", table.ages)
    return PER_1000 * mortality.age_standardised_rate(table.mx, weights, table.ages)


def indirectly_standardised_rate(context: MeasureContext, _key: str) -> pd.DataFrame:
    """The nation's crude death rate times the area's deaths over those expected at the nation's rates: estimated.

    For areas whose deaths are published in total alone.
    """
    rates = death_rates.national_rates(context)
    published = published_values(context, "crude_death_rate")
    if rates is None or published.empty:
        return EMPTY
    frames = []
    for cube in base(context):
        moment = year_middle(cube.year, context.about.calendar)
        expected = expected_rate(cube.counts, cube.ages, rates.rates_at(moment), rates.ages)
        frame = pd.DataFrame({"area": cube.areas, "year": cube.year, "expected": expected})
        frame = frame.merge(published[published["year"] == cube.year], on=["area", "year"])
        own = frame.set_index("area")
        if context.country in own.index and len(own) > 1:
            nation = own.loc[context.country]
            frame["value"] = frame["value"] / frame["expected"] * nation["expected"]
            sources = join_sources(BASE, rates.sources_at(moment))
            frames.append(frame.assign(status="estimated", source=frame["source"] + " " + sources)[COLUMNS])
    return pd.concat(frames, ignore_index=True) if frames else EMPTY


def expected_rate(counts: Array, ages: AgeGroups, rates: Array, groups: AgeGroups) -> Array:
    """Deaths per 1,000 people at other rates by age. (area, sex, age), ages, (sex, group), groups -> (area)"""
    starts = [ages.position(age) for age in groups.lower]
    people = np.add.reduceat(counts, starts, axis=-1)
    return np.asarray(PER_1000 * mortality.expected_deaths(people, rates).sum(-1) / people.sum((-2, -1)))
