"""All areas in order of a measure: a dot for each, a line for the nation, one area picked out.

The stem of a dot runs from the nation's value, so its length is the distance from the nation and the axis
need not begin at zero. Areas without a number stand at the end with the reason written out, and have no dot.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.format import number, ticks
from dashboard.words import Words

ROW = 28  # pixels for each area
INTERVAL = "#8fb3d9"
NAME_LETTERS = 18  # of a line of a name; a phone has room for these and the dots


def ranked(
    frame: pd.DataFrame,
    *,
    focus: str | None,
    nation_value: float | None,
    words: Words,
    label: str,
    decimals: int = 1,
    title: str | None = None,
    nation_name: str = "",
    top: int | None = None,
    ascending: bool = False,
) -> go.Figure:
    """Areas by value, the highest first. frame: area, name, value, text, status; optional source, low, high.

    `top` keeps the first so many and, always, the focus.
    """
    rows = _ordered(frame, ascending)
    listed_rows = rows if top is None else rows[(rows["place"] <= top) | (rows["area"] == focus)]
    listed_rows = listed_rows.assign(row=range(len(listed_rows)))
    numbered = listed_rows[listed_rows["value"].notna()]
    intervals = (
        numbered.dropna(subset=["low", "high"]) if {"low", "high"} <= set(numbered.columns) else numbered[:0]
    )
    ends = [*intervals["low"], *intervals["high"]] if len(intervals) else []
    values = [*numbered["value"], *ends, *([] if nation_value is None else [nation_value])]
    low, high = _range(values)
    rtl = theme.right_to_left(words)
    nowhere = 0.0 if low < 0 < high else low
    origin = nowhere if nation_value is None else nation_value
    return theme.figure(
        [
            _stems(numbered, origin),
            *_intervals(intervals, origin, decimals, focus, words),
            _dots(numbered, focus, origin, decimals, words),
        ],
        words=words,
        alt=_alternative(rows, focus, label, words),
        height=ROW * len(listed_rows) + 84 + (40 if title else 0),
        title=title,
        label=label,
        notes=[
            *_notes(len(rows), len(listed_rows), words),
            *([words("Bars: 95 % intervals.")] if len(intervals) else []),
            *([words("Hollow: provisional.")] if _provisional(numbered).any() else []),
            *([words("Rings with a point: unreliable, few events.")] if _weak(numbered).any() else []),
        ],
        over=24,
        margin={"b": 40},
        xaxis=theme.value_axis(*ticks(low, high, words.language, n=4), words)
        | {"range": [high, low] if rtl else [low, high], "side": "bottom"},
        yaxis=_names(listed_rows, focus, words) | {"side": "right" if rtl else "left"},
        shapes=_nation_line(nation_value),
        annotations=[
            *_nation_note(nation_value, nation_name, decimals, words),
            *(_missing_note(row, low, words) for row in records(listed_rows[listed_rows["value"].isna()])),
        ],
    )


def _ordered(frame: pd.DataFrame, ascending: bool) -> pd.DataFrame:
    """In order of value, with places; equal values share one, an area without a number has none."""
    rows = frame.sort_values("value", ascending=ascending, na_position="last", kind="stable")
    return rows.assign(place=rows["value"].rank(method="min", ascending=ascending))


def _range(values: list[float]) -> tuple[float, float]:
    """Room at both ends for the numbers beside the dots."""
    if not values:
        return 0.0, 1.0
    spread = (max(values) - min(values)) or abs(values[0]) or 1.0
    return min(values) - 0.25 * spread, max(values) + 0.25 * spread


def _stems(numbered: pd.DataFrame, origin: float) -> theme.Trace:
    x = [place for value in numbered["value"] for place in (origin, value, None)]
    y = [place for row in numbered["row"] for place in (row, row, None)]
    return theme.trace(
        "scatter", x=x, y=y, mode="lines", hoverinfo="skip", line={"color": theme.PEER, "width": 2}, name=""
    )


def _intervals(
    intervals: pd.DataFrame, origin: float, decimals: int, focus: str | None, words: Words
) -> list[theme.Trace]:
    """What the figures may be by chance: a bar from end to end, and the figure beside its end."""
    if intervals.empty:
        return []
    ends = zip(intervals["low"], intervals["high"], strict=True)
    x = [place for low, high in ends for place in (low, high, None)]
    y = [place for row in intervals["row"] for place in (row, row, None)]
    line = {"color": INTERVAL, "width": 6}
    bars = theme.trace("scatter", x=x, y=y, mode="lines", hoverinfo="skip", line=line, name="")
    beyond = intervals["high"].where(intervals["value"] >= origin, intervals["low"])
    figures = theme.trace(
        "scatter",
        x=beyond.tolist(),
        y=intervals["row"].tolist(),
        mode="markers+text",
        marker={"size": 6, "opacity": 0},
        hoverinfo="skip",
        name="",
        **_texts(intervals, origin, decimals, focus, words),
    )
    return [bars, figures]


def _texts(
    rows: pd.DataFrame, origin: float, decimals: int, focus: str | None, words: Words
) -> dict[str, Any]:
    """The figures, written on the side away from the stem."""
    higher, lower = ("left", "right") if theme.right_to_left(words) else ("right", "left")
    colours = [theme.ACCENT if area == focus else theme.INK for area in rows["area"]]
    return {
        "text": [theme.isolated(number(value, words.language, decimals), words) for value in rows["value"]],
        "textposition": [f"middle {higher if value >= origin else lower}" for value in rows["value"]],
        "textfont": {"size": 12, "color": colours},
        "cliponaxis": False,
    }


def _dots(
    numbered: pd.DataFrame, focus: str | None, origin: float, decimals: int, words: Words
) -> theme.Trace:
    """The values; written here where no interval stands in the way."""
    chosen = (numbered["area"] == focus).tolist()
    symbols = np.where(
        _weak(numbered), "circle-open-dot", np.where(_provisional(numbered), "circle-open", "circle")
    )
    texts = _texts(numbered, origin, decimals, focus, words)
    if {"low", "high"} <= set(numbered.columns):
        positions = numbered["low"].notna() & numbered["high"].notna()
        texts["text"] = [
            "" if text_positions else text
            for text_positions, text in zip(positions, texts["text"], strict=True)
        ]
    return theme.trace(
        "scatter",
        x=numbered["value"].tolist(),
        y=numbered["row"].tolist(),
        customdata=numbered["area"].tolist(),
        mode="markers+text",
        **texts,
        marker={
            "opacity": 1,
            "size": [13 if one else 9 for one in chosen],
            "color": [theme.ACCENT if one else theme.MUTED for one in chosen],
            "symbol": symbols.tolist(),
            # the line of a hollow mark is the mark
            "line": {"color": theme.PAPER, "width": [1 if each == "circle" else 2 for each in symbols]},
        },
        hoverinfo="text",
        hovertext=[_hover(row, words) for row in records(numbered)],
        name=words("Areas"),
    )


def _provisional(numbered: pd.DataFrame) -> pd.Series:
    """Which values may still change"""
    if "provisional" not in numbered:
        return pd.Series(False, index=numbered.index)
    return numbered["provisional"].fillna(0).astype(bool)


def _weak(numbered: pd.DataFrame) -> pd.Series:
    """Which values rest on too few events to be read by themselves"""
    if "reliability" not in numbered:
        return pd.Series(False, index=numbered.index)
    return numbered["reliability"] == "unreliable"


def _hover(row: dict[str, Any], words: Words) -> str:
    status = theme.status_text(row["status"], words, provisional=bool(row.get("provisional", False)))
    weak = theme.missing_text("unreliable", words) if row.get("reliability") == "unreliable" else ""
    lines = (row["text"], row.get("interval") or "", weak, status, row.get("source") or "")
    return theme.hover(row["name"], *lines, words=words)


def _names(rows: pd.DataFrame, focus: str | None, words: Words) -> dict[str, Any]:
    """The axis of areas from the top down: place, then name; the focus in bold."""
    texts = [_name(row, focus, words) for row in records(rows)]
    return {
        "tickmode": "array",
        "tickvals": rows["row"].tolist(),
        "ticktext": texts,
        "range": [len(rows) - 0.4, -0.8],
        "showgrid": False,
        "tickfont": {"color": theme.INK, "size": 12},
    }


def _name(row: dict[str, Any], focus: str | None, words: Words) -> str:
    place = "" if pd.isna(row["place"]) else number(row["place"], words.language) + "\N{EN SPACE}"
    name = theme.isolated(theme.wrapped(place + row["name"], NAME_LETTERS), words)
    return f"<b>{name}</b>" if row["area"] == focus else name


def _nation_line(value: float | None) -> list[dict[str, Any]]:
    if value is None:
        return []
    line = {"color": theme.INK, "width": 1.5}
    return [
        {
            "type": "line",
            "x0": value,
            "x1": value,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "layer": "below",
            "line": line,
        }
    ]


def _nation_note(value: float | None, name: str, decimals: int, words: Words) -> list[dict[str, Any]]:
    """The nation's value, over its line."""
    if value is None:
        return []
    text = f"{name or words('Nation')} {number(value, words.language, decimals)}"
    return [
        {
            "text": f"<b>{theme.isolated(text, words)}</b>",
            "x": value,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"size": 12, "color": theme.INK},
        }
    ]


