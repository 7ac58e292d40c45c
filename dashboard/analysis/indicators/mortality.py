"""Measures of mortality beyond the crude rate: life tables of the nation, standardised rates of provinces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import event_cells
from dashboard.analysis.calendars import year_middle
from dashboard.analysis.cubes import Cube
from dashboard.analysis.event_cells import EventCells
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.figures import (
    BASE,
    COLUMNS,
    MeasureContext,
    Method,
    join_sources,
    published_values,
    rows_by_age,
)
from dashboard.analysis.indicators.population import base
from forecasting.axes import AgeGroups, Array
from forecasting.indicators import mortality
from forecasting.indicators.standards import standard_population
from forecasting.life_table import LifeTable, life_table
from forecasting.scales import PER_1000

EMPTY = pd.DataFrame(columns=COLUMNS)


def of_the_nation(arithmetic: Callable[[LifeTable], Array]) -> Method:
    """A measure of the nation's life tables, in the years of the United Nations' rates: estimated."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rates = death_rates.national_rates(context, exceptional=True)
        if rates is None:
            return EMPTY
        values = np.asarray(arithmetic(life_table(rates.rates, rates.ages)))
        years = [death_rates.year_of(moment, context.about.calendar) for moment in rates.moments]
        past = [period.is_past for period in rates.periods]
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


def deaths_by_age(context: MeasureContext) -> tuple[EventCells, ...]:
    """Deaths [age] registered, both sexes together: one count an area and year, on its finest whole ages"""
    return context.cached(
        "deaths by age", lambda: event_cells.deaths_by_age(rows_by_age(context, "deaths"), context.order)
    )


def deaths_by_sex_and_age(context: MeasureContext) -> tuple[EventCells, ...]:
    """Deaths [sex, age] registered: one count an area and year"""
    return context.cached(
        "deaths by sex and age",
        lambda: event_cells.deaths_by_sex_and_age(rows_by_age(context, "deaths"), context.order),
    )


@dataclass(frozen=True, eq=False)
class DeathsAndExposure:
    """Registered deaths of a year by area and age, and the person-years they are of: deaths, lived [area, age], or
    [area, sex, age]; provisional [area]."""

    year: int
    areas: tuple[str, ...]
    ages: AgeGroups
    deaths: Array
    lived: Array
    provisional: Array
    sources: str

    @property
    def by_sex(self) -> bool:
        """Whether women and men are apart."""
        return self.deaths.ndim == 3


def deaths_and_exposure(context: MeasureContext) -> tuple[DeathsAndExposure, ...]:
    """Deaths by age beside the base population of their year, areas of one year and one set of ages together.

    Deaths of a year that the base population does not reach wait: they are in none.
    """
    return context.cached(
        "deaths and exposure",
        lambda: tuple(_with_exposure(context, deaths_by_age(context), lambda cube: cube.people)),
    )


def deaths_and_exposure_by_sex(context: MeasureContext) -> tuple[DeathsAndExposure, ...]:
    """The same by sex: deaths, lived [area, sex, age]"""
    return context.cached(
        "deaths and exposure by sex",
        lambda: tuple(_with_exposure(context, deaths_by_sex_and_age(context), lambda cube: cube.counts)),
    )


def _with_exposure(
    context: MeasureContext, cells: Sequence[EventCells], people_of: Callable[[Cube], Array]
) -> Iterator[DeathsAndExposure]:
    stocks = {cube.year: cube for cube in base(context)}
    alike: dict[tuple[int, int, tuple[int, ...]], dict[str, EventCells]] = {}
    for cell in cells:
        alike.setdefault((cell.year, cell.days, cell.starts), {})[cell.area] = cell
    for (year, days, starts), own in sorted(alike.items()):
        cube = stocks.get(year)
        if cube is None or not set(starts) <= set(cube.ages.lower):
            continue
        groups = [cube.ages.position(age) for age in starts]
        lived = np.add.reduceat(people_of(cube), groups, axis=-1) * days / 365.25
        shared = [
            (place, own[area])
            for place, area in enumerate(cube.areas)
            if area in own and not (own[area].events > 0)[lived[place] == 0].any()
        ]
        if shared:
            yield DeathsAndExposure(
                year,
                tuple(cell.area for _, cell in shared),
                AgeGroups(starts),
                np.stack([cell.events for _, cell in shared]),
                lived[[place for place, _ in shared]],
                np.array([cell.provisional for _, cell in shared]),
                join_sources(*(cell.source for _, cell in shared)),
            )


def age_standardised_rate(context: MeasureContext, key: str) -> pd.DataFrame:
    """Deaths per 1,000 at the WHO standard's ages: registered deaths by age over the base population.

    Where none of the nation's deaths are registered by age it is the nation's, at the United Nations' rates.
    """
    frames = [_registered_at_the_standard(part) for part in deaths_and_exposure(context)]
    if not any(context.country in part.areas for part in deaths_and_exposure(context)):
        frames.append(both(_at_the_standard)(context, key))
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else EMPTY


def _registered_at_the_standard(part: DeathsAndExposure) -> pd.DataFrame:
    weights = standard_population("who", part.ages)
    rates = mortality.death_rates(part.deaths, part.lived)
    values = PER_1000 * mortality.age_standardised_rate(rates, weights, part.ages)
    frame = pd.DataFrame({"area": part.areas, "year": part.year, "value": values, "status": "estimated"})
    return frame.assign(provisional=part.provisional, source=join_sources(part.sources, BASE))


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
