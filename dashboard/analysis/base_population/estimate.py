"""The years of an estimate, one interval after the other, each closed to its published total."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.analysis.base_population.closure import close
from dashboard.analysis.base_population.interval import Interval, Survivors, carry
from forecasting.axes import Array

#: Population carried without migration (area, sex, age), interval number -> totals to close to (area, sex)
Totals = Callable[[Array, int], Array]


@dataclass(frozen=True, eq=False)
class Estimate:
    """A country's estimate: population [date, area, sex, age], and the intervals between its dates."""

    country: str
    calendar: str
    areas: tuple[str, ...]
    first_year: int
    population: Array
    intervals: tuple[Interval, ...]
    carried: tuple[Survivors, ...]
    provisional: tuple[int, ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """Reference dates: of the census, then of each published total."""
        return (self.intervals[0].start, *(interval.end for interval in self.intervals))

    @property
    def years(self) -> tuple[int, ...]:
        """The office's own year of each date."""
        return (self.first_year, *(interval.year for interval in self.intervals))

    def residual(self, interval: int) -> Array:
        """Persons that births and deaths leave unexplained over an interval. -> (area, sex)"""
        left = self.population[interval + 1].sum(-1) - self.carried[interval].population.sum(-1)
        return np.asarray(left)


def run(census: Array, intervals: Sequence[Interval], totals: Totals) -> tuple[Array, tuple[Survivors, ...]]:
    """Census, then each interval carried and closed. (area, sex, age) -> [date, area, sex, age], carried"""
    stocks, steps = [census], []
    for number, interval in enumerate(intervals):
        step = carry(stocks[-1], interval)
        steps.append(step)
        stocks.append(close(step.population, totals(step.population, number)))
    return np.stack(stocks), tuple(steps)
