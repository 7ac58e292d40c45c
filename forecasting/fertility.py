"""Age patterns of childbearing: five-year shares made single years, and rates from a level and a pattern."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.smoothing import split_smoothly

FIRST_FERTILE, FERTILE_END = 15, 50


def single_year_pattern(
    shares: ArrayLike, ages: AgeGroups, *, first: int = FIRST_FERTILE, end: int = FERTILE_END
) -> Array:
    """Share of lifetime births at each single age of the mother, from shares of five-year groups.

    shares (..., group) from ``first`` to under ``end``, in percent or as parts of 1 -> (..., age) summing to
    1. Smooth, zero outside the fertile ages, and every five-year share is kept; percentages that add to 99.9
    or 100.1 by rounding are scaled to 1.
    """
    groups = (end - first) // 5
    group_shares = validation.shaped(
        "fertility share", validation.floats("fertility share", shares), ("group",)
    )
    validation.non_negative("fertility share", group_shares, ("group",))
    if group_shares.shape[-1] != groups:
        raise ValueError(
            f"{group_shares.shape[-1]} shares for the {groups} five-year groups from {first} to under {end}"
        )
    if ages.interval != 1:
        raise ValueError("single-year patterns live on single-year ages: AgeGroups.single()")
    total = group_shares.sum(-1, keepdims=True)
    if ((np.abs(total - 1) > 0.02) & (np.abs(total - 100) > 2)).any():
        raise ValueError(
            f"fertility shares add to {total.min():.4g} .. {total.max():.4g}, not to 1 or 100 percent"
        )
    pattern = np.zeros((*group_shares.shape[:-1], len(ages)))
    pattern[..., ages.between(first, end)] = split_smoothly(
        group_shares / total, (5,) * groups, zero_ends=True
    )
    return pattern


def birth_rates(total_fertility: ArrayLike, pattern: ArrayLike, ages: AgeGroups) -> Array:
    """Age-specific fertility rates, births per woman-year. (...), (..., age) -> (..., age)

    ``pattern`` is the share of lifetime births borne in each age group; a group's rate is its share over its
    width.
    """
    tfr = validation.non_negative(
        "total fertility rate", validation.floats("total fertility rate", total_fertility), ()
    )
    validation.not_above("total fertility rate", tfr, 20, "implausible; is it per 1,000 women?", ())
    shares = validation.counts("fertility pattern", pattern, ages, ("age",))
    if (np.abs(shares.sum(-1) - 1) > 1e-6).any():
        raise ValueError(f"fertility pattern adds to {shares.sum(-1).min():.6g}, not to 1: is it in percent?")
    if shares[..., -1].any():
        raise ValueError(f"fertility pattern has births in the open group {ages.labels[-1]}")
    width = np.append(ages.width[:-1], 1)
    return np.asarray(tfr[..., np.newaxis] * shares / width)


def pattern_of(asfr: ArrayLike, ages: AgeGroups) -> Array:
    """Share of lifetime births borne in each age group, from rates. (..., age) -> (..., age) summing to 1"""
    rates = validation.counts("birth rate", asfr, ages, ("age",))
    lifetime = rates * np.append(ages.width[:-1], 0)
    total = lifetime.sum(-1, keepdims=True)
    if (total == 0).any():
        raise ValueError("no births at any age: there is no pattern to read")
    return np.asarray(lifetime / total)


def mean_age(pattern: ArrayLike, ages: AgeGroups) -> Array:
    """Mean age of mothers under a pattern, years. (..., age) -> (...)"""
    shares = validation.counts("fertility pattern", pattern, ages, ("age",))[..., :-1]
    middle = np.asarray(ages.lower[:-1]) + ages.width[:-1] / 2
    return np.asarray((shares * middle).sum(-1) / shares.sum(-1))
