"""Draws carried through the cohort-component projection, a block of draws at a time.

TFR times a pattern of ages gives birth rates. A life expectancy gives survival by looking it up in tables
made beforehand every quarter of a year (Brass's relational logit on the area's own standard), because a
thousand draws of fifty years would otherwise solve two hundred thousand life tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.conventions import Conventions
from forecasting.life_table import collapse_infancy, life_table, survival_ratios
from forecasting.migration import LARGEST_SHARE_LEAVING, age_pattern
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.projection import Projection, project
from forecasting.rates import Rates

BLOCK = 100
APART = 0.25
WIDEST = (20.0, 105.0)
MARGIN = 1.0


class Engine(Protocol):
    """What carries a population along a path of rates: the projection of this package, or a faster kernel."""

    def __call__(self, population: Array, rates: Rates) -> Array:
        """(..., sex, age), Rates (..., interval) -> population (..., year, sex, age), the start first.

        ``rates.net_migration`` is a share of the start (Conventions.net_migration = share_of_start).
        """
        ...


def cohort_component(conventions: Conventions | None = None) -> Engine:
    """The engine of `forecasting.projection`, under these conventions with migration as shares of the start."""
    chosen = replace(conventions or Conventions(), net_migration="share_of_start")

    def run(population: Array, rates: Rates) -> Array:
        result: Projection = project(population, rates, first_year=0, conventions=chosen)
        return result.population

    return run


@dataclass(frozen=True, eq=False)
class SurvivalTable:
    """Survival ratios of an area at life expectancies ``years`` apart by a quarter. ratios (level, sex, age)"""

    years: Array
    ratios: Array

    def __post_init__(self) -> None:
        freeze(self)

    def at(self, life_expectancy: ArrayLike) -> Array:
        """Survival at any life expectancies. (..., sex) -> (..., sex, age)"""
        wanted = validation.finite(
            "life expectancy", validation.floats("life expectancy", life_expectancy), ("sex",)
        )
        low, high = float(self.years[0]), float(self.years[-1])
        validation.within(
            "life expectancy", wanted, (low, high), f"the table covers {low:g} to {high:g}", ("sex",)
        )
        place = (wanted - low) / APART
        below = np.minimum(place.astype(np.intp), len(self.years) - 2)
        share = (place - below)[..., np.newaxis]
        sex = np.arange(2)
        return (1 - share) * self.ratios[below, sex] + share * self.ratios[below + 1, sex]


def survival_table(
    standard: ArrayLike, ages: AgeGroups, life_expectancies: ArrayLike, *, death_ages: AgeGroups | None = None
) -> SurvivalTable:
    """The table that covers all the life expectancies drawn. (sex, age), (..., sex) -> SurvivalTable

    ``death_ages``: the ages of the standard where they are 0, 1-4, 5-9 and the population's are 0-4, 5-9.
    """
    drawn = validation.floats("life expectancy", life_expectancies)
    low = max(np.floor((drawn.min() - MARGIN) / APART) * APART, WIDEST[0])
    high = min(np.ceil((drawn.max() + MARGIN) / APART) * APART, WIDEST[1])
    years = np.arange(low, high + APART / 2, APART)
    of = death_ages or ages
    both = np.repeat(years[:, np.newaxis], 2, axis=-1)
    table = life_table(death_rates_for_life_expectancy(standard, both, of), of)
    return SurvivalTable(years, survival_ratios(collapse_infancy(table) if death_ages else table))


def propensities(population: Array, ages: AgeGroups) -> Array:
    """How much likelier people of each age are to move than the average person. (sex, age) -> (age)

    The standard Rogers-Castro schedule as rates of moving; 1 on the average over the population.
    """
    moving = age_pattern(ages) / np.append(ages.width[:-1], ages.interval)
    return np.asarray(moving * population.sum() / (population * moving).sum())


@dataclass(frozen=True, eq=False)
class Draws:
    """What is drawn for one area, and the patterns by age that turn it into rates; the draws come first.

    total_fertility (draw, interval)     life_expectancy (draw, interval, sex)
    net_migration_rate (draw, interval) per person-year
    fertility_pattern (interval or 1, age) sums to 1     movers (sex or 1, age) as ``propensities``, if none

    Migration goes to the engine as shares of the people of each age at the start, so that no draw can take away
    more people than there are.
    """

    ages: AgeGroups
    total_fertility: Array
    life_expectancy: Array
    net_migration_rate: Array
    fertility_pattern: Array
    sex_ratio: float = 1.05
    movers: Array | None = None

    def __post_init__(self) -> None:
        shapes = {
            self.total_fertility.shape,
            self.life_expectancy.shape[:-1],
            self.net_migration_rate.shape,
        }
        if len(shapes) != 1:
            raise ValueError(f"draws of fertility, mortality and migration differ in shape: {sorted(shapes)}")
        freeze(self)

    def __len__(self) -> int:
        return int(self.total_fertility.shape[0])

    def rates(self, population: Array, survival: SurvivalTable, block: slice) -> Rates:
        """The rates of a block of draws. -> Rates (draw, interval)"""
        width = self.ages.interval
        asfr = self.total_fertility[block][..., np.newaxis] * self.fertility_pattern / width
        likelier = propensities(population, self.ages) if self.movers is None else self.movers
        rate = self.net_migration_rate[block]
        share = np.maximum(rate[..., np.newaxis, np.newaxis] * likelier * width, -LARGEST_SHARE_LEAVING)
        net = np.broadcast_to(share, (*rate.shape, *population.shape))
        ratio = np.full(rate.shape, self.sex_ratio)
        return Rates(self.ages, asfr, survival.at(self.life_expectancy[block]), net, ratio)


def project_draws(
    population: ArrayLike,
    draws: Draws,
    survival: SurvivalTable,
    *,
    measure: Callable[[Array], Array],
    engine: Engine | None = None,
    stop: Callable[[float], bool] | None = None,
) -> Array:
    """What ``measure`` finds in every draw's projection of one area. (sex, age) -> (draw, ...)

    measure: population (draw, year, sex, age) -> (draw, ...), for example totals, or shares by age; only what
    it returns is kept, so memory does not grow with the draws. stop: told the part done, may end the run by
    saying true; the draws done so far are returned.
    """
    start = validation.counts("population", population, draws.ages)
    return np.concatenate(list(_blocks(start, draws, survival, measure, engine or cohort_component(), stop)))


def _blocks(
    start: Array,
    draws: Draws,
    survival: SurvivalTable,
    measure: Callable[[Array], Array],
    engine: Engine,
    stop: Callable[[float], bool] | None,
) -> Iterator[Array]:
    for first in range(0, len(draws), BLOCK):
        block = slice(first, min(first + BLOCK, len(draws)))
        yield measure(engine(start, draws.rates(start, survival, block)))
        if stop is not None and stop(block.stop / len(draws)):
            return
