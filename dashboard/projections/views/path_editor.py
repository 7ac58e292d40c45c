"""The draggable curve as data for the browser: every text and tick in the reader's words and digits. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format
from dashboard.analysis.projections.historical_records import Record
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import Curve
from dashboard.words import Words, mark, numerals

NAMES = {
    "total_fertility": mark("Fertility"),
    "life_expectancy": mark("Life expectancy"),
    "life_expectancy_female": mark("Life expectancy, women"),
    "life_expectancy_male": mark("Life expectancy, men"),
    "net_migration": mark("Net migration"),
}
UNITS = {
    "total_fertility": mark("children per woman"),
    "life_expectancy": mark("years, mean of women’s and men’s"),
    "life_expectancy_female": mark("years, women"),
    "life_expectancy_male": mark("years, men"),
    "net_migration": mark("persons a year"),
}
#: years of the past that are drawn
PAST = 20
ROOM = {"total_fertility": 0.45, "net_migration": 0.0}
Line = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Background:
    """What stands behind a curve: published levels and the United Nations' path, (year, level), and the fastest rise seen."""

    history: Line
    united_nations: Line
    record: Record | None


def curve_data(
    curve: Curve, background: Background, begin: Start, words: Words, *, seq: int, height: int
) -> dict[str, Any]:
    """What the browser draws. ``seq`` numbers what it sends back; ``height`` in pixels."""
    base, calendar, language = begin.years[0], begin.calendar, words.language
    un = background.united_nations
    past = [(year, level) for year, level in background.history if base - PAST <= year <= base]
    last = curve.points[-1][0]
    envelope = funnel(curve, base, last, background.record)
    low, high = value_range(curve, [*past, *un], envelope)
    un_line = [(year, level) for year, level in un if base - PAST <= year <= last]
    first = min([year for year, _ in (*past, *un_line)], default=base)
    decimals = curve.kind.decimals
    ticks, texts = format.ticks(low, high, language, None, 6)
    years, year_texts = format.year_ticks(int(first), last, calendar, language, 6)
    return {
        "label": words("{measure}: points to move up and down", measure=words(NAMES[curve.component])),
        "unit": words(UNITS[curve.component]),
        "rtl": words.direction == "rtl",
        "digits": [numerals.digits(str(digit), language) for digit in range(10)],
        "decimal": numerals.symbol("decimal", language),
        "group": numerals.symbol("group", language),
        "minus": numerals.sign(numerals.rounded(-1.0), language),
        "decimals": decimals,
        "step": curve.kind.step,
        "limits": list(curve.kind.limits),
        "base": base,
        "xRange": [first, last + 0.4],
        "yRange": [low, high],
        "xTicks": [[year, text] for year, text in zip(years, year_texts, strict=True)],
        "yTicks": [[tick, text] for tick, text in zip(ticks, texts, strict=True)],
        "history": [[year, level] for year, level in past],
        "un": [[year, level] for year, level in un_line],
        "envelope": envelope,
        "points": [[year, level] for year, level in curve.points],
        "names": [format.year(year, calendar, language) for year, _ in curve.points],
        "seq": seq,
        "height": height,
    }


def funnel(curve: Curve, base: int, last: int, record: Record | None) -> list[list[float]]:
    """From the first point up as fast as was ever seen; [year, low, high]. Empty where nothing was seen."""
    if record is None or record.change <= 0:
        return []
    start = curve.levels[0][1]
    reached = min(base + record.years, last)
    peak = start + record.a_year * (reached - base)
    ends = [[base + 1, start, start], [reached, start, peak]]
    return ends + ([[last, start, peak]] if last > reached else [])


def value_range(curve: Curve, rest: Line, envelope: list[list[float]]) -> tuple[float, float]:
    """The ends of the axis, with room to drag into."""
    levels = [level for _, level in (*curve.levels, *curve.points, *rest)] + [row[2] for row in envelope]
    low, high = min(levels), max(levels)
    if curve.component == "net_migration":
        most = max(abs(low), abs(high), 20 * curve.kind.step) * 1.6
        return -most, most
    if curve.component == "total_fertility":
        return max(0.0, min(low - 0.5, 0.8)), max(high + 0.5, 2.6)
    return low - 2.0, min(max(high + 4.0, low + 14), 100.5)


def history_of(frame: pd.DataFrame, area: str) -> list[tuple[float, float]]:
    """(year, level) of an area from a measure's frame: area, year, value."""
    rows = frame[(frame["area"] == area) & frame["value"].notna()].sort_values("year")
    return list(zip(rows["year"].astype(int), rows["value"].astype(float), strict=True))
