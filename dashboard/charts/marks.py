"""Writing on a chart of years: names at the ends of lines, and the years that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import theme
from dashboard.words import Words

LETTERS = 13  # in a line of a name
LINE = 15  # pixels of a line of writing
BETWEEN = 4  # pixels between two names


@dataclass(frozen=True)
class End:
    """The last point of a line and what is written beside it."""

    year: int
    value: float
    name: str
    value_text: str
    colour: str
    symbol: str = "●"

    @property
    def lines(self) -> list[str]:
        """The name in short lines, then the value"""
        return [*(theme.wrapped(self.name, LETTERS).split("<br>") if self.name else []), self.value_text]


def room_for(ends: Sequence[End]) -> int:
    """Pixels that the names need to the right of the lines"""
    return 18 + 7 * max((len(line) for end in ends for line in end.lines), default=0)


def end_label(ends: Sequence[End], pixel: float, words: Words) -> list[dict[str, Any]]:
    """Names to the right of their lines, moved up where they would touch. `pixel`: one, in the axis's unit"""
    notes: list[dict[str, Any]] = []
    heights = float("-inf")  # pixels above the axis's zero
    for end in sorted(ends, key=lambda each: each.value):
        half, place = len(end.lines) * LINE / 2, end.value / pixel
        shift = max(0.0, heights + BETWEEN + half - place)
        heights = place + shift + half
        notes.append(_name(end, words) | {"xanchor": "left", "align": "left", "xshift": 9, "yshift": shift})
    return notes


def key(ends: Sequence[End]) -> list[tuple[str, str]]:
    """Names, last values and colours, for the header: where the axis has the right-hand side, Persian"""
    return [(" ".join(filter(None, (end.symbol, end.name, end.value_text))), end.colour) for end in ends]


def _name(end: End, words: Words) -> dict[str, Any]:
    """The name in short lines with its value in bold"""
    text = "<br>".join([*end.lines[:-1], f"<b>{end.value_text}</b>"])
    position = {"x": end.year, "y": end.value, "yanchor": "middle", "showarrow": False}
    return {"text": theme.isolated(text, words), "font": {"size": 12, "color": end.colour}, **position}


@dataclass(frozen=True)
class YearMark:
    """A dotted line at a year, with what happened; the words stand before or after it."""

    moment: float
    text: str
    after: bool

    @property
    def line(self) -> dict[str, Any]:
        """The line, behind everything"""
        look = {"color": theme.MUTED, "width": 1, "dash": "dot"}
        place = {"x0": self.moment, "x1": self.moment, "yref": "paper", "y0": 0, "y1": 1}
        return {"type": "line", "layer": "below", "line": look, **place}

    def note(self, words: Words) -> dict[str, Any]:
        """The words, at the top of the line"""
        side, shift = ("left", 4) if self.after else ("right", -4)
        text = theme.isolated(theme.wrapped(self.text, 18), words)
        place = {
            "x": self.moment,
            "yref": "paper",
            "y": 1,
            "yanchor": "top",
            "xanchor": side,
            "xshift": shift,
        }
        return {
            "text": text,
            "align": side,
            "showarrow": False,
            "font": {"size": 12, "color": theme.MUTED},
            **place,
        }
