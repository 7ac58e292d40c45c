"""Lines of the laboratory: what was counted, then what scenarios lead to, on one scale. Light enough to follow a hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboard.charts import marks, theme
from dashboard.charts.axis import Axis
from dashboard.charts.marks import End, YearMark
from dashboard.format import number, ticks, year, year_short, year_ticks, year_title
from dashboard.words import Words

#: Six scenarios at most; each also has its own dash, for those who do not see the colours
COLOURS = (theme.ACCENT, "#b35900", "#6a4c93", "#9b2c4d", "#3b6ea8", theme.MUTED)
DASHES = ("solid", "6px,4px", "2px,3px", "10px,4px", "8px,3px,2px,3px", "4px,2px")

HEIGHT = 400  # pixels


@dataclass(frozen=True)
class Line:
    """A line of years and values; ``observed`` is what was counted or estimated before the projection."""

    name: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    place: int = 0
    observed: bool = False


def chart(
    lines: Sequence[Line],
    *,
    base_year: int,
    words: Words,
    axis: Axis,
    from_zero: bool = False,
    notes: Sequence[str] = (),
) -> go.Figure:
    """Lines on one scale, a dotted line at the base year."""
    visible = [line for line in lines if line.years]
    low, high = _range(visible, from_zero)
    ends = [_end(line, words, axis.decimals) for line in visible if not line.observed]
    rtl = theme.right_to_left(words)
    base = words("Base year {year}", year=year_short(base_year, axis.calendar, words.language))
    base_mark = YearMark(base_year, base, after=True)
    figure = theme.figure(
        [_trace(line, words, axis, len(ends)) for line in visible],
        words=words,
        alt=" ".join(_sentence(line, words, axis) for line in visible if not line.observed),
        height=HEIGHT,
        label=axis.label,
        key=marks.key(ends) if rtl else (),
        notes=notes,
        margin={"b": 52, "r": 8 if rtl else marks.room_for(ends)},
        xaxis=_years(visible, words, axis.calendar),
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=6), words)
        | {"range": [low, high], "side": "right" if rtl else "left"},
        shapes=[base_mark.line],
        annotations=[base_mark.note(words)],
        hovermode="x",
    )
    if not rtl:
        pixel = (high - low) / (HEIGHT - figure.layout.margin.t - figure.layout.margin.b)
        for note in marks.end_label(ends, pixel, words):
            figure.add_annotation(note)
    return figure


def _trace(line: Line, words: Words, axis: Axis, count: int) -> dict[str, Any]:
    colour = theme.NATION if line.observed else COLOURS[line.place % len(COLOURS)]
    dash = "solid" if line.observed or count == 1 else DASHES[line.place % len(DASHES)]
    texts = [
        words(
            "{year}: {value}",
            year=year(moment, axis.calendar, words.language),
            value=number(value, words.language, axis.decimals),
        )
        for moment, value in zip(line.years, line.values, strict=True)
    ]
    name = line.name or (words("The past") if line.observed else "")
    came = "" if line.observed else f" · {words('projected')}"
    return {
        "type": "scatter",
        "x": list(line.years),
        "y": list(line.values),
        "mode": "lines+markers" if line.observed else "lines",
        "marker": {"size": 5, "color": colour},
        "line": {"color": colour, "width": 2 if line.observed else 3, "dash": dash},
        "hovertext": [theme.isolated(f"{name} {text}{came}".strip(), words) for text in texts],
        "hoverinfo": "text",
        "name": name,
    }


def _end(line: Line, words: Words, decimals: int) -> End:
    value = number(line.values[-1], words.language, decimals)
    colour = COLOURS[line.place % len(COLOURS)]
    return End(line.years[-1], line.values[-1], line.name, value, colour, "▬")


def _range(lines: Sequence[Line], from_zero: bool) -> tuple[float, float]:
    values = [value for line in lines for value in line.values]
    low, high = min(values, default=0.0), max(values, default=1.0)
    low = min(low, 0.0) if from_zero else low
    spread = (high - low) or abs(high) or 1.0
    return (low if from_zero and low == 0 else low - 0.08 * spread), high + 0.14 * spread


def _years(lines: Sequence[Line], words: Words, calendar: str) -> dict[str, Any]:
    first, last = min(line.years[0] for line in lines), max(line.years[-1] for line in lines)
    ticks, texts = year_ticks(first, last, calendar, words.language, n=6)
    name = year_title(calendar, words)
    pad = 0.03 * max(last - first, 1)
    return theme.value_axis(ticks, texts, words) | {
        "range": [first - pad, last + pad],
        "showgrid": False,
        "ticks": "outside",
        "title": {"text": theme.isolated(name, words)},
    }


def _sentence(line: Line, words: Words, axis: Axis) -> str:
    label, calendar = axis.label, axis.calendar
    first, last = (number(line.values[place], words.language, axis.decimals) for place in (0, -1))
    return words(
        "{label}: {base} in {base_year}, projected {last} in {last_year}.",
        label=words("{label}, {name}", label=label, name=line.name) if line.name else label,
        base=first,
        base_year=year(line.years[0], calendar, words.language),
        last=last,
        last_year=year(line.years[-1], calendar, words.language),
    )
