"""Tables in whole persons (or tens, hundreds) that still add: every cell and every total to a neighbour.

Rounding each number by itself breaks sums; here cells, row totals, column totals and the grand total all go
to the multiple of the base just below or just above, with as little moved in all as can be. Such a table
always exists and is the corner of a flow problem (Cox & Ernst 1982, INFOR 20:423).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from scipy.sparse import csr_array

from forecasting import validation
from forecasting.axes import Array

NEARLY = 1e-9


def rounded(table: ArrayLike, base: int = 1) -> Array:
    """A table of whole multiples of ``base`` whose totals are its own. (row, column) -> (row, column)

    Rows are areas, columns their cells (sexes by ages): every area's total and the nation's every cell are
    within one base of the truth. Keep the unrounded table: rounding a sum of rounded tables drifts.
    """
    if base < 1:
        raise ValueError(f"a rounding base is 1 or more, not {base}")
    counts = validation.non_negative("table", validation.floats("table", table), ("row", "column"))
    if counts.ndim != 2:
        raise ValueError(f"a table to round has rows and columns, not shape {counts.shape}")
    scaled = _with_margins(counts) / base
    nearest = np.rint(scaled)
    scaled = np.where(np.abs(scaled - nearest) <= NEARLY * np.maximum(scaled, 1), nearest, scaled)
    below = np.floor(scaled)
    up = _ups(scaled - below, _need(below))
    return np.asarray((below + up)[1:, 1:] * base)


def _with_margins(table: Array) -> Array:
    """The table with its row totals, column totals and grand total as row and column 0."""
    by_row = np.concatenate([table.sum(1, keepdims=True), table], axis=1)
    return np.concatenate([by_row.sum(0, keepdims=True), by_row], axis=0)


def _need(below: Array) -> tuple[Array, Array]:
    """How far each row's and column's parts, rounded down, fall short of their total rounded down."""
    return below[:, 0] - below[:, 1:].sum(1), below[0] - below[1:].sum(0)


def _ups(part: Array, need: tuple[Array, Array]) -> Array:
    """Which cells go up, 0 or 1: the parts of every row and column that go up are its need and its total."""
    rows, columns = part.shape
    at = np.arange(part.size)
    sign = np.ones((2, part.size))
    sign[0][at % columns == 0] = -1
    sign[1][at // columns == 0] = -1
    equations = csr_array(
        (sign.ravel(), (np.concatenate([at // columns, rows + at % columns]), np.tile(at, 2))),
        shape=(rows + columns, part.size),
    )
    free = part.ravel() > 0
    found = linprog(
        (1 - 2 * part).ravel(),
        A_eq=equations,
        b_eq=np.concatenate(need),
        bounds=np.stack([np.zeros(part.size), free], axis=1),
        method="highs-ds",  # a simplex: it stops at a corner, and corners are whole
    )
    if not found.success:
        raise ArithmeticError(f"no rounding of this table adds up: {found.message}")
    return np.rint(found.x).reshape(part.shape)