def _missing_note(row: dict[str, Any], low: float, words: Words) -> dict[str, Any]:
    """The reason, written where a dot would be."""
    side = "right" if theme.right_to_left(words) else "left"
    return {
        "text": f"<i>{theme.isolated(theme.missing_text(row['status'], words), words)}</i>",
        "x": low,
        "y": row["row"],
        "xanchor": side,
        "xshift": -6 if side == "right" else 6,
        "showarrow": False,
        "font": {"size": 12, "color": theme.MUTED},
    }


def _notes(all_areas: int, area_count: int, words: Words) -> list[str]:
    if area_count == all_areas:
        return []
    values = {"shown": number(area_count, words.language), "all": number(all_areas, words.language)}
    return [words("{shown} of {all} areas", **values)]


def _alternative(rows: pd.DataFrame, focus: str | None, label: str, words: Words) -> str:
    """The ends of the list, and the place of the focus."""
    numbered = rows[rows["value"].notna()]
    if numbered.empty:
        return words("Areas by {label}: no data.", label=label)
    first, last = numbered.iloc[0], numbered.iloc[-1]
    ends = {
        "first": first["name"],
        "first_value": first["text"],
        "last": last["name"],
        "last_value": last["text"],
    }
    sentence = words(
        "Areas by {label}: first {first} ({first_value}), last {last} ({last_value}).", label=label, **ends
    )
    chosen = numbered[numbered["area"] == focus]
    if chosen.empty:
        return sentence
    row = chosen.iloc[0]
    place, area_count = (number(count, words.language) for count in (row["place"], len(numbered)))
    return (
        sentence
        + " "
        + words(
            "{name} is in place {place} of {count}, with {value}.",
            name=row["name"],
            place=place,
            count=area_count,
            value=row["text"],
        )
    )
