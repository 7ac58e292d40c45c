"""Rows that repeat a key, and names that no table explains."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from data.flows import NOT_AREAS
from data.quality.findings import Finding, Rule, Subject, Tables, make_finding, mark, records
from data.schema import FACTS, TABLES, area_columns, area_link

_KEYS = {table.name: [column.name for column in table.primary_key.columns] for table in TABLES}
#: Table -> its columns that name areas
FACT_AREAS = {table.name: area_columns(table) for table in (*FACTS, area_link)}
#: Table -> words that may stand there instead of an area
NOWHERE: dict[str, set[object]] = {name: set(NOT_AREAS) if name == "move" else set() for name in FACT_AREAS}
KEYS_LISTED = 5


def repeated_keys(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Rows of one table that say they are the same cell."""
    for name, frame in tables.items():
        key = _KEYS.get(name)
        if key is None or not set(key) <= set(frame):
            continue
        twice = frame[frame.duplicated(key, keep=False)]
        if len(twice):
            cell = ", ".join(f"{column} {twice[column].iloc[0]}" for column in key)
            message = mark("{table}: {rows} rows repeat a key, the first: {cell}.")
            yield make_finding(
                "keys", "error", Subject(name), message, twice, {"rows": len(twice), "cell": cell}
            )


def unknown_areas(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Figures of areas that the area table has not."""
    message = mark("{table}: unknown area {names}.")
    areas: set[object] = set(tables["area"]["area"]) if "area" in tables else set()
    for name, columns in FACT_AREAS.items():
        for column in columns if name in tables else ():
            yield from _strange("areas", name, tables[name], column, areas | NOWHERE[name], message)


def unknown_sources(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Figures nobody vouches for."""
    message = mark("{table}: unknown source {names}.")
    sources = set(tables["source"]["source"]) if "source" in tables else set()
    for name, frame in tables.items():
        if name != "source" and "source" in frame:
            yield from _strange("sources", name, frame, "source", sources, message)


def _strange(
    rule: str, table: str, frame: pd.DataFrame, column: str, allowed: set[object], message: str
) -> Iterator[Finding]:
    rows = frame[~frame[column].isin(allowed)]
    if len(rows):
        names = sorted({str(name) for name in rows[column]})
        text = ", ".join(names[:KEYS_LISTED]) + (" …" if len(names) > KEYS_LISTED else "")
        subject = Subject(table, about="" if column == rule.removesuffix("s") else column)
        yield make_finding(rule, "error", subject, message, rows, {"names": text})


def copied_years(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """A year whose figures by age are those of another year, to the last person."""
    message = mark(
        "{table}, {source}: the figures of {area} for {year} are those of {year_before}, to the last person."
    )
    for name, value in (("population", "persons"), ("death", "events"), ("birth", "events")):
        frame = tables.get(name)
        if frame is None or len(frame) == 0:
            continue
        cell = [str(column) for column in frame if str(column).endswith(("_lower", "_width", "sex"))]
        years = _prints(frame, cell, value).sort_values("year")
        first = years.groupby(["area", "source", "print", "cells"])["year"].transform("first")
        for copy in records(years.assign(first=first)[years["year"] != first]):
            rows = frame[
                (frame[["area", "source", "year"]] == [copy["area"], copy["source"], copy["year"]]).all(
                    axis=1
                )
            ]
            values = {"source": copy["source"], "year_before": copy["first"]}
            subject = Subject(name, copy["area"], copy["year"], copy["source"])
            yield make_finding("copies", "warning", subject, message, rows, values)


def _prints(frame: pd.DataFrame, cell: list[str], value: str) -> pd.DataFrame:
    """area, source, year, print, cells — one number for all cells of a year, the same for the same figures"""
    marked = frame.assign(print=pd.util.hash_pandas_object(frame[[*cell, value]], index=False))
    years = marked.groupby(["area", "source", "year"], as_index=False).agg(
        print=("print", "sum"), cells=("print", "size"), least=(value, "min"), most=(value, "max")
    )
    return years[(years["cells"] >= ENOUGH) & (years["least"] < years["most"])]


#: Cells that must agree before two years are called copies: a few may by chance
ENOUGH = 8

RULES = (
    Rule(
        "keys",
        mark("Keys are unique"),
        "error",
        mark("Two rows must not describe the same cell: the store could not say which of them is right."),
        repeated_keys,
    ),
    Rule(
        "areas",
        mark("Areas are known"),
        "error",
        mark(
            "Every figure belongs to an area that the area table names, with its parent and the days it stood."
        ),
        unknown_areas,
    ),
    Rule(
        "sources",
        mark("Sources are known"),
        "error",
        mark("Every figure has a source that says which office published it, when and where."),
        unknown_sources,
    ),
    Rule(
        "copies",
        mark("No year is a copy of another"),
        "warning",
        mark(
            "Counts by sex and age never repeat exactly: a year equal to another was loaded twice under two names."
        ),
        copied_years,
    ),
)
