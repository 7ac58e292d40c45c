"""Measures of age structure, from every population by age there is: one reading of the people for all of them.

The same arithmetic makes them of a projection (`dashboard.analysis.release_indicators.projection_rows`), so that the lines meet where it starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.cubes import Cube, tidy
from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.figures import (
    BASE,
    MeasureContext,
    first_available,
    join_sources,
    most_trusted,
)
from dashboard.analysis.indicators.population import people
from forecasting.axes import FEMALE, AgeGroups, Array
from forecasting.indicators import ageing
from forecasting.scales import PERCENT

WORKING, WORKING_20 = (15, 65), (20, 65)


@dataclass(frozen=True)
class OfAges:
    """One measure of age structure: ``bounds`` are the ages that groups must begin at, ``sexes`` whether they must be apart."""

    bounds: tuple[int, ...]
    arithmetic: Callable[[Cube], Array]
    sexes: bool = False

    def fits(self, cube: Cube) -> bool:
        """Whether these people's ages allow it."""
        return set(self.bounds) <= set(cube.ages.lower) and (not self.sexes or cube.counts.shape[-2] == 2)


def share(low: int, high: int | None) -> OfAges:
    """Per cent of everybody who is of these ages."""
    bounds = tuple(age for age in (low, high) if age)
    return OfAges(bounds, lambda cube: PERCENT * ageing.share_of_ages(cube.people, cube.ages, low, high))


class DependencyRatio(Protocol):
    """People outside working age to those in it, or the inverse, as `forecasting.indicators.ageing` has them."""

    def __call__(self, population: Array, ages: AgeGroups, *, working: tuple[int, int]) -> Array:
        """(..., age), ages, working age from and up to -> (...)"""


def ratio(function: DependencyRatio, working: tuple[int, int], factor: int = PERCENT) -> OfAges:
    """A ratio of people outside working age to those in it, or its inverse."""
    return OfAges(working, lambda cube: factor * function(cube.people, cube.ages, working=working))


def index(old: int, young: int) -> OfAges:
    """Ageing index: people of ``old`` and over per 100 under ``young``."""
    return OfAges(
        (old, young), lambda cube: PERCENT * ageing.ageing_index(cube.people, cube.ages, old=old, young=young)
    )


AGES: dict[str, OfAges] = {
    "share_0_14": share(0, 15),
    "share_15_64": share(15, 65),
    "share_60_plus": share(60, None),
    "share_65_plus": share(65, None),
    "share_80_plus": share(80, None),
    "total_dependency": ratio(ageing.dependency_ratio, WORKING),
    "young_age_dependency": ratio(ageing.young_age_dependency_ratio, WORKING),
    "old_age_dependency": ratio(ageing.old_age_dependency_ratio, WORKING),
    "total_dependency_20_64": ratio(ageing.dependency_ratio, WORKING_20),
    "young_age_dependency_20_64": ratio(ageing.young_age_dependency_ratio, WORKING_20),
    "old_age_dependency_20_64": ratio(ageing.old_age_dependency_ratio, WORKING_20),
    "potential_support": ratio(ageing.potential_support_ratio, WORKING, 1),
    "potential_support_20_64": ratio(ageing.potential_support_ratio, WORKING_20, 1),
    "parent_support": OfAges(
        (50, 65, 85), lambda cube: PERCENT * ageing.parent_support_ratio(cube.people, cube.ages)
    ),
    "ageing_index": index(65, 15),
    "ageing_index_60": index(60, 15),
    "ageing_index_16": index(65, 16),
    "median_age": OfAges((), lambda cube: ageing.median_age(cube.people, cube.ages)),
    "women_15_49": OfAges(
        (15, 50), lambda cube: cube.counts[:, FEMALE, cube.ages.between(15, 50)].sum(-1), sexes=True
    ),
}
#: Old age from where fifteen years of life are left
PROSPECTIVE = ("prospective_age", "prospective_share", "prospective_dependency")
BY_AGE = (*AGES, *PROSPECTIVE)


def measure_cubes(context: Iterable[Cube], measure: OfAges) -> list[pd.DataFrame]:
    """The measure of every population whose ages allow it: one frame, or none."""
    values = [(cube, measure.arithmetic(cube)) for cube in context if measure.fits(cube)]
    if not values:
        return []
    distance = np.repeat([cube.distance for cube, _ in values], [len(cube.areas) for cube, _ in values])
    return [tidy(values).assign(distance=distance)]


def from_ages(context: MeasureContext, key: str) -> pd.DataFrame:
    """A measure of age structure by area and year: derived from counts, estimated from the base population."""
    if key in PROSPECTIVE:
        return context.cached("prospective", lambda: prospective(context))[key]
    cubes = people(context, context.levels)
    return context.cached(("ages", key), lambda: most_trusted(measure_cubes(cubes, AGES[key]), context.order))


def prospective(context: MeasureContext) -> dict[str, pd.DataFrame]:
    """Key of a measure of `PROSPECTIVE` -> area, year, value, status, provisional, source

    All estimated, as the life tables are.
    """
    rates = death_rates.national_rates(context)
    if rates is None:
        return {key: most_trusted([]) for key in PROSPECTIVE}
    frames: dict[str, list[list[pd.DataFrame]]] = {key: [[], [], []] for key in PROSPECTIVE}
    for cube in people(context, context.levels):
        moment = year_middle(cube.year, context.about.calendar)
        gap = death_rates.gaps(context, cube.areas)
        threshold = old_age(rates.rates_at(moment), rates.ages, gap)
        sources = join_sources(cube.source, rates.sources_at(moment))
        for key, values in by_years_left(cube, threshold).items():
            rows = cube.tidy(values).assign(status="estimated", source=sources, distance=cube.distance)
            frames[key][people_trust(cube)].append(rows.dropna(subset="value"))
    return {
        key: first_available([pd.concat(part) for part in parts if part], context.order)
        for key, parts in frames.items()
    }


def people_trust(cube: Cube) -> int:
    """0 of people who were counted, 1 of the base population, 2 of what others estimate: the order of their measures"""
    return 0 if cube.status != "estimated" else 1 if cube.source == BASE else 2


def old_age(nation: Array, ages: AgeGroups, gap: Array) -> Array:
    """The age with fifteen years left in each area. (sex, age), (area) -> (area)"""
    table = death_rates.sexes_combined(death_rates.tables_with_gaps(nation, ages, gap))
    return ageing.prospective_old_age_threshold(table.e, ages)[..., 0]


def by_years_left(cube: Cube, threshold: Array) -> dict[str, Array]:
    """Threshold, per cent of everybody above it, and those per 100 from 20 up to it. -> (area) each"""
    people, ages = cube.people, cube.ages
    return {
        "prospective_age": np.where(threshold <= ages.open_age, threshold, np.nan),
        "prospective_share": PERCENT * ageing.prospective_old_age_share(people, threshold, ages),
        "prospective_dependency": PERCENT * ageing.prospective_dependency_ratio(people, threshold, ages),
    }
