"""Ways to look at runs over the years: each a figure on one scale, and the numbers under it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.projections import ScenarioRun, series
from dashboard.charts.axis import Axis
from dashboard.projections.charts import bars, lines
from dashboard.projections.charts import pyramid as laboratory_pyramid
from dashboard.projections.charts.lines import Line
from dashboard.words import Words, mark
from forecasting.axes import Array
from forecasting.bands import Band

MILLION, THOUSAND = 1e6, 1e3


@dataclass(frozen=True)
class Comparison:
    """Runs to draw together, named for the reader, the one being edited first; the past of the area by measure."""

    runs: tuple[ScenarioRun, ...]
    names: tuple[str, ...]
    past: dict[str, pd.DataFrame]
    calendar: str
    words: Words

    @property
    def base(self) -> int:
        """The base population's year."""
        return self.runs[0].years[0]


def unit_of(values: Sequence[Array], words: Words) -> tuple[float, str, int]:
    """Divisor, name of the unit and decimals that leave about three figures of the largest number of people."""
    largest = max(float(abs(one).max()) for one in values)
    if largest >= 3 * MILLION:
        return MILLION, words("million people"), 1
    if largest >= 3 * THOUSAND:
        return THOUSAND, words("thousand people"), 0 if largest >= 100 * THOUSAND else 1
    return 1.0, words("people"), 0


def population(looks: Comparison) -> go.Figure:
    """How many people."""
    values = [series.people(run) for run in looks.runs]
    past = looks.past.get("population")
    divisor, unit, decimals = unit_of(values, looks.words)
    lines = [_past(past, looks.base, divisor)] if past is not None else []
    lines += [
        _line(looks, place, run.years, value / divisor)
        for place, (run, value) in enumerate(zip(looks.runs, values, strict=True))
    ]
    label = looks.words("{measure}, {unit}", measure=looks.words("Population"), unit=unit)
    return _chart(looks, lines, label, decimals, from_zero=True)


def band(looks: Comparison, chosen: Band, *, as_share: bool) -> go.Figure:
    """People of a band, or their share."""
    title = band_name(chosen, looks.words)
    if as_share:
        values = [100 * series.share(run, chosen) for run in looks.runs]
        divisor, unit, decimals = 1.0, looks.words("% of population"), 1
    else:
        values = [series.people(run, chosen) for run in looks.runs]
        divisor, unit, decimals = unit_of(values, looks.words)
    key = "share_65_plus" if as_share and (chosen.low, chosen.high, chosen.sex) == (65, None, "both") else ""
    past = looks.past.get(key)
    lines = [_past(past, looks.base, divisor)] if past is not None else []
    lines += [
        _line(looks, place, run.years, value / divisor)
        for place, (run, value) in enumerate(zip(looks.runs, values, strict=True))
    ]
    label = looks.words("{measure}, {unit}", measure=title, unit=unit)
    return _chart(looks, lines, label, decimals, from_zero=not as_share)


def dependency(looks: Comparison, low: int, high: int) -> go.Figure:
    """People outside working ages for each 100 in them, the bounds in the label."""
    words, lines = looks.words, []
    names = {"total": words("All"), "old": words("Older"), "young": words("Children")}
    for place, (run, name) in enumerate(zip(looks.runs, looks.names, strict=True)):
        ratios = series.dependency(run, low, high)
        for index, (key, values) in enumerate(ratios.items()):
            if len(looks.runs) > 1 and key != "total":
                continue
            title = names[key] if len(looks.runs) == 1 else name
            number = index if len(looks.runs) == 1 else place
            lines.append(Line(title, run.years, tuple(map(float, 100 * values)), number))
    label = words(
        "Dependency: people under {low} and {high} and over per 100 aged {low}–{last}",
        low=format.digits(str(low), words.language),
        high=format.digits(str(high), words.language),
        last=format.digits(str(high - 1), words.language),
    )
    return _chart(looks, lines, label, 1, from_zero=True)


def events(looks: Comparison) -> go.Figure:
    """Births and deaths of each year; of several scenarios the births solid, the deaths beside them."""
    words, lines, place = looks.words, [], 0
    past = looks.past.get("births")
    parts = [(series.births(run), series.deaths(run)) for run in looks.runs]
    largest = max(float(both.max()) for pair in parts for both in pair)
    divisor, unit = (
        (THOUSAND, words("thousand a year")) if largest >= 3 * THOUSAND else (1.0, words("a year"))
    )
    decimals = 0 if divisor == 1 or largest > 100 * THOUSAND else 1
    if past is not None:
        lines.append(_past(past, looks.base, divisor))
    for run, name, pair in zip(looks.runs, looks.names, parts, strict=True):
        for title, values in zip((words("Births"), words("Deaths")), pair, strict=True):
            own = title if len(looks.runs) == 1 else words("{label}, {name}", label=title, name=name)
            lines.append(Line(own, run.years[1:], tuple(map(float, values / divisor)), place))
            place += 1
    return _chart(looks, lines, words("Births and deaths, {unit}", unit=unit), decimals, from_zero=True)


REASONS = {
    "structure": mark("Age structure"),
    "fertility": mark("Fertility"),
    "mortality": mark("Mortality"),
    "migration": mark("Migration"),
}


def pyramid(looks: Comparison) -> go.Figure:
    """The pyramid through the years of the scenario being edited."""
    run = looks.runs[0]
    return laboratory_pyramid.animated_pyramid(
        run.population, run.years, words=looks.words, calendar=looks.calendar
    )


def reasons(looks: Comparison, contributions: Mapping[str, Array], title: str) -> go.Figure:
    """What each cause adds to the change by the last year; they sum to it."""
    words = looks.words
    ends = {cause: float(values[-1]) for cause, values in contributions.items()}
    divisor, unit, decimals = unit_of([np.asarray(list(ends.values()))], words)
    span = format.years(looks.base, looks.runs[0].years[-1], looks.calendar, words.language)
    return bars.parts(
        [(words(REASONS[cause]), value / divisor) for cause, value in ends.items()],
        (words("Change"), sum(ends.values()) / divisor),
        words=words,
        label=words("{measure}: change {span}, {unit}", measure=title, span=span, unit=unit),
        decimals=max(decimals, 2 if divisor == MILLION else decimals),
    )


def band_name(chosen: Band, words: Words) -> str:
    """A band as the reader writes it, with its bounds: 'Children of school age (6–17)'."""
    width = None if chosen.high is None else chosen.high - chosen.low
    ages = format.age_group(chosen.low, width, words.language)
    return words("{name} ({ages})", name=words(chosen.name), ages=ages)


def _past(frame: pd.DataFrame, base: int, divisor: float) -> Line:
    rows = frame[(frame["year"] <= base) & frame["value"].notna()].sort_values("year")
    values = tuple(float(value) / divisor for value in rows["value"])
    return Line("", tuple(int(year) for year in rows["year"]), values, observed=True)


def _line(looks: Comparison, place: int, years: tuple[int, ...], values: Array) -> Line:
    return Line(looks.names[place] if len(looks.runs) > 1 else "", years, tuple(map(float, values)), place)


def _chart(
    looks: Comparison, chart_lines: list[Line], label: str, decimals: int, *, from_zero: bool
) -> go.Figure:
    return lines.chart(
        chart_lines,
        base_year=looks.base,
        words=looks.words,
        axis=Axis(label, decimals, looks.calendar),
        from_zero=from_zero,
        notes=[looks.words("Black: the past. In colour: projected.")],
    )
