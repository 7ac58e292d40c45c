"""How sure: the past, the assumed path and the bands that 80 and 95 of a hundred trajectories stay in.

The bands are shades of one colour, the darker the likelier; the assumed path is dashed like every projection. Years
run from left to right in every language; in Persian the axis of values stands on the right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from math import ceil, floor
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import records
from dashboard.charts import theme
from dashboard.charts.axis import Axis
from dashboard.charts.marks import YearMark
from dashboard.format import date, number, ticks, year, year_short, year_ticks, year_title
from dashboard.words import Words
from data.calendars import days_in_year, first_day, year_of, year_span

WIDE, NARROW = "rgba(11,110,117,0.16)", "rgba(11,110,117,0.30)"
METHODS = "rgba(179,89,0,0.28)"


def fan(
    past: pd.DataFrame,
    future: pd.DataFrame,
    *,
    words: Words,
    axis: Axis,
    base_year: int,
    from_zero: bool = False,
) -> go.Figure:
    """past: year, value. future: year, path, lower_95, lower_80, median, upper_80, upper_95, from the base year on."""
    pen = _Pen(words, axis)
    low, high = _range(past["value"], future[["lower_95", "upper_95", "path"]], from_zero)
    past_rows, since = past[past["year"] <= base_year], past[past["year"] > base_year]
    traces = [
        *_band(future, "lower_95", "upper_95", WIDE),
        *_band(future, "lower_80", "upper_80", NARROW),
        _line(past_rows, "value", pen.observed_text, {"color": theme.ACCENT, "width": 3}),
        _line(future, "path", pen.expected, {"color": theme.ACCENT, "width": 3, "dash": "6px,4px"}),
    ]
    key = [
        (words("▬ 80 of 100 trajectories"), "#4f8f94"),
        (words("▬ 95 of 100"), "#6d8b8e"),
        (words("╌ as assumed"), theme.ACCENT),
    ]
    if len(since):
        traces.append(_points(since, pen.observed_text))
        key.append((words("● counted since the base year"), theme.NATION))
    return _figure(
        pen,
        traces,
        [past["year"], future["year"]],
        (low, high),
        base_year,
        _Header(key, pen.alt(future), 340),
    )


def method_band(
    path: pd.DataFrame,
    *,
    words: Words,
    axis: Axis,
) -> go.Figure:
    """path: year, least, path, most — people of an age on under every accepted age pattern of mortality."""
    pen = _Pen(words, axis)
    low, high = _range(path["path"], path[["least", "most"]], True)
    traces = [
        *_band(path, "least", "most", METHODS),
        _line(path, "path", pen.between, {"color": "#b35900", "width": 3, "dash": "6px,4px"}),
    ]
    key = [
        (words("▬ from the least to the most of any method"), "#8a5a22"),
        (words("╌ as assumed"), "#b35900"),
    ]
    last = path.iloc[-1]
    alt = words(
        "{label} in {year}: {path} as assumed, {least} to {most} by method.",
        label=axis.label,
        year=pen.year(last["year"]),
        path=pen.value(last["path"]),
        least=pen.value(last["least"]),
        most=pen.value(last["most"]),
    )
    return _figure(
        pen,
        traces,
        [path["year"]],
        (low, high),
        int(path["year"].iloc[0]),
        _Header(key, alt, 300),
    )


def gap(rows: pd.DataFrame, *, words: Words, axis: Axis, height: int = 280) -> go.Figure:
    """rows: start, days, registered, expected, gap, low, high — how far a register has run from what was expected."""
    pen = _Pen(words, axis)
    rows = rows.assign(year=[_moment(row, axis.calendar) for row in records(rows)])
    low, high = _range(rows["gap"], rows[["low", "high"]].assign(zero=0.0), False)
    traces = [
        *_band(rows, "low", "high", NARROW),
        _line(rows, "gap", pen.registered_text, {"color": theme.ACCENT, "width": 3}),
    ]
    key = [
        (words("▬ chance alone, 95 of 100"), "#4f8f94"),
        (words("━ registered less expected, summed since the start"), theme.ACCENT),
    ]
    last = rows.iloc[-1]
    alt = words(
        "{label} to {day}: {gap}; chance alone gives {low} to {high}.",
        label=axis.label,
        day=pen.ends(last),
        gap=pen.value(last["gap"]),
        low=pen.value(last["low"]),
        high=pen.value(last["high"]),
    )
    figure = theme.figure(
        traces,
        words=words,
        alt=alt,
        height=height,
        label=axis.label,
        key=key,
        margin={"b": 40},
        xaxis=theme.value_axis(*_ends_of_years(rows["year"], pen), words)
        | {"range": _padded(rows["year"]), "showgrid": False, "ticks": "outside"},
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=5), words)
        | {"range": [low, high], "side": "right" if theme.right_to_left(words) else "left"},
    )
    figure.add_hline(y=0, line={"color": theme.MUTED, "width": 1})
    return figure


@dataclass(frozen=True)
class _Header:
    """What stands over a chart, what is read of it aloud, and its height in pixels."""

    key: list[tuple[str, str]]
    alt: str
    height: int


def _moment(row: Mapping[str, Any], calendar: str) -> float:
    """The end of a period as a number on an axis of years: 1403.0 is the end of 1402."""
    last: Day = row["start"] + timedelta(days=int(row["days"]) - 1)
    own = year_span(calendar)
    year_number = year_of(last, own)
    begins = first_day(year_number, own)
    return year_number + ((last - begins).days + 1) / days_in_year(year_number, own)


def _padded(moments: pd.Series) -> list[float]:
    """The ends of the axis, with room for what is written under them."""
    first, last = float(moments.min()), float(moments.max())
    return [first - 0.06 * (last - first), last + 0.06 * (last - first)]


def _ends_of_years(moments: pd.Series, pen: _Pen) -> tuple[list[float], list[str]]:
    """Marks at the ends of years, where the sums of whole years stand."""
    first, last = floor(float(moments.min())), ceil(float(moments.max()))
    places = list(range(first, last + 1))
    text = [
        pen.words("end of {year}", year=year_short(year_number - 1, pen.axis.calendar, pen.words.language))
        for year_number in places
    ]
    return [float(year_number) for year_number in places], text


@dataclass(frozen=True)
class _Pen:
    """What every text of one chart shares: the reader, the calendar, the precision."""

    words: Words
    axis: Axis

    def value(self, value: float) -> str:
        return number(value, self.words.language, self.axis.decimals)

    def year(self, moment: float) -> str:
        return year(int(moment), self.axis.calendar, self.words.language)

    def observed_text(self, row: Mapping[str, Any]) -> str:
        return theme.hover(self.year(row["year"]), self.value(row["value"]), words=self.words)

    def expected(self, row: Mapping[str, Any]) -> str:
        words = self.words
        ends = {
            f"{end}_{part}": self.value(row[f"{end}_{part}"])
            for end in ("lower", "upper")
            for part in (80, 95)
        }
        return theme.hover(
            self.year(row["year"]),
            words("As assumed: {value}", value=self.value(row["path"])),
            words("80 of 100: {low} to {high}", low=ends["lower_80"], high=ends["upper_80"]),
            words("95 of 100: {low} to {high}", low=ends["lower_95"], high=ends["upper_95"]),
            theme.status_text("projected", words),
            words=words,
        )

    def between(self, row: Mapping[str, Any]) -> str:
        words = self.words
        return theme.hover(
            self.year(row["year"]),
            words("As assumed: {value}", value=self.value(row["path"])),
            words("By method: {low} to {high}", low=self.value(row["least"]), high=self.value(row["most"])),
            words=words,
        )

    def ends(self, row: Mapping[str, Any] | pd.Series[Any]) -> str:
        last: Day = row["start"] + timedelta(days=int(row["days"]) - 1)
        return date(last, self.words.language, self.axis.calendar)

    def registered_text(self, row: Mapping[str, Any]) -> str:
        words = self.words
        return theme.hover(
            words("To {day}", day=self.ends(row)),
            words("Registered since the start: {value}", value=self.value(row["registered"])),
            words("Expected: {value}", value=self.value(row["expected"])),
            theme.status_text("projected", words),
            words=words,
        )

    def alt(self, future: pd.DataFrame) -> str:
        last = future.iloc[-1]
        return self.words(
            "{label} in {year}: {path} as assumed; 80 of 100 trajectories are between {low} and {high}.",
            label=self.axis.label,
            year=self.year(last["year"]),
            path=self.value(last["path"]),
            low=self.value(last["lower_80"]),
            high=self.value(last["upper_80"]),
        )


def _band(future: pd.DataFrame, lower: str, upper: str, colour: str) -> list[theme.Trace]:
    """The room between two lines, as one closed shape."""
    years = future["year"].tolist()
    x = [*years, *years[::-1]]
    y = [*future[upper].astype(float).tolist(), *future[lower].astype(float).tolist()[::-1]]
    return [
        theme.trace(
            "scatter",
            x=x,
            y=y,
            mode="lines",
            line={"width": 0},
            fill="toself",
            fillcolor=colour,
            hoverinfo="skip",
        )
    ]


def _line(rows: pd.DataFrame, column: str, hover_text: Any, line: dict[str, Any]) -> theme.Trace:  # noqa: ANN401
    return theme.trace(
        "scatter",
        x=rows["year"].tolist(),
        y=[None if pd.isna(value) else float(value) for value in rows[column]],
        mode="lines" if len(rows) > 1 else "markers",
        line=line,
        hovertext=[hover_text(row) for row in records(rows)],
        hoverinfo="text",
    )


def _points(rows: pd.DataFrame, hover_text: Any) -> theme.Trace:  # noqa: ANN401
    """What was counted after the base year: points, for the projection knew nothing of them."""
    return theme.trace(
        "scatter",
        x=rows["year"].tolist(),
        y=rows["value"].astype(float).tolist(),
        mode="markers",
        marker={"color": theme.NATION, "size": 7},
        hovertext=[hover_text(row) for row in records(rows)],
        hoverinfo="text",
    )


def _range(first: pd.Series, columns: pd.DataFrame, from_zero: bool) -> tuple[float, float]:
    every = pd.concat([first, *(columns[column] for column in columns)]).astype(float)
    low, high = (0.0 if from_zero else float(every.min())), float(every.max())
    spread = (high - low) or abs(high) or 1.0
    return (low if from_zero else low - 0.08 * spread), high + 0.08 * spread


def _figure(
    pen: _Pen,
    traces: list[theme.Trace],
    years: list[pd.Series],
    ends: tuple[float, float],
    base: int,
    header: _Header,
) -> go.Figure:
    words, (low, high) = pen.words, ends
    year_numbers = sorted({int(year_number) for column in years for year_number in column})
    first, last = year_numbers[0], year_numbers[-1]
    places, texts = year_ticks(first, last, pen.axis.calendar, words.language, n=5)
    pad = 0.03 * max(last - first, 1)
    mark_text = words("Base year {year}", year=year_short(base, pen.axis.calendar, words.language))
    mark = YearMark(base, mark_text, after=True)
    axis = year_title(pen.axis.calendar, words)
    return theme.figure(
        traces,
        words=words,
        alt=header.alt,
        height=header.height,
        label=pen.axis.label,
        key=header.key,
        margin={"b": 52},
        xaxis=theme.value_axis(places, texts, words)
        | {
            "range": [first - pad, last + pad],
            "showgrid": False,
            "ticks": "outside",
            "title": {"text": theme.isolated(axis, words)},
        },
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=6), words)
        | {"range": [low, high], "side": "right" if theme.right_to_left(words) else "left"},
        shapes=[mark.line],
        annotations=[mark.note(words)],
    )
