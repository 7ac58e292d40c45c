"""Migration by origin and destination: rates of leaving one area for another, times the people there.

What leaves an area arrives in another, so internal migration nets to zero at every sex and age without any adjustment:
the model to prefer where flows are known (Rogers 1975, Introduction to Multiregional Mathematical Demography; Rees &
Willekens 1986). Where only totals by area are known, use the pool of `forecasting.migrant_pool`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array, freeze
from forecasting.migration import LARGEST_SHARE_LEAVING

FLOWS = ("origin", "destination", "sex", "age")
PEOPLE = ("area", "sex", "age")


@dataclass(frozen=True, eq=False)
class Moves:
    """Flows (..., origin, destination, sex, age) persons over the interval, and what they come to by area."""

    flows: Array
    capped: Array  # (..., origin, sex, age) persons who would have left but for the limit

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def leaving(self) -> Array:
        """Out-migrants. -> (..., area, sex, age)"""
        return np.asarray(self.flows.sum(-3))

    @property
    def arriving(self) -> Array:
        """In-migrants. -> (..., area, sex, age)"""
        return np.asarray(self.flows.sum(-4))

    @property
    def net(self) -> Array:
        """In less out; sums to zero over areas. -> (..., area, sex, age)"""
        return self.arriving - self.leaving


def rates_of_moving(flows: ArrayLike, population: ArrayLike, ages: AgeGroups) -> Array:
    """Share of an area's people who move to each other area over an interval, from flows that were counted.

    flows (..., origin, destination, sex, age), population (..., area, sex, age) -> the shape of flows. Where nobody
    lived, nobody moves.
    """
    moved = _flows("moves", flows, ages)
    people = validation.counts("population", population, ages, PEOPLE)[..., :, np.newaxis, :, :]
    if (moved > 0).any() and ((moved > 0) & (people == 0)).any():
        raise ValueError(
            "people moved from where nobody lived: are flows and population of the same areas and ages?"
        )
    return np.asarray(np.divide(moved, people, out=np.zeros_like(moved), where=people > 0))


def moves(
    population: ArrayLike, rates: ArrayLike, ages: AgeGroups, *, largest_share: float = LARGEST_SHARE_LEAVING
) -> Moves:
    """Flows over an interval. population (..., area, sex, age), rates (..., origin, destination, sex, age) -> Moves

    No cell loses more than ``largest_share`` of its people: the flows out of it are cut together, and how many were
    held back is said.
    """
    people = validation.counts("population", population, ages, PEOPLE)
    share = _flows("rate of moving", rates, ages)
    validation.not_above("rate of moving", share, 1, "is it per 1,000?", FLOWS, ages)
    out = share.sum(-3)
    kept = np.minimum(1.0, np.divide(largest_share, out, out=np.ones_like(out), where=out > 0))
    flows = people[..., :, np.newaxis, :, :] * share * kept[..., :, np.newaxis, :, :]
    return Moves(np.asarray(flows), np.asarray(people * out * (1 - kept)))


def _flows(name: str, values: ArrayLike, ages: AgeGroups) -> Array:
    array = validation.counts(name, values, ages, FLOWS)
    areas = array.shape[-4]
    if array.shape[-3] != areas:
        raise ValueError(
            f"{name} from {areas} areas to {array.shape[-3]}: origins and destinations are the same areas"
        )
    stay = array[..., np.arange(areas), np.arange(areas), :, :]
    if stay.any():
        raise ValueError(f"{name} from an area to itself: leave moves within an area out")
    return array
