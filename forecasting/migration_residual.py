"""Who must have moved: what two counts, births and deaths leave over, by sex and age.

Residual migration holds every error of the counts, of registration and of the survival ratios as well: it is an estimate
of migration only where those are good. Siegel & Hamilton (1952), JASA 47:475; Preston, Heuveline & Guillot (2001), ch. 1.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array

Timing = Literal["even", "end"]
CANCELLED = 0.2  # a net total this small a part of the moves has no age pattern


def residual_migrants(
    start: ArrayLike,
    end: ArrayLike,
    births: ArrayLike,
    survival: ArrayLike,
    ages: AgeGroups,
    *,
    timing: Timing = "even",
) -> Array:
    """Net migrants that take one count to the next. (..., sex, age) twice, (..., sex), (..., sex, age) -> (..., sex, age)

    ``survival`` as the projection has it, births of the interval by sex, ages at its end. A projection with these
    migrants and the same timing ends at ``end``. ``end``: everybody came at the end (the forward method). ``even``:
    half came at the start and half of an error is carried on, so that it swings from age to age; smooth it.
    """
    first, last = (
        validation.counts("population at the start", start, ages),
        validation.counts("population", end, ages),
    )
    born = validation.non_negative(
        "births", validation.shaped("births", validation.floats("births", births), ("sex",)), ("sex",)
    )
    stays = validation.counts("survival ratio", survival, ages)
    if timing not in ("even", "end"):
        raise ValueError(f"migrants come even or end, not {timing!r}")
    entering = np.concatenate([born[..., np.newaxis], first[..., :-1]], axis=-1)
    entering[..., -1] += first[..., -1]
    left = last - entering * stays
    if timing == "end":
        return left
    moved = np.zeros(np.broadcast_shapes(left.shape, stays.shape))
    for age in range(len(ages)):
        before = moved[..., age - 1] if age else 0.0
        both_ends = 1 + stays[..., age] if age == len(ages) - 1 else 1.0
        moved[..., age] = (2 * left[..., age] - stays[..., age] * before) / both_ends
    return moved


class NoAgePattern(ValueError):
    """Arrivals and departures all but cancel, so that no age has a part of their sum."""


def age_pattern_of(net: ArrayLike, ages: AgeGroups) -> Array:
    """Each sex and age's part of a net total, summing to 1: for ``migration.net_migrants``. (..., sex, age) -> same

    Where arrivals and departures all but cancel, parts of the total mean nothing, and that is an error.
    """
    moved = validation.finite("net migration", validation.floats("net migration", net), ("sex", "age"), ages)
    total, gross = moved.sum((-2, -1)), np.abs(moved).sum((-2, -1))
    if (np.abs(total) <= CANCELLED * gross).any():
        cell = tuple(int(index) for index in np.argwhere(np.abs(total) <= CANCELLED * gross)[0])
        raise NoAgePattern(
            f"net migration of {validation.value_text(total[cell])} for {validation.place(cell, ())} out of {validation.value_text(gross[cell])} "
            "moves: arrivals and departures cancel, so there is no age pattern; give the cells themselves"
        )
    return np.asarray(moved / total[..., np.newaxis, np.newaxis])
