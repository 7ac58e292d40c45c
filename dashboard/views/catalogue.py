"""The catalogue for one reader: measures found by a word, each with its definition, formula, source and coverage. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue import GROUPS, SYMBOLS, Indicator
from dashboard.format import NO_DATA
from dashboard.views.measure import source_text, status_text
from dashboard.words import Words
from data.columns import TRUST

COVERAGE = ["areas", "first", "last", "statuses"]


def matching(text: str, group: str, words: Words) -> list[Indicator]:
    """Measures of a group ("" for all) whose name, definition, key or formula holds every word asked for."""
    query = [part for part in text.casefold().split() if part]
    return [
        indicator
        for number, (_, measures) in enumerate(GROUPS.items())
        if group in ("", str(number))
        for indicator in measures
        if all(part in _searched(indicator, words) for part in query)
    ]


def _searched(indicator: Indicator, words: Words) -> str:
    """All that a reader may look for, in the reader's language and in English."""
    texts = (indicator.name, indicator.definition, indicator.unit)
    own = [words(text) for text in texts]
    return " ".join([*texts, *own, indicator.key.replace("_", " "), indicator.formula]).casefold()


@dataclass(frozen=True)
class Coverage:
    """How many areas a measure of a country has figures of, from which year to which, and of which statuses."""

    areas: int = 0
    first: int = 0
    last: int = 0
    statuses: tuple[str, ...] = ()


def coverage(values: pd.DataFrame) -> Coverage:
    """What there is of one measure in one country."""
    if values.empty:
        return Coverage()
    order = TRUST
    statuses = tuple(status for status in order if (values["status"] == status).any())
    years = values["year"].astype(int)
    return Coverage(int(values["area"].nunique()), int(years.min()), int(years.max()), statuses)


def covered(coverage: Coverage, calendar: str, words: Words) -> str:
    """'32 areas · 1394–1402 · published, derived', or a dash"""
    if not coverage.areas:
        return "—"
    years = format.years(coverage.first, coverage.last, calendar, words.language)
    count = words.count("{n} area", "{n} areas", coverage.areas)
    statuses = [status_text(status, 0, words) for status in coverage.statuses]
    return " · ".join([count, years, words.listed(statuses)])


def table(
    measures: Iterable[Indicator], coverages: dict[str, Coverage], calendar: str, words: Words
) -> pd.DataFrame:
    """Name, unit and coverage of each measure, titled in the reader's language"""
    rows = list(measures)
    return pd.DataFrame(
        {
            words("Measure"): [words(each.name) for each in rows],
            words("Unit"): [words(each.unit) for each in rows],
            words("Coverage"): [covered(coverages[each.key], calendar, words) for each in rows],
        }
    )


def by_year(values: pd.DataFrame, calendar: str, words: Words) -> pd.DataFrame:
    """Year, number of areas and how the figures came to be, the latest year first"""
    rows = values.groupby("year").agg(
        areas=("area", "nunique"), status=("status", lambda each: sorted(set(each)))
    )
    rows = rows.sort_index(ascending=False)
    return pd.DataFrame(
        {
            words("Year"): [format.year_short(int(year), calendar, words.language) for year in rows.index],
            words("Areas"): [format.number(count, words.language) for count in rows["areas"]],
            words("Status"): [
                words.listed(status_text(status, 0, words) for status in each) for each in rows["status"]
            ],
        }
    )


def by_area(
    values: pd.DataFrame, names: Mapping[str, str], reason: str, calendar: str, words: Words
) -> pd.DataFrame:
    """Area, its years and how the figures came to be; an area without figures says so, and why where it is declared"""
    rows = []
    nation, *areas_without = names.items()
    areas_without.sort(key=lambda each: format.sort_key(each[1], words.language))
    for area, name in (nation, *areas_without):
        own = values[values["area"] == area]
        without_figures = " — ".join(part for part in (words(NO_DATA.value), reason) if part)
        rows.append(
            {
                words("Area"): name,
                words("Years"): spans(own["year"], calendar, words) if len(own) else without_figures,
                words("Status"): statuses(own["status"], words) if len(own) else "",
            }
        )
    return pd.DataFrame(rows)


def by_source(values: pd.DataFrame, sources: pd.DataFrame, calendar: str, words: Words) -> pd.DataFrame:
    """Office and publication, number of areas, years and how the figures came to be"""
    rows = [
        {
            words("Source"): source_text(str(keys), sources, words),
            words("Areas"): format.number(own["area"].nunique(), words.language),
            words("Years"): spans(own["year"], calendar, words),
            words("Status"): statuses(own["status"], words),
        }
        for keys, own in values.groupby("source", sort=False)
    ]
    return pd.DataFrame(rows)


def spans(years: pd.Series, calendar: str, words: Words) -> str:
    """Years without gaps as one span: '1394–1398; 1400'"""
    spans_by_area: list[list[int]] = []
    for year in sorted({int(each) for each in years}):
        if spans_by_area and year == spans_by_area[-1][1] + 1:
            spans_by_area[-1][1] = year
        else:
            spans_by_area.append([year, year])
    texts = [
        format.year_short(first, calendar, words.language)
        if first == last
        else format.years(first, last, calendar, words.language)
        for first, last in spans_by_area
    ]
    return words("; ").join(texts)


def statuses(status: pd.Series, words: Words) -> str:
    """How the figures came to be, the most trusted first"""
    present = [each for each in TRUST if (status == each).any()]
    return words.listed(status_text(each, 0, words) for each in present)


def symbols(words: Words) -> list[tuple[str, str]]:
    """The letters of the formulas and what they stand for."""
    return [(letter, words(text)) for letter, text in SYMBOLS]
