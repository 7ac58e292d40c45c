"""Small multiples: the same little chart for every area, all on one scale, the nation behind each.

All panels lie on one pair of axes, side by side: sixty pairs of axes would make a page wait.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.charts.axis import Axis
from dashboard.format import number, year, years
from dashboard.words import Words

WIDE, GAP, HEAD = 1.0, 0.12, 0.42  # of a panel: its width and height, the room between, the room for a name
ROW = 112  # pixels for a row of panels
NAME_LETTERS = 20


def small_multiples(
    frame: pd.DataFrame,
    *,
    order: list[str],
    focus: str,
    nation: str,
    words: Words,
    axis: Axis,
    columns: int,
    title: str | None = None,
) -> go.Figure:
    """A panel for each area of ``order``. frame: area, name, year, value, status, source, provisional."""
    rows = frame.dropna(subset="value").sort_values(["area", "year"])
    first, last = int(rows["year"].min()), int(rows["year"].max())
    low, high = float(rows["value"].min()), float(rows["value"].max())
    spot = _Spot(first, max(last - first, 1), low, (high - low) or 1.0, columns)
    if theme.right_to_left(words):  # the first panel stands where reading begins; years run as everywhere
        places = {area: (columns - 1 - i % columns, i // columns) for i, area in enumerate(order)}
    else:
        places = {area: (i % columns, i // columns) for i, area in enumerate(order)}
    nation_rows = rows[rows["area"] == nation]
    own = {area: rows[rows["area"] == area] for area in order}
    lines = math.ceil(len(order) / columns)
    return theme.figure(
        [
            _line([(nation_rows, place) for place in places.values()], spot, theme.PEER, 1.5, None),
            _line(
                [(own[area], places[area]) for area in order],
                spot,
                theme.ACCENT,
                2,
                lambda row: _hover(row, words, axis.calendar, axis.decimals),
            ),
        ],
        words=words,
        alt=words(
            "Small multiples of {label}: {count} areas, {years}, all from {low} to {high}.",
            label=axis.label,
            count=number(len(order), words.language),
            years=years(first, last, axis.calendar, words.language),
            low=number(low, words.language, axis.decimals),
            high=number(high, words.language, axis.decimals),
        ),
        height=lines * ROW + 90,
        title=title,
        label=axis.label,
        notes=[
            words(
                "{years}; every panel from {low} to {high}. Grey: {nation}.",
                years=years(first, last, axis.calendar, words.language),
                low=number(low, words.language, axis.decimals),
                high=number(high, words.language, axis.decimals),
                nation=str(nation_rows["name"].iloc[0])
                if len(nation_rows)
                else words("no figure for the nation"),
            )
        ],
        margin={"b": 8},
        xaxis={"visible": False, "range": [-0.02, columns * (WIDE + GAP) - GAP + 0.02]},
        yaxis={"visible": False, "range": [-lines * (WIDE + HEAD), 0.02]},
        annotations=[_name(own[area], area, places[area], focus, words, axis.decimals) for area in order],
        shapes=[_floor(place) for place in places.values()],
    )


class _Spot:
    """Where a year and a value lie in a panel."""

    def __init__(self, first: int, span: int, low: float, reach: float, columns: int) -> None:
        self.first, self.span, self.low, self.reach, self.columns = first, span, low, reach, columns

    def __call__(self, year: int, value: float, place: tuple[int, int]) -> tuple[float, float]:
        left, top = place[0] * (WIDE + GAP), -place[1] * (WIDE + HEAD) - HEAD
        return (
            round(left + WIDE * (year - self.first) / self.span, 3),
            round(top - WIDE + WIDE * (value - self.low) / self.reach, 3),
        )


def _line(
    parts: list[tuple[pd.DataFrame, tuple[int, int]]],
    spot: _Spot,
    colour: str,
    width: float,
    hover_text: Any,  # noqa: ANN401 - a function of a row, or None
) -> theme.Trace:
    """All areas' lines as one trace, a gap between one panel and the next"""
    x: list[float | None] = []
    y: list[float | None] = []
    texts: list[str] = []
    for rows, place in parts:
        for row in records(rows):
            across, up = spot(int(row["year"]), float(row["value"]), place)
            x, y = [*x, across], [*y, up]
            texts.append(hover_text(row) if hover_text else "")
        x, y, texts = [*x, None], [*y, None], [*texts, ""]
    hover = {"hoverinfo": "text", "hovertext": texts} if hover_text else {"hoverinfo": "skip"}
    return theme.trace(
        "scatter", x=x, y=y, mode="lines", line={"color": colour, "width": width}, name="", **hover
    )


def _hover(row: dict[str, Any], words: Words, calendar: str, decimals: int) -> str:
    sentence = words(
        "{year}: {value}",
        year=year(int(row["year"]), calendar, words.language),
        value=number(row["value"], words.language, decimals),
    )
    came = theme.status_text(str(row["status"]), words, provisional=bool(row["provisional"]))
    return theme.hover(str(row["name"]), sentence, came, row["source"] or "", words=words)


def _name(
    rows: pd.DataFrame, area: str, place: tuple[int, int], focus: str, words: Words, decimals: int
) -> dict[str, Any]:
    """The area over its panel, with its latest figure"""
    rtl = theme.right_to_left(words)
    left, top = place[0] * (WIDE + GAP), -place[1] * (WIDE + HEAD)
    name = theme.wrapped(str(rows["name"].iloc[0]), NAME_LETTERS).split("<br>")[0] if len(rows) else area
    value = number(rows["value"].iloc[-1], words.language, decimals) if len(rows) else words("no data")
    text = words("{name} {value}", name=name, value=value)
    return {
        "text": theme.isolated(f"<b>{text}</b>" if area == focus else text, words),
        "x": left + WIDE if rtl else left,
        "y": top,
        "xanchor": "right" if rtl else "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 11, "color": theme.ACCENT if area == focus else theme.INK},
    }


def _floor(place: tuple[int, int]) -> dict[str, Any]:
    left, bottom = place[0] * (WIDE + GAP), -place[1] * (WIDE + HEAD) - HEAD - WIDE
    line = {"color": theme.PEER, "width": 1}
    return {"type": "line", "x0": left, "x1": left + WIDE, "y0": bottom, "y1": bottom, "line": line}
