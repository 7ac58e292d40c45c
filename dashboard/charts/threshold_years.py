"""When each area passes a level: a row for each area, a mark in the year for each level, hollow where it is projected.

Years run from left to right in every language, as on all charts of years.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.charts.lines import year_axis
from dashboard.format import year
from dashboard.words import Words

ROW = 24
NAME_LETTERS = 18
LOOKS = (("circle", theme.ACCENT), ("diamond", "#b35900"), ("square", "#6a4c93"))


def passed(
    frame: pd.DataFrame,
    *,
    levels: Mapping[float, str],
    words: Words,
    calendar: str,
    label: str,
    now: int,
    focus: str | None = None,
) -> go.Figure:
    """frame: area, name, place, level, year, projected, said — one row an area and level passed; ``now`` the last year known.

    ``levels``: level -> its name; ``place`` the row of the area from the top.
    """
    looks = dict(zip(levels, LOOKS, strict=False))
    rtl = theme.right_to_left(words)
    rows = frame[["area", "name", "place"]].drop_duplicates("area").sort_values("place")
    texts = [theme.isolated(theme.wrapped(row["name"], NAME_LETTERS), words) for row in records(rows)]
    bold = [
        f"<b>{text}</b>" if area == focus else text for text, area in zip(texts, rows["area"], strict=True)
    ]
    crossings = frame.dropna(subset=["year"])
    line = {"color": theme.MUTED, "width": 1, "dash": "dot"}
    return theme.figure(
        [
            _marks(crossings[crossings["level"] == level], levels[level], looks[level], words, calendar)
            for level in sorted(set(crossings["level"]))
        ],
        words=words,
        alt=words(
            "{label}: {count} areas; the first passes {level} in {year}.",
            label=label,
            count=str(rows["area"].nunique()),
            level=levels[float(crossings["level"].iloc[0])],
            year=year(int(crossings["year"].min()), calendar, words.language),
        ),
        height=ROW * len(rows) + 120,
        label=label,
        key=[
            (f"{symbol} {levels[level]}", looks[level][1])
            for level, symbol in zip(levels, "●◆■", strict=False)
        ],
        notes=[words("Hollow marks: projected.")],
        over=40,
        margin={"b": 16},
        shapes=[
            {
                "type": "line",
                "x0": now + 0.5,
                "x1": now + 0.5,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": line,
            }
        ],
        xaxis=year_axis(crossings["year"], words, calendar) | {"side": "top"},
        yaxis={
            "tickmode": "array",
            "tickvals": rows["place"].tolist(),
            "ticktext": bold,
            "range": [len(rows) - 0.4, -0.6],
            "gridcolor": theme.GRID,
            "tickfont": {"color": theme.INK, "size": 12},
            "side": "right" if rtl else "left",
        },
    )


def _marks(rows: pd.DataFrame, name: str, look: tuple[str, str], words: Words, calendar: str) -> theme.Trace:
    symbol, colour = look
    return theme.trace(
        "scatter",
        x=rows["year"].astype(int).tolist(),
        y=rows["place"].tolist(),
        mode="markers",
        marker={
            "symbol": symbol,
            "size": 10,
            "color": [theme.PAPER if rows_with_year else colour for rows_with_year in rows["projected"]],
            "line": {"color": colour, "width": 2},
        },
        hoverinfo="text",
        hovertext=[
            theme.hover(
                row["name"],
                words("{year}: {value}", year=year(int(row["year"]), calendar, words.language), value=name),
                row["said"],
                words=words,
            )
            for row in records(rows)
        ],
        name=name,
    )
