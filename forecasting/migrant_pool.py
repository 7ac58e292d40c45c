"""Internal migration that adds up: who leaves any area arrives in another, at every sex and age.

Net rates alone cannot know that; out-migrants of all areas form a pool, and shares of the pool arrive. Rates
of leaving times people can empty an area of its young: an area never loses more than the largest share in one
interval.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.migration import LARGEST_SHARE_LEAVING

CELLS = ("area", "sex", "age")
ROUNDING = 1e-6


def net_of_pool(
    population: ArrayLike,
    leaving: ArrayLike,
    arriving: ArrayLike,
    ages: AgeGroups,
    *,
    largest_share: float = LARGEST_SHARE_LEAVING,
) -> Array:
    """Net internal migrants of every area; they sum to zero over areas.

    population, leaving (share of an area's people who leave over the interval), arriving (share of the pool
    an area receives, summing to 1 over areas): all (..., area, sex, age) -> (..., area, sex, age)
    """
    people = validation.counts("population", population, ages, CELLS)
    share = validation.counts("share leaving", leaving, ages, CELLS)
    validation.not_above("share leaving", share, 1, "is it per 1,000?", CELLS, ages)
    destination = validation.counts("share arriving", arriving, ages, CELLS)
    if (np.abs(destination.sum(-3) - 1) > ROUNDING).any():
        worst = destination.sum(-3)
        raise ValueError(
            f"shares arriving add over areas to {worst.min():.6g} .. {worst.max():.6g}, not to 1"
        )
    out = people * np.minimum(share, largest_share)
    arrived = out.sum(-3, keepdims=True) * destination
    return summing_to_zero(arrived - out, arrived + out)


def summing_to_zero(net: ArrayLike, gross: ArrayLike) -> Array:
    """Net migrants with what is left over taken from each area in proportion to its moves in and out.

    (..., area, sex, age) twice -> same. Where nobody moves at all the net must be zero already.
    """
    flows, moves = np.asarray(net, dtype=np.float64), np.asarray(gross, dtype=np.float64)
    left, total = flows.sum(-3, keepdims=True), moves.sum(-3, keepdims=True)
    if ((total == 0) & (left != 0)).any():
        raise ValueError(
            "net migration over areas is not zero where nobody moves: there is nothing to take it from"
        )
    part = np.divide(left, total, out=np.zeros(np.broadcast_shapes(left.shape, total.shape)), where=total > 0)
    return np.asarray(flows - part * moves)


def destinations(arrivals: ArrayLike, ages: AgeGroups) -> Array:
    """Shares of the pool that arrive in each area, from past arrivals. (..., area, sex, age) -> same

    At an age and sex that nobody moved at, the shares of all ages together.
    """
    came = validation.counts("arrivals", arrivals, ages, CELLS)
    total = came.sum(-3, keepdims=True)
    everybody = came.sum((-2, -1), keepdims=True)
    usual = everybody / np.maximum(everybody.sum(-3, keepdims=True), np.finfo(np.float64).tiny)
    return np.asarray(np.where(total > 0, came / np.maximum(total, np.finfo(np.float64).tiny), usual))
