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
from forecasting.indicators.ageing import people_aged
from forecasting.life_table import collapse_infancy, life_table, survival_ratios
from forecasting.mortality_methods import spread
from forecasting.probabilistic.engine import Engine, cohort_component
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
    death_ages: AgeGroups | None = None,
    engine: Engine | None = None,
) -> tuple[MethodSpread, ...]:
    """The band at each age, from one path run under every method. (sex, age), Rates -> a MethodSpread an age

    standard (sex, age) on ``death_ages`` (the population's ages unless given), life_expectancy (interval, sex).
    """
    start = validation.counts("population", population, path.ages)
    run = engine or cohort_component()
    ages = death_ages or path.ages
    runs = {}
    for name, rates in spread(standard, life_expectancy, ages).items():
        table = life_table(rates, ages)
        survival = survival_ratios(collapse_infancy(table) if death_ages else table)
        runs[name] = run(start, replace(path, survival=survival))
    return tuple(_band(runs, path.ages, age) for age in from_ages)


def _band(runs: dict[str, Array], ages: AgeGroups, from_age: int) -> MethodSpread:
    found = {name: people_aged(people, ages, from_age).sum(-1) for name, people in runs.items()}
    every = np.stack(list(found.values()))
    return MethodSpread(from_age, found, every.min(axis=0), every.max(axis=0))
