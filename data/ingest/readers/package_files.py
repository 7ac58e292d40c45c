"""Tables of SPSS, Stata, SAS (pyreadstat, Apache 2.0) and dBASE (GDAL by pyogrio), with value labels for codes."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pyogrio
import pyreadstat

from data.ingest.guards import UnreadableFile, first_bytes, kind_text
from data.ingest.proposals import is_heading
from data.ingest.readers.texts import code_page
from data.problems import cause
from data.sentences import Sentence

_READERS = {"sav": "read_sav", "dta": "read_dta", "sas7bdat": "read_sas7bdat"}
KINDS = (*_READERS, "dbf")


def read_package_file(path: Path, kind: str, rows: int | None = None) -> tuple[str, pd.DataFrame]:
    """The file's own title ('' if none) and its cells by heading; rows: how many from the top, None for all."""
    try:
        return ("", _dbase(path, rows)) if kind == "dbf" else _labelled(path, kind, rows)
    except UnreadableFile:
        raise
    except Exception as error:  # ReadstatError and pyogrio's errors derive from Exception alone
        raise UnreadableFile(
            Sentence(
                "{file} begins as {kind} and cannot be read as one ({cause}): it is damaged, cut short or of a version not known. Export it again, or as CSV.",
                file=path.name,
                kind=kind_text(kind),
                cause=cause(error),
            )
        ) from error


def _labelled(path: Path, kind: str, rows: int | None) -> tuple[str, pd.DataFrame]:
    read = getattr(pyreadstat, _READERS[kind])
    options = {} if kind == "sas7bdat" else {"apply_value_formats": True, "formats_as_category": False}
    frame, description = read(str(path), row_limit=rows or 0, **options)
    labels: Mapping[str, str | None] = description.column_names_to_labels or {}
    return description.file_label or "", _cells(frame.rename(columns=_headings(list(frame.columns), labels)))


def _headings(names: list[str], labels: Mapping[str, str | None]) -> dict[str, str]:
    """A variable's name; its label where that is a heading understood, is no other's, and the name is not."""
    headings: dict[str, str] = {}
    for name in names:
        label = str(labels.get(name) or "")
        taken_up = label in names or label in headings.values()
        headings[name] = label if is_heading(label) and not is_heading(name) and not taken_up else name
    return headings


def _dbase(path: Path, rows: int | None) -> pd.DataFrame:
    if path.suffix.lower() != ".dbf":
        raise UnreadableFile(
            Sentence("{file} is a dBASE table under another name: rename it to end in .dbf.", file=path.name)
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a table alone has no shapes, and GDAL says so
        frame = pyogrio.read_dataframe(path, read_geometry=False, max_features=rows, encoding=_encoding(path))
    return _cells(frame)


def _encoding(path: Path) -> str | None:
    """None where the table names its code page, in byte 29 or in a .cpg beside it; else what its letters look like."""
    head = first_bytes(path, 32)
    if head[29] or path.with_suffix(".cpg").is_file():
        return None
    return code_page(path.read_bytes()[int.from_bytes(head[8:10], "little") :])


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts and numbers as a text file would have them: dates year first, whole numbers without a point."""
    return pd.DataFrame(
        {str(name): [_cell(one) for one in frame[name]] for name in frame.columns}, dtype=object
    )


def _cell(value: object) -> object:
    if value is None or value != value or value is pd.NaT:
        return ""
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
