"""Bars over completed years: how long what ended in a year had lasted, the open group last and paler."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import age_group, number, ticks
from dashboard.words import Words

STEP = 5  # years between the years that are written out


def by_duration(
    frame: pd.DataFrame, *, words: Words, label: str, across: str, alt: str, mean: float | None = None
) -> go.Figure:
    """frame: duration, value, text (what a bar says when pointed at), open (the last group). ``mean``: a line there."""
    language, rtl = words.language, theme.right_to_left(words)
    starts = frame["duration"].tolist()
    named = [year for year in starts if year % STEP == 0 and year != starts[-1]]
    last = age_group(starts[-1], None, language) if frame["open"].iloc[-1] else ""
    texts = [*[number(year, language) for year in named], last]
    bars = theme.trace(
        "bar",
        x=[start + 0.5 for start in starts],
        y=frame["value"].tolist(),
        marker={"color": [theme.PEER if open_ else theme.ACCENT for open_ in frame["open"]]},
        hoverinfo="text",
        hovertext=frame["text"].tolist(),
        name="",
    )
    line = {"type": "line", "x0": mean, "x1": mean, "y0": 0, "y1": 1, "yref": "paper"}
    top = float(frame["value"].max())
    return theme.figure(
        [bars],
        words=words,
        alt=alt,
        height=320,
        label=label,
        bargap=0.15,
        margin={"b": 52},
        shapes=[] if mean is None else [line | {"line": {"color": theme.INK, "width": 1.5, "dash": "dash"}}],
        notes=[] if mean is None else [words("Dashed: the mean.")],
        xaxis={
            "tickmode": "array",
            "tickvals": [*[year + 0.5 for year in named], starts[-1] + 0.5],
            "ticktext": texts,
            "showgrid": False,
            "title": {"text": theme.isolated(across, words)},
            "autorange": "reversed" if rtl else True,
        },
        yaxis=theme.value_axis(*ticks(0.0, top, language, n=4), words)
        | {"range": [0, 1.08 * top], "side": "right" if rtl else "left"},
    )
