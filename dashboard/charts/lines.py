"""Measures over the years: one area among the others, and a projection that goes on from the past.

A point that is provisional or estimated is hollow; a projected line is dashed. Years run from left to right
in every language, as Persian publications print them; in Persian the axis of values stands on the right, and
the lines are named over the chart, not at their ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby, pairwise
from operator import itemgetter
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.analysis.frame_rows import Row, records
from dashboard.charts import marks, theme
from dashboard.charts.axis import Axis
from dashboard.charts.marks import End, YearMark
from dashboard.format import number, ticks, year, year_short, year_tick, year_ticks, year_title
from dashboard.words import Words


@dataclass(frozen=True)
class LineStyle:
    """How a line and its points look."""

    colour: str
    width: float
    symbol: str
    size: int


FOCUS = LineStyle(theme.ACCENT, 3.5, "circle", 9)
NATION = LineStyle(theme.NATION, 1.8, "square", 7)
MANY_POINTS = 24  # more than these are drawn smaller
Points = tuple[list[int], list[float | None], list[str]]


def trend(
    frame: pd.DataFrame,
    *,
    focus: str,
    nation: str,
    words: Words,
    axis: Axis,
    title: str | None = None,
    from_zero: bool = False,
    breaks: Mapping[int, str] | None = None,
    height: int = 360,
) -> go.Figure:
    """One area over the years, with the nation and, thin behind them, all the others.

    frame: area, name, year, value, status, source, provisional. A year without a row is bridged, a row
    without a value leaves a gap. `breaks` (year -> why) cut the lines before a year that is not comparable.
    """
    rows = frame.sort_values(["area", "year"])
    pen = _Pen(words, axis, tuple(breaks or {}))
    styles = {nation: NATION, focus: FOCUS}  # in the order of drawing
    chosen = {area: part for area in styles if len(part := rows[rows["area"] == area])}
    peers = rows[~rows["area"].isin(styles)]
    traces = [pen.background(peers)] if len(peers) else []
    traces += [pen.line(part, styles[area]) for area, part in chosen.items()]
    with_values = {area: part for area, part in chosen.items() if part["value"].notna().any()}
    return _figure(
        pen,
        rows,
        traces,
        [
            pen.end(part, styles[area].colour, "■" if area == nation else "●")
            for area, part in with_values.items()
        ],
        [YearMark(year_number - 0.5, reason, after=False) for year_number, reason in (breaks or {}).items()],
        title=title,
        notes=_notes(pd.concat(chosen.values()) if chosen else rows, words, peers=len(peers) > 0),
        alt=_trend_alternative(with_values.get(focus), pen),
        from_zero=from_zero,
        height=height,
    )


def projection(
    frame: pd.DataFrame,
    *,
    base_year: int,
    words: Words,
    axis: Axis,
    title: str | None = None,
    from_zero: bool = False,
    height: int = 360,
) -> go.Figure:
    """The past as a solid line; what is projected after the base year dashed.

    frame: year, value; optional name (of each scenario, where there are several; they repeat the past),
    status, source, provisional.
    """
    rows = _completed(frame, base_year)
    pen = _Pen(words, axis, ())
    scenarios = list(rows.groupby("name", sort=False))
    colours = dict(zip((name for name, _ in scenarios), theme.SCENARIOS, strict=False))
    past = rows[(rows["year"] <= base_year) & (rows["name"] == scenarios[0][0])]
    style = FOCUS if len(scenarios) == 1 else NATION
    traces = [pen.dashes(part[part["year"] >= base_year], colours[name]) for name, part in scenarios]
    base = words("Base year {year}", year=year_short(base_year, axis.calendar, words.language))
    return _figure(
        pen,
        rows,
        traces + ([pen.line(past.assign(name=words("The past")), style)] if len(past) else []),
        [pen.end(part, colours[name], "▬") for name, part in scenarios],
        [YearMark(base_year, base, after=True)],
        title=title,
        notes=[words("Solid: the past. Dashed: projected."), *_notes(past, words, peers=False)],
        alt=" ".join(_scenario_sentence(part, base_year, pen) for _, part in scenarios),
        from_zero=from_zero,
        height=height,
    )


def several(
    frame: pd.DataFrame,
    *,
    words: Words,
    axis: Axis,
    title: str | None = None,
    notes: Sequence[str] = (),
    height: int = 360,
) -> go.Figure:
    """A few series of one area over the years. frame: name, year, value, status, source, provisional."""
    rows = frame.sort_values(["name", "year"])
    pen = _Pen(words, axis, ())
    parts = [part for _, part in rows.groupby("name", sort=False)]
    symbols = ("circle", "square", "diamond", "triangle-up", "x")
    looks = list(zip(theme.SCENARIOS, symbols, ("●", "■", "◆", "▲", "✖"), strict=True))[: len(parts)]
    return _figure(
        pen,
        rows,
        [
            pen.line(part, LineStyle(colour, 2.5, symbol, 7))
            for part, (colour, symbol, _) in zip(parts, looks, strict=True)
        ],
        [pen.end(part, colour, sign) for part, (colour, _, sign) in zip(parts, looks, strict=True)],
        [],
        title=title,
        notes=[*_notes(rows, words, peers=False), *notes],
        alt=" ".join(_trend_alternative(part, pen) for part in parts),
        from_zero=False,
        height=height,
    )


@dataclass(frozen=True)
class _Pen:
    """What every line of one chart shares: the reader, the calendar, the precision, where lines are cut."""

    words: Words
    axis: Axis
    breaks: tuple[int, ...]

    def background(self, peers: pd.DataFrame) -> theme.Trace:
        """All other areas as one trace, a gap between one and the next. ``peers``: rows in the order of areas"""
        rows, end = peers, ""
        if (
            peers["source"] == peers["source"].iloc[0]
        ).all():  # said once: it is half of what the figure would carry
            rows, end = peers.assign(source=""), self._source(peers["source"].iloc[0])
        by_area = groupby(records(rows), key=itemgetter("area"))
        pieces = [self._points(list(part)) for _, part in by_area]
        years, values, texts = (list(chain.from_iterable(column)) for column in zip(*pieces, strict=True))
        points: Points = (years, values, texts)
        line = {"color": theme.PEER, "width": 1}
        own = {"hovertemplate": f"%{{hovertext}}{end}<extra></extra>", "name": self.words("Other areas")}
        return self._scatter(points, mode="lines", line=line, **own)

    def _source(self, source: str) -> str:
        return "<br>" + theme.isolated(theme.wrapped(source, theme.HOVER_LETTERS), self.words)

    def line(self, part: pd.DataFrame, style: LineStyle) -> theme.Trace:
        """One area's line; hollow where the number may still change or was estimated."""
        points = self._points(records(part))
        hollow = set(part.loc[_uncertain(part), "year"])
        marker = {
            "symbol": style.symbol,
            "size": style.size if len(part) <= MANY_POINTS else style.size - 3,
            "color": [theme.PAPER if year_number in hollow else style.colour for year_number in points[0]],
            "line": {"color": style.colour, "width": 2},
        }
        line = {"color": style.colour, "width": style.width}
        return self._scatter(
            points, mode="lines+markers", line=line, marker=marker, name=part["name"].iloc[0]
        )

    def dashes(self, part: pd.DataFrame, colour: str) -> theme.Trace:
        """The projected years."""
        line = {"color": colour, "width": 3, "dash": "6px,4px"}
        return self._scatter(self._points(records(part)), mode="lines", line=line, name=part["name"].iloc[0])

    def end(self, part: pd.DataFrame, colour: str, symbol: str) -> End:
        """The last point that has a value."""
        last = part.dropna(subset=["value"]).iloc[-1]
        return End(int(last["year"]), float(last["value"]), last["name"], self.value(last), colour, symbol)

    def value(self, row: Mapping[str, Any] | pd.Series) -> str:
        """The value as the reader writes it."""
        return number(row["value"], self.words.language, self.axis.decimals)

    def year(self, row: Mapping[str, Any] | pd.Series) -> str:
        """The year as the reader writes it when it stands alone."""
        return year(int(row["year"]), self.axis.calendar, self.words.language)

    def _scatter(self, points: Points, **own: Any) -> theme.Trace:  # noqa: ANN401
        x, y, hover = points
        return theme.trace("scatter", x=x, y=y, hovertext=hover, hoverinfo="text", connectgaps=False, **own)

    def _points(self, part: Sequence[Row]) -> Points:
        """Years, values and texts, with an empty point at every break and after the last year."""
        x: list[int] = []
        y: list[float | None] = []
        hover: list[str] = []
        for row in part:
            if x and any(x[-1] < year_number <= row["year"] for year_number in self.breaks):
                x, y, hover = [*x, x[-1]], [*y, None], [*hover, ""]
            x.append(int(row["year"]))
            y.append(None if pd.isna(row["value"]) else float(row["value"]))
            hover.append(self._hover(row))
        return [*x, *x[-1:]], [*y, None], [*hover, ""]

    def _hover(self, row: Mapping[str, Any]) -> str:
        return _point_text(
            int(row["year"]),
            row["value"],
            row["name"],
            (row["status"], bool(row["provisional"]), row.get("reliability") == "unreliable"),
            row.get("interval") or "",
            row["source"] or "",
            self.words,
            self.axis,
        )


