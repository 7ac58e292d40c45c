"""A waterfall: what was added and taken away, one step after the other, to the whole change. The unexplained has a look
of its own, because it is a finding about the figures and not about people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import change, number, ticks
from dashboard.words import Words

ADDED, LOSS, UNEXPLAINED, WHOLE = theme.WOMEN, theme.MEN, "#8a8a86", theme.NATION


@dataclass(frozen=True)
class Part:
    """One step: its name, persons added (or taken), how it is known. ``kind``: known, unexplained, whole."""

    name: str
    value: float
    provenance: str = ""
    kind: str = "known"


def waterfall(
    parts: Sequence[Part],
    *,
    words: Words,
    label: str,
    title: str | None = None,
    notes: Sequence[str] = (),
    height: int = 400,
) -> go.Figure:
    """The parts in their order; the last, of kind whole, stands on the ground and equals the sum of the others."""
    bases, place = [], 0.0
    for part in parts:
        bases.append(0.0 if part.kind == "whole" else place)
        place += 0.0 if part.kind == "whole" else part.value
    tops = [base + part.value for base, part in zip(bases, parts, strict=True)]
    low, high = min(0.0, *bases, *tops), max(0.0, *bases, *tops)
    room = 0.12 * ((high - low) or 1)
    rtl = theme.right_to_left(words)
    return theme.figure(
        [
            theme.trace(
                "bar",
                x=list(range(len(parts))),
                y=[part.value for part in parts],
                base=bases,
                marker={
                    "color": [_colour(part) for part in parts],
                    "pattern": {"shape": ["/" if part.kind == "unexplained" else "" for part in parts]},
                },
                text=[theme.isolated(_persons(part, words), words) for part in parts],
                textposition="outside",
                textfont={"size": 12, "color": theme.INK},
                cliponaxis=False,
                hoverinfo="text",
                hovertext=[
                    theme.hover(
                        part.name,
                        words("{people} people", people=_persons(part, words)),
                        part.provenance,
                        words=words,
                    )
                    for part in parts
                ],
                name="",
            )
        ],
        words=words,
        alt=_alternative(parts, label, words),
        height=height,
        title=title,
        label=label,
        notes=notes,
        margin={"b": 60},
        bargap=0.35,
        shapes=_steps(tops, parts),
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(parts))),
            "ticktext": [theme.isolated(theme.wrapped(part.name, 14), words) for part in parts],
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


def _persons(part: Part, words: Words) -> str:
    """To the nearest hundred: totals are published no finer, and the parts stand on rates and estimates."""
    return change(round(part.value, -2), words.language, 0)


def _colour(part: Part) -> str:
    if part.kind != "known":
        return UNEXPLAINED if part.kind == "unexplained" else WHOLE
    return ADDED if part.value >= 0 else LOSS


def _steps(tops: Sequence[float], parts: Sequence[Part]) -> list[dict[str, object]]:
    """A thin line from the end of each step to the beginning of the next"""
    line = {"color": theme.MUTED, "width": 1}
    return [
        {"type": "line", "x0": place + 0.33, "x1": place + 0.67, "y0": top, "y1": top, "line": line}
        for place, (top, part) in enumerate(zip(tops[:-1], parts[:-1], strict=True))
        if part.kind != "whole"
    ]


def _alternative(parts: Sequence[Part], label: str, words: Words) -> str:
    """Every step with its number"""
    steps = "; ".join(f"{part.name} {number(part.value, words.language)}" for part in parts)
    return words("{label}, step by step: {steps}.", label=label, steps=steps)
