"""What a case says when it has run: one line, with its worst error beside what is allowed.

A comparison with a projection that is no truth (another office's, of the same assumptions) is *said*, not judged:
there is nothing it could be tuned to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outcome:
    """One comparison: ``error`` must not exceed ``allowed``, both in ``unit``; without ``allowed`` it is only said."""

    case: str
    compared: str
    error: float
    allowed: float | None
    unit: str = "relative"

    @property
    def passed(self) -> bool:
        """Whether the error is a number within what is allowed."""
        return self.allowed is None or bool(self.error <= self.allowed)

    def __str__(self) -> str:
        if self.allowed is None:
            return f"said  {self.case:<36} {self.compared:<60} {self.error:+9.2%} {self.unit}"
        verdict = "pass" if self.passed else "FAIL"
        size = f"{self.error:9.2e} (allowed {self.allowed:7.1e}) {self.unit}"
        return f"{verdict}  {self.case:<36} {self.compared:<60} {size}"


def relative_error(found: np.ndarray, expected: np.ndarray, *, smallest: float) -> float:
    """The worst error of any cell, relative to the cell, or to ``smallest`` where the cell is smaller still.

    ``smallest`` is one person in the unit of the table: an error of 1e-12 is never more than 1e-12 persons.
    """
    return float((np.abs(found - expected) / np.maximum(np.abs(expected), smallest)).max())