@lru_cache(maxsize=16384)  # the same points stand behind every area's line
def _point_text(
    year_number: int,
    value: float,
    name: str,
    origin: tuple[str, bool, bool],
    interval: str,
    source: str,
    words: Words,
    axis: Axis,
) -> str:
    """What is said on pointing. ``origin``: status, whether it may still change, whether it is unreliable"""
    status, provisional, unreliable = origin
    sentence = words(
        "{year}: {value}",
        year=year(year_number, axis.calendar, words.language),
        value=number(value, words.language, axis.decimals),
    )
    came = theme.status_text(status, words, provisional=provisional)
    weak = theme.missing_text("unreliable", words) if unreliable else ""
    return theme.hover(name, sentence, interval, weak, came, source, words=words)


def _uncertain(part: pd.DataFrame) -> pd.Series:
    """Which numbers may still change, or were estimated and not counted."""
    return part["provisional"].astype(bool) | (part["status"] == "estimated")


def _completed(frame: pd.DataFrame, base_year: int) -> pd.DataFrame:
    """A projection with every column a line needs; what comes after the base year is projected."""
    rows = frame.sort_values("year", kind="stable")
    status = ["published" if year_number <= base_year else "projected" for year_number in rows["year"]]
    defaults: dict[str, str | bool | list[str]] = {
        "name": "",
        "source": "",
        "provisional": False,
        "status": status,
    }
    for column, value in defaults.items():
        if column not in rows:
            rows[column] = value
    return rows


