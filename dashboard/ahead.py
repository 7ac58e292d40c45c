"""Every area of a country projected at once, as recent levels lead: for questions about all areas, not for one lab.

The method and the assumptions are those of `dashboard.projecting` at its usual settings, the sums the same to rounding;
measures of the projected people are those of the past (`dashboard.measures.ages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.cubes import Cube
from dashboard.measures import AGES as MEASURES
from dashboard.measures import BASE
from dashboard.projecting import AGES, Start, both_sexes, who_can_leave
from forecasting import fertility, migration, mortality
from forecasting.axes import Array, freeze
from forecasting.cohort_component import project_step
from forecasting.life_table import life_table, survival_ratios
from forecasting.rates import Rates

PROJECTED = "projected"


@dataclass(frozen=True, eq=False)
class Ahead:
    """People of all areas in the years to come. population [year, area, sex, age]"""

    areas: tuple[str, ...]
    years: tuple[int, ...]
    population: Array

    def __post_init__(self) -> None:
        freeze(self)

    def measure(self, key: str) -> pd.DataFrame:
        """area, year, value, status, provisional, source — a measure of age structure, projected; after the base year"""
        wanted = MEASURES[key]
        frames = []
        for year, counts in zip(self.years[1:], self.population[1:], strict=True):
            cube = Cube(self.areas, AGES, counts, year, PROJECTED, 0, BASE)
            frames.append(cube.tidy(wanted.arithmetic(cube)).assign(status=PROJECTED))
        return pd.concat(frames, ignore_index=True)


def ahead(starts: Sequence[Start]) -> Ahead:
    """All areas under their usual assumptions; they share the nation's mortality, age pattern and years."""
    first = starts[0]
    intervals = len(first.years) - 1
    way = (np.arange(intervals) + 1) / intervals
    begins = np.array([start.total_fertility_rate for start in starts])
    ends = np.array([start.usual.total_fertility_rate for start in starts])
    gains = [
        start.usual.life_expectancy - both_sexes(start.standard_e0[-1], start.sex_ratio) for start in starts
    ]
    e0 = first.standard_e0 + (way * gains[0])[:, np.newaxis]
    survival = survival_ratios(
        life_table(mortality.death_rates_for_life_expectancy(first.standard, e0, AGES), AGES)
    )
    moves = np.array([start.usual.net_migration_rate for start in starts])
    ratio = np.array([start.sex_ratio for start in starts])
    stock = np.stack([start.population for start in starts])
    found = [stock]
    for interval in range(intervals):
        tfr = begins + way[interval] * (ends - begins)
        asfr = fertility.birth_rates(tfr, first.pattern[interval], AGES)
        shared = np.broadcast_to(survival[interval], stock.shape)
        movers = migration.net_migrants_from_rate(moves, stock, AGES, years=1)
        movers = migration.limit_outflow(movers, who_can_leave(stock, shared), AGES)
        stock = project_step(stock, Rates(AGES, asfr, shared, movers, ratio)).population
        found.append(stock)
    return Ahead(tuple(start.area for start in starts), first.years, np.stack(found))
