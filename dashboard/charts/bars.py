"""Counts by year, stacked by kind: a bar a year, the gravest kind at the foot."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import label_of_largest
from dashboard.charts import theme
from dashboard.format import number, ticks, year_short, year_tick
from dashboard.words import Words

ERROR, WARNING, NOTE = "#9b2c4d", "#c77700", theme.PEER
COLOURS = {"error": ERROR, "warning": WARNING, "note": NOTE}
MOST_YEARS_NAMED = 12


def by_year(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    words: Words,
    calendar: str,
    label: str,
    height: int = 260,
) -> go.Figure:
    """frame: year, severity, count; ``names`` of the severities, the gravest first."""
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    wide = (
        frame.pivot_table(index="year", columns="severity", values="count", aggfunc="sum")
        .reindex(years)
        .fillna(0)
    )
    kinds = [kind for kind in names if kind in wide]
    top = float(wide.sum(axis=1).max())
    step = -(-len(years) // MOST_YEARS_NAMED)
    texts = [
        year_tick(year, calendar, words.language) if year_number % step == 0 else ""
        for year_number, year in enumerate(years)
    ]
    axis = theme.value_axis(*ticks(0, max(top, 4), words.language, decimals=0, n=4), words)
    return theme.figure(
        [_bars(years, wide[kind], kind, names[kind], words, calendar) for kind in kinds],
        words=words,
        alt=_alternative(wide, label, words, calendar),
        height=height,
        label=label,
        key=[(names[kind], theme.MUTED if kind == "note" else COLOURS[kind]) for kind in kinds],
        barmode="stack",
        bargap=0.25,
        xaxis={
            "tickmode": "array",
            "tickvals": list(range(len(years))),
            "ticktext": texts,
            "showgrid": False,
        },
        yaxis=axis
        | {"range": [0, max(top, 4) * 1.05], "side": "right" if theme.right_to_left(words) else "left"},
    )


def _bars(
    years: list[int], counts: pd.Series, kind: str, name: str, words: Words, calendar: str
) -> theme.Trace:
    texts = [
        theme.hover(
            year_short(year, calendar, words.language),
            f"{name}: {number(count, words.language)}",
            words=words,
        )
        for year, count in zip(years, counts, strict=True)
    ]
    places = list(range(len(years)))
    return theme.trace(
        "bar",
        x=places,
        y=counts.tolist(),
        name=name,
        marker={"color": COLOURS[kind]},
        hoverinfo="text",
        hovertext=texts,
    )


def _alternative(wide: pd.DataFrame, label: str, words: Words, calendar: str) -> str:
    totals = wide.sum(axis=1)
    most = int(label_of_largest(totals))
    return words(
        "{label} by year: most in {year}, {count}.",
        label=label,
        year=year_short(most, calendar, words.language),
        count=number(totals[most], words.language),
    )