def _notes(rows: pd.DataFrame, words: Words, *, peers: bool) -> list[str]:
    """What the marks mean, only for marks that are there."""
    notes = [words("Thin lines: the other areas.")] if peers else []
    if _uncertain(rows[rows["value"].notna()]).any():
        notes.append(words("Hollow points: provisional or estimated."))
    return [" ".join(notes)] if notes else []


def _figure(
    pen: _Pen,
    rows: pd.DataFrame,
    traces: Sequence[theme.Trace],
    ends: Sequence[End],
    year_marks: Sequence[YearMark],
    *,
    title: str | None,
    notes: Sequence[str],
    alt: str,
    from_zero: bool,
    height: int,
) -> go.Figure:
    """The lines with axes in the reader's digits, names at their ends and marks of years."""
    words, (low, high) = pen.words, _value_range(rows["value"], from_zero)
    rtl = theme.right_to_left(words)
    drawing = theme.figure(
        traces,
        words=words,
        alt=alt,
        height=height,
        title=title,
        label=pen.axis.label,
        key=marks.key(ends) if rtl else (),
        notes=notes,
        over=8,
        margin={"b": 52, "r": 8 if rtl else marks.room_for(ends)},
        xaxis=year_axis(rows["year"], words, pen.axis.calendar),
        yaxis=theme.value_axis(*ticks(low, high, words.language, n=6), words)
        | {"range": [low, high], "side": "right" if rtl else "left"},
        shapes=[mark.line for mark in year_marks],
        annotations=[mark.note(words) for mark in year_marks],
    )
    if not rtl:
        pixel = (high - low) / (height - drawing.layout.margin.t - drawing.layout.margin.b)
        for note in marks.end_label(ends, pixel, words):
            drawing.add_annotation(note)
    return drawing


def _value_range(values: pd.Series, from_zero: bool) -> tuple[float, float]:
    """The ends of the axis, with room over the lines for what is written there."""
    if values.isna().all():
        return 0.0, 1.0
    low, high = 0.0 if from_zero else float(values.min()), float(values.max())
    spread = (high - low) or abs(high) or 1.0
    return (low if from_zero else low - 0.08 * spread), high + 0.14 * spread


def year_axis(years: pd.Series, words: Words, calendar: str) -> dict[str, Any]:
    """Every year where there are few, round ones otherwise; the calendar is named under them."""
    year_numbers = sorted({int(year_number) for year_number in years})
    first, last = year_numbers[0], year_numbers[-1]
    if len(year_numbers) <= 6 and all(
        after - before >= (last - first) / 8 for before, after in pairwise(year_numbers)
    ):
        places, texts = (
            year_numbers,
            [year_tick(year_number, calendar, words.language) for year_number in year_numbers],
        )
    else:
        places, texts = year_ticks(first, last, calendar, words.language, n=5)
    name = year_title(calendar, words)
    pad = 0.03 * max(last - first, 1)
    own = {"range": [first - pad, last + pad], "showgrid": False, "ticks": "outside"}
    return theme.value_axis(places, texts, words) | own | {"title": {"text": theme.isolated(name, words)}}


def _trend_alternative(rows: pd.DataFrame | None, pen: _Pen) -> str:
    """The line in a sentence: from where to where."""
    if rows is None:
        return pen.words("Line chart of {label}: no data.", label=pen.axis.label)
    ends = rows.dropna(subset=["value"])
    first, last = ends.iloc[0], ends.iloc[-1]
    return pen.words(
        "Line chart of {label}, {name}: {first} in {first_year}, {last} in {last_year}.",
        label=pen.axis.label,
        name=last["name"],
        first=pen.value(first),
        first_year=pen.year(first),
        last=pen.value(last),
        last_year=pen.year(last),
    )


def _scenario_sentence(part: pd.DataFrame, base_year: int, pen: _Pen) -> str:
    """Where a scenario starts and ends."""
    base, last = part[part["year"] >= base_year].iloc[0], part.iloc[-1]
    return pen.words(
        "{label}: {base} in {base_year}, projected {last} in {last_year}.",
        label=pen.words("{label}, {name}", label=pen.axis.label, name=last["name"])
        if last["name"]
        else pen.axis.label,
        base=pen.value(base),
        base_year=pen.year(base),
        last=pen.value(last),
        last_year=pen.year(last),
    )
