"""What goes with a chart: the table of what it shows, and the same rows as data with their papers. Pure.

The table is for eyes, in the reader's language and digits. The data are for programs: codes, plain numbers and ISO
dates, described in a Data Package (https://specs.frictionlessdata.io/data-package/).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue import Indicator
from dashboard.analysis.frame_rows import records
from dashboard.views.measure import MeasureView, ends_text, reliability_text, source_text, status_text
from dashboard.words import Words, mark
from data import calendars
from data.columns import TRUST


@dataclass(frozen=True)
class Column:
    """One column of the data: what it is, in the reader's language. ``kind``: string, integer, number, boolean."""

    title: str
    kind: str = "string"
    description: str = ""
    unit: str = ""


@dataclass(frozen=True, eq=False)
class ChartExport:
    """A chart's papers: ``table`` for eyes and ``data`` for programs are made only when they are asked for.

    ``columns`` describe the data by the name of the column; ``sources`` are keys of the store's source table, and
    ``chart_sources`` those of what the chart itself shows.
    """

    name: str
    title: str
    table: Callable[[], pd.DataFrame]
    data: Callable[[], pd.DataFrame]
    columns: Mapping[str, Column]
    definition: str = ""
    sources: tuple[str, ...] = ()
    chart_sources: tuple[str, ...] = ()
    note: str = ""


def area_columns(words: Words) -> dict[str, Column]:
    """The columns that say where and when."""
    return {
        "area": Column(words("Area code")),
        "name": Column(words("Area")),
        "year": Column(words("Year"), "integer", words("In the calendar of the office")),
        "calendar": Column(words("Calendar")),
        "year_begins": Column(words("First day of the year"), "date", words("In the Gregorian calendar")),
    }


def paper_columns(words: Words) -> dict[str, Column]:
    """The columns that say how a number came to be."""
    return {
        "status": Column(
            words("Status"), description=words("published, derived or estimated; else why there is none")
        ),
        "provisional": Column(words("Provisional"), "boolean"),
        "source": Column(words("Source"), description=words("Keys of the sources listed in this package")),
    }


def value_columns(indicator: Indicator, words: Words) -> dict[str, Column]:
    """The measure's own columns: its value and, where there is one, its interval."""
    unit = words(indicator.unit)
    ends = {
        end: Column(words(title), "number", words("95 % interval"), unit)
        for end, title in (("low", mark("Lower end")), ("high", mark("Upper end")))
    }
    names = words(
        "by counted events: reliable from 100 on, with caution from 20 on, unreliable below; a sex ratio at birth below 1,000"
    )
    chance = {
        "events": Column(words("Events"), "number", words("Counted events that the rate is made of")),
        "reliability": Column(words("Reliability"), description=names),
    }
    return {
        "value": Column(words(indicator.name), "number", words(indicator.definition), unit),
        **ends,
        **chance,
    }


def keys(values: pd.DataFrame) -> tuple[str, ...]:
    """The sources named in a frame, each once, in the order they are met."""
    key_texts = values["source"].dropna().unique()
    return tuple(dict.fromkeys(key for text in key_texts for key in str(text).split()))


def of_measure(
    view: MeasureView,
    rows: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    name: str,
    title: str,
    table_rows: pd.DataFrame | None = None,
) -> ChartExport:
    """The papers of a chart of one measure. ``rows``: area, name, year, value and papers; ``table_rows``: those in the table."""
    words = view.words

    def data() -> pd.DataFrame:
        # as computed, less the dust of floating point: nothing is rounded that was not
        values = with_calendar(rows, view.calendar).assign(value=rows["value"].round(10))
        columns = [*area_columns(words), *value_columns(view.indicator, words), *paper_columns(words)]
        return values[[column for column in columns if column in values]]

    return ChartExport(
        name=name,
        title=title,
        table=lambda: table_of(view, rows if table_rows is None else table_rows, sources),
        data=data,
        columns=area_columns(words) | value_columns(view.indicator, words) | paper_columns(words),
        definition=words(view.indicator.definition),
        sources=keys(rows),
        chart_sources=keys(rows if table_rows is None else table_rows),
    )


def with_calendar(rows: pd.DataFrame, calendar: str) -> pd.DataFrame:
    """The same rows with calendar and year_begins, the Gregorian date on which each year begins"""
    own = calendars.year_span(calendar)
    begins = {int(year): calendars.first_day(int(year), own).isoformat() for year in rows["year"].unique()}
    return rows.assign(calendar=own, year_begins=rows["year"].map(begins))


def table_of(view: MeasureView, rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Area, year, value, status and source as a reader reads them"""
    words, has_number = view.words, rows["status"].isin(TRUST)
    texts = {key: source_text(key, sources, words) for key in rows["source"].dropna().unique()}
    status = [
        status_text(str(row["status"]), int(row["provisional"]), words) if present else str(row["text"])
        for row, present in zip(records(rows), has_number, strict=True)
    ]
    columns = {
        words("Area"): rows["name"],
        words("Year"): [format.year_short(int(year), view.calendar, words.language) for year in rows["year"]],
        view.label: [text if present else "" for text, present in zip(rows["text"], has_number, strict=True)],
    }
    if {"low", "high"} <= set(rows.columns) and rows["low"].notna().any():
        columns[words("95 % interval")] = [
            ends_text(low, high, view.indicator.decimals, words)
            for low, high in zip(rows["low"], rows["high"], strict=True)
        ]
    if "reliability" in rows and (rows["reliability"].fillna("") != "").any():
        columns[words("Reliability")] = [
            reliability_text(grade, words) for grade in rows["reliability"].fillna("")
        ]
    return pd.DataFrame(
        columns | {words("Status"): status, words("Source"): rows["source"].map(texts).fillna("")}
    )


def of_pair(across: MeasureView, up: MeasureView, rows: pd.DataFrame) -> ChartExport:
    """The papers of two measures against each other. ``rows``: as of `dashboard.views.compare.pair`"""
    words = across.words
    title = words("{up} against {across}", up=words(up.indicator.name), across=words(across.indicator.name))

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            {
                words("Area"): rows["name"],
                across.label: rows["x_text"],
                up.label: rows["y_text"],
                words("Status"): rows["said"],
            }
        )

    columns = {"area": Column(words("Area code")), "name": Column(words("Area"))}
    for key, view in (("x", across), ("y", up)):
        indicator = view.indicator
        columns[key] = Column(
            words(indicator.name), "number", words(indicator.definition), words(indicator.unit)
        )
        columns[f"{key}_year"] = Column(words("Year"), "integer", words("In the calendar of the office"))
    columns["source"] = paper_columns(words)["source"]
    return ChartExport(
        name=f"{across.country}-{up.indicator.key}-{across.indicator.key}".lower().replace("_", "-"),
        title=title,
        table=table,
        data=lambda: rows[list(columns)],
        columns=columns,
        sources=keys(rows),
    )
