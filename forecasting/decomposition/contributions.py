"""What each of several causes adds to an outcome, whatever order they come in: parts that sum to the difference.

An outcome is computed with every set of causes at work. A cause's contribution is what it adds to those before it,
averaged over all orders (Shapley 1953, A value for n-person games; for demographic change: Das Gupta 1993,
Standardization and decomposition of rates, US Census Bureau P23-186).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import Array

MOST_CAUSES = 6  # 64 outcomes


def contributions(outcome: Callable[[frozenset[str]], ArrayLike], causes: Sequence[str]) -> dict[str, Array]:
    """Cause -> what it adds, in the shape of the outcome. They sum to outcome(all causes) - outcome(none).

    ``outcome`` takes the causes at work; each set is asked for once.
    """
    if not 0 < len(set(causes)) == len(causes) <= MOST_CAUSES:
        raise ValueError(f"one to {MOST_CAUSES} different causes, got {list(causes)}")
    outcomes = {
        frozenset(chosen): np.asarray(outcome(frozenset(chosen)), dtype=np.float64)
        for size in range(len(causes) + 1)
        for chosen in combinations(causes, size)
    }
    return {cause: _average_addition(cause, outcomes, len(causes)) for cause in causes}


def _average_addition(cause: str, outcomes: dict[frozenset[str], Array], count: int) -> Array:
    without = [chosen for chosen in outcomes if cause not in chosen]
    weights = [factorial(len(one)) * factorial(count - len(one) - 1) / factorial(count) for one in without]
    added = [outcomes[one | {cause}] - outcomes[one] for one in without]
    return np.asarray(sum(weight * each for weight, each in zip(weights, added, strict=True)))
