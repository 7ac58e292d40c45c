"""A Lexis surface: a value for every age in every year, as colour. Cohorts run up its diagonals.

Colours are a continuous scale that keeps its order for colour-blind readers and in grey (cividis); its numbers are
written beside the bar in the reader's digits. What is not known is left empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import age_group, number, ticks, year, year_tick, year_title
from dashboard.words import Words

MOST_YEARS_NAMED = 9


def surface(
    frame: pd.DataFrame,
    *,
    words: Words,
    calendar: str,
    label: str,
    write: Callable[[float], str],
    middle: float | None = None,
    logarithmic: bool = False,
    last_width: int | None = None,
    notes: tuple[str, ...] = (),
    provenance: str = "",
    height: int = 520,
) -> go.Figure:
    """frame: year, age_lower, value. ``middle``: of a scale with two sides; ``logarithmic``: for rates over magnitudes.

    ``provenance``: how the values came to be and who says so. Years without a value between others are left empty. ``last_width``: of the oldest group; None where it is open.
    """
    wide = frame.pivot(index="age_lower", columns="year", values="value")
    wide = wide.reindex(columns=range(int(wide.columns.min()), int(wide.columns.max()) + 1))
    ages, years = [int(age) for age in wide.index], [int(year_number) for year_number in wide.columns]
    between = [int(width) for width in np.diff(ages)]
    widths = [*between, last_width]
    open_width = last_width or (between[-1] if between else 1)
    values = wide.to_numpy()
    colour_values = (
        np.log10(values, where=values > 0, out=np.full(values.shape, np.nan)) if logarithmic else values
    )
    low, high = float(np.nanmin(colour_values)), float(np.nanmax(colour_values))
    if middle is not None:
        reach = max(high - middle, middle - low)
        low, high = middle - reach, middle + reach
    texts = [
        [
            _hover(age, width, year_number, value, words, calendar, write, provenance)
            for year_number, value in zip(years, row, strict=True)
        ]
        for age, width, row in zip(ages, widths, values, strict=True)
    ]
    rtl = theme.right_to_left(words)
    step = -(-len(years) // MOST_YEARS_NAMED)
    name = year_title(calendar, words)
    return theme.figure(
        [
            theme.trace(
                "heatmap",
                x=list(range(len(years))),
                y=[*ages, ages[-1] + open_width],  # edges of the groups
                z=[
                    [None if np.isnan(cell) else round(float(cell), 5) for cell in row]
                    for row in colour_values
                ],
                zmin=low,
                zmax=high,
                colorscale="BrBG" if middle is not None else "Cividis",
                hoverinfo="text",
                hovertext=texts,
                colorbar=_bar(low, high, logarithmic, write, words),
                name="",
            )
        ],
        words=words,
        alt=_alternative(wide, label, words, calendar, write),
        height=height,
        label=label,
        notes=notes,
        margin={"b": 60, "l": 90 if rtl else 8},
        xaxis=theme.value_axis(
            list(range(len(years)))[::step],
            [year_tick(year_number, calendar, words.language) for year_number in years[::step]],
            words,
        )
        | {"showgrid": False, "title": {"text": theme.isolated(name, words)}},
        yaxis=theme.value_axis(
            [age for age in ages if age % 10 == 0],
            [number(age, words.language) for age in ages if age % 10 == 0],
            words,
        )
        | {
            "side": "right" if rtl else "left",
            "showgrid": False,
            "title": {"text": theme.isolated(words("Age"), words)},
        },
    )


def _bar(
    low: float, high: float, logarithmic: bool, write: Callable[[float], str], words: Words
) -> dict[str, Any]:
    """The scale beside the surface"""
    if logarithmic:
        values = [float(place) for place in range(int(np.ceil(low)), int(np.floor(high)) + 1)]
        texts = [_mark(10**place, write, words) for place in values]
    else:
        values, _ = ticks(low, high, words.language, n=6)
        texts = [_mark(place, write, words) for place in values]
    rtl = theme.right_to_left(words)
    return {
        "tickmode": "array",
        "tickvals": values,
        "ticktext": [theme.isolated(text, words) for text in texts],
        "thickness": 14,
        "outlinewidth": 0,
        **({"x": -0.02, "xanchor": "right", "ticklabelposition": "outside"} if rtl else {}),
    }


def _mark(value: float, write: Callable[[float], str], words: Words) -> str:
    """A whole number beside the scale has no decimals"""
    return number(value, words.language) if float(value).is_integer() else write(value)


def _hover(
    age: int,
    width: int | None,
    year_number: int,
    value: float,
    words: Words,
    calendar: str,
    write: Callable[[float], str],
    provenance: str,
) -> str:
    group = age_group(age, width, words.language)
    if np.isnan(value):
        return ""
    year_text = year(year_number, calendar, words.language)
    text = words("{age}, {year}: {value}", age=group, year=year_text, value=write(value))
    return theme.isolated(text, words) + theme.hover_lines(provenance, words=words)


def _alternative(
    wide: pd.DataFrame, label: str, words: Words, calendar: str, write: Callable[[float], str]
) -> str:
    """Where the surface is highest"""
    values = wide.to_numpy()
    row, column = (int(place) for place in np.unravel_index(int(np.nanargmax(values)), values.shape))
    age, year_number = wide.index[row], wide.columns[column]
    return words(
        "Surface of {label} by age and year: highest at age {age} in {year}, {value}.",
        label=label,
        age=number(int(age), words.language),
        year=year(int(year_number), calendar, words.language),
        value=write(float(values[row, column])),
    )
