"""The classes of a map: their bounds and colours, the same for all the years it may show.

How bounds are chosen from the figures is in `dashboard.charts.classes`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

# ColorBrewer YlGnBu and BrBG: told apart by readers with colour-vision deficiencies, and no class is a grey.
SEQUENTIAL = {
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    6: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"),
    7: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"),
}
DIVERGING = {
    2: ("#d8b365", "#5ab4ac"),
    4: ("#a6611a", "#dfc27d", "#80cdc1", "#018571"),
    6: ("#8c510a", "#d8b365", "#f6e8c3", "#c7eae5", "#5ab4ac", "#01665e"),
    8: ("#8c510a", "#bf812d", "#dfc27d", "#f6e8c3", "#c7eae5", "#80cdc1", "#35978f", "#01665e"),
}
SIDES = {1, 2, 3, 4}
CLASSES_EACH_SIDE = 3
MOST_PLACES = 6


@dataclass(frozen=True)
class Scale:
    """The classes of a map.

    `classes` are the bounds from the lowest to the highest, one more than there are colours; without them
    round bounds are laid from `low` to `high`, on a diverging scale to both sides of `middle` (no change).
    Classes of a diverging scale have `middle` among their bounds, and as many colours on each side as they need.
    `decimals` are the fewest to write; bounds that need more get them.
    """

    low: float
    high: float
    kind: Literal["sequential", "diverging"] = "sequential"
    middle: float = 0.0
    classes: tuple[float, ...] | None = None
    decimals: int = 0

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"a scale from {self.low:g} to {self.high:g} has no width")
        if self.classes is not None and list(self.classes) != sorted(set(self.classes)):
            raise ValueError(f"class bounds {self.classes} must rise from the lowest to the highest")
        count = len(self.bounds) - 1
        if self.kind == "sequential" and count not in SEQUENTIAL:
            raise ValueError(f"{count} classes: a sequential map has {sorted(SEQUENTIAL)}")
        if self.kind == "diverging" and max(self._sides) not in SIDES:
            raise ValueError(f"{count} classes: a diverging map has {sorted(SIDES)} on a side")

    @property
    def _sides(self) -> tuple[int, int]:
        """Classes below and above the middle"""
        below = sum(bound < self.middle for bound in self.bounds)
        return below, len(self.bounds) - 1 - below

    @property
    def bounds(self) -> tuple[float, ...]:
        """The bounds of the classes, one more than there are classes"""
        if self.classes is not None:
            return self.classes
        if self.kind == "sequential":
            return round_bounds(self.low, self.high)
        reach = max(self.high - self.middle, self.middle - self.low)
        half = round_bounds(0, reach, most=CLASSES_EACH_SIDE)
        return (*(self.middle - bound for bound in half[:0:-1]), *(self.middle + bound for bound in half))

    @property
    def colours(self) -> tuple[str, ...]:
        """One colour for each class"""
        if self.kind == "sequential":
            return SEQUENTIAL[len(self.bounds) - 1]
        below, above = self._sides
        ramp, half = DIVERGING[2 * max(below, above)], max(below, above)
        return ramp[half - below : half + above]

    @property
    def places(self) -> int:
        """Decimals that write every bound as it is: 0.25 is never shown as 0.3"""
        needed = (places for places in range(MOST_PLACES) if all(_is_exact(b, places) for b in self.bounds))
        return max(self.decimals, next(needed, MOST_PLACES))

    def class_of(self, values: pd.Series) -> np.ndarray:
        """The class each value falls in, [lower, next); beyond the ends counts to the end classes"""
        return np.digitize(values, self.bounds[1:-1])


def _is_exact(bound: float, places: int) -> bool:
    return math.isclose(round(bound, places), bound, rel_tol=1e-9, abs_tol=1e-12)


def round_bounds(low: float, high: float, *, most: int = 7) -> tuple[float, ...]:
    """Round numbers that cover low to high in as many equal classes as there may be.

    >>> round_bounds(0.9, 3.1)
    (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5)
    """
    tens = 10.0 ** math.floor(math.log10((high - low) / most))
    for size in (1, 2, 2.5, 5, 10, 20):
        step = size * tens
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first <= most:
            break
    return tuple(round(step * k, 10) for k in range(first, last + 1))
