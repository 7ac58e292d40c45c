"""World Population Prospects as the United Nations' workbooks: a page of titles, then one row a country and year."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.provenance import finding
from data.ingest.readers.spelling import name_key
from data.ingest.readers.workbooks import Cell, Sheet, open_workbook
from data.ingest.readers.wpp import tables_of
from data.ingest.readers.wpp_columns import COUNTRIES, EVENTS, PEOPLE, VARIANTS, wide_column
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence

_CODE, _YEAR, _VARIANT = name_key("Location code"), name_key("Year"), name_key("Variant")
_AGE = re.compile(r"^(\d{1,3})(?:\s*-\s*(\d{1,3}))?(\+)?$")
_LAST_TITLE = 30


def recognises(path: Path) -> bool:
    """True for a workbook with the headings «Location code» and «Year» under its titles."""
    try:
        if kind(path) not in ("xlsx", "xls", "ods"):
            return False
        book = open_workbook(path)
        return any(_heading(book.sheet(name).rows(_LAST_TITLE)) is not None for name in book.sheets[:3])
    except UnreadableFile:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """The estimates and the medium variant of our countries, from every sheet."""
    book = open_workbook(path)
    findings = list(book.findings)
    parts = [part for sheet in book if (part := _sheet(sheet, path.name, findings)) is not None]
    if not parts:
        raise UnreadableFile(
            Sentence(
                "{file} has no sheet with the headings {known}.",
                file=path.name,
                known="«Location code», «Year»",
            )
        )
    cells = pd.concat(parts, ignore_index=True)
    return tables_of(cells, path.name, source, findings)


def _heading(lines: list[list[Cell]]) -> int | None:
    for number, line in enumerate(lines):
        keys = {name_key(str(cell)) for cell in line}
        if {_CODE, _YEAR} <= keys:
            return number
    return None


def _sheet(sheet: Sheet, name: str, findings: list[Finding]) -> pd.DataFrame | None:
    """Rows of our countries in the long files' columns; the sheet is read a row at a time."""
    titles: list[str] = []
    headings: list[str] = []
    rows: list[dict[str, object]] = []
    for number, line in sheet:
        if not headings:
            if number > _LAST_TITLE:
                return None
            keys = [name_key(str(cell)) for cell in line]
            if _CODE in keys and _YEAR in keys:
                headings = [" ".join(str(cell).split()) for cell in line]
                columns = {key: keys.index(key) for key in (_CODE, _YEAR, _VARIANT) if key in keys}
            else:
                titles += [str(cell) for cell in line if str(cell).strip()]
            continue
        rows += _row(
            line, headings, columns, " ".join(titles), f"{name}, sheet {sheet.name}, row {number}", findings
        )
    return pd.DataFrame(rows) if headings and rows else None


def _row(
    line: list[Cell],
    headings: list[str],
    columns: dict[str, int],
    title: str,
    place: str,
    findings: list[Finding],
) -> list[dict[str, object]]:
    try:
        code, year = figure(line[columns[_CODE]]), figure(line[columns[_YEAR]])
    except (NotANumber, IndexError):
        return []
    if code not in COUNTRIES or year is None:
        return []
    if _VARIANT in columns and name_key(str(line[columns[_VARIANT]])) not in VARIANTS:
        return []
    values: dict[str, float | None] = {}
    for heading, cell in zip(headings, line, strict=False):
        try:
            values[heading] = figure(cell) if _is_value(heading) else None
        except NotANumber as error:
            sentence = Sentence(
                "{where}, {heading}: {reason}.", where=place, heading=heading, reason=error.sentence
            )
            findings.append(finding("cells hold numbers", "error", "file", sentence))
    base: dict[str, object] = {"LocID": int(code), "Time": int(year)}
    ages = {
        heading: value
        for heading, value in values.items()
        if _AGE.match(_plain(heading)) and value is not None
    }
    if ages:
        return [base | _age_row(_plain(heading), value, title) for heading, value in ages.items()]
    return [base | _indicators(values)]


def _plain(heading: str) -> str:
    return heading.removesuffix(".0").strip()


def _is_value(heading: str) -> bool:
    return bool(_AGE.match(_plain(heading)) or _long_heading(heading))


def _age_row(heading: str, value: float, title: str) -> dict[str, object]:
    match = _AGE.match(heading)
    assert match is not None
    low, high, plus = match.groups()
    key = name_key(title)
    column = "PopFemale" if "female" in key else "PopMale" if "male" in key else "PopTotal"
    width = -1 if plus else (int(high) - int(low) + 1 if high else 1)
    return {"AgeGrp": heading, "AgeGrpStart": int(low), "AgeGrpSpan": width, column: value}


def _long_heading(heading: str) -> str | None:
    key = name_key(heading)
    for long, (words, _) in (PEOPLE | EVENTS).items():
        if key.startswith(name_key(words)):
            return long
    column = wide_column(heading)
    return column.heading if column else None


def _indicators(values: dict[str, float | None]) -> dict[str, object]:
    return {
        long: value
        for heading, value in values.items()
        if (long := _long_heading(heading)) and value is not None
    }
