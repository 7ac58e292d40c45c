"""The vocabulary of the arrays: sexes, age groups and the order of the axes.

Arrays are indexed ``[area, year, sex, age]`` from the right: the trailing axes belong to the method, the
leading ones to the caller (areas, years, draws, scenarios). Ages are completed years; a group is ``[lower,
next lower)`` and the last group is open.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Array = NDArray[np.float64]

SEXES = ("female", "male")
FEMALE, MALE = 0, 1


@dataclass(frozen=True)
class AgeGroups:
    """Age groups by their lower bounds in completed years; the last group is open."""

    lower: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.lower) < 2:
            raise ValueError(f"age groups need at least one closed group and an open one, got {self.lower}")
        for bound in self.lower:
            if isinstance(bound, bool) or not isinstance(bound, int) or bound < 0:
                raise ValueError(f"age {bound!r} is not a completed age: whole years, 0 or more")
        for below, above in itertools.pairwise(self.lower):
            if above <= below:
                raise ValueError(f"ages must rise: {above} follows {below}")

    @classmethod
    def single(cls, open_age: int = 100) -> AgeGroups:
        """Single years 0, 1, 2 ... and an open group."""
        return cls(tuple(range(open_age + 1)))

    @classmethod
    def five(cls, open_age: int = 100) -> AgeGroups:
        """Five-year groups 0-4, 5-9 ... and an open group at a multiple of five."""
        return cls((*range(0, _multiple_of_five(open_age), 5), open_age))

    @classmethod
    def abridged(cls, open_age: int = 100) -> AgeGroups:
        """Life-table groups 0, 1-4, 5-9 ... and an open group at a multiple of five."""
        return cls((0, 1, *range(5, _multiple_of_five(open_age), 5), open_age))

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def open_age(self) -> int:
        """Lower bound of the open group."""
        return self.lower[-1]

    @cached_property
    def width(self) -> Array:
        """Years in each group; infinity in the open one. (age)"""
        width = np.append(np.diff(np.asarray(self.lower, dtype=np.float64)), np.inf)
        width.flags.writeable = False
        return width

    @cached_property
    def interval(self) -> int:
        """The one width of all closed groups, which is also the length of a projection step."""
        widths = sorted({above - below for below, above in itertools.pairwise(self.lower)})
        if len(widths) != 1:
            raise ValueError(
                f"closed age groups of different widths {widths} cannot be projected together: "
                "join 0 and 1-4 into 0-4, or split into single years"
            )
        return widths[0]

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the groups as demographers print them: 0, 1-4, 5-9, ... 85+."""
        closed = (_label(below, above) for below, above in itertools.pairwise(self.lower))
        return (*closed, f"{self.open_age}+")

    def position(self, age: int) -> int:
        """Index of the group that begins at ``age``."""
        if age not in self.lower:
            raise ValueError(f"no age group begins at {age}; they begin at {_listed(self.lower)}")
        return self.lower.index(age)

    def between(self, low: int, high: int | None = None) -> slice:
        """The groups of ages ``low`` to just under ``high``; to the end when ``high`` is not given."""
        start = self.position(low)
        if high is None:
            return slice(start, None)
        if high <= low:
            raise ValueError(f"ages from {low} to under {high} hold nobody: the upper bound must be greater")
        if high > self.open_age:
            raise ValueError(
                f"ages to under {high} would cut the open group {self.open_age}+; leave the end out"
            )
        return slice(start, self.position(high))


def _label(below: int, above: int) -> str:
    return str(below) if above - below == 1 else f"{below}-{above - 1}"


def _multiple_of_five(open_age: int) -> int:
    if open_age % 5 or open_age < 10:
        raise ValueError(
            f"the open group of five-year ages begins at a multiple of five from 10, not {open_age}"
        )
    return open_age


def _listed(lower: tuple[int, ...]) -> str:
    bounds = ", ".join(map(str, lower[:8]))
    return bounds if len(lower) <= 8 else f"{bounds} ... {lower[-1]}"


def freeze(holder: DataclassInstance) -> None:
    """Make every array field of a dataclass read-only, so that a frozen value is frozen all the way down."""
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, np.ndarray):
            view = value.view()
            view.flags.writeable = False
            object.__setattr__(holder, field.name, view)
