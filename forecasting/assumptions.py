"""A whole set of assumptions for the intervals of a projection, before they become the engine's rates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from forecasting import fertility, old_age, validation
from forecasting.axes import FEMALE, AgeGroups, Array, freeze
from forecasting.conventions import Conventions
from forecasting.indicators import net_reproduction_rate
from forecasting.life_table import (
    Closing,
    InfantRule,
    LifeTable,
    close_at,
    collapse_infancy,
    life_table,
    survival_ratios,
)
from forecasting.problems import ScenarioProblem
from forecasting.rates import Rates

OLDEST_CLOSED = 100


@dataclass(frozen=True, eq=False)
class Assumptions:
    """What is assumed in each interval; every array has the interval as its last leading axis.

    total_fertility (..., interval) children per woman     pattern (..., interval, age) of childbearing, sums to 1
    death_rates (..., interval, sex, age) on ``death_ages``  net_migration (..., interval, sex, age) persons
    sex_ratio (..., interval) male births per female birth

    ``ages`` are the population's; ``death_ages`` are the same, or 0, 1-4, 5-9 where those are 0-4, 5-9.
    """

    ages: AgeGroups
    death_ages: AgeGroups
    total_fertility: Array
    pattern: Array
    death_rates: Array
    net_migration: Array
    sex_ratio: Array
    a0: InfantRule = "andreev_kingkade"
    closing: Closing = "open_rate"

    def __post_init__(self) -> None:
        pattern = validation.counts("fertility pattern", self.pattern, self.ages, ("age",))
        object.__setattr__(self, "pattern", pattern)
        for name, axes in (("total_fertility", ()), ("sex_ratio", ())):
            object.__setattr__(
                self, name, validation.non_negative(name, validation.floats(name, getattr(self, name)), axes)
            )
        object.__setattr__(self, "death_rates", validation.death_rates(self.death_rates, self.death_ages))
        freeze(self)

    def life_table(self) -> LifeTable:
        """Life tables of every interval on the population's ages."""
        table = self.own_life_table()
        return table if self.death_ages == self.ages else collapse_infancy(table)

    def own_life_table(self) -> LifeTable:
        """Life tables of every interval on the ages of the death rates, closed as the conventions say."""
        if self.closing == "open_rate":
            return life_table(self.death_rates, self.death_ages, a0=self.a0)
        if OLDEST_CLOSED not in self.death_ages.lower:
            raise ScenarioProblem(
                f"closing by kannisto at {OLDEST_CLOSED}+ needs death rates to {OLDEST_CLOSED}; they end at "
                f"{self.death_ages.labels[-1]}: extend them with old_age.split_open_group"
            )
        rates, longer = old_age.extend(self.death_rates, self.death_ages, from_age=OLDEST_CLOSED)
        return close_at(life_table(rates, longer, a0=self.a0), OLDEST_CLOSED)

    def under(self, conventions: Conventions) -> Assumptions:
        """The same with the life tables that a run's conventions ask for."""
        if (self.a0, self.closing) == (conventions.a0, conventions.closing):
            return self
        return replace(self, a0=conventions.a0, closing=conventions.closing)

    def birth_rates(self) -> Array:
        """Births per woman-year. -> (..., interval, age)"""
        return fertility.birth_rates(self.total_fertility, self.pattern, self.ages)

    def net_reproduction(self) -> Array:
        """Daughters a newborn girl would have at each interval's rates. -> (..., interval)"""
        lived = self.life_table().person_years[..., FEMALE, :]
        return net_reproduction_rate(self.birth_rates(), lived, self.sex_ratio, self.ages)

    def rates(self) -> Rates:
        """The same as the engine takes them."""
        survival = survival_ratios(self.life_table())
        return Rates(self.ages, self.birth_rates(), survival, self.net_migration, self.sex_ratio)

    def constant(self, *names: str) -> Assumptions:
        """The same with the named arrays held at their first interval."""
        trailing = {"total_fertility": 0, "pattern": 1, "death_rates": 2, "net_migration": 2, "sex_ratio": 0}
        held: dict[str, Any] = {}
        for name in names:
            array = getattr(self, name)
            first = np.take(array, [0], axis=array.ndim - 1 - trailing[name])
            held[name] = np.broadcast_to(first, array.shape)
        return replace(self, **held)
