"""Ages that a service or an office counts together: school, work, care. Staff name and bound them.

Bounds are completed years, the lower one in, the upper one out; without an upper bound the band is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import SEXES, AgeGroups, Array

Sex = Literal["both", "female", "male"]


@dataclass(frozen=True)
class Band:
    """People of ages ``low`` to under ``high``, of one sex or both."""

    name: str
    low: int = 0
    high: int | None = None
    sex: Sex = "both"

    def __post_init__(self) -> None:
        if self.low < 0 or (self.high is not None and self.high <= self.low):
            raise ValueError(f"band {self.name}: ages from {self.low} to under {self.high} hold nobody")
        if self.sex not in ("both", *SEXES):
            raise ValueError(f"band {self.name}: sex is both, female or male, not {self.sex!r}")

    @property
    def sexes(self) -> slice:
        """Where its sexes are on the axis of sexes."""
        return slice(None) if self.sex == "both" else slice(SEXES.index(self.sex), SEXES.index(self.sex) + 1)


@dataclass(frozen=True)
class Share:
    """The people of some bands divided by those of others: a dependency ratio, the share of the old."""

    name: str
    over: tuple[str, ...]
    under: tuple[str, ...]


TOTAL = Band("total")
CHILDREN, WORKING, OLD, OLDEST = Band("0-14", 0, 15), Band("15-64", 15, 65), Band("65+", 65), Band("80+", 80)
SCHOOL, MOTHERS = Band("school 6-17", 6, 18), Band("women 15-49", 15, 50, "female")
BANDS = (TOTAL, CHILDREN, WORKING, OLD, OLDEST, SCHOOL, MOTHERS)
SHARES = (
    Share("total dependency", (CHILDREN.name, OLD.name), (WORKING.name,)),
    Share("old-age dependency", (OLD.name,), (WORKING.name,)),
)


def people_in(population: ArrayLike, ages: AgeGroups, bands: Sequence[Band] = BANDS) -> Array:
    """People of each band. (..., sex, age) -> (..., band)"""
    people = validation.counts("population", population, ages)
    return np.stack(
        [people[..., band.sexes, ages.between(band.low, band.high)].sum((-2, -1)) for band in bands], axis=-1
    )


def person_years(start: ArrayLike, end: ArrayLike, years: float) -> Array:
    """Years lived in an interval: its length times the mean of the people of its two ends. (...) twice -> (...)

    Preston, Heuveline & Guillot (2001), ch. 1: the approximation for linear change.
    """
    first = validation.non_negative("population", validation.floats("population", start), ())
    last = validation.non_negative("population", validation.floats("population", end), ())
    return np.asarray(years * (first + last) / 2)


def shares_of(people: Array, bands: Sequence[Band], shares: Sequence[Share]) -> Array:
    """Each share; nan where nobody is in its denominator. (..., band) -> (..., share)"""
    names = [band.name for band in bands]

    def total(parts: tuple[str, ...]) -> Array:
        return np.asarray(sum(people[..., names.index(name)] for name in parts))

    parts = [(total(share.over), total(share.under)) for share in shares]
    divided = [np.divide(a, b, out=np.full_like(b, np.nan), where=b > 0) for a, b in parts]
    return np.stack(divided, axis=-1) if divided else people[..., :0]
