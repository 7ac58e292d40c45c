"""What the checks found in a file, as tables to take away: every finding, and every row it speaks of. No Streamlit here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from data.quality import Finding

#: What a row of the second table stands for: a line of the file by its number, a row the release would hold, the file
#: or a column as a whole, or lines that were counted and whose numbers nobody kept
LINE, RELEASE, NO_LINE, NOT_KNOWN = "line of the file", "row of the release", "no line", "not known"
#: Columns that say where in a file: of lines of text, of rows of a workbook or of records
_NUMBERS = ("line", "row")
_GRAVEST = {"error": 0, "warning": 1, "note": 2}


def findings_table(findings: Sequence[Finding]) -> pd.DataFrame:
    """severity, rule, table, area, year, sentence, rows, place, first — every finding, errors first. ``first``: the first
    line's number, where the place is a line; an empty cell is what a finding is not about."""
    rows = [
        {
            "severity": one.severity,
            "rule": one.rule,
            "table": one.table,
            "area": one.area or "",
            "year": str(one.year) if one.year else "",
            "sentence": one.sentence,
            "rows": one.rows_found,
            **_first(one),
        }
        for one in sorted(findings, key=lambda one: _GRAVEST[one.severity])
    ]
    columns = ["severity", "rule", "table", "area", "year", "sentence", "rows", "place", "first"]
    return pd.DataFrame(rows, columns=columns)


def rows_of_findings(findings: Sequence[Finding]) -> pd.DataFrame:
    """finding, severity, sentence, place, rows, then the columns of the rows — no finding is without one. ``rows``: how
    many it stands for: 1; 0 of the file as a whole; of those not kept, how many there were."""
    parts = [
        rows.assign(finding=one.key, severity=one.severity, sentence=one.sentence)
        for one in findings
        for rows in _rows(one)
    ]
    first = ["finding", "severity", "sentence", "place", "rows"]
    if not parts:
        return pd.DataFrame(columns=first)
    whole = pd.concat(parts, ignore_index=True).fillna("")
    return whole[[*first, *(column for column in whole if column not in first)]]


def _first(one: Finding) -> dict[str, str]:
    place = next(_rows(one)).iloc[0]
    number = next((place[name] for name in _NUMBERS if place.get(name)), "")
    return {"place": place["place"], "first": number if place["place"] == LINE else ""}


def _rows(one: Finding) -> Iterator[pd.DataFrame]:
    """The rows that were kept, as text; then one row for those that were not, or for the file as a whole."""
    if len(one.rows):
        cells = one.rows.map(lambda cell: "" if pd.isna(cell) else str(cell))
        yield cells.assign(place=_places(cells), rows="1")
    left = one.rows_found - len(one.rows)
    if left > 0:
        yield pd.DataFrame([{"place": NOT_KNOWN, "rows": str(left)}])
    elif not len(one.rows):
        yield pd.DataFrame([{"place": NO_LINE, "rows": "0"}])


def _places(rows: pd.DataFrame) -> list[str]:
    numbers = [column for column in _NUMBERS if column in rows]
    if numbers:
        return [LINE if any(row) else NOT_KNOWN for row in rows[numbers].itertuples(index=False)]
    return [NOT_KNOWN if "file" in rows else RELEASE] * len(rows)
