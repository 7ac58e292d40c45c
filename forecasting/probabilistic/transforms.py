"""How a series moves: by its level (children per woman, years of life) or by its growth (numbers of people)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.axes import Array
from forecasting.panel import Panel

SIZES_APART = 20.0
LARGEST_LOGARITHM = 700.0


@dataclass(frozen=True)
class Transform:
    """How a series is forecast: errors as differences or ratios, change by level or growth, years an area's errors count.

    ``grows``: the logarithm is forecast and the state is its yearly change. ``floor``: the least value an
    interval or path may show. ``memory``: weight kept each year by an area's past misses; crises of mortality
    come back, spells of migration pass.
    """

    grows: bool = False
    floor: float = -np.inf
    memory: float = 0.95

    def inward(self, values: Array) -> Array:
        """Values on the scale on which errors add. Any shape -> same"""
        if not self.grows:
            return values
        if (values <= 0).any():
            raise ValueError("a number of people must be above 0 to have a rate of growth")
        return np.asarray(np.log(values))

    def outward(self, values: Array) -> Array:
        """The values themselves, from that scale. Any shape -> same"""
        return np.maximum(np.exp(np.minimum(values, LARGEST_LOGARITHM)) if self.grows else values, self.floor)

    def state(self, inside: Array) -> Array:
        """What the expected change depends on: the level, or the growth. (..., year) -> (..., year or year - 1)"""
        return np.asarray(np.diff(inside, axis=-1)) if self.grows else inside


# 0.5 children is the least a path may reach in bayesTFR (tfr.predict.subnat, min.tfr).
FERTILITY = Transform(floor=0.5)
LEVEL = Transform(memory=0.9)
PEOPLE = Transform(grows=True, memory=0.7)
NAMED = (("tfr", FERTILITY), ("e0", LEVEL), ("pop", PEOPLE))


def transform_of(panel: Panel) -> Transform:
    """The kind of a series by its name, or by whether areas differ in size rather than in level.

    Only the first figure of each area is looked at, so the answer is the same at every origin.
    """
    for beginning, kind in NAMED:
        if panel.series.lower().startswith(beginning):
            return kind
    observed = [row[np.isfinite(row)] for row in panel.values]
    first = np.array([row[0] for row in observed if len(row)])
    if len(first) < 2 or (first <= 0).any() or any((row <= 0).any() for row in observed):
        return LEVEL
    low, high = np.quantile(first, [0.05, 0.95])
    return PEOPLE if high / low > SIZES_APART else LEVEL
