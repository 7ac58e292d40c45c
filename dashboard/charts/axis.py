"""What a measure over the years is drawn against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """A measure's name with its unit, the decimals its values are written with, and the calendar of its years."""

    label: str
    decimals: int
    calendar: str
