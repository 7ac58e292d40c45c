"""A chart's data as a package: its papers in the words of the Data Package standard. Pure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import downloads
from dashboard.analysis.frame_rows import records
from dashboard.views.chart_export import ChartExport
from dashboard.views.measure import source_text
from dashboard.words import Words
from data.names import in_language


def packed(export: ChartExport, sources: pd.DataFrame, release: str, link: str, words: Words) -> bytes:
    """The zip a reader takes away: rows, columns explained, sources, citation, release and the link to the view."""
    return downloads.package(export.name, export.data(), about(export, sources, release, link, words))


def about(
    export: ChartExport, sources: pd.DataFrame, release: str, link: str, words: Words
) -> dict[str, Any]:
    """title, description, fields, sources, citation, link, release"""
    used = sources[sources["source"].isin(export.sources)]
    return {
        "title": export.title,
        "description": " ".join(text for text in (export.definition, export.note) if text),
        "languages": [words.language],
        "fields": [
            {"name": name, "type": column.kind, "title": column.title}
            | ({"description": column.description} if column.description else {})
            | ({"unit": column.unit} if column.unit else {})
            for name, column in export.columns.items()
        ],
        "sources": [source(row, words) for row in records(_in_words(used, words))],
        "citation": citation(export.title, export.sources, sources, release, words),
        "link": link,
        "release": release,
    }


def _in_words(sources: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The sources with office and publication in the reader's language"""
    return sources.assign(
        **{part: in_language(sources, part, words.language) for part in ("office", "publication")}
    )


def source(row: dict[str, Any], words: Words) -> dict[str, str]:
    """One source: its key, who and what, when, where, under which licence."""
    description = {
        "key": row["source"],
        "title": words(
            "{office}, {publication}",
            office=row["office"],
            publication=row["publication"],
        ),
        "published": row["published"],
        "path": row["url"],
        "licence": row["licence"],
    }
    return {key: str(value) for key, value in description.items() if value and not pd.isna(value)}


def citation(title: str, keys: tuple[str, ...], sources: pd.DataFrame, release: str, words: Words) -> str:
    """How to cite the figures: who published them, and by which release of ours they were read."""
    texts = source_text(" ".join(keys), sources, words)
    return words(
        "{source}. {title}. Rasad, release {release}.",
        source=texts or words("Own calculation"),
        title=title,
        release=release,
    )
