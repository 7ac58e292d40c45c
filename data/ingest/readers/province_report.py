"""The yearly report on Iran's provinces as a workbook: one sheet an indicator, provinces down, years across.

Sheets of contents (``index``, ``index code``) say what each sheet is; ``ID_1`` is another institution's number and is
not read: provinces are known by their names in two languages. Headings are Gregorian years; the office's are Solar
Hijri and begin in March of the year named, so 2016 is 1395.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.countries import country_with_reader
from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.gazetteer import area_named
from data.ingest.readers.indicators import Indicator, indicator_of, persons_per_unit
from data.ingest.readers.periods import YEAR, Period, calendar_of, mid_year, solar_hijri_of, whole_year
from data.ingest.readers.provenance import dated, finding, first_few, rows, source_row, sources
from data.ingest.readers.spelling import DIGITS, clean, name_key
from data.ingest.readers.suspicions import odd_population, without_odd_years
from data.ingest.readers.workbooks import Rows, Workbook, open_workbook
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence

_CONTENTS = {name_key("index"), name_key("main-index-code"), name_key("شاخص")}
_NAMES = {name_key(one) for one in ("NAME_1", "Prov", "Province", "استان", "name")}


@dataclass(frozen=True, eq=False)
class _Sheet:
    name: str
    title: str
    rows: Rows


def recognises(path: Path) -> bool:
    """True for a workbook with a sheet of contents or sheets that begin with provinces and years."""
    try:
        if kind(path) not in ("xlsx", "xls", "ods"):
            return False
        book = open_workbook(path)
        return any(_is_table(book.sheet(name).rows(8)) for name in book.sheets[:12])
    except UnreadableFile:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """Every indicator of population that the store knows; the rest are counted in one finding."""
    book = open_workbook(path)
    findings = list(book.findings)
    tables: dict[str, list[pd.DataFrame]] = {}
    unknown: list[str] = []
    for sheet in _sheets(book):
        indicator = indicator_of(sheet.title, "")
        if indicator is None or indicator.table == "event":
            unknown.append(f"{sheet.name} {sheet.title}".strip())
            continue
        frame = _frame(sheet, indicator, path.name, findings)
        if len(frame):
            tables.setdefault(indicator.table, []).append(frame)
    if unknown:
        findings.append(_left_out(path.name, unknown))
    key = source or "sci_province_report"
    ready = {name: rows(name, pd.concat(parts).assign(source=key)) for name, parts in tables.items()}
    if ready:
        ready["source"] = sources(source_row(key, office="sci", publication=path.stem))
    return Reading(ready, first_few(findings))


def _sheets(book: Workbook) -> Iterator[_Sheet]:
    titles: dict[str, str] = {}
    tables: list[tuple[str, Rows]] = []
    for sheet in book:
        lines = sheet.rows()
        if lines and name_key(str(lines[0][0])) in _CONTENTS:
            titles |= {str(line[0]).strip(): str(line[1]).strip() for line in lines[1:] if len(line) > 1}
        elif _is_table(lines[:8]):
            tables.append((sheet.name, lines))
    for name, lines in tables:
        yield _Sheet(name, titles.get(name, ""), lines)


def _is_table(lines: Rows) -> bool:
    """Headings with a column of province names and at least one year, then a province."""
    if len(lines) < 2:
        return False
    headings = [str(cell) for cell in lines[0]]
    named = any(name_key(one) in _NAMES for one in headings)
    years = any(YEAR.fullmatch(one.strip().translate(DIGITS).removesuffix(".0")) for one in headings)
    return named and years and any(_province(line, headings) for line in lines[1:])


def _province(line: list[object], headings: list[str]) -> str | None:
    for heading, cell in zip(headings, line, strict=False):
        named = name_key(heading) in _NAMES and isinstance(cell, str)
        if named and (code := area_named(clean(str(cell)), country_with_reader("province_report"))):
            return code
    return None


def _frame(sheet: _Sheet, indicator: Indicator, label: str, findings: list[Finding]) -> pd.DataFrame:
    headings = [str(cell) for cell in sheet.rows[0]]
    years = {
        column_number: int(match[1])
        for column_number, one in enumerate(headings)
        if (match := YEAR.fullmatch(_plain(one)))
    }
    notes = []
    for number, line in enumerate(sheet.rows[1:], start=2):
        place = Sentence(
            "{file}, sheet {sheet}, row {row_number}", file=label, sheet=sheet.name, row_number=number
        )
        area = _province(line, headings)
        if area is None:
            findings += _note(line, headings, place)
            continue
        for column_number, year in years.items():
            try:
                value = figure(line[column_number] if column_number < len(line) else None)
            except NotANumber as error:
                findings.append(
                    finding(
                        "cells hold numbers",
                        "error",
                        indicator.table,
                        Sentence("{where}, {year}: {reason}.", where=place, year=year, reason=error.sentence),
                    )
                )
                continue
            if value is not None:
                notes.append((area, year, value))
    cells = pd.DataFrame(notes, columns=["area", "year", "value"])
    return _store(
        _without_repeats(_in_iranian_years(cells, sheet, label, findings), sheet, label, findings),
        indicator,
        sheet,
        label,
        findings,
    )


def _plain(heading: str) -> str:
    return heading.strip().translate(DIGITS).removesuffix(".0")


def _note(line: list[object], headings: list[str], place: Sentence) -> list[Finding]:
    """A row without a province: a footnote, kept as a note; or a name that is not known, with figures beside it."""
    words = [str(cell).strip() for cell in line if isinstance(cell, str) and cell.strip()]
    figures = [cell for cell in line[1:] if isinstance(cell, int | float) and not isinstance(cell, bool)]
    if len(figures) > len(headings) // 2 and words:
        return [
            finding(
                "areas are known",
                "warning",
                "file",
                Sentence(
                    "{where}: «{name}» is no province known here; its {n} figures were left out.",
                    where=place,
                    name=clean(words[0]),
                    n=len(figures),
                ),
            )
        ]
    if not words:
        return []
    note = Sentence("{where}: «{note}».", where=place, note=clean(words[0])[:160])
    return [finding("notes are read", "note", "file", note)]


def _in_iranian_years(
    cells: pd.DataFrame, sheet: _Sheet, label: str, findings: list[Finding]
) -> pd.DataFrame:
    calendars = {calendar_of(int(year)) for year in cells["year"].unique()}
    if len(calendars) > 1:
        findings.append(
            finding(
                "one calendar a file",
                "warning",
                "file",
                Sentence(
                    "{file}, sheet {sheet} mixes Gregorian and Solar Hijri years in its headings; Gregorian ones were taken for the Iranian year that begins in them.",
                    file=label,
                    sheet=sheet.name,
                ),
            )
        )
    if "gregorian" not in calendars:
        return cells
    return cells.assign(
        year=cells["year"].map(lambda year: year if year < 1500 else solar_hijri_of(int(year)))
    )


def _without_repeats(cells: pd.DataFrame, sheet: _Sheet, label: str, findings: list[Finding]) -> pd.DataFrame:
    repeats = cells.duplicated(["area", "year"])
    for row in cells[repeats].itertuples():
        findings.append(
            finding(
                "keys are unique",
                "error",
                "file",
                Sentence(
                    "{file}, sheet {sheet}: {area} has two figures for {year}; the first was kept.",
                    file=label,
                    sheet=sheet.name,
                    area=row.area,
                    year=row.year,
                ),
            )
        )
    return cells[~repeats]


def _store(
    cells: pd.DataFrame, indicator: Indicator, sheet: _Sheet, label: str, findings: list[Finding]
) -> pd.DataFrame:
    place = Sentence("{file}, sheet {sheet}", file=label, sheet=sheet.name)
    if indicator.table == "rate":
        cells, odd = without_odd_years(indicator.key, cells, place)
        findings += odd
    common = cells.assign(sex="both", status="published", provisional=0)
    period: dict[int, Period] = {
        year: (mid_year if indicator.stock else whole_year)(int(year), "solar_hijri")
        for year in cells["year"].unique()
    }
    if indicator.table == "population":
        factor = persons_per_unit(sheet.title) or 1
        persons = common["value"].round(3) * factor
        findings += odd_population(common["area"], persons, place)
        frame = common.assign(persons=persons.round(), rounded_to=factor, age_lower=0, age_width=0)
        return dated(frame, period)
    value = cells["value"].round(indicator.decimals)
    whole = value.groupby(cells["year"]).transform(lambda values: (values.round(1) == values).all())
    decimals = np.where(whole, min(1, indicator.decimals), indicator.decimals)
    frame = common.assign(measure=indicator.key, unit=indicator.unit, value=value, decimals=decimals)
    return dated(frame, period)


def _left_out(label: str, unknown: list[str]) -> Finding:
    return finding(
        "indicators are known",
        "note",
        "file",
        Sentence(
            "{file}: {n} sheets are no indicators the store keeps and were left out, the first: «{name}».",
            file=label,
            n=len(unknown),
            name=unknown[0][:120],
        ),
    )
