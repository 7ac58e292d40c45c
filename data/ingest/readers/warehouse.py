"""Workbooks of the census data warehouse of Viet Nam: provinces, districts and wards down, residence and age across.

Names stand in the first columns, a parent once over its parts; «(Tổng số)» marks a row or a column that sums others.
The leaves are kept, every printed sum is checked against them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers import warehouse_areas as areas
from data.ingest.readers import warehouse_columns as columns
from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.periods import YEAR, Period, a_day
from data.ingest.readers.provenance import dated, finding, first_few, key_of, rows, source_row, sources
from data.ingest.readers.spelling import name_key
from data.ingest.readers.workbooks import Rows, open_workbook
from data.ingest.reading import Reading
from data.quality import Finding
from data.sentences import Sentence

TOTAL = re.compile(r"\s*\(\s*tổng số\s*\)\s*$", re.IGNORECASE)
#: Day each census counts people; the warehouse has that of 2019, its workbooks say no year
CENSUSES = {1999: "1999-04-01", 2009: "2009-04-01", 2019: "2019-04-01", 2024: "2024-04-01"}
#: Level of the area table by column of names
_LEVELS = ("province", "district", "commune")


@dataclass(frozen=True, eq=False)
class _Cube:
    title: str
    year: int
    columns: list[columns.Column]
    names: pd.DataFrame  # province, district, ward, total; one row a line, index = row number
    values: np.ndarray


def recognises(path: Path) -> bool:
    """True for a workbook with two rows of headings on residence over rows of «Tổng số» and provinces."""
    try:
        return kind(path) in ("xlsx", "xls", "ods") and _head(open_workbook(path).sheet_rows(12)) is not None
    except UnreadableFile:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """Areas below the province; people by age or households; the urban share."""
    book = open_workbook(path)
    findings = list(book.findings)
    cube = _cube(book.sheet_rows(), path.name, findings)
    coded, new_areas = _codes(cube, path.name, findings)
    findings += _sums(cube, path.name)
    key = source or key_of("gso_census", f"{cube.year} {path.stem}")
    period = {cube.year: Period(cube.year, "gregorian", _day(cube.year), 0)}
    leaves = cube.names["leaf"].to_numpy()
    tables = columns.tables(cube.columns, cube.values[leaves], coded[leaves], cube.title)
    ready = {
        name: rows(name, dated(frame.assign(year=cube.year, provisional=0, source=key), period))
        for name, frame in tables.items()
    }
    if not ready:
        findings.append(_unknown_columns(cube, path.name))
    else:
        ready["source"] = sources(
            source_row(key, office="gso", publication=cube.title, published=str(cube.year))
        )
    return Reading(
        {"area": areas.area_table(new_areas), **ready} if new_areas else ready, first_few(findings)
    )


def _head(lines: Rows) -> int | None:
    """The row of headings that names residence or the total, two or three columns from the left."""
    for number, line in enumerate(lines):
        filled = [i for i, cell in enumerate(line) if str(cell).strip()]
        if filled and 1 <= filled[0] <= 4 and any(columns.residence_of(str(line[i])) for i in filled):
            return number
    return None


def _cube(lines: Rows, name: str, findings: list[Finding]) -> _Cube:
    head = _head(lines[:12])
    if head is None:
        raise UnreadableFile(
            Sentence(
                "{file}: no headings of residence ({known}) were found in the first rows.",
                file=name,
                known="Thành thị, Nông thôn",
            )
        )
    depth = next(i for i, cell in enumerate(lines[head]) if str(cell).strip())
    title = next((str(cell) for line in lines[:head] for cell in line if str(cell).strip()), Path(name).stem)
    first = next(number for number in range(head + 1, len(lines)) if str(lines[number][0]).strip())
    across = columns.columns_of(lines[head:first], depth)
    body = lines[first:]
    values = np.full((len(body), len(across)), np.nan)
    for number, line in enumerate(body):
        for column in across:
            try:
                value = figure(line[column.position] if column.position < len(line) else None)
            except NotANumber as error:
                place = Sentence(
                    "{file}, row {row_number}, column {column_number}",
                    file=name,
                    row_number=first + number + 1,
                    column_number=column.position + 1,
                )
                sentence = Sentence(
                    "{where}: {reason}. Read as no figure.", where=place, reason=error.sentence
                )
                findings.append(finding("cells hold numbers", "error", "file", sentence))
                continue
            values[number, column.place] = np.nan if value is None else value
    year = next((int(y) for y in YEAR.findall(title) if int(y) in CENSUSES), 2019)
    if not YEAR.search(title):
        findings.append(
            finding(
                "periods are stated",
                "note",
                "file",
                Sentence("{file} says no year; it was read as the census of 1 April 2019.", file=name),
            )
        )
    return _Cube(title, year, across, _names(body, depth, first), values)


def _names(body: Rows, depth: int, first: int) -> pd.DataFrame:
    """province, district, ward as printed on each row or above it; ``leaf`` where nothing below sums into the row."""
    raw = pd.DataFrame([[str(cell).strip() for cell in line[:depth]] for line in body])
    raw.columns = pd.Index(_LEVELS[:depth])
    total = raw.apply(lambda column: column.str.contains(TOTAL)).any(axis=1)
    bare = raw.apply(lambda column: column.str.replace(TOTAL, "", regex=True).map(areas.tidy))
    nation = bare[_LEVELS[0]].map(name_key) == name_key("Tổng số")
    filled = bare.copy()
    for level, above in zip(_LEVELS[:depth], (None, *_LEVELS[: depth - 1]), strict=True):
        if above is None:
            filled[level] = bare[level].replace("", np.nan).ffill()
        elif level != _LEVELS[depth - 1]:
            # A district's name holds until the next; its wards follow under it.
            filled[level] = bare[level].replace("", np.nan).groupby(filled[above]).ffill()
    filled = filled.fillna("")
    printed = bare.ne("").to_numpy()
    deepest = printed.shape[1] - 1 - printed[:, ::-1].argmax(axis=1)
    leaf = ~total & ~nation & printed.any(axis=1) & (deepest == depth - 1)
    return filled.assign(
        total=total, nation=nation, deepest=deepest, leaf=leaf, row=np.arange(len(raw)) + first + 1
    )


def _codes(cube: _Cube, name: str, findings: list[Finding]) -> tuple[np.ndarray, list[dict[str, object]]]:
    """The area code of every leaf, and the rows of the area table."""
    new_areas: dict[str, dict[str, object]] = {}
    codes = np.full(len(cube.names), "", dtype=object)
    strange: list[str] = []
    depth = len([level for level in _LEVELS if level in cube.names])
    for number, row in enumerate(cube.names.itertuples()):
        if not row.leaf:
            continue
        province = areas.province_code(str(row.province))
        if province is None:
            findings.append(
                finding(
                    "areas are known",
                    "error",
                    "area",
                    Sentence(
                        "{file}, row {row_number}: «{name}» is no province known here; the row was left out.",
                        file=name,
                        row_number=row.row,
                        name=row.province,
                    ),
                )
            )
            cube.names.loc[cube.names.index[number], "leaf"] = False
            continue
        code = province
        if depth > 1:
            code = _district(province, str(row.district), new_areas, strange)
        if depth > 2:
            code = _ward(code, str(row.commune), new_areas)
        codes[number] = code
    findings += _code_findings(name, new_areas, strange)
    return codes, list(new_areas.values())


def _district(province: str, name: str, new_areas: dict[str, dict[str, object]], strange: list[str]) -> str:
    listed = areas.district_code(province, name)
    code = f"{areas.COUNTRY}{listed}" if listed else areas.code_from_names(province, name)
    if code not in new_areas:
        if not listed:
            strange.append(name)
        new_areas[code] = areas.area_row(code, province, "district", name)
    return code


def _ward(district: str, name: str, new_areas: dict[str, dict[str, object]]) -> str:
    attempts = 0
    while (code := areas.code_from_names(district, name, attempts)) in new_areas:
        attempts += 1
    new_areas[code] = areas.area_row(code, district, "commune", name)
    return code


def _code_findings(name: str, areas: dict[str, dict[str, object]], strange: list[str]) -> Iterator[Finding]:
    if strange:
        sentence = Sentence(
            "{file}: {n} districts are in no list ({places}) and got a code made from their names.",
            file=name,
            n=len(strange),
            places=", ".join(strange[:3]),
        )
        yield finding("areas are known", "warning", "area", sentence)
    if wards := sum(area["level"] == "commune" for area in areas.values()):
        sentence = Sentence(
            "{file}: the workbook prints no codes; {n} wards and communes got one made from their district and name.",
            file=name,
            n=wards,
        )
        yield finding("areas are known", "note", "area", sentence)


def _sums(cube: _Cube, name: str) -> Iterator[Finding]:
    """Printed totals against the leaves below them, and total columns against their parts."""
    yield from columns.odd_sums(cube.columns, cube.values, cube.names["row"].to_numpy(), name)
    leaf = cube.names["leaf"].to_numpy()
    for number in np.flatnonzero((cube.names["total"] | cube.names["nation"]).to_numpy()):
        row = cube.names.iloc[number]
        below = leaf.copy()
        for level in _LEVELS[: 0 if row["nation"] else int(row["deepest"]) + 1]:
            below &= (cube.names[level] == row[level]).to_numpy()
        gap = np.nansum(cube.values[below], axis=0) - np.nan_to_num(cube.values[number])
        for column in np.flatnonzero(np.abs(gap) > 0.5)[:1]:
            label = cube.columns[column].words
            yield finding(
                "parts sum to the whole",
                "warning",
                "population",
                Sentence(
                    "{file}, row {row_number}, {heading}: printed {printed}, the {n} areas below sum to {total} ({gap}).",
                    file=name,
                    row_number=row["row"],
                    heading=label,
                    printed=np.nan_to_num(cube.values[number, column]),
                    n=int(below.sum()),
                    total=np.nansum(cube.values[below, column]),
                    gap=gap[column],
                ),
            )


def _day(year: int) -> date:
    day = a_day(CENSUSES[year])
    assert day is not None
    return day.start


def _unknown_columns(cube: _Cube, name: str) -> Finding:
    heads = ", ".join(column.words for column in cube.columns[:4])
    return finding(
        "indicators are known",
        "warning",
        "file",
        Sentence(
            "{file}: «{name}» ({headings}) is split by something the store does not keep and was left out; its areas were read.",
            file=name,
            name=cube.title[:120],
            headings=heads,
        ),
    )
