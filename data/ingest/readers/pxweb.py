"""CSV as PxWeb exports it: a title, an empty line, headings in which the dimensions are run together."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers.figures import MISSING, NotANumber, figure, is_command
from data.ingest.readers.indicators import indicator_of
from data.ingest.readers.periods import YEAR
from data.ingest.readers.provenance import finding
from data.ingest.readers.spelling import DIGITS, heading_key, name_key
from data.ingest.readers.statistics import RESIDENCE_WORDS, SEX_WORDS, TOTAL_WORDS, Table
from data.ingest.readers.statistics_rows import rows_of
from data.ingest.readers.texts import delimiter, head, read_text, rows
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence, quoted

_DIMENSION_WORDS = frozenset({"year", "years", "سال", "items", "iterms", "item", "indicators"})
_VALUE_WORDS = frozenset(SEX_WORDS) | frozenset(RESIDENCE_WORDS) | TOTAL_WORDS


def recognises(path: Path) -> bool:
    """True for a title alone on its line, then headings that carry years, sexes or indicators."""
    try:
        if kind(path) not in ("text", "gzip"):
            return False
        start = head(path, 65_536)
        mark = delimiter(start)
        table = _take_apart(rows(start, mark), path.stem) if mark else None
    except UnreadableFile:
        return False
    return table is not None


def read(path: Path, *, source: str | None = None) -> Reading:
    """Every indicator of the file that the store knows."""
    text = read_text(path)
    mark = delimiter(text.content)
    parts = _take_apart(rows(text.content, mark), path.stem) if mark else None
    if parts is None:
        raise UnreadableFile(
            Sentence(
                "{file} has no line of headings with years, sexes or indicators under a title, split by {delimiters}: is it an export of PxWeb?",
                file=path.name,
                delimiters="; , tab",
            )
        )
    title, headings, body = parts
    findings = list(text.findings)
    table = _table(title, headings, body, path.name, findings)
    return rows_of(table, path.name, source=source, earlier=tuple(findings))


Lines = list[tuple[int, list[str]]]
Parts = tuple[str, list[str], Lines]


def _take_apart(lines: list[list[str]], stem: str) -> Parts | None:
    """Title, headings and rows with their lines; None if it is not such a file."""
    filled = [(number, row) for number, row in enumerate(lines, start=1) if any(cell.strip() for cell in row)]
    titled = bool(filled) and len([cell for cell in filled[0][1] if cell.strip()]) == 1
    title = filled[0][1][0].strip() if titled else stem
    table = filled[1:] if titled else filled
    if len(table) < 2 or len(table[0][1]) < 2:
        return None
    headings = [cell.strip() for cell in table[0][1]]
    body = [(number, row) for number, row in table[1:] if [cell.strip() for cell in row] != headings]
    values = headings[_stubs(headings) :]
    repeated = len(body) < len(table) - 1
    dated = any(YEAR.search(one.translate(DIGITS)) for one in values)
    if not values or not (dated or ((titled or repeated) and _says_year(headings, title))):
        return None
    if not titled and not repeated and indicator_of(" ".join(headings), title) is None:
        return None
    return title, headings, body


def _says_year(headings: list[str], title: str) -> bool:
    return any(_is_dimension(one) for one in headings) or bool(YEAR.search(title))


def _is_dimension(heading: str) -> bool:
    return name_key(heading) in _DIMENSION_WORDS or heading_key(heading) == "năm"


def _stubs(headings: list[str]) -> int:
    """How many columns at the left name the row: up to the first heading that is a value of a dimension."""
    for number, heading in enumerate(headings):
        key = name_key(heading)
        is_value = (
            key in _VALUE_WORDS or bool(YEAR.search(heading.translate(DIGITS))) or indicator_of(heading, "")
        )
        if number and is_value and not _is_dimension(heading):
            return number
    return 1


def _table(title: str, headings: list[str], body: Lines, name: str, findings: list[Finding]) -> Table:
    stubs = _stubs(headings)
    cells = []
    for number, row in body:
        if len(row) != len(headings):
            findings.append(_ragged_finding(row, headings, f"{name}, line {number}"))
            if len(row) < stubs + 1:
                continue
        names = [cell.strip() for cell in row[:stubs]]
        place = Sentence("{file}, line {line}", file=name, line=number)
        if note := _not_a_row(names, row[stubs:], place):
            findings += note
            continue
        for heading, cell in zip(headings[stubs:], row[stubs:], strict=False):
            value, provisional = _value(cell, place, heading, findings)
            cells.append((*names, heading, value, provisional))
    columns = [
        *(one or f"column {place_number}" for place_number, one in enumerate(headings[:stubs], 1)),
        " ",
        "value",
        "provisional",
    ]
    return Table(title, pd.DataFrame(cells, columns=columns))


def _not_a_row(names: list[str], cells: list[str], place: Sentence) -> list[Finding]:
    """Footnotes under the table, and text a spreadsheet would run."""
    if any(is_command(one) for one in names):
        sentence = Sentence(
            "{where}: {cell} is a formula or a command, not a name. The row was left out.",
            where=place,
            cell=quoted(names[0][:60]),
        )
        return [finding("cells hold no commands", "error", "file", sentence)]
    if not any(cell.strip() for cell in cells):
        sentence = Sentence(
            "{where}: «{note}» is a note under the table, not a row of it.", where=place, note=names[0][:200]
        )
        return [finding("notes are read", "note", "file", sentence)]
    return []


def _value(cell: str, place: Sentence, heading: str, findings: list[Finding]) -> tuple[float | None, int]:
    text = cell.strip()
    marked = text.rstrip("*pPeE )(") if text[:1].isdigit() else text
    try:
        return figure(marked), int(text[-1:] in ("p", "P", "*") and text not in MISSING)
    except NotANumber as error:
        findings.append(
            finding(
                "cells hold numbers",
                "error",
                "file",
                Sentence(
                    "{where}, {heading}: {reason}. The cell was left out.",
                    where=place,
                    heading=heading,
                    reason=error.sentence,
                ),
            )
        )
        return None, 0


def _ragged_finding(row: list[str], headings: list[str], place: str) -> Finding:
    return finding(
        "rows fit the headings",
        "error",
        "file",
        Sentence(
            "{where} has {n} cells where the headings have {expected}: another delimiter, or a decimal comma that was taken for one.",
            where=place,
            n=len(row),
            expected=len(headings),
        ),
    )
