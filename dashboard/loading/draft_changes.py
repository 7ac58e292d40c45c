"""What a draft changes, as tables for a reader: how many figures, and those that moved most. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue.quality import TABLES
from dashboard.views.finding_text import FindingReader, isolated
from data.changes import Changes


def change_counts(changes: Changes, reader: FindingReader) -> pd.DataFrame:
    """Table, measure or source, changed, added, removed — titled in the reader's language"""
    words, rows = reader.words, changes.counts
    counts = {
        title: [format.number(n, words.language) for n in rows[column]]
        for title, column in (
            (words("Changed"), "changed"),
            (words("Added"), "added"),
            (words("Removed"), "removed"),
        )
    }
    names = [reader.publications.get(one) or reader.subject(one) for one in rows["measure"]]
    tables = [words(TABLES.get(name, name)) for name in rows["table"]]
    return pd.DataFrame({words("Table"): tables, words("Measure or source"): names, **counts})


def largest_changes(changes: Changes, reader: FindingReader) -> pd.DataFrame:
    """Table, row, before, in the draft, moved by — the figures that moved most for their size"""
    words, largest = reader.words, changes.jumps
    figures = {
        title: [_figure(value, words.language) for value in largest[column]]
        for title, column in ((words("Before"), "old"), (words("In the draft"), "new"))
    }
    return pd.DataFrame(
        {
            words("Table"): [words(TABLES.get(name, name)) for name in largest["table"]],
            words("Row"): [_row(key, reader) for key in largest["key"]],
            **figures,
            words("Moved by"): [format.percent(ratio, words.language) for ratio in largest["ratio"]],
        }
    )


def _row(key: str, reader: FindingReader) -> str:
    """The parts of a row's key; the area and the source by their names."""
    parts = key.split(", ")
    return reader.words.listed(
        str(
            reader.names.get(part)
            or reader.publications.get(part)
            or isolated(reader.text(part), reader.words)
        )
        for part in parts
    )


def _figure(value: float, language: str) -> str:
    whole = float(value).is_integer() or abs(value) >= 100
    return format.number(value, language, 0 if whole else 5 if abs(value) < 0.1 else 2)
