"""The age pyramid through the years: played in the browser, from a few kilobytes, with the first year as an outline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.charts import theme
from dashboard.format import number, ticks, year_short
from dashboard.words import Words
from forecasting.axes import FEMALE, MALE, Array

SIDES = ((MALE, -1, theme.MEN), (FEMALE, 1, theme.WOMEN))
MOST_FRAMES = 32
PAUSE = 350  # milliseconds a year is shown
MILLION, THOUSAND = 1e6, 1e3


def animated_pyramid(
    population: Array, years: Sequence[int], *, words: Words, calendar: str, height: int = 540
) -> go.Figure:
    """Single years of age, men left, women right. population [year, sex, age] persons; one scale for all years."""
    places = frames_of(len(years))
    most = float(population.max())
    divisor, unit = (
        (MILLION, words("Million people")) if most >= 2 * MILLION
        else (THOUSAND, words("Thousand people")) if most >= 2 * THOUSAND
        else (1.0, words("People"))
    )  # fmt: skip
    decimals = max(0, 3 - int(np.floor(np.log10(max(most / divisor, 1e-9)))))
    scaled = np.round(population / divisor, decimals)
    names = [year_short(years[place], calendar, words.language) for place in places]
    figure = theme.figure(
        [*_bars(scaled[0], words), *_outlines(scaled[0], names[0])],
        words=words,
        alt=_alternative(population, names, words),
        height=height,
        label=unit,
        notes=[
            words("Bars: the year under the slider, projected. Outline: {year}, estimated.", year=names[0])
        ],
        over=22,
        margin={"b": 122, "r": 26, "l": 26},
        barmode="overlay",
        bargap=0,
        xaxis=_people(most / divisor, words),
        yaxis=_ages(population.shape[-1], words),
        annotations=_sides(words),
        updatemenus=[_buttons(words)],
        sliders=[_slider(names, words)],
    )
    figure.frames = [
        {"name": name, "traces": [0, 1], "data": [{"x": (side * scaled[place, sex]).tolist()} for sex, side, _ in SIDES]}
        for place, name in zip(places, names, strict=True)
    ]  # fmt: skip
    return figure


def frames_of(count: int) -> list[int]:
    """Which years are shown: every year, or every so many where there are many; the first and the last always."""
    step = -(-(count - 1) // MOST_FRAMES) or 1
    return sorted({*range(0, count, step), count - 1})


def _bars(people: Array, words: Words) -> list[dict[str, Any]]:
    names = {MALE: words("Men"), FEMALE: words("Women")}
    return [
        {
            "type": "bar",
            "orientation": "h",
            "x": (side * people[sex]).tolist(),
            "y": list(range(people.shape[-1])),
            "marker": {"color": colour, "line": {"width": 0}},
            "hoverinfo": "skip",
            "name": names[sex],
        }
        for sex, side, colour in SIDES
    ]


def _outlines(people: Array, name: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": (side * people[sex]).tolist(),
            "y": list(range(people.shape[-1])),
            "line": {"color": theme.INK, "width": 1.4},
            "hoverinfo": "skip",
            "name": name,
        }
        for sex, side, _ in SIDES
    ]


def _people(most: float, words: Words) -> dict[str, Any]:
    values, texts = ticks(0, most, words.language, n=3)
    both = [-value for value in reversed(values) if value] + list(values)
    names = [text for value, text in zip(reversed(values), reversed(texts), strict=True) if value] + texts
    return theme.value_axis(both, names, words) | {"range": [-most * 1.05, most * 1.05], "zeroline": False}


def _ages(count: int, words: Words) -> dict[str, Any]:
    ages = list(range(0, count, 20))
    texts = [number(age, words.language) for age in ages]
    if ages[-1] == count - 1:
        texts[-1] = words("{age}+", age=texts[-1])
    side = "right" if theme.right_to_left(words) else "left"
    return theme.value_axis(ages, texts, words) | {"range": [-1, count], "side": side}


def _sides(words: Words) -> list[dict[str, Any]]:
    placed = ((0.02, "left", words("Men"), theme.MEN), (0.98, "right", words("Women"), theme.WOMEN))
    return [
        {
            "text": theme.isolated(theme.span(f"<b>{name}</b>", colour=colour), words),
            "x": x,
            "y": 1.0,
            "xref": "paper",
            "yref": "paper",
            "xanchor": anchor,
            "yanchor": "bottom",
            "showarrow": False,
        }
        for x, anchor, name, colour in placed
    ]


def _buttons(words: Words) -> dict[str, Any]:
    def order(pause: int) -> dict[str, Any]:
        return {
            "mode": "immediate",
            "fromcurrent": True,
            "frame": {"duration": pause, "redraw": False},
            "transition": {"duration": 0},
        }

    return {
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        "x": 0,
        "xanchor": "left",
        "y": -0.1,
        "yanchor": "top",
        "pad": {"t": 8},
        "buttons": [
            {"label": f"▶ {words('Play')}", "method": "animate", "args": [None, order(PAUSE)]},
            {"label": f"❚❚ {words('Pause')}", "method": "animate", "args": [[None], order(0)]},
        ],
    }


def _slider(names: list[str], words: Words) -> dict[str, Any]:
    instant = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    return {
        "active": 0,
        "x": 0.02,
        "len": 0.96,
        "y": -0.2,
        "pad": {"t": 16, "b": 0},
        "currentvalue": {
            "prefix": f"{words('Year')} ",
            "xanchor": "right",
            "font": {"size": 16, "color": theme.INK},
            "offset": 4,
        },
        "ticklen": 0,
        "minorticklen": 0,
        "font": {"size": 1, "color": "rgba(0,0,0,0)"},
        "steps": [{"label": name, "method": "animate", "args": [[name], instant]} for name in names],
    }


def _alternative(population: Array, names: list[str], words: Words) -> str:
    totals = population.sum((-2, -1))
    first, last = (number(round(float(totals[place])), words.language) for place in (0, -1))
    return words(
        "Age pyramid from {first} to {last}: {start} people, then {end}.",
        first=names[0],
        last=names[-1],
        start=first,
        end=last,
    )
