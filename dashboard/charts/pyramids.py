"""People by sex and age: men to the left, women to the right, both counted from the middle outwards.

A second year or scenario is drawn as an outline over the bars. The sides keep their places in every language;
in Persian the ages stand on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import label_of_largest
from dashboard.charts import theme
from dashboard.format import age_group, number, ticks
from dashboard.words import Words

SIDES = {"male": -1, "female": 1}
COLOURS = {"male": theme.MEN, "female": theme.WOMEN}


def pyramid(
    frame: pd.DataFrame,
    *,
    words: Words,
    name: str,
    other: pd.DataFrame | None = None,
    other_name: str = "",
    title: str | None = None,
    measure: Literal["counts", "shares"] = "counts",
    status: str = "published",
    limit: float | None = None,
    provenance: str = "",
    height: int = 460,
) -> go.Figure:
    """A pyramid of single years or five-year groups. frame: sex, age_lower, value; the last age is open.

    `value` is persons, or for `shares` a share of all people between 0 and 1. `name` and `other_name` say
    which year or scenario. `limit` (in the frame's unit) holds the axis still between years. `said`: how the people
    were counted and who says so.
    """
    factor, label, decimals = _unit(frame, measure, words)
    parts = [frame] if other is None else [frame, other]
    most = limit if limit is not None else max(part["value"].max() for part in parts)
    traces = [_bars(frame, sex, factor, decimals, name, words, provenance) for sex in SIDES]
    if other is not None:
        traces += [_outline(other, sex, factor, other_name, words) for sex in SIDES]
    return theme.figure(
        traces,
        words=words,
        alt=_alternative(frame, name, words),
        height=height,
        title=title,
        label=label,
        notes=_notes(name, other_name if other is not None else "", status, words),
        over=22,
        margin={"b": 36, "r": 26, "l": 26},
        barmode="overlay",
        bargap=0.08 if _width(frame) > 1 else 0,
        xaxis=_people_axis(most * factor * 1.04, words),
        yaxis=_age_axis(frame, words),
        annotations=[_side(sex, words) for sex in SIDES],
    )


def _unit(frame: pd.DataFrame, measure: str, words: Words) -> tuple[float, str, int]:
    """What a value is multiplied by for the axis, the axis's name and the decimals of a value."""
    if measure == "shares":
        return 100, words("Percent of all people"), 2
    most = frame["value"].max()
    if most >= 2_000_000:
        return 1e-6, words("Million people"), 2
    if most >= 2_000:
        return 1e-3, words("Thousand people"), 1
    return 1, words("People"), 0


def _width(frame: pd.DataFrame) -> int:
    """Years in an age group but the last."""
    ages = sorted(frame["age_lower"].unique())
    return int(ages[-1] - ages[-2])


def _side_of(frame: pd.DataFrame, sex: str) -> pd.DataFrame:
    return frame[frame["sex"] == sex].sort_values("age_lower")


def _bars(
    frame: pd.DataFrame, sex: str, factor: float, decimals: int, name: str, words: Words, provenance: str
) -> theme.Trace:
    rows, width = _side_of(frame, sex), _width(frame)
    return theme.trace(
        "bar",
        x=(SIDES[sex] * factor * rows["value"]).tolist(),
        y=(rows["age_lower"] + width / 2).tolist(),
        orientation="h",
        marker={"color": COLOURS[sex], "line": {"width": 0}},
        hoverinfo="text",
        hovertext=_hovers(rows, sex, factor, decimals, name, words, provenance),
        name=_sex(sex, words),
    )


def _outline(other: pd.DataFrame, sex: str, factor: float, name: str, words: Words) -> theme.Trace:
    """The other year's or scenario's edge, a step at every age."""
    rows, width = _side_of(other, sex), _width(other)
    values = (SIDES[sex] * factor * rows["value"]).to_numpy()
    ages = rows["age_lower"].to_numpy()
    return theme.trace(
        "scatter",
        x=[0, *np.repeat(values, 2).tolist(), 0],
        y=np.repeat([*ages, ages[-1] + width], 2).tolist(),
        mode="lines",
        line={"color": theme.INK, "width": 1.8},
        hoverinfo="skip",
        name=name,
    )


def _hovers(
    rows: pd.DataFrame, sex: str, factor: float, decimals: int, name: str, words: Words, provenance: str
) -> list[str]:
    """Sex and age, then the people as counted (a share in percent)."""
    width, last = _width(rows), rows["age_lower"].max()
    texts = []
    for age, value in zip(rows["age_lower"], rows["value"], strict=True):
        group = age_group(int(age), None if age == last else width, words.language)
        people = _people(value, factor, decimals, words)
        texts.append(theme.hover(f"{_sex(sex, words)}, {group}", people, name, provenance, words=words))
    return texts


def _people(value: float, factor: float, decimals: int, words: Words) -> str:
    if factor == 100:
        return words("{share} percent", share=number(value * factor, words.language, decimals))
    return words("{people} people", people=number(value, words.language))


def _sex(sex: str, words: Words) -> str:
    return words("Men") if sex == "male" else words("Women")


def _people_axis(most: float, words: Words) -> dict[str, Any]:
    """The same ticks to both sides, none of them negative."""
    values, texts = ticks(0, most, words.language, n=3)
    both = [-value for value in values[:0:-1]] + values
    labels = texts[:0:-1] + texts
    return theme.value_axis(both, labels, words) | {
        "range": [-most, most],
        "zeroline": True,
        "zerolinecolor": theme.PAPER,
    }


def _age_axis(frame: pd.DataFrame, words: Words) -> dict[str, Any]:
    """Every second group in its middle; of single years, every tenth, and the open one."""
    ages, width = sorted(int(age) for age in frame["age_lower"].unique()), _width(frame)
    step = 2 if width > 1 else 10
    named_ages = sorted({*ages[::step], ages[-1]} - {ages[-1] - width})
    texts = [age_group(age, None if age == ages[-1] else width, words.language) for age in named_ages]
    side = "right" if theme.right_to_left(words) else "left"
    middle = [age + width / 2 for age in named_ages]
    title = {"text": theme.isolated(words("Age"), words)}
    return theme.value_axis(middle, texts, words) | {
        "side": side,
        "title": title,
        "range": [ages[0], ages[-1] + width],
        "showgrid": False,
    }


def _side(sex: str, words: Words) -> dict[str, Any]:
    """The name of a side, over its bars and in their colour."""
    outer = sex == "male"
    return {
        "text": f"<b>{theme.isolated(_sex(sex, words), words)}</b>",
        "x": 0.02 if outer else 0.98,
        "xref": "paper",
        "y": 1,
        "yref": "paper",
        "xanchor": "left" if outer else "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 14, "color": "#8a5200" if outer else theme.WOMEN},
    }


def _notes(name: str, other_name: str, status: str, words: Words) -> Sequence[str]:
    """Which year is drawn how, and whether the numbers were estimated."""
    outline = words("Bars: {name}. Outline: {other}.", name=name, other=other_name) if other_name else name
    if status in ("estimated", "projected"):
        return [outline, theme.status_text(status, words)]
    return [outline]


def _alternative(frame: pd.DataFrame, name: str, words: Words) -> str:
    """The largest group of each sex."""
    largest = {}
    for sex in SIDES:
        rows = _side_of(frame, sex)
        age = int(rows.loc[label_of_largest(rows["value"])]["age_lower"])
        width = None if age == rows["age_lower"].max() else _width(frame)
        largest[sex] = age_group(age, width, words.language)
    return words(
        "Population pyramid, {name}: the largest age group is {men} among men and {women} among women.",
        name=name,
        men=largest["male"],
        women=largest["female"],
    )
