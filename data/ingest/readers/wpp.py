"""World Population Prospects of the United Nations as long CSV: millions of rows, of which a few countries are ours.

Columns ``LocID``, ``Variant``, ``Time`` and, by file, ages (``AgeGrpStart``, ``AgeGrpSpan``) and values in thousands
(``PopMale``), rates (``mx``), shares (``PASFR``) or indicators (``TFR``). Read in pieces; all of it is an estimate.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from data.ingest.guards import UnreadableFile, kind
from data.ingest.readers.periods import Period, mid_year, whole_year
from data.ingest.readers.provenance import dated, event_table, finding, first_few, rows, source_row, sources
from data.ingest.readers.spelling import name_key
from data.ingest.readers.texts import head
from data.ingest.readers.wpp_columns import COLUMNS, COUNTRIES, EVENTS, PEOPLE, VARIANTS
from data.ingest.reading import Reading
from data.problems import cause
from data.quality import Finding
from data.sentences import Sentence

_PIECE = 200_000
_KEYS = ("LocID", "Location", "Variant", "Time", "Sex", "AgeGrp", "AgeGrpStart", "AgeGrpSpan")
_VALUES = ("mx", "PASFR", *PEOPLE, *EVENTS, *(column.heading for column in COLUMNS))


def recognises(path: Path) -> bool:
    """True for headings LocID and Time, as in every file of the United Nations' own CSV."""
    try:
        if kind(path) not in ("text", "gzip"):
            return False
        return {"LocID", "Time"} <= set(_headings(path))
    except UnreadableFile:
        return False


def _headings(path: Path) -> list[str]:
    first = next(iter(head(path).splitlines()), "")
    return [one.strip() for one in next(csv.reader([first]), [])]


def read(path: Path, *, source: str | None = None) -> Reading:
    """Population, death rates, the fertility pattern or indicators: whichever the file has, of our countries."""
    headings = _headings(path)
    if not set(_VALUES) & set(headings):
        raise UnreadableFile(
            Sentence(
                "{file} is a table of the United Nations with no column the store keeps: {headings}.",
                file=path.name,
                headings=", ".join(headings[:12]),
            )
        )
    findings: list[Finding] = []
    cells = _cells(path, headings, findings)
    return tables_of(cells, path.name, source, findings)


