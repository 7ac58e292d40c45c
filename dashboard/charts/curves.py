"""Curves over age, and lines over years with the room that chance leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import label_of_largest, records
from dashboard.charts import theme
from dashboard.charts.axis import Axis
from dashboard.charts.lines import year_axis
from dashboard.format import age_group, number, ticks, year
from dashboard.words import Words

COLOURS = (theme.ACCENT, theme.MUTED, "#b35900", "#6a4c93")
DASHES = ("solid", "6px,4px", "2px,3px", "8px,3px,2px,3px")


@dataclass(frozen=True)
class Look:
    """How one series over the years is drawn; an estimated one dashed, with hollow points."""

    colour: str
    estimated: bool = False


def by_age(
    frame: pd.DataFrame,
    *,
    words: Words,
    label: str,
    decimals: int,
    means: dict[str, float] | None = None,
    mean_text: str = "{name}: {age}",
    log: bool = False,
    at_start: bool = False,
    title: str | None = None,
    notes: Sequence[str] = (),
    provenance: str = "",
    height: int = 380,
) -> go.Figure:
    """A curve for each name. frame: name, age, width, value; ``age`` the first of a group, drawn at its middle.

    ``means``: name -> an age marked by a thin line, with its number in the header. ``log``: the axis of values by tenfold steps;
    ``at_start``: values of the exact first age, not of the group; ``provenance``: how they came to be and who says so.
    """
    names = list(dict.fromkeys(frame["name"]))
    look = dict(zip(names, zip(COLOURS, DASHES, strict=True), strict=False))
    values = frame["value"].dropna()
    low, high = (float(values[values > 0].min()), float(values.max())) if log else (0.0, float(values.max()))
    oldest = int(frame["age"].max()) + 5
    rtl = theme.right_to_left(words)
    samples = {name: "——" if look[name][1] == "solid" else "– –" for name in names}
    key = [(f"{samples[name]} {_named(name, means, mean_text, words)}", look[name][0]) for name in names]
    return theme.figure(
        [
            _curve(rows, str(name), look[name], decimals, words, at_start, provenance)
            for name, rows in frame.groupby("name", sort=False)
        ],
        words=words,
        alt=_alternative(frame, label, decimals, words),
        height=height,
        title=title,
        label=label,
        key=key,
        notes=notes,
        margin={"b": 52},
        shapes=[_mark(age, look[name]) for name, age in (means or {}).items() if name in look],
        xaxis=theme.value_axis(*_ages(int(frame["age"].min()), oldest, words), words)
        | {"title": {"text": theme.isolated(words("Age, years"), words)}, "showgrid": False},
        yaxis=_logarithmic(low, high, words)
        if log
        else _linear(high, words) | {"side": "right" if rtl else "left"},
    )


def _named(name: str, means: dict[str, float] | None, text: str, words: Words) -> str:
    if not means or name not in means:
        return name
    return words(text, name=name, age=number(means[name], words.language, 1))


def _curve(
    rows: pd.DataFrame,
    name: str,
    look: tuple[str, str],
    decimals: int,
    words: Words,
    at_start: bool,
    provenance: str,
) -> theme.Trace:
    middles = (rows["age"] + (0 if at_start else rows["width"].fillna(5) / 2)).tolist()
    texts = [
        theme.hover(
            number(row["age"], words.language)
            if at_start
            else age_group(int(row["age"]), row["width"], words.language),
            f"{name}: {number(row['value'], words.language, decimals)}",
            provenance,
            words=words,
        )
        for row in records(rows)
    ]
    return theme.trace(
        "scatter",
        x=middles,
        y=rows["value"].tolist(),
        mode="lines+markers" if len(rows) < 30 else "lines",
        line={"color": look[0], "width": 3, "dash": look[1]},
        marker={"color": look[0], "size": 7},
        hoverinfo="text",
        hovertext=texts,
        name=name,
    )


def _mark(age: float, look: tuple[str, str]) -> dict[str, Any]:
    """A thin upright line at a mean age"""
    line = {"color": look[0], "width": 1.5, "dash": look[1]}
    return {
        "type": "line",
        "x0": age,
        "x1": age,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": line,
    }


def _ages(first: int, last: int, words: Words) -> tuple[list[float], list[str]]:
    step = 5 if last - first <= 45 else 10
    ages = list(range(first - first % step, last + 1, step))
    return [float(age) for age in ages], [number(age, words.language) for age in ages]


def _linear(high: float, words: Words) -> dict[str, Any]:
    return theme.value_axis(*ticks(0.0, high, words.language, n=5), words) | {"range": [0, 1.08 * high]}


def _logarithmic(low: float, high: float, words: Words) -> dict[str, Any]:
    """Tenfold steps, written out"""
    powers = range(floor(log10(low)), ceil(log10(high)) + 1)
    values = [10.0**power for power in powers]
    texts = [
        number(value, words.language, max(0, -power)) for value, power in zip(values, powers, strict=True)
    ]
    return theme.value_axis(values, texts, words) | {
        "type": "log",
        "range": [log10(low) - 0.1, log10(high) + 0.1],
    }


def _alternative(frame: pd.DataFrame, label: str, decimals: int, words: Words) -> str:
    """Where each curve is highest"""
    sentences = []
    for name, rows in frame.groupby("name", sort=False):
        top = rows.loc[label_of_largest(rows["value"])]
        sentences.append(
            words(
                "{label}, {name}: highest at age {age}, {value}.",
                label=label,
                name=str(name),
                age=age_group(int(top["age"]), top["width"], words.language),
                value=number(top["value"], words.language, decimals),
            )
        )
    return " ".join(sentences)


@dataclass(frozen=True)
class Level:
    """A value that means something: drawn across, and what it is."""

    value: float
    text: str


def with_limits(
    frame: pd.DataFrame,
    *,
    words: Words,
    axis: Axis,
    level: Level | None = None,
    looks: Mapping[str, Look] | None = None,
    height: int = 360,
) -> go.Figure:
    """Points over the years with bars to the limits that chance leaves. frame: name, year, value, low, high, said.

    Limits may be missing. ``looks`` of
    the names, where they are not of the same making.
    """
    names = list(dict.fromkeys(frame["name"]))
    look = looks or {name: Look(colour) for name, colour in zip(names, COLOURS, strict=False)}
    values = pd.concat([frame["value"], frame["low"], frame["high"]]).dropna().tolist()
    values += [] if level is None else [level.value]
    room = 0.1 * ((max(values) - min(values)) or 1)
    low, high = min(values) - room, max(values) + room
    rtl = theme.right_to_left(words)
    return theme.figure(
        [
            _points(
                rows,
                str(name),
                look[str(name)],
                0.0 if looks else 0.12 * (place - (len(names) - 1) / 2),
                words,
                axis,
            )
            for place, (name, rows) in enumerate(frame.groupby("name", sort=False))
        ],
        words=words,
        alt=words(
            "{label}: {names}, {count} years, from {low} to {high}.",
            label=axis.label,
            names=", ".join(names),
            count=number(frame["year"].nunique(), words.language),
            low=number(frame["value"].min(), words.language, axis.decimals),
            high=number(frame["value"].max(), words.language, axis.decimals),
        ),
        height=height,
        label=axis.label,
        key=[(("○ " if look[name].estimated else "● ") + name, look[name].colour) for name in names],
        notes=[] if level is None else [level.text],
        margin={"b": 52},
        shapes=[] if level is None else [_across(level.value)],
        xaxis=year_axis(frame["year"], words, axis.calendar),
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=5), words)
        | {"range": [low, high], "side": "right" if rtl else "left"},
    )


def _points(rows: pd.DataFrame, name: str, look: Look, aside: float, words: Words, axis: Axis) -> theme.Trace:
    ordered = rows.sort_values("year")
    value = ordered["value"]
    return theme.trace(
        "scatter",
        x=(ordered["year"] + aside).tolist(),
        y=value.tolist(),
        mode="lines+markers",
        line={"color": look.colour, "width": 2, "dash": "4px,4px" if look.estimated else "solid"},
        marker={
            "color": theme.PAPER if look.estimated else look.colour,
            "size": 8,
            "line": {"color": look.colour, "width": 2},
        },
        error_y={
            "type": "data",
            "symmetric": False,
            "array": (ordered["high"] - value).fillna(0).tolist(),
            "arrayminus": (value - ordered["low"]).fillna(0).tolist(),
            "color": look.colour,
            "thickness": 1.5,
            "width": 3,
        },
        hoverinfo="text",
        hovertext=[
            theme.hover(
                name,
                words(
                    "{year}: {value}",
                    year=year(int(row["year"]), axis.calendar, words.language),
                    value=number(row["value"], words.language, axis.decimals),
                ),
                row["said"],
                words=words,
            )
            for row in records(ordered)
        ],
        name=name,
    )


def _across(level: float) -> dict[str, Any]:
    line = {"color": theme.MUTED, "width": 1.5, "dash": "dot"}
    return {
        "type": "line",
        "x0": 0,
        "x1": 1,
        "xref": "paper",
        "y0": level,
        "y1": level,
        "layer": "below",
        "line": line,
    }
