"""What a draft changes, as tables for a reader: how many figures, and those that moved most. Pure."""

from __future__ import annotations

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue.quality import TABLES
from dashboard.views.finding_text import FindingReader, isolated
from data.changes import Changes


def counted(changes: Changes, who: FindingReader) -> pd.DataFrame:
    """Table, measure or source, changed, added, removed — titled in the reader's language"""
    words, told = who.words, changes.counts
    counts = {
        title: [format.number(n, words.language) for n in told[column]]
        for title, column in (
            (words("Changed"), "changed"),
            (words("Added"), "added"),
            (words("Removed"), "removed"),
        )
    }
    names = [who.publications.get(one) or who.subject(one) for one in told["measure"]]
    tables = [words(TABLES.get(name, name)) for name in told["table"]]
    return pd.DataFrame({words("Table"): tables, words("Measure or source"): names, **counts})


def jumps(changes: Changes, who: FindingReader) -> pd.DataFrame:
    """Table, row, before, in the draft, moved by — the figures that moved most for their size"""
    words, told = who.words, changes.jumps
    figures = {
        title: [_figure(value, words.language) for value in told[column]]
        for title, column in ((words("Before"), "old"), (words("In the draft"), "new"))
    }
    return pd.DataFrame(
        {
            words("Table"): [words(TABLES.get(name, name)) for name in told["table"]],
            words("Row"): [_row(key, who) for key in told["key"]],
            **figures,
            words("Moved by"): [format.percent(ratio, words.language) for ratio in told["ratio"]],
        }
    )


def _row(key: str, who: FindingReader) -> str:
    """The parts of a row's key; the area and the source by their names."""
    parts = key.split(", ")
    return who.words.listed(
        str(who.names.get(part) or who.publications.get(part) or isolated(who.text(part), who.words))
        for part in parts
    )


def _figure(value: float, language: str) -> str:
    whole = float(value).is_integer() or abs(value) >= 100
    return format.number(value, language, 0 if whole else 5 if abs(value) < 0.1 else 2)
