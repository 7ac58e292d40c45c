"""Census workbooks of the Statistical Centre of Iran: one sheet a county, ages down, residence and sex across.

A sheet carries its county in the title, «جدول 1- جمعيت برحسب سن ، جنس و وضع سكونت (0001:اراک)», two rows of merged
headings, then all ages, five-year groups and single ages one under the other. The census of 1390 prints no codes:
counties are found by name in the list of 1395. Single ages are kept; groups, sexes and residence must sum to them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pandas as pd

from data.countries import country_with_reader
from data.ingest.guards import UnreadableFile, kind, open_zip, unpack
from data.ingest.readers import iran_census_sheet as sheets
from data.ingest.readers.gazetteer import counties_by_name
from data.ingest.readers.iran_census_areas import area_rows
from data.ingest.readers.iran_census_sums import parts_that_do_not_sum
from data.ingest.readers.periods import Period, a_day
from data.ingest.readers.provenance import dated, finding, first_few, rows, source_row, sources
from data.ingest.readers.spelling import DIGITS, name_key
from data.ingest.readers.workbooks import Workbook, open_bytes, open_workbook
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence

#: Year -> first day of the enumeration, as in the seed tables
CENSUSES = {1385: "2006-10-28", 1390: "2011-10-24", 1395: "2016-09-24"}
_GREGORIAN = {"2006": 1385, "2011": 1390, "2016": 1395}


@dataclass(frozen=True, eq=False)
class _County:
    code: str
    sheet: sheets.CensusSheet

    @property
    def area(self) -> str:
        """Its code in the store."""
        return f"{country_with_reader('iran_census')}{self.code}"


def recognises(path: Path) -> bool:
    """True for a workbook, or an archive of them, whose first sheet is a census table by age and residence."""
    try:
        if kind(path) not in ("zip", "xls", "xlsx", "ods"):
            return False
        book = next(_workbooks(path), None)
        return book is not None and sheets.looks_right(next(iter(book)).rows(12))
    except (UnreadableFile, StopIteration):
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """Counties, population by sex and single age, and the urban share of each."""
    findings: list[Finding] = []
    counties: list[_County] = []
    for book in _workbooks(path):
        findings += book.findings
        counties += _counties_of(book, findings)
    if not counties:
        raise UnreadableFile(
            Sentence("{file}: no sheet is a census table by age, sex and residence.", file=path.name)
        )
    year = _year(path, counties, source, findings)
    key = source or f"sci_census_{year}"
    for one in counties:
        findings += [*one.sheet.findings, *parts_that_do_not_sum(one.sheet)]
    tables = {
        "area": area_rows([(one.code, one.sheet.county) for one in counties]),
        "population": _population(counties, year, key, findings),
        "rate": _urban_share(counties, year, key),
        "source": sources(
            source_row(key, office="sci", publication=f"Census {year}, population by age, sex and residence")
        ),
    }
    return Reading(tables, first_few(findings))


def _workbooks(path: Path) -> Iterator[Workbook]:
    if kind(path) != "zip":
        yield open_workbook(path)
        return
    with open_zip(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda one: one.filename):
            if Path(entry.filename).suffix.lower() in (".xls", ".xlsx", ".ods"):
                yield open_bytes(unpack(archive, entry), f"{path.name}/{entry.filename}")


def _counties_of(book: Workbook, findings: list[Finding]) -> list[_County]:
    read = []
    for sheet in book:
        table = sheets.read_sheet(sheet.rows(), f"{Path(book.label).name}, sheet {sheet.name}")
        if isinstance(table, Finding):
            findings.append(table)
        else:
            read.append(table)
    province = _province(read, book.label, findings)
    return [_County(_code(one, province, findings), one) for one in read]


def _province(tables: list[sheets.CensusSheet], label: str, findings: list[Finding]) -> str | None:
    """The province most of the sheets belong to by their codes, else by the names of their counties."""
    if coded := [one.code[:2] for one in tables if one.code]:
        return Counter(coded).most_common(1)[0][0]
    keys = {name_key(one.county) for one in tables}
    votes = Counter(province for province, key in counties_by_name() if key in keys)
    in_name = re.search(r"(?<!\d)(\d\d)(?=\.\w+$)", label.translate(DIGITS))
    best = [province for province, count in votes.items() if count == max(votes.values())]
    named = in_name[1] if in_name else None
    province = named if named in best or (not best and named) else min(best, default=None)
    if province and named and named != province:
        findings.append(
            finding(
                "areas are known",
                "warning",
                "area",
                Sentence(
                    "{file}: the name says province {code}, the counties in it belong to province {code_used}, which was used. Was the file renamed?",
                    file=label,
                    code=named,
                    code_used=province,
                ),
            )
        )
    return province


def _code(table: sheets.CensusSheet, province: str | None, findings: list[Finding]) -> str:
    if table.code:
        return table.code
    code = counties_by_name().get((province or "", name_key(table.county)))
    if code:
        return code
    own_code = f"{province or '99'}{_letters(table.county)}"
    findings.append(
        finding(
            "areas are known",
            "warning",
            "area",
            Sentence(
                "{where}: no county «{name}» is known in province {code}, so it was given the code {code_made}. Is the name spelt as in the list of 1395, or is the county new?",
                where=table.place,
                name=table.county,
                code=province or "?",
                code_made=f"{country_with_reader('iran_census')}{own_code}",
            ),
        )
    )
    return own_code


def _letters(name: str) -> str:
    return sha256(name_key(name).encode()).hexdigest()[:6]


def _year(path: Path, counties: list[_County], source: str | None, findings: list[Finding]) -> int:
    """From the source's key, the title, the file's name, else from the form: the workbooks themselves say none."""
    texts = [source or "", *(one.sheet.title for one in counties[:1]), path.name]
    for text in texts:
        for year in re.findall(r"(?<!\d)(1385|139[05]|2006|2011|2016)(?!\d)", text.translate(DIGITS)):
            return _GREGORIAN.get(year) or int(year)
    year = 1395 if any(one.sheet.code for one in counties) else 1390
    findings.append(
        finding(
            "periods are stated",
            "warning",
            "population",
            Sentence(
                "{file} does not say of which census it is. Its form is that of {year} (codes in the titles); name the source to be sure, for example {code}."
                if year == 1395
                else "{file} does not say of which census it is. Its form is that of {year} (no codes in the titles); name the source to be sure, for example {code}.",
                file=path.name,
                year=year,
                code=f"sci_census_{year}",
            ),
        )
    )
    return year


def _period(year: int) -> dict[int, Period]:
    day = a_day(CENSUSES[year])
    assert day is not None
    return {year: Period(year, "solar_hijri", day.start, 0)}


def _population(counties: list[_County], year: int, key: str, findings: list[Finding]) -> pd.DataFrame:
    parts = [one.sheet.single_ages().assign(area=one.area) for one in counties]
    frame = pd.concat(parts, ignore_index=True)
    repeats = frame.duplicated(["area", "sex", "age_lower"])
    for area in frame.loc[repeats, "area"].unique():
        findings.append(
            finding(
                "keys are unique",
                "error",
                "population",
                Sentence(
                    "{area} is in the files twice; the first was kept. Is one workbook there under two names?",
                    area=area,
                ),
            )
        )
    frame = frame[~repeats].assign(year=year, status="published", provisional=0, source=key, rounded_to=1)
    return rows("population", dated(frame, _period(year)))


def _urban_share(counties: list[_County], year: int, key: str) -> pd.DataFrame:
    shares = [(one.area, one.sheet.urban_share()) for one in counties]
    frame = pd.DataFrame([share for share in shares if share[1] is not None], columns=["area", "value"])
    frame = frame.drop_duplicates("area").assign(
        measure="urban_share",
        year=year,
        status="derived",
        provisional=0,
        source=key,
        sex="both",
        unit="percent",
        decimals=1,
    )
    return rows("rate", dated(frame, _period(year)))
