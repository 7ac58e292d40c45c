"""Two numbers of each area on one line, joined: what a crude rate says, and what is left of it at equal ages.

Areas stand in the order of the second number. Direction and digits follow the reader.
"""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.format import number, ticks
from dashboard.words import Words

ROW = 24  # pixels for each area
NAME_LETTERS = 18
FIRST, SECOND = theme.PEER, theme.ACCENT


def joined(
    frame: pd.DataFrame,
    *,
    names: tuple[str, str],
    words: Words,
    label: str,
    decimals: int,
    focus: str | None = None,
    alt: str | None = None,
) -> go.Figure:
    """frame: area, name, first, second, said; ``names`` of the two numbers; ``alt`` in place of the usual sentence."""
    rows = frame.sort_values("second", ascending=False, kind="stable").reset_index(drop=True)
    values = pd.concat([rows["first"], rows["second"]])
    room = 0.08 * (float(values.max() - values.min()) or 1.0)
    low, high = float(values.min()) - room, float(values.max()) + room
    rtl = theme.right_to_left(words)
    places = list(range(len(rows)))
    bars = theme.trace(
        "scatter",
        x=[
            coordinate
            for pair in zip(rows["first"], rows["second"], strict=True)
            for coordinate in (*pair, None)
        ],
        y=[coordinate for place in places for coordinate in (place, place, None)],
        mode="lines",
        line={"color": theme.PEER, "width": 2},
        hoverinfo="skip",
        name="",
    )
    dots = [
        theme.trace(
            "scatter",
            x=rows[column].tolist(),
            y=places,
            mode="markers",
            marker={"color": colour, "size": size, "line": {"color": theme.MUTED, "width": 1}},
            hoverinfo="text",
            hovertext=[
                theme.hover(
                    row["name"],
                    f"{name}: {number(row[column], words.language, decimals)}",
                    row["said"],
                    words=words,
                )
                for row in records(rows)
            ],
            name=name,
        )
        for column, name, colour, size in (("first", names[0], FIRST, 9), ("second", names[1], SECOND, 11))
    ]
    texts = [theme.isolated(theme.wrapped(row["name"], NAME_LETTERS), words) for row in records(rows)]
    bold = [
        f"<b>{text}</b>" if area == focus else text for text, area in zip(texts, rows["area"], strict=True)
    ]
    return theme.figure(
        [bars, *dots],
        words=words,
        alt=alt
        or words(
            "{label}: {second} highest in {first_area}, lowest in {last_area}; {first} differs from it where ages differ.",
            label=label,
            first=names[0],
            second=names[1],
            first_area=str(rows["name"].iloc[0]),
            last_area=str(rows["name"].iloc[-1]),
        ),
        height=ROW * len(rows) + 110,
        label=label,
        key=[("○ " + names[0], theme.MUTED), ("● " + names[1], SECOND)],
        over=24,
        margin={"b": 16},
        xaxis=theme.value_axis(*ticks(low, high, words.language, n=5), words)
        | {"range": [high, low] if rtl else [low, high], "side": "top"},
        yaxis={
            "tickmode": "array",
            "tickvals": places,
            "ticktext": bold,
            "range": [len(rows) - 0.4, -0.6],
            "showgrid": False,
            "tickfont": {"color": theme.INK, "size": 12},
            "side": "right" if rtl else "left",
        },
    )
