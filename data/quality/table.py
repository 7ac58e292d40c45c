"""Findings as rows of the store, so that the release says what was known of it, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO

import pandas as pd

from data.quality.findings import Finding

COLUMNS = (
    "finding",
    "rule",
    "severity",
    "fact",
    "area",
    "year",
    "about",
    "sentence",
    "message",
    "details",
    "rows_found",
    "offending",
)
#: Rows kept with a finding; how many there were is kept always
MOST_ROWS = 500


def to_frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """finding, rule, severity, fact, area, year, about, sentence, message, details, rows_found, offending"""
    rows = [
        (
            finding.key,
            finding.rule,
            finding.severity,
            finding.table,
            finding.area or "",
            finding.year or 0,
            finding.about,
            finding.sentence,
            finding.message or finding.sentence,
            json.dumps(dict(finding.values), ensure_ascii=False, default=str),
            finding.rows_found,
            _json(finding.rows),
        )
        for finding in findings
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def from_frame(rows: pd.DataFrame) -> list[Finding]:
    """The findings a release was made with."""
    return [
        Finding(
            row["rule"],
            row["severity"],
            row["fact"],
            row["sentence"],
            row["area"] or None,
            int(row["year"]) or None,
            row["about"],
            row["message"],
            json.loads(row["details"]),
            _read(row["offending"]),
            int(row["rows_found"]),
        )
        for row in rows.to_dict("records")
    ]


def _json(rows: pd.DataFrame) -> str:
    rows_head = rows.head(MOST_ROWS).copy()
    for column in rows_head:
        if rows_head[column].dtype == object or str(rows_head[column].dtype).startswith("datetime"):
            rows_head[column] = [
                value if isinstance(value, str | int | float) else _text(value) for value in rows_head[column]
            ]
    return str(rows_head.to_json(orient="split", index=False, force_ascii=False))


def _text(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value).removesuffix(" 00:00:00")  # type: ignore[call-overload]


def _read(text: str) -> pd.DataFrame:
    return (
        pd.read_json(StringIO(text), orient="split", dtype=False, convert_dates=False)
        if text
        else pd.DataFrame()
    )
