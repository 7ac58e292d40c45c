"""The laboratory's tables: when marks are passed, people of bands, scenarios beside each other. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard import format
from dashboard.analysis.projections import ScenarioRun, series
from dashboard.analysis.projections.thresholds import ThresholdYear, threshold_years
from dashboard.projections.views.figures import Comparison, band_name
from dashboard.words import Words, mark
from forecasting.bands import OLD, OLDEST, Band

MARKS = {
    "share 7": mark("Ageing: 7 % aged 65 and over"),
    "share 14": mark("Aged: 14 % aged 65 and over"),
    "share 21": mark("Super-aged: 21 % aged 65 and over"),
    "peak": mark("The population is largest"),
    "natural decrease": mark("More deaths than births"),
}
STEP = 10  # years between columns
THOUSAND = 1000


def of_marks(looks: Comparison) -> pd.DataFrame:
    """Marks down, scenarios across: the year each is passed."""
    words = looks.words
    columns = {
        name or words("This scenario"): [
            _passed(one, run, looks.calendar, words) for one in threshold_years(run)
        ]
        for run, name in zip(looks.runs, looks.names, strict=True)
    }
    return pd.DataFrame(columns, index=[words(MARKS[one.key]) for one in threshold_years(looks.runs[0])])


def _passed(one: ThresholdYear, run: ScenarioRun, calendar: str, words: Words) -> str:
    if one.at_start:
        return words("now")
    if one.year is None:
        last = format.year_short(run.years[-1], calendar, words.language)
        return words("not by {year}", year=last)
    return format.year(one.year, calendar, words.language)


def of_bands(looks: Comparison, bands: Sequence[Band]) -> pd.DataFrame:
    """Bands down, years across, of the scenario being edited: people in the unit of `unit_of`, then the change."""
    run, words = looks.runs[0], looks.words
    places = [*range(0, len(run.years) - 1, STEP), len(run.years) - 1]
    people = series.of_bands(run, bands)
    scale = _scale(run, bands)
    columns = {
        format.year_short(run.years[place], looks.calendar, words.language): [
            format.number(float(value) / scale, words.language, 0) for value in people[place]
        ]
        for place in places
    }
    with np.errstate(divide="ignore", invalid="ignore"):
        change = people[-1] / people[0] - 1
    columns[words("Change")] = [
        format.percent_change(float(one), words.language) if np.isfinite(one) else "–" for one in change
    ]
    return pd.DataFrame(columns, index=[band_name(band, words) for band in bands])


def unit_of(looks: Comparison, bands: Sequence[Band]) -> str:
    """What the figures of `of_bands` count."""
    words = looks.words
    return words("thousand people") if _scale(looks.runs[0], bands) > 1 else words("people")


def _scale(run: ScenarioRun, bands: Sequence[Band]) -> int:
    """Thousands, so that a phone has room for them, but where a band would have fewer than ten."""
    return THOUSAND if series.of_bands(run, bands).min() >= 10 * THOUSAND else 1


def comparison(looks: Comparison) -> pd.DataFrame:
    """Scenarios down: where each leads in the last year, and how far that is from the first."""
    words, first = looks.words, looks.runs[0]
    rows = {
        name or words("This scenario"): _ends(run, first, words)
        for run, name in zip(looks.runs, looks.names, strict=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _ends(run: ScenarioRun, first: ScenarioRun, words: Words) -> dict[str, str]:
    language = words.language
    total, base = float(series.people(run)[-1]), float(series.people(first)[-1])
    old, base_old = float(series.share(run, OLD)[-1]), float(series.share(first, OLD)[-1])
    care, base_care = float(series.people(run, OLDEST)[-1]), float(series.people(first, OLDEST)[-1])
    away = run is not first
    points = words("{points} points", points=format.change(100 * (old - base_old), language, 1))
    return {
        words("People"): _with(
            format.compact_persons(total, language), format.percent_change(total / base - 1, language), away
        ),
        words("65 and over"): _with(format.percent(old, language), points, away),
        words("80 and over"): _with(
            format.compact_persons(care, language),
            format.percent_change(care / base_care - 1, language),
            away,
        ),
        words("Births a year"): format.compact_persons(float(series.births(run)[-1]), language),
        words("Children per woman"): format.number(float(run.total_fertility[-1]), language, 2),
        words("Life expectancy, years"): format.number(float(run.life_expectancy_both[-1]), language, 1),
        words("Net migrants a year"): format.compact_persons(float(series.net_migrants(run)[-1]), language),
    }


def _with(text: str, difference: str, away: bool) -> str:
    return f"{text} ({difference})" if away else text
