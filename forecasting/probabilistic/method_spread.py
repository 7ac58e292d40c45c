"""How far the oldest ages depend on the mortality method alone: a band of methods, not of probability.

Every method reaches the same life expectancy; the number of people over 65 and 80 still differs. The band
goes from the least to the most that any accepted method gives and says nothing about how likely either is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.conventions import PRESTON, Conventions
from forecasting.indicators.ageing import people_aged
from forecasting.life_table import life_table, survival_ratios
from forecasting.mortality_methods import spread
from forecasting.projection import project
from forecasting.rates import Rates


@dataclass(frozen=True, eq=False)
class MethodSpread:
    """People from ``from_age`` on by each method [..., year], the least and the most of them."""

    from_age: int
    by_method: dict[str, Array]
    least: Array
    most: Array

    def __post_init__(self) -> None:
        freeze(self)


def method_spread(
    population: ArrayLike,
    path: Rates,
    standard: ArrayLike,
    life_expectancy: ArrayLike,
    *,
    from_ages: tuple[int, ...] = (65, 80),
    conventions: Conventions = PRESTON,
) -> tuple[MethodSpread, ...]:
    """The band at each age, from one path run under every method. (sex, age), Rates -> a MethodSpread an age

    standard (sex, age) deaths per person-year, life_expectancy (interval, sex) years.
    """
    start = validation.counts("population", population, path.ages)
    runs = {}
    for name, rates in spread(standard, life_expectancy, path.ages).items():
        own = replace(path, survival=survival_ratios(life_table(rates, path.ages)))
        runs[name] = project(start, own, first_year=0, conventions=conventions).population
    return tuple(_band(runs, path.ages, age) for age in from_ages)


def _band(runs: dict[str, Array], ages: AgeGroups, from_age: int) -> MethodSpread:
    by_method = {name: people_aged(people, ages, from_age).sum(-1) for name, people in runs.items()}
    every = np.stack(list(by_method.values()))
    return MethodSpread(from_age, by_method, every.min(axis=0), every.max(axis=0))
