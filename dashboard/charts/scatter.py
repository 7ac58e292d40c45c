"""Two measures of every area against each other, the nation's values as a cross behind; and the funnel of small areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.format import compact_persons, number, ticks
from dashboard.words import Words


@dataclass(frozen=True)
class ScatterAxis:
    """One measure of a scatter: its name with the unit, its decimals, the nation's value."""

    label: str
    decimals: int
    nation: float | None = None


def scatter(
    frame: pd.DataFrame,
    *,
    across: ScatterAxis,
    up: ScatterAxis,
    focus: str,
    words: Words,
    notes: Sequence[str] = (),
) -> go.Figure:
    """frame: area, name, x, y, x_text, y_text, said (status and source); both values known."""
    rtl = theme.right_to_left(words)
    return theme.figure(
        [_dots(frame, focus, across, up, words)],
        words=words,
        alt=_alternative(frame, across, up, words),
        height=520,
        label=words("Up: {up}. Across: {across}.", up=up.label, across=across.label),
        notes=notes,
        margin={"b": 60, "l": 16, "r": 16},
        xaxis=_axis(frame["x"], across, words, turned=rtl),
        yaxis=_axis(frame["y"], up, words) | {"side": "right" if rtl else "left"},
        shapes=[*_cross(across.nation, "x"), *_cross(up.nation, "y")],
    )


def _axis(values: pd.Series, axis: ScatterAxis, words: Words, *, turned: bool = False) -> dict[str, Any]:
    axis_values = [*values, *([] if axis.nation is None else [axis.nation])]
    low, high = min(axis_values), max(axis_values)
    room = 0.06 * ((high - low) or abs(high) or 1)
    low, high = low - room, high + room
    ends = [high, low] if turned else [low, high]
    return theme.value_axis(*ticks(low, high, words.language, n=5), words) | {
        "range": ends,
        "title": {"text": theme.isolated(theme.wrapped(axis.label, 60), words)},
    }


def _dots(frame: pd.DataFrame, focus: str, across: ScatterAxis, up: ScatterAxis, words: Words) -> theme.Trace:
    chosen = (frame["area"] == focus).tolist()
    texts = [
        theme.isolated(name, words) if one else "" for name, one in zip(frame["name"], chosen, strict=True)
    ]
    hover = [
        theme.hover(
            row["name"],
            f"{across.label}: {row['x_text']}",
            f"{up.label}: {row['y_text']}",
            row["said"],
            words=words,
        )
        for row in records(frame)
    ]
    return theme.trace(
        "scatter",
        x=frame["x"].tolist(),
        y=frame["y"].tolist(),
        mode="markers+text",
        text=texts,
        textposition="top center",
        textfont={"size": 12, "color": theme.ACCENT},
        cliponaxis=False,
        marker={
            "size": [14 if one else 9 for one in chosen],
            "color": [theme.ACCENT if one else theme.MUTED for one in chosen],
            "opacity": 0.9,
            "line": {"color": theme.PAPER, "width": 1},
        },
        hoverinfo="text",
        hovertext=hover,
        name="",
    )


def _cross(value: float | None, side: str) -> list[dict[str, Any]]:
    """The nation's value of one measure, from edge to edge"""
    if value is None:
        return []
    other = "y" if side == "x" else "x"
    return [
        {
            "type": "line",
            "layer": "below",
            "line": {"color": theme.INK, "width": 1, "dash": "dot"},
            f"{side}0": value,
            f"{side}1": value,
            f"{other}0": 0,
            f"{other}1": 1,
            f"{other}ref": "paper",
        }
    ]


def _alternative(frame: pd.DataFrame, across: ScatterAxis, up: ScatterAxis, words: Words) -> str:
    """How the two go together: Spearman's rank correlation, in a word and a number"""
    ranks = frame[["x", "y"]].rank()
    correlation = float(ranks["x"].corr(ranks["y"])) if len(frame) > 2 else float("nan")
    return words(
        "Scatter of {up} against {across} in {count} areas; rank correlation {rho}.",
        up=up.label,
        across=across.label,
        count=number(len(frame), words.language),
        rho=number(correlation, words.language, 2),
    )


def funnel(
    frame: pd.DataFrame,
    curves: pd.DataFrame,
    *,
    across: ScatterAxis,
    up: ScatterAxis,
    focus: str,
    words: Words,
    notes: Sequence[str] = (),
) -> go.Figure:
    """Rates against size with control limits. frame: as of `scatter`; curves: size, low, high, wide_low, wide_high."""
    drawing = scatter(frame, across=across, up=up, focus=focus, words=words, notes=notes)
    looks = (("low", "high", "dash"), ("wide_low", "wide_high", "solid"))
    for low, high, dash in looks:
        for column in (low, high):
            line = {"color": theme.NATION, "width": 1.2, "dash": dash}
            drawing.add_trace(
                theme.trace(
                    "scatter",
                    x=curves["size"].tolist(),
                    y=curves[column].tolist(),
                    mode="lines",
                    line=line,
                    hoverinfo="skip",
                    name="",
                )
            )
    values = pd.concat([frame["y"], curves["wide_low"], curves["wide_high"]])
    frames = values.clip(lower=0, upper=frame["y"].max() * 1.5)
    rtl = theme.right_to_left(words)
    sizes = _sizes(curves["size"], across, words, turned=rtl)
    return drawing.update_layout(xaxis=sizes, yaxis=_axis(frames, up, words))


def _sizes(values: pd.Series, axis: ScatterAxis, words: Words, *, turned: bool) -> dict[str, Any]:
    """Numbers of people over magnitudes: 1, 2 and 5 times the powers of ten."""
    low, high = float(np.log10(values.min())), float(np.log10(values.max()))
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    round_ones = [first * 10.0**power for power in powers for first in (1, 2, 5)]
    places = [each for each in round_ones if low <= np.log10(each) <= high]
    texts = [compact_persons(each, words.language) for each in places]
    return theme.value_axis(places, texts, words) | {
        "type": "log",
        "range": [high, low] if turned else [low, high],
        "title": {"text": theme.isolated(axis.label, words)},
    }
