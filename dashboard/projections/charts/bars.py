"""Parts that add up to a change: a bar for each, to the side of its sign, and the change itself last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import change, ticks
from dashboard.words import Words

MORE, LESS, WHOLE = "#1b7837", "#b35900", theme.INK
ROW = 46


def parts(
    rows: Sequence[tuple[str, float]], whole: tuple[str, float], *, words: Words, label: str, decimals: int
) -> go.Figure:
    """Named parts, then the whole they sum to."""
    bars = [*rows, whole]
    names = [theme.isolated(name, words) for name, _ in bars]
    values = [value for _, value in bars]
    texts = [change(value, words.language, decimals) for value in values]
    colours = [MORE if value > 0 else LESS for value in values[:-1]] + [WHOLE]
    low, high = min(0.0, *values), max(0.0, *values)
    pad = 0.24 * ((high - low) or 1.0)
    rtl = theme.right_to_left(words)
    reach = [low - (pad if low < 0 else pad / 6), high + (pad if high > 0 else pad / 6)]
    trace: dict[str, Any] = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(bars))),
        "marker": {"color": colours},
        "text": [theme.isolated(text, words) for text in texts],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
    }
    return theme.figure(
        [trace],
        words=words,
        alt=" ".join(
            words("{measure}: {value}.", measure=name, value=text)
            for (name, _), text in zip(bars, texts, strict=True)
        ),
        height=ROW * len(bars) + 96,
        label=label,
        margin={"b": 40},
        bargap=0.35,
        xaxis=theme.value_axis(*ticks(low, high, words.language, n=4), words)
        | {"range": reach[::-1] if rtl else reach, "zeroline": True, "zerolinecolor": theme.MUTED},
        yaxis={
            "tickvals": list(range(len(bars))),
            "ticktext": names,
            "autorange": "reversed",
            "side": "right" if rtl else "left",
            "automargin": True,
            "showgrid": False,
        },
    )
