"""The legend under a map: its classes as a bar with the bounds, and a swatch for every lack of a number.

Plotly's own legends run left to right and write Latin digits; this one begins where the reader begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.charts.scales import Scale
from dashboard.format import number
from dashboard.words import Words

BORDER = "#44525f"
BORDER_WIDTH = 0.8

MISSING_COLOURS = {
    "no_data": theme.NO_DATA,
    "suppressed": theme.SUPPRESSED,
    "not_applicable": theme.NOT_APPLICABLE,
}
PALER = 0.45  # opacity of a class's colour where the value is unreliable
ROOM = 60  # pixels under the map, and a row more for each kind of lack beyond three
BAR_SHARE = 0.62  # of the width; the rest is for the swatches
SWATCHES_AT = 0.68
SWATCH_ROW = 17  # pixels
ROWS = 4  # kinds of lack that may come together
LONG_BOUND = 5  # letters: of longer bounds a phone has room for every second


def with_legend(
    drawing: go.Figure, scale: Scale, values: pd.Series, missing: Sequence[str], words: Words
) -> go.Figure:
    """The map with its legend. `values`: what is shown; `missing`: the reasons why areas have no number."""
    kinds = ["no_data", *(kind for kind in missing if kind != "no_data")][:ROWS]
    swatches = [shape for row, kind in enumerate(kinds) for shape in _swatch(kind, row, scale, words)]
    shapes = [*_bar(scale, words), *swatches]
    names = [_swatch_name(kind, row, words) for row, kind in enumerate(kinds)]
    room = ROOM + SWATCH_ROW * max(0, len(kinds) - 3)
    return drawing.update_layout(
        shapes=shapes, annotations=[*_bounds(scale, values, words), *names], margin={"b": room}
    )


def _from_start(share: float, words: Words) -> float:
    """A place along the width, counted from the side where reading begins"""
    return 1 - share if theme.right_to_left(words) else share


def _bar(scale: Scale, words: Words) -> list[dict[str, Any]]:
    """The classes side by side"""
    width = BAR_SHARE / len(scale.colours)
    edges = [_from_start(k * width, words) for k in range(len(scale.bounds))]
    return [
        _rectangle(edges[k], edges[k + 1], colour, bottom=-25, top=-10)
        for k, colour in enumerate(scale.colours)
    ]


def _rectangle(left: float, right: float, colour: str, *, bottom: float, top: float) -> dict[str, Any]:
    """A shape under the map: across in shares of the width, down in pixels"""
    across = {"xref": "paper", "x0": left, "x1": right}
    down = {"yref": "paper", "ysizemode": "pixel", "yanchor": 0, "y0": bottom, "y1": top}
    line = {"color": BORDER, "width": BORDER_WIDTH}
    return {"type": "rect", "fillcolor": colour, "line": line, **across, **down}


def _bounds(scale: Scale, values: pd.Series, words: Words) -> list[dict[str, Any]]:
    """The bounds in the reader's digits; an end class that also holds values beyond it is left open"""
    last = len(scale.colours)
    texts = [number(bound, words.language, scale.places) for bound in scale.bounds]
    step = 2 if max(len(text) for text in texts) > LONG_BOUND else 1
    ends = {0: values.min() < scale.bounds[0], last: values.max() > scale.bounds[-1]}
    return [
        _text(texts[k], _from_start(k * BAR_SHARE / last, words), -27, words, xanchor="center")
        for k in range(0, last + 1, step)
        if not ends.get(k, False)
    ]


def _text(text: str, place: float, shift: int, words: Words, **own: Any) -> dict[str, Any]:  # noqa: ANN401
    """A piece of writing under the map"""
    position = {"xref": "paper", "x": place, "yref": "paper", "y": 0, "yanchor": "top", "yshift": shift}
    look = {"showarrow": False, "font": {"size": 12, "color": theme.INK}}
    return {"text": theme.isolated(text, words), **position, **look, **own}


def _swatch(kind: str, row: int, scale: Scale, words: Words) -> list[dict[str, Any]]:
    """A small square in the look of a missing value; an unreliable one is pale and has a ring"""
    across = (-16, 0) if theme.right_to_left(words) else (0, 16)
    top = -9 - SWATCH_ROW * row
    anchor = {"xsizemode": "pixel", "xanchor": _from_start(SWATCHES_AT, words)}
    if kind != "unreliable":
        return [_rectangle(*across, MISSING_COLOURS[kind], bottom=top - 13, top=top) | anchor]
    square = _rectangle(*across, scale.colours[len(scale.colours) // 2], bottom=top - 13, top=top)
    middle = sum(across) / 2
    ring = _rectangle(middle - 4, middle + 4, theme.PAPER, bottom=top - 10.5, top=top - 2.5)
    line = {"color": theme.INK, "width": 2}
    return [square | anchor | {"opacity": PALER}, ring | anchor | {"type": "circle", "line": line}]


def _swatch_name(kind: str, row: int, words: Words) -> dict[str, Any]:
    """The reason, beside its square"""
    side, shift = ("right", -21) if theme.right_to_left(words) else ("left", 21)
    place, down = _from_start(SWATCHES_AT, words), -6 - SWATCH_ROW * row
    return _text(theme.missing_text(kind, words), place, down, words, xanchor=side, xshift=shift)
