"""What changed since the last release: figures that moved, rows that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from data.quality.counts import own, with_places
from data.quality.findings import Finding, Rule, Subject, Tables, groups, make_finding, mark
from data.schema import FACTS

#: Relative change of a published figure that is worth a question; a release also corrects
MOVED = 0.05
#: Records are corrected one by one; with another secret 255 of 256 keys are others
ANOTHER_SECRET = 0.5
_VALUES = ("persons", "events", "value", "mx", "percent")
_KEYS = {table.name: [column.name for column in table.primary_key.columns] for table in FACTS}


def changed_figures(tables: Tables, previous: Tables, _today: date) -> Iterator[Finding]:
    """Figures of the same source and cell that are another number now."""
    message = mark(
        "{table}, {source}: {rows} figures of {area} for {year} changed, one from {before} to {value}."
    )
    for name, value, both in _match(tables, previous):
        cells = both[both["_merge"] == "both"]
        before, now = cells[f"{value}_before"], cells[value]
        precision = cells.get("rounded_to", 0.0)
        changed = cells[((now - before).abs() > MOVED * before.abs()) & ((now - before).abs() > precision)]
        changed = changed[changed["status"] != "estimated"]
        for place, rows in groups(changed, ["area", "year", "source"]):
            furthest = (rows[value] - rows[f"{value}_before"]).abs().to_numpy().argmax()
            first = rows.iloc[int(furthest)]
            values = {"before": first[f"{value}_before"], "value": first[value], "rows": len(rows)}
            values |= {"source": place["source"]}
            subject = Subject(name, place["area"], place["year"], place["source"])
            rows = rows.drop(columns="_merge")
            yield make_finding("moved", "warning", subject, message, rows, values)


def gone(tables: Tables, previous: Tables, _today: date) -> Iterator[Finding]:
    """Rows that the last release had of a source, and this one has not."""
    message = mark("{table}, {source}: {rows} rows of the last release are gone.")
    for name, _value, both in _match(tables, previous):
        lost = both[both["_merge"] == "right_only"]
        for place, rows in groups(lost, ["source"]):
            values = {"source": place["source"], "rows": len(rows)}
            subject = Subject(name, about=place["source"])
            yield make_finding("gone", "warning", subject, message, rows[_KEYS[name]], values)


def other_keys(tables: Tables, previous: Tables, _today: date) -> Iterator[Finding]:
    """Counts of records that are the same number of events, and whose keys are others: another secret."""
    message = mark(
        "{table}, {source}: {rows} of {cells} unchanged counts of records have another cell key than in the last release."
    )
    for name, value, both in _match(tables, previous, more=("cell_key",)):
        if "cell_key_before" not in both:
            continue
        keyed = both["cell_key"].notna() & both["cell_key_before"].notna()
        unchanged = both[keyed & (both[value] == both[f"{value}_before"]) & (both[value] > 0)]
        for place, rows in groups(unchanged, ["source"]):
            rekeyed = rows[rows["cell_key"].astype(int) != rows["cell_key_before"].astype(int)]
            if len(rekeyed) > ANOTHER_SECRET * len(rows):
                values = {"source": place["source"], "rows": len(rekeyed), "cells": len(rows)}
                cells = rekeyed[[*_KEYS[name], value, "cell_key_before", "cell_key"]]
                subject = Subject(name, about=place["source"])
                yield make_finding("other_keys", "warning", subject, message, cells, values)


def _match(
    tables: Tables, previous: Tables, more: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """table, its value's column, rows of both releases side by side; ``more``: further columns of the last one"""
    for name, key in _KEYS.items():
        if name not in previous or name not in tables or not set(key) <= set(previous[name]):
            continue
        value = next((column for column in _VALUES if column in tables[name]), None)
        if value is None or value not in previous[name]:
            continue
        old, new = (_with_days(with_places(own(side[name]))) for side in (previous, tables))
        further = [column for column in more if column in old and column in new]
        both = new.merge(
            old[[*key, value, *further]], on=key, how="outer", suffixes=("", "_before"), indicator=True
        )
        yield name, value, both


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Dates as one type: a store gives them back as another than a file."""
    return frame.assign(period_start=pd.to_datetime(frame["period_start"]))


RULES = (
    Rule(
        "moved",
        mark("Published figures stay"),
        "warning",
        mark(
            "A figure of the same source, area and period that moved by more than 5 % since the last release was revised, or loaded wrongly."
        ),
        changed_figures,
    ),
    Rule(
        "gone",
        mark("Nothing is lost"),
        "warning",
        mark(
            "What the last release had of a source is in this one too, unless the source was replaced or withdrawn."
        ),
        gone,
    ),
    Rule(
        "other_keys",
        mark("Record keys last"),
        "warning",
        mark(
            "A record has the same key for ever, so that the noise of a published figure cannot be averaged away. Where most unchanged counts have other keys, the records were counted with another secret: find the old one, for with a new one every published figure changes."
        ),
        other_keys,
    ),
)
