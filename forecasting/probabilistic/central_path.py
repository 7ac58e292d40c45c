"""What trajectories have their centre on: an area's start, its assumed rates, and survival for other life expectancies.

Any set of assumptions is a centre: a named variant, or a path that a person drew.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.conventions import PRESTON, Conventions
from forecasting.life_table import InfantRule, life_table, survival_ratios
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.problems import ScenarioProblem
from forecasting.rates import Rates

APART = 0.5  # years of life between two life tables made beforehand


@dataclass(frozen=True, eq=False)
class CentralRates:
    """The rates assumed for an area, interval by interval: the centre of its trajectories.

    asfr (interval, age) births per woman-year; death_rates (interval, sex, age) per person-year; net_migration (interval,
    sex, age) persons; sex_ratio (interval) boys per girl
    """

    asfr: Array
    death_rates: Array
    net_migration: Array
    sex_ratio: Array


@dataclass(frozen=True, eq=False)
class CentralPath:
    """A start, its assumed rates, and survival in each interval at life expectancies ``APART`` years apart.

    population (sex, age); asfr (interval, age); net_migration (interval, sex, age) persons; sex_ratio (interval)
    survival (interval, level, sex, age), the level in the middle being the path's own
    """

    ages: AgeGroups
    population: Array
    asfr: Array
    net_migration: Array
    sex_ratio: Array
    survival: Array
    conventions: Conventions
    first_year: int

    def __post_init__(self) -> None:
        freeze(self)

    def level(self, life: Array) -> Array:
        """The position among the levels of survival of a life expectancy so many years above the path's; fractions lie between levels."""
        levels = self.survival.shape[1]
        return np.asarray(np.clip(life / APART + (levels - 1) / 2, 0, levels - 1))

    def survival_at(self, interval: int, life: Array) -> Array:
        """Survival when life expectancy is so many years more. (draw) -> (draw, sex, age)"""
        level = self.level(life)
        lower = np.minimum(level.astype(np.intp), self.survival.shape[1] - 2)
        share = (level - lower)[:, np.newaxis, np.newaxis]
        levels = self.survival[interval]
        return np.asarray((1 - share) * levels[lower] + share * levels[lower + 1])


def central_path(
    population: ArrayLike,
    ages: AgeGroups,
    assumed: CentralRates,
    *,
    first_year: int,
    reach: float = 6.0,
    conventions: Conventions = PRESTON,
) -> CentralPath:
    """An area's start and assumptions ready for trajectories; ``reach``: the farthest life expectancy strays, in years."""
    if conventions.net_migration != "persons" or conventions.open_group != "pooled":
        raise ScenarioProblem(
            "trajectories take migration in persons and pool the open group: see Conventions"
        )
    start = validation.counts("population", population, ages)
    own = validation.death_rates(assumed.death_rates, ages)
    levels = int(np.ceil(reach / APART))
    survival = survival_by_level(own.tobytes(), own.shape, ages, levels, conventions.a0)
    rates = Rates(
        ages,
        np.asarray(assumed.asfr, dtype=np.float64),
        survival[:, levels],
        np.asarray(assumed.net_migration, dtype=np.float64),
        np.asarray(assumed.sex_ratio, dtype=np.float64),
    )
    return CentralPath(
        ages, start, rates.asfr, rates.net_migration, rates.sex_ratio, survival, conventions, first_year
    )


# Provinces that share the nation's death rates share this, which takes longer than a thousand trajectories.
@lru_cache(maxsize=8)
def survival_by_level(
    death_rates: bytes, shape: tuple[int, ...], ages: AgeGroups, levels: int, a0: InfantRule
) -> Array:
    """Survival at the death rates' own life expectancy and at ``levels`` below and above it. -> (interval, level, sex, age)"""
    own = np.frombuffer(death_rates).reshape(shape)
    distance = np.arange(-levels, levels + 1) * APART
    life_expectancy = life_table(own, ages, a0=a0).e[:, np.newaxis, :, 0] + distance[:, np.newaxis]
    rates = np.array(death_rates_for_life_expectancy(own[:, np.newaxis], life_expectancy, ages, a0=a0))
    rates[:, levels] = own
    survival = survival_ratios(life_table(rates, ages, a0=a0))
    survival.flags.writeable = False
    return survival
