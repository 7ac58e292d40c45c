"""Tables made to add up to known totals, cell by cell in proportion (raking, iterative proportional fitting).

Deming & Stephan (1940), Ann. Math. Statist. 11:427. A cell of 0 stays 0; what cannot be met is reported or
refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze


@dataclass(frozen=True)
class Target:
    """Totals a table must have when every axis but ``keeps`` is summed over."""

    keeps: tuple[int, ...]
    totals: ArrayLike
    name: str = "total"


@dataclass(frozen=True, eq=False)
class Raked:
    """Balanced counts, and how far each target is still missed: ``residuals`` in persons, one a target."""

    counts: Array
    residuals: tuple[Array, ...]
    rounds: int
    converged: bool

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def worst(self) -> float:
        """Largest absolute residual, persons."""
        return max((float(np.abs(residual).max(initial=0)) for residual in self.residuals), default=0.0)


def rake(
    counts: ArrayLike, targets: Sequence[Target], *, tolerance: float = 1e-9, most_rounds: int = 1000
) -> Raked:
    """Scale ``counts`` until they add to every target, relative to ``tolerance``. Any shape -> same shape

    Targets must agree with each other in their grand total. A target above 0 whose cells are all 0 is an
    error naming it.
    """
    table = validation.floats("counts", counts)
    validation.non_negative("counts", table, tuple(f"axis {i}" for i in range(table.ndim)))
    margins = [_checked(target, table) for target in targets]
    _refuse_disagreement(targets, margins)
    table = table.copy()
    rounds = 0
    for rounds in range(1, most_rounds + 1):
        for target, totals in zip(targets, margins, strict=True):
            margin = _margin(table, target.keeps)
            factor = np.divide(totals, margin, out=np.zeros_like(totals), where=margin > 0)
            table *= _spread(factor, target.keeps, table.ndim)
        residuals = _residuals(table, targets, margins)
        if _within(residuals, margins, tolerance):
            return Raked(table, residuals, rounds, converged=True)
    return Raked(table, _residuals(table, targets, margins), rounds, converged=False)


def _checked(target: Target, table: Array) -> Array:
    """The totals in the order of the table's axes, refused where they cannot be met."""
    axes = tuple(axis % table.ndim for axis in target.keeps)
    if axes != tuple(sorted(set(axes))):
        raise ValueError(f"{target.name} must keep different axes in rising order, not {target.keeps}")
    totals = validation.floats(target.name, target.totals)
    names = tuple(f"axis {axis}" for axis in axes)
    shape = tuple(table.shape[axis] for axis in axes)
    if totals.shape != shape:
        raise ValueError(f"{target.name} has shape {totals.shape}; axes {axes} of the counts have {shape}")
    validation.non_negative(target.name, totals, names)
    empty = (_margin(table, axes) == 0) & (totals > 0)
    if empty.any():
        cell = tuple(int(index) for index in np.argwhere(empty)[0])
        raise ValueError(
            f"{target.name} is {validation.value_text(totals[cell])} for {validation.place(cell, names, None)}, but all its counts "
            "are 0: scaling cannot make people; give that row a starting pattern"
        )
    return totals


def _refuse_disagreement(targets: Sequence[Target], margins: Sequence[Array]) -> None:
    sums = [float(totals.sum()) for totals in margins]
    if sums and max(sums) - min(sums) > 1e-6 * max(*sums, 1.0):
        listed = ", ".join(
            f"{target.name} {validation.value_text(total)}"
            for target, total in zip(targets, sums, strict=True)
        )
        raise ValueError(f"the targets add to different grand totals, so no table can meet them: {listed}")


def _margin(table: Array, keeps: tuple[int, ...]) -> Array:
    axes = {axis % table.ndim for axis in keeps}
    return np.asarray(table.sum(tuple(axis for axis in range(table.ndim) if axis not in axes)))


def _spread(factor: Array, keeps: tuple[int, ...], dimensions: int) -> Array:
    axes = {axis % dimensions for axis in keeps}
    return np.expand_dims(factor, tuple(axis for axis in range(dimensions) if axis not in axes))


def _residuals(table: Array, targets: Sequence[Target], margins: Sequence[Array]) -> tuple[Array, ...]:
    pairs = zip(targets, margins, strict=True)
    return tuple(_margin(table, target.keeps) - totals for target, totals in pairs)


def _within(residuals: Sequence[Array], margins: Sequence[Array], tolerance: float) -> bool:
    pairs = zip(residuals, margins, strict=True)
    return all(bool((np.abs(gap) <= tolerance * np.maximum(totals, 1)).all()) for gap, totals in pairs)
