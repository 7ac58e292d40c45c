"""Parts of a difference beside each other: a bar for each, up or down from nothing, that add up to the whole.

`dashboard.charts.balance` has the steps of a balance of people; here every part stands on the ground, because ages are
compared with each other and not followed one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    provenance: str = ""
    whole: bool = False


def contributions(
    parts: Sequence[Part],
    *,
    words: Words,
    label: str,
    decimals: int,
    lying: bool = False,
    title: str | None = None,
    notes: Sequence[str] = (),
    height: int = 360,
) -> go.Figure:
    """Bars in the order given, each with its number at its end. ``label`` says what is counted, with its unit.

    ``lying``: the bars lie, one under the other, as a phone has room for many names.
    """
    values = [part.value for part in parts]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (0.22 if lying else 0.16) * ((high - low) or 1)
    texts = [change(part.value, words.language, decimals) for part in parts]
    places = list(range(len(parts)))
    names = {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": [theme.isolated(theme.wrapped(part.name, 12), words) for part in parts],
        "tickangle": 0,
        "showgrid": False,
        "tickfont": {"size": 12, "color": theme.INK},
    }
    amounts = theme.value_axis(*ticks(low, high, words.language, n=5), words) | {
        "range": [low - room, high + room],
        "zeroline": True,
        "zerolinecolor": theme.MUTED,
    }
    return theme.figure(
        [
            theme.trace(
                "bar",
                x=values if lying else places,
                y=places if lying else values,
                orientation="h" if lying else "v",
                marker={"color": [_colour(part) for part in parts]},
                text=[theme.isolated(text, words) for text in texts],
                textposition="outside",
                textangle=0,
                textfont={"size": 12, "color": theme.INK},
                cliponaxis=False,
                hoverinfo="text",
                hovertext=[
                    theme.hover(part.name, text, part.provenance, words=words)
                    for part, text in zip(parts, texts, strict=True)
                ],
                name="",
            )
        ],
        words=words,
        alt=_alternative(parts, texts, label, words),
        height=30 * len(parts) + 90 if lying else height,
        title=title,
        label=label,
        notes=notes,
        margin={"b": 40 if lying else 56},
        bargap=0.3,
        **_axes(names, amounts, len(parts), words, lying=lying),
    )


def _axes(
    names: dict[str, Any], amounts: dict[str, Any], count: int, words: Words, *, lying: bool
) -> dict[str, Any]:
    """The axis of names and that of amounts, in the reader's direction; the first name is at the top, or where reading begins"""
    rtl = theme.right_to_left(words)
    side = {"side": "right" if rtl else "left"}
    ends = [count - 0.5, -0.5]
    if lying:
        turned = amounts["range"][::-1] if rtl else amounts["range"]
        return {"xaxis": amounts | {"range": turned}, "yaxis": names | side | {"range": ends}}
    return {"xaxis": names | {"range": ends if rtl else ends[::-1]}, "yaxis": amounts | side}


def _colour(part: Part) -> str:
    if part.whole:
        return WHOLE
    return UP if part.value >= 0 else DOWN


def _alternative(parts: Sequence[Part], texts: Sequence[str], label: str, words: Words) -> str:
    """Every part with its number"""
    sentences = "; ".join(f"{part.name} {text}" for part, text in zip(parts, texts, strict=True))
    return words("{label}, part by part: {parts}.", label=label, parts=sentences)
