"""Solving many increasing equations at once, each safely inside its own bracket."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from forecasting.axes import Array

MOST_STEPS = 200
#: Secant steps before brackets take over
MOST_SECANTS = 8


def solve_increasing(
    measure: Callable[[Array], Array], target: Array, low: float, high: float, *, tolerance: float = 1e-10
) -> Array:
    """The x in [low, high] where the increasing ``measure(x)`` equals ``target``. (...) -> (...)

    False position with the Illinois rule, bisection whenever it stalls; every element keeps its own bracket.
    An element whose target lies outside ``measure(low) .. measure(high)`` comes back as nan: the caller knows
    the names.
    """
    left, right = np.full(target.shape, low), np.full(target.shape, high)
    below, above = measure(left) - target, measure(right) - target
    unreachable = (below > tolerance) | (above < -tolerance) | np.isnan(below) | np.isnan(above)
    root = np.where(np.abs(below) <= np.abs(above), left, right)
    settled = unreachable | (np.minimum(np.abs(below), np.abs(above)) <= tolerance)
    side = np.zeros(target.shape, dtype=np.int8)
    for step in range(MOST_STEPS):
        if settled.all():
            break
        middle = _next_guess(left, right, below, above, bisect=step % 4 == 3)
        gap = measure(middle) - target
        root = np.where(settled, root, middle)
        settled = settled | (np.abs(gap) <= tolerance) | (right - left <= 4 * np.spacing(np.abs(middle) + 1))
        under = gap < 0
        above = np.where(~under, gap, np.where(side < 0, above / 2, above))
        below = np.where(under, gap, np.where(side > 0, below / 2, below))
        left, right = np.where(under, middle, left), np.where(under, right, middle)
        side = np.where(under, -1, 1).astype(np.int8)
    return np.where(unreachable, np.nan, root)


def solve_near(
    measure: Callable[[Array], Array],
    target: Array,
    slope: float,
    low: float,
    high: float,
    *,
    tolerance: float = 1e-10,
) -> Array:
    """The same as `solve_increasing` for a smooth ``measure`` whose root is near 0: secant steps first, brackets for the rest.

    slope: about how much ``measure`` rises with x near 0. (...) -> (...)
    """
    before = np.zeros(target.shape)
    miss = measure(before) - target
    root = before - miss / slope
    for _ in range(MOST_SECANTS):
        gap = measure(root) - target
        settled = np.abs(gap) <= tolerance
        if settled.all() and (root >= low).all() and (root <= high).all():
            return root
        rise = np.divide(gap - miss, root - before, out=np.full(target.shape, slope), where=root != before)
        step = np.divide(gap, rise, out=np.zeros_like(gap), where=(rise > 0) & ~settled)
        before, miss = np.where(settled, before, root), np.where(settled, miss, gap)
        root = np.clip(root - step, low, high)
    return solve_increasing(measure, target, low, high, tolerance=tolerance)


def _next_guess(left: Array, right: Array, below: Array, above: Array, *, bisect: bool) -> Array:
    half = (left + right) / 2
    if bisect:
        return half
    spread = above - below
    chord = right - above * np.divide(right - left, spread, out=np.zeros_like(spread), where=spread > 0)
    return np.where((chord > left) & (chord < right), chord, half)