def _cells(path: Path, headings: list[str], findings: list[Finding]) -> pd.DataFrame:
    columns = [one for one in headings if one in (*_KEYS, *_VALUES)]
    parts, left = [], 0
    try:
        pieces = pd.read_csv(
            path,
            usecols=columns,
            chunksize=_PIECE,
            encoding="utf-8-sig",
            encoding_errors="replace",
            compression="gzip" if kind(path) == "gzip" else None,
            dtype={"Location": str, "Variant": str, "Sex": str, "AgeGrp": str},
        )
        for piece in pieces:
            ours = piece[piece["LocID"].isin(COUNTRIES)]
            medium = _is_medium(ours)
            left += int((~medium).sum())
            parts.append(ours[medium])
    except (pd.errors.ParserError, ValueError, EOFError, OSError, zlib.error) as error:
        raise UnreadableFile(
            Sentence(
                "{file} cannot be read: {cause}. Was the download cut short?",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    if left:
        sentence = Sentence(
            "{file}: {n} rows of other variants than the medium one were left out.", file=path.name, n=left
        )
        findings.append(finding("one future a source", "note", "file", sentence))
    return pd.concat(parts, ignore_index=True)


def _is_medium(rows_: pd.DataFrame) -> pd.Series:
    if "Variant" not in rows_:
        return pd.Series(True, index=rows_.index)
    return rows_["Variant"].map(lambda one: name_key(str(one)) in VARIANTS).astype(bool)


def tables_of(cells: pd.DataFrame, name: str, source: str | None, findings: list[Finding]) -> Reading:
    """Rows of the store from cells in the long files' columns."""
    if cells.empty:
        findings.append(
            finding(
                "areas are known",
                "warning",
                "file",
                Sentence(
                    "{file} has no row of the countries here, whose numbers are {known}.",
                    file=name,
                    known=", ".join(map(str, sorted(COUNTRIES))),
                ),
            )
        )
    cells = cells.assign(area=cells["LocID"].map(COUNTRIES), year=cells["Time"].astype("int64"))
    revision = re.search(r"wpp[_ ]?(20\d\d)", name.lower())
    stem = f"un_wpp_{revision[1]}" if revision else "un_wpp"
    ready: dict[str, pd.DataFrame] = {}
    keys: list[str] = []
    for table, frame in _tables(cells):
        if len(frame) == 0:
            continue
        key = source or f"{stem}_{table}"
        keys.append(key)
        described = frame.assign(status="estimated", provisional=0, source=key)
        fresh = rows(table, dated(described, _periods(frame, stock=table == "population")))
        ready[table] = pd.concat([ready[table], fresh]) if table in ready else fresh
    if keys:
        publication = f"World Population Prospects {revision[1] if revision else ''}".strip() + f", {name}"
        ready["source"] = sources(
            *(source_row(key, office="un", publication=publication) for key in dict.fromkeys(keys))
        )
    return Reading(ready, first_few(findings))


def _periods(frame: pd.DataFrame, *, stock: bool) -> dict[int, Period]:
    return {
        year: (mid_year if stock else whole_year)(int(year), "gregorian") for year in frame["year"].unique()
    }


def _tables(cells: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "population", _people(cells)
    if "mx" in cells and "Sex" in cells:
        sexed = cells[cells["Sex"].isin(["Male", "Female"])]
        yield "death_rate", _aged(sexed).assign(sex=sexed["Sex"].str.lower(), mx=sexed["mx"])
    if "PASFR" in cells:
        yield "fertility_pattern", _aged(cells).assign(percent=cells["PASFR"])
    yield "rate", _rates(cells)
    for heading, (_, event) in EVENTS.items():
        # Births in the fertility files are by age of mother; only the indicators' whole years are events here.
        if heading in cells and "AgeGrp" not in cells and cells[heading].notna().any():
            counts = cells.assign(sex="both", rounded_to=1, events=(cells[heading] * 1000).round())
            yield event_table(event, counts[counts["events"].notna()])


def _aged(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with the store's ages: an open group has span -1 or a plus behind its first age."""
    if "AgeGrpStart" in cells:
        lower, width = cells["AgeGrpStart"].astype("int64"), cells["AgeGrpSpan"].astype("int64")
    else:
        ends = cells["AgeGrp"].str.extract(r"^(\d+)(?:\s*-\s*(\d+))?(\+)?$")
        lower = ends[0].astype("int64")
        width = (ends[1].fillna(ends[0]).astype("int64") - lower + 1).where(ends[2].isna(), 0)
    return cells.assign(age_lower=lower, age_width=np.where(width < 0, 0, width))


def _people(cells: pd.DataFrame) -> pd.DataFrame:
    headings = [one for one in PEOPLE if one in cells]
    ages = "AgeGrp" in cells or "AgeGrpStart" in cells
    cells = _aged(cells) if ages else cells.assign(age_lower=0, age_width=0)
    by_sex = [one for one in headings if one != "PopTotal"] or headings
    parts = [
        cells.assign(sex=PEOPLE[one][1], persons=(cells[one] * 1000).round(), rounded_to=1) for one in by_sex
    ]
    return pd.concat(parts).dropna(subset="persons") if parts else pd.DataFrame()


def _rates(cells: pd.DataFrame) -> pd.DataFrame:
    parts = [
        cells.assign(
            measure=column.measure,
            unit=column.unit,
            decimals=column.decimals,
            sex=column.sex,
            value=cells[column.heading].round(column.decimals),
        )
        for column in COLUMNS
        if column.heading in cells
    ]
    return pd.concat(parts).dropna(subset="value") if parts else pd.DataFrame()
