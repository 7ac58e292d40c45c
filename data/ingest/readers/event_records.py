"""Event records, one row a birth, death, marriage, divorce or move, by the mapping kept beside them.

``births.csv`` is read by ``births.records.toml`` (`data.ingest.records.mapping`), or by the only such mapping of its
folder whose headings it has. Only counts and cell keys go into the store: the records themselves stay where they are.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.flows import EVENTS
from data.ingest.guards import UnreadableFile
from data.ingest.readers.places_of_records import areas_of_store, on_the_map, with_zeros
from data.ingest.readers.provenance import finding, source_row, sources
from data.ingest.reading import Reading
from data.ingest.records import (
    MappingProblem,
    RecordMapping,
    Records,
    area_codes,
    everything,
    headings_of,
    open_records,
    read_mapping,
)
from data.ingest.records.files import SUFFIXES
from data.problems import StoreProblem
from data.quality import Finding, Severity
from data.quality.table import MOST_ROWS
from data.sentences import Sentence, mark

ENDING = ".records.toml"
REGISTER = {
    "en": "Event records ({file})",
    "fa": "رکوردهای رویداد ({file})",
    "vi": "Bản ghi sự kiện ({file})",
}
SYNTHETIC = {
    "en": "Synthetic register ({file}): invented records, no statistic",
    "fa": "ثبت ساختگی ({file}): رکوردهای ساختگی، نه آمار",
    "vi": "Sổ đăng ký mô phỏng ({file}): bản ghi giả định, không phải thống kê",
}
SEVERITIES: dict[str, Severity] = {"error": "error", "warning": "warning", "note": "note"}


def recognises(path: Path) -> bool:
    """True for a file that a record mapping lies beside."""
    return path.name.lower().endswith(SUFFIXES) and mapping_file(path) is not None


def mapping_file(path: Path) -> Path | None:
    """The mapping kept for the file: its own by name, else the folder's only one whose headings it has."""
    stem = path.name.split(".")[0]
    own = path.with_name(stem + ENDING)
    if own.is_file():
        return own
    fitting = [other for other in sorted(path.parent.glob(f"*{ENDING}")) if _fits(path, other)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(path: Path, file: Path) -> bool:
    try:
        mapping = read_mapping(file)
        return set(mapping.headings) <= set(headings_of(path, mapping.delimiter))
    except StoreProblem:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """Counts by the mapping's period and everything the records are split by, delays, and what is wrong with them."""
    mapping_path = mapping_file(path)
    if mapping_path is None:
        raise UnreadableFile(
            Sentence(
                "{file}: no mapping of its columns ({mapping}) lies beside it.",
                file=path.name,
                mapping=path.stem + ENDING,
            )
        )
    mapping = read_mapping(mapping_path)
    country = mapping.country_of_areas
    areas = areas_of_store(country)
    codes = area_codes(areas, country, mapping.level or None)
    with open_records(path, mapping, codes) as records:
        cells_by_basis = [records.cells(everything(mapping, basis)) for basis in mapping.bases]
        late = records.delays() if "registered" in mapping.columns else pd.DataFrame()
        problems = tuple(_findings(records, mapping))
        synthetic, read_in = records.synthetic, records.read
    if all(cells.empty for cells in cells_by_basis):
        raise MappingProblem(
            Sentence(
                "{file}: not one of {n} records could be counted. Does the mapping name the right columns, and are the area codes the office’s?",
                file=path.name,
                n=read_in,
            )
        )
    key = source or f"records_{mapping.event}_{path.name.split('.')[0].lower()}"[:64]
    tables = {EVENTS[mapping.event].name: pd.concat(cells_by_basis, ignore_index=True)} | (
        {"delay": late} if len(late) else {}
    )
    # What a generator made is never published.
    provenance = {
        "source": key,
        "status": "estimated" if synthetic else "published",
        "provisional": 1,
        "rounded_to": 1,
    }
    facts = {
        name: with_zeros(name, on_the_map(cells, areas), areas, mapping).assign(**provenance)
        for name, cells in tables.items()
    }
    return Reading({**facts, "source": _source(key, path, synthetic)}, problems)


def _source(key: str, path: Path, synthetic: bool) -> pd.DataFrame:
    """The register's row of the source table; an invented one says so in every language."""
    texts = SYNTHETIC if synthetic else REGISTER
    note = (
        "Made by a generator for scale and demonstration."
        if synthetic
        else "Counted from records at the door."
    )
    row = source_row(key, office="own", publication=texts["en"].format(file=path.name), note=note)
    publications = {
        f"publication_{language}": text.format(file=path.name) for language, text in texts.items()
    }
    return sources(row | publications)


def _findings(records: Records, mapping: RecordMapping) -> list[Finding]:
    """One finding a rule and file: how many records, the first rows by number, never what they say."""
    table = EVENTS[mapping.event].name
    findings = []
    for row in records.findings(most=MOST_ROWS).to_dict("records"):
        numbers = row["rows"]
        sentence = Sentence(
            mark("{file}, row {row_number}: {why} Records in all: {n}."),
            file=row["file"],
            n=int(row["records"]),
            row_number=int(numbers[0]),
            why=row["explanation"],
        )
        rows = pd.DataFrame({"file": row["file"], "row": numbers})
        findings.append(
            finding(
                str(row["rule"]), _severity(str(row["severity"])), table, sentence, rows, int(row["records"])
            )
        )
    for suspect in records.suspects:
        sentence = Sentence(mark("{column}. It was left behind at the door."), column=suspect.sentence)
        findings.append(finding("identity", "note", table, sentence))
    return findings


def _severity(severity: str) -> Severity:
    # A bad record is left out and told of; it does not stop the good ones.
    return "warning" if severity == "error" else SEVERITIES.get(severity, "note")
