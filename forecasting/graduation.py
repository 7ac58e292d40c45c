"""Counts by broad ages made single years up to an open group as old as a projection needs.

Five-year totals are kept, nobody becomes negative, and the open group is spread by the shape of a life table.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.smoothing import split_smoothly


def single_years(
    counts: ArrayLike,
    ages: AgeGroups,
    person_years: ArrayLike,
    *,
    open_age: int = 100,
    growth: ArrayLike = 0.0,
) -> Array:
    """People by single year 0 .. ``open_age``+ from five-year groups with any open group below it.

    counts (..., group), person_years (..., open_age + 1) of a life table by single years -> (..., open_age +
    1). Closed groups are split by the smoothest curve that keeps their totals; the open group as
    ``spread_open_group`` does.
    """
    people = validation.counts("population", counts, ages, ("age",))
    closed = split_closed_groups(people, ages)
    spread = spread_open_group(people[..., -1], ages.open_age, person_years, open_age=open_age, growth=growth)
    leading = np.broadcast_shapes(closed.shape[:-1], spread.shape[:-1])
    parts = [np.broadcast_to(part, (*leading, part.shape[-1])) for part in (closed, spread)]
    return np.concatenate(parts, axis=-1)


def split_closed_groups(counts: ArrayLike, ages: AgeGroups) -> Array:
    """Single years of all closed groups, totals kept, never negative. (..., group) -> (..., single year)"""
    people = validation.counts("population", counts, ages, ("age",))
    widths = tuple(int(width) for width in ages.width[:-1])
    return split_smoothly(people[..., :-1], widths)


def spread_open_group(
    people: ArrayLike, from_age: int, person_years: ArrayLike, *, open_age: int = 100, growth: ArrayLike = 0.0
) -> Array:
    """People of an open group by single year, in a stable population's shape. (...) -> (..., single age)

    Weights are L(x) exp(-r (x - from_age)) with r the yearly growth of past cohorts, 0 for the stationary
    shape; the group's total is kept. person_years (..., open_age + 1) by single years, the last one open (its
    T). Preston, Heuveline & Guillot (2001), ch. 7.
    """
    total = validation.non_negative("population", validation.floats("population", people), ())
    lived = validation.counts("person-years", person_years, AgeGroups.single(open_age), ("age",))
    if not 0 < from_age <= open_age:
        raise ValueError(f"an open group {from_age}+ cannot be spread up to {open_age}+")
    rate = validation.finite("growth", validation.floats("growth", growth), ())
    since = np.arange(open_age - from_age + 1)
    weights = lived[..., from_age:] * np.exp(-rate[..., np.newaxis] * since)
    sums = weights.sum(-1, keepdims=True)
    if (sums == 0).any():
        raise ValueError(
            f"nobody lives past {from_age} in the life table given: there is no shape to spread by"
        )
    return np.asarray(total[..., np.newaxis] * weights / sums)


def with_unknown_ages(counts: ArrayLike, unknown: ArrayLike, ages: AgeGroups) -> Array:
    """Counts with those of unknown age added in proportion to the known. (..., age), (...) -> (..., age)"""
    people = validation.counts("population", counts, ages, ("age",))
    missing = validation.non_negative(
        "people of unknown age", validation.floats("people of unknown age", unknown), ()
    )
    total = people.sum(-1)
    if ((total == 0) & (missing > 0)).any():
        raise ValueError("people of unknown age, and nobody of known age to share them out by")
    factor = 1 + np.divide(
        missing, total, out=np.zeros(np.broadcast_shapes(missing.shape, total.shape)), where=total > 0
    )
    return np.asarray(people * factor[..., np.newaxis])
