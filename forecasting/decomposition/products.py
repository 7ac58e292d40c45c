"""A product that changed, taken apart into its factors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array

MOST_FACTORS = 8


def product_effects(before: Sequence[ArrayLike], after: Sequence[ArrayLike]) -> Array:
    """What each factor of a product adds to its change; the effects sum to it. K of (...) twice -> (factor, ...)

    The effect of a factor is its change times the other factors, averaged over all orders in which they could have
    changed, so no order is preferred: Das Gupta (1993), Standardization and Decomposition of Rates, U.S. Bureau of
    the Census, P23-186, ch. 2 (factors that are numbers) and 4 (factors by group: sum the result over the groups).
    """
    factors = len(before)
    if not 2 <= factors <= MOST_FACTORS or len(after) != factors:
        raise ValueError(
            f"{factors} factors before and {len(after)} after: give the same 2 to {MOST_FACTORS}"
        )
    first = np.broadcast_arrays(*(validation.floats("factor", factor) for factor in before))
    last = np.broadcast_arrays(*(validation.floats("factor", factor) for factor in after))
    return np.stack([_effect(index, first, last) for index in range(factors)])


def _effect(index: int, first: Sequence[Array], last: Sequence[Array]) -> Array:
    """The change of one factor times the mean of the others' products."""
    rest = [factor for factor in range(len(first)) if factor != index]
    total = np.zeros(np.broadcast_shapes(first[0].shape, last[0].shape))
    for size in range(len(rest) + 1):
        # in how many of all orders just these factors have changed before this one
        weight = factorial(size) * factorial(len(rest) - size) / factorial(len(first))
        for changed in combinations(rest, size):
            held = [last[factor] if factor in changed else first[factor] for factor in rest]
            total = total + weight * np.prod(held, axis=0)
    return np.asarray((last[index] - first[index]) * total)
