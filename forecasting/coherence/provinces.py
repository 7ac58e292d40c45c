"""What a coherent projection starts from: areas with rates of their own, and perhaps a nation with its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.migration import LARGEST_SHARE_LEAVING
from forecasting.rates import Rates

CELLS = ("area", "sex", "age")


@dataclass(frozen=True, eq=False)
class Provinces:
    """Areas that are the whole of a nation, on a path of rates each.

    population (area, sex, age); ``rates`` by area and interval, net migration in persons. Migration between
    the areas comes either with ``rates.net_migration``, whole, or from a common pool: ``leaving``, the share
    of people who leave over an interval, and ``arriving``, the share of the pool an area gets, both (area,
    interval or 1, sex, age); then ``rates.net_migration`` is what crosses the nation's border. ``gross`` (area,
    interval or 1, sex, age), moves in and out, says who takes what must be shared out; by default the size of
    net migration.
    """

    population: Array
    rates: Rates
    leaving: Array | None = None
    arriving: Array | None = None
    gross: Array | None = None
    largest_share: float = LARGEST_SHARE_LEAVING

    def __post_init__(self) -> None:
        ages = self.rates.ages
        people = validation.counts("population", self.population, ages, CELLS)
        object.__setattr__(self, "population", people)
        if people.ndim != 3:
            raise ValueError(f"population has shape {people.shape}; it is (area, sex, age)")
        if (self.leaving is None) != (self.arriving is None):
            raise ValueError("a pool of migrants needs both who is leaving and where they are arriving")
        for name in ("leaving", "arriving", "gross"):
            entry = getattr(self, name)
            if entry is not None:
                array = validation.counts(name, entry, ages)
                if array.ndim != 4 or len(array) != len(people):
                    raise ValueError(f"{name} has shape {array.shape}; it is (area, interval or 1, sex, age)")
                object.__setattr__(self, name, array)
        if self.arriving is not None and (np.abs(self.arriving.sum(0) - 1) > 1e-6).any():
            raise ValueError("shares arriving must add to 1 over areas at each sex and age")
        if not 0 < self.largest_share < 1:
            raise ValueError(f"the largest share that may leave is in (0, 1), not {self.largest_share}")
        freeze(self)

    def in_interval(self, name: str, interval: int) -> Array | None:
        """``leaving``, ``arriving`` or ``gross`` of one interval. -> (area, sex, age)"""
        array: Array | None = getattr(self, name)
        return None if array is None else array[:, min(interval, array.shape[1] - 1)]


def start_adding_to(population: Array, nation: Array) -> Array:
    """Areas' people scaled to a nation's count at every sex and age. (area, sex, age), (sex, age) -> (area, ...)"""
    total = population.sum(0)
    if ((total == 0) & (nation > 0)).any():
        cell = tuple(int(index) for index in np.argwhere((total == 0) & (nation > 0))[0])
        raise ValueError(
            f"the nation has {validation.value_text(nation[cell])} people at {validation.place(cell, CELLS[1:])}, no area any: "
            "give some area a starting pattern"
        )
    return np.asarray(population * np.divide(nation, total, out=np.zeros_like(total), where=total > 0))
