"""What would it take: the one number at which a projection meets a goal, and whether that was ever seen.

The range is searched before it is narrowed, so a goal that cannot be met says how near the range comes to it,
and a goal met more than once says so instead of picking one in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array
from forecasting.problems import ScenarioProblem

MOST_HALVINGS = 100


@dataclass(frozen=True)
class Goal:
    """The answer: ``value`` of what was sought, ``reached`` measure there, and how many projections it took."""

    value: float
    reached: float
    runs: int


class GoalOutOfReach(ScenarioProblem):
    """No value in the range meets the goal; ``nearest`` is the value that comes nearest, ``reached`` what it gives."""

    def __init__(self, target: float, nearest: float, reached: float) -> None:
        super().__init__(
            f"no value in the range gives {target:g}: the nearest, at {nearest:g}, gives {reached:g}"
        )
        self.nearest, self.reached = nearest, reached


class GoalAmbiguous(ScenarioProblem):
    """More than one value in the range meets the goal."""


def seek(
    measure: Callable[[float], float],
    target: float,
    low: float,
    high: float,
    *,
    tolerance: float = 1e-6,
    points: int = 9,
) -> Goal:
    """The value in [low, high] at which ``measure`` equals ``target``, by bracketing and halving.

    ``measure`` runs a projection and may rise or fall. ``tolerance`` is on the value, relative to the range.
    """
    if not low < high:
        raise ValueError(f"a range from {low:g} to {high:g} is empty")
    grid = np.linspace(low, high, points)
    gaps = np.array([measure(float(value)) - target for value in grid])
    if not np.isfinite(gaps).all():
        raise ValueError(f"the measure is not a number at {grid[~np.isfinite(gaps)][0]:g}")
    signs = np.sign(gaps)
    crossings = np.flatnonzero(signs[:-1] * signs[1:] <= 0)
    if crossings.size == 0:
        best = int(np.abs(gaps).argmin())
        raise GoalOutOfReach(target, float(grid[best]), float(gaps[best] + target))
    apart = crossings[np.append(True, np.diff(crossings) > 1)]
    if apart.size > 1:
        places = ", ".join(f"near {grid[place]:g}" for place in apart)
        raise GoalAmbiguous(f"the goal {target:g} is met more than once ({places}): narrow the range")
    place = int(crossings[0])
    return _halved(
        measure,
        target,
        (float(grid[place]), float(grid[place + 1])),
        float(gaps[place]),
        tolerance * (high - low),
        points,
    )


def _halved(
    measure: Callable[[float], float],
    target: float,
    bracket: tuple[float, float],
    gap: float,
    width: float,
    runs: int,
) -> Goal:
    left, right = bracket
    middle, reached = left, target + gap
    for _ in range(0 if gap == 0 else MOST_HALVINGS):
        middle = (left + right) / 2
        reached = measure(middle)
        runs += 1
        if right - left <= width or reached == target:
            break
        if (reached - target) * gap > 0:
            left = middle
        else:
            right = middle
    return Goal(middle, reached, runs)


def largest_change(series: ArrayLike, *, over: int) -> tuple[Array, Array]:
    """The largest fall and rise ever seen over so many years, to set a goal beside. (..., year) -> (...), (...)

    Years without data (nan) are left out; nan where no two years lie so far apart.
    """
    levels = validation.floats("series", series)
    if over < 1 or levels.shape[-1] <= over:
        raise ValueError(f"a change over {over} years needs more than {over} years, got {levels.shape[-1]}")
    change = levels[..., over:] - levels[..., :-over]
    undefined = np.asarray(np.isnan(change).all(-1))
    safe = np.where(undefined[..., np.newaxis], 0.0, change)
    fall, rise = np.nanmin(safe, axis=-1), np.nanmax(safe, axis=-1)
    return np.where(undefined, np.nan, fall), np.where(undefined, np.nan, rise)
