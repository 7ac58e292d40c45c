"""A population carried forward interval by interval, with every birth, death and move on the books."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.cohort_component import Step, advance
from forecasting.conventions import Conventions
from forecasting.migration import limit_outflow
from forecasting.rates import Rates


@dataclass(frozen=True, eq=False)
class Projection:
    """A projected population: stocks at ``years`` (T+1), flows in the T intervals that begin at them.

    population [..., year, sex, age]; births [..., interval, sex]; births_by_mother [..., interval, age];
    deaths [..., interval, sex, age] by the cohort's age at the end; net_migration and floored like deaths.
    """

    ages: AgeGroups
    years: tuple[int, ...]
    conventions: Conventions
    population: Array
    births: Array
    births_by_mother: Array
    deaths: Array
    net_migration: Array
    floored: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def intervals(self) -> tuple[int, ...]:
        """The year each interval begins in."""
        return self.years[:-1]

    def imbalance(self) -> Array:
        """What births, deaths and migration leave unexplained; 0 up to rounding. -> [..., interval, sex]"""
        change = np.diff(self.population.sum(-1), axis=-2)
        moves = (self.net_migration + self.floored - self.deaths).sum(-1)
        return np.asarray(change - self.births - moves)


def project(
    population: ArrayLike, rates: Rates, *, first_year: int, conventions: Conventions | None = None
) -> Projection:
    """Project a counted population along a path of rates. (..., sex, age), Rates by interval -> Projection

    ``first_year`` is the year of the count; intervals are as long as the age groups are wide.
    """
    chosen = conventions or Conventions()
    stock = validation.counts("population", population, rates.ages)
    steps: list[Step] = []
    years = [first_year]
    for interval in range(rates.intervals):
        current = steps[-1].population if steps else stock
        moment = f", in the interval from {years[-1]}"
        steps.append(advance(current, rates_of(rates, interval), chosen, moment))
        years.append(years[-1] + rates.ages.interval)
    start = np.broadcast_to(stock, steps[0].population.shape)
    return Projection(
        rates.ages,
        tuple(years),
        chosen,
        np.stack([start, *(step.population for step in steps)], axis=-3),
        np.stack([step.births for step in steps], axis=-2),
        np.stack([step.births_by_mother for step in steps], axis=-2),
        np.stack([step.deaths for step in steps], axis=-3),
        np.stack([step.net_migration for step in steps], axis=-3),
        np.stack([step.floored for step in steps], axis=-3),
    )


def within_reach(
    population: ArrayLike, rates: Rates, *, conventions: Conventions | None = None, largest_share: float = 0.8
) -> Rates:
    """The path with each interval's net migrants limited to who is there, each area's total kept.

    As ``migration.limit_outflow``, along the projection: no cell loses more than ``largest_share`` of those who are
    there at the start of an interval, or would be at its end if nobody moved, whichever is fewer.
    """
    chosen = conventions or Conventions()
    if chosen.net_migration != "persons":
        raise ValueError(
            "shares of those at the start are limited by themselves: this is for migrants in persons"
        )
    people = validation.counts("population", population, rates.ages)
    limited = []
    for interval in range(rates.intervals):
        own = rates_of(rates, interval)
        closed = advance(
            people, replace(own, net_migration=np.zeros_like(own.net_migration)), chosen
        ).population
        net = np.broadcast_to(own.net_migration, closed.shape)
        present = np.minimum(people, closed)
        limited.append(limit_outflow(net, present, rates.ages, largest_share=largest_share))
        people = advance(people, replace(own, net_migration=limited[-1]), chosen).population
    return replace(rates, net_migration=np.stack(limited, axis=-3))


def rates_of(path: Rates, interval: int) -> Rates:
    """The rates of one interval of a path; an array with a single interval serves them all."""

    def part(array: Array, trailing: int) -> Array:
        axis = array.ndim - 1 - trailing
        return np.asarray(np.take(array, interval if array.shape[axis] > 1 else 0, axis=axis))

    return Rates.trusted(
        path.ages,
        part(path.asfr, 1),
        part(path.survival, 2),
        part(path.net_migration, 2),
        part(path.sex_ratio, 0),
        None if path.open_survival is None else part(path.open_survival, 1),
    )


def without_migration(path: Rates) -> Rates:
    """The same path in a closed population, for the natural change alone."""
    return replace(path, net_migration=np.zeros_like(path.net_migration))
