"""Parts of a difference beside each other: a bar for each, up or down from nothing, that add up to the whole.

`dashboard.charts.balance` has the steps of a balance of people; here every part stands on the ground, because ages are
compared with each other and not followed one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import change, ticks
from dashboard.words import Words

UP, DOWN, WHOLE = theme.WOMEN, theme.MEN, theme.NATION


@dataclass(frozen=True)
class Part:
    """One bar: its name, how much it adds (below nothing: takes), what is said of it; ``whole`` for their sum."""

    name: str
    value: float
    said: str = ""
    whole: bool = False


def contributions(
    parts: Sequence[Part],
    *,
    words: Words,
    label: str,
    decimals: int,
    title: str | None = None,
    notes: Sequence[str] = (),
    height: int = 360,
) -> go.Figure:
    """Bars in the order given, each with its number at its end. ``label`` says what is counted, with its unit."""
    values = [part.value for part in parts]
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.16 * ((high - low) or 1)
    rtl = theme.right_to_left(words)
    texts = [change(part.value, words.language, decimals) for part in parts]
    return theme.figure(
        [
            go.Bar(
                x=list(range(len(parts))),
                y=values,
                marker={"color": [_colour(part) for part in parts]},
                text=[theme.isolated(text, words) for text in texts],
                textposition="outside",
                textangle=0,
                textfont={"size": 12, "color": theme.INK},
                cliponaxis=False,
                hoverinfo="text",
                hovertext=[
                    theme.hover(part.name, text, part.said, words=words)
                    for part, text in zip(parts, texts, strict=True)
                ],
                name="",
            )
        ],
        words=words,
        alt=_alternative(parts, texts, label, words),
        height=height,
        title=title,
        label=label,
        notes=notes,
        margin={"b": 56},
        bargap=0.3,
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(parts))),
            "ticktext": [theme.isolated(theme.wrapped(part.name, 12), words) for part in parts],
            "tickangle": 0,
            "showgrid": False,
            "tickfont": {"size": 12, "color": theme.INK},
            "range": [len(parts) - 0.5, -0.5] if rtl else [-0.5, len(parts) - 0.5],
        },
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=5), words)
        | {
            "range": [low - room, high + room],
            "zeroline": True,
            "zerolinecolor": theme.MUTED,
            "side": "right" if rtl else "left",
        },
    )


def _colour(part: Part) -> str:
    if part.whole:
        return WHOLE
    return UP if part.value >= 0 else DOWN


def _alternative(parts: Sequence[Part], texts: Sequence[str], label: str, words: Words) -> str:
    """Every part with its number"""
    said = "; ".join(f"{part.name} {text}" for part, text in zip(parts, texts, strict=True))
    return words("{label}, part by part: {parts}.", label=label, parts=said)
