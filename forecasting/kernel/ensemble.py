"""What the trajectories of a probabilistic projection share, and what differs from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.conventions import Conventions
from forecasting.rates import Rates

ByArea = Callable[[int], ArrayLike]
"""Trajectories of one area when they are wanted, by its index: thousands of areas at once would not fit."""


@dataclass(frozen=True, eq=False)
class LeeCarterPaths:
    """Death rates exp(a + b k) with k by trajectory, on single years up to any age from the open one on.

    a, b (area or 1, interval or 1, sex, table age); k (area or 1, sex or 1, interval, trajectory), or a
    function of the area's index that gives (sex or 1, interval, trajectory). The table is closed at the
    population's open age. Lee & Carter (1992), JASA 87:659; b by interval allows rotation, a by interval a
    correction of the jump-off.
    """

    ages: AgeGroups
    a: Array
    b: Array
    k: Array | ByArea

    def __post_init__(self) -> None:
        if self.ages.interval != 1 or self.ages.lower[0] != 0:
            raise ValueError("Lee-Carter trajectories are of single years from birth on")
        for name in ("a", "b"):
            array = validation.shaped(
                name, validation.floats(name, getattr(self, name)), ("sex", "age"), self.ages
            )
            object.__setattr__(
                self, name, _four(name, validation.finite(name, array, ("sex", "age"), self.ages))
            )

    def of_area(self, area: int) -> tuple[Array, Array, Array]:
        """a, b and k of one area, in C order."""
        k = validation.finite("k", validation.floats("k", of_area(self.k, area)), ())
        if k.ndim != 3 or k.shape[0] > 2:
            raise ValueError(f"k has shape {k.shape}; of one area it is (sex or 1, interval, trajectory)")
        a, b = (np.ascontiguousarray(array[min(area, len(array) - 1)]) for array in (self.a, self.b))
        return a, b, np.ascontiguousarray(k)


@dataclass(frozen=True, eq=False)
class Ensemble:
    """A start, a central path of rates by area, and trajectories around it.

    population (area, sex, age). fertility (area or 1, interval, trajectory), or a function of the area's
    index: what the central birth rates are multiplied by, 1 in the centre. With ``mortality``, survival is
    each trajectory's own and ``rates.survival`` is not looked at. Migration is the central path's in all.
    """

    population: Array
    rates: Rates
    fertility: Array | ByArea
    mortality: LeeCarterPaths | None = None
    conventions: Conventions = field(default_factory=Conventions)

    def __post_init__(self) -> None:
        people = validation.counts("population", self.population, self.rates.ages)
        if people.ndim != 3:
            raise ValueError(f"population has shape {people.shape}; an ensemble starts from (area, sex, age)")
        object.__setattr__(self, "population", people)
        if self.conventions.net_migration != "persons":
            raise ValueError(
                "trajectories take migration in persons: multiply the shares by the people first"
            )
        self._refuse_tables_that_do_not_fit()

    @property
    def areas(self) -> int:
        """How many areas there are."""
        return int(self.population.shape[0])

    def levels(self, area: int) -> Array:
        """Fertility of one area's trajectories beside the central path. -> (interval, trajectory)"""
        level = validation.floats("fertility level", of_area(self.fertility, area))
        if level.ndim != 2 or level.shape[0] != self.rates.intervals:
            raise ValueError(
                f"fertility level has shape {level.shape}; of one area it is (interval, trajectory) with "
                f"{self.rates.intervals} intervals"
            )
        return np.ascontiguousarray(
            validation.non_negative("fertility level", level, ("interval", "trajectory"))
        )

    def _refuse_tables_that_do_not_fit(self) -> None:
        if self.mortality is None:
            return
        needed = self.rates.ages.open_age + (self.conventions.open_group == "separate")
        if self.rates.ages.interval != 1 or self.mortality.ages.open_age < needed:
            raise ValueError(
                f"death rates to {self.mortality.ages.labels[-1]} cannot close a table of single years at "
                f"{self.rates.ages.labels[-1]}: extend them to {needed}+ or beyond"
            )


def of_area(source: Array | ByArea, area: int) -> ArrayLike:
    """One area's part of an array by area (or one for all), or of a function of the area."""
    if callable(source):
        return source(area)
    return np.asarray(source)[min(area, len(source) - 1)]


def _four(name: str, array: Array) -> Array:
    if array.ndim > 4:
        raise ValueError(f"{name} has shape {array.shape}; it is (area, interval, sex, age)")
    return array.reshape((*(1,) * (4 - array.ndim), *array.shape))
