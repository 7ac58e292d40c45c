"""A file of headings and rows, whatever its format, as text with the place of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as parquet
from pyarrow import ArrowException

from data.ingest.guards import UnreadableFile, kind, kind_text
from data.ingest.readers.database_table import is_database_table, read_database_table
from data.ingest.readers.dhis2 import dhis2_cells, is_dhis2
from data.ingest.readers.eurostat import eurostat_cells, is_eurostat
from data.ingest.readers.fixed_width import ENDING as LAYOUT_ENDING
from data.ingest.readers.fixed_width import fixed_cells, layout_file, read_layout
from data.ingest.readers.json_records import read_json_records
from data.ingest.readers.mortality_database import is_mortality_database, mortality_cells
from data.ingest.readers.package_files import KINDS, read_package_file
from data.ingest.readers.provenance import finding
from data.ingest.readers.px import is_px, read_px
from data.ingest.readers.sdmx_csv import is_sdmx_csv, sdmx_cells
from data.ingest.readers.sdmx_ml import read_sdmx_ml
from data.ingest.readers.texts import Text, delimiter, read_text, rows, start
from data.ingest.readers.workbooks import open_workbook
from data.problems import cause
from data.quality import Finding
from data.sentences import Sentence, quoted

#: Rows looked at to find the headings: titles and empty lines may stand above them
_LOOK = 25


@dataclass(frozen=True, eq=False)
class Grid:
    """Cells by heading; the index is the line or row in the file. ``title`` is what stands above the headings."""

    title: str
    cells: pd.DataFrame
    findings: tuple[Finding, ...] = ()

    @property
    def headings(self) -> list[str]:
        """The headings, as written."""
        return list(self.cells.columns)


def read_grid(path: Path) -> Grid:
    """The first sheet, or the whole file."""
    return _read(path, whole=True)


def look_at(path: Path) -> Grid:
    """Its headings and first rows: a file of millions of rows is not read to know what its columns are."""
    return _read(path, whole=False)


def _read(path: Path, *, whole: bool) -> Grid:
    file_kind = kind(path)
    most = None if whole else 2 * _LOOK
    if file_kind == "parquet":
        return _parquet(path, whole=whole)
    if file_kind in KINDS:
        return _numbered(*read_package_file(path, file_kind, most))
    if file_kind == "xml":
        return _numbered("", sdmx_cells(read_sdmx_ml(path)))
    if file_kind == "json":
        return _numbered("", read_json_records(path))
    if file_kind in ("xlsx", "xls", "ods"):
        book = open_workbook(path)
        sheet = book.sheet_rows(most)
        return _grid(list(enumerate(sheet, start=1)), path, book.findings)
    if is_database_table(path):
        return _numbered("", read_database_table(path, most))
    if file_kind in ("text", "gzip"):
        return _text_grid(path, whole=whole)
    raise UnreadableFile(
        Sentence(
            "{file} is {kind}, which is not a file of rows and columns.",
            file=path.name,
            kind=kind_text(file_kind),
        )
    )


def _text_grid(path: Path, *, whole: bool) -> Grid:
    """A text whose shape is declared by its first line or by a layout, else one split by a delimiter."""
    if kind(path) == "text" and is_px(path):
        return _numbered(*read_px(path))
    text = read_text(path) if whole else Text(start(path))
    if layout := layout_file(path):
        return Grid("", fixed_cells(text.content, read_layout(layout), path.name), text.findings)
    if is_eurostat(text.content):
        return replace(_numbered("", eurostat_cells(text.content, path.stem)), findings=text.findings)
    if is_mortality_database(text.content):
        return replace(_numbered("", mortality_cells(text.content)), findings=text.findings)
    mark = delimiter(text.content)
    if mark is None:
        raise UnreadableFile(
            Sentence(
                "{file}: no delimiter ({delimiters}) splits its lines into the same number of cells. If its columns have fixed widths, {mapping} beside it must say where each begins and ends.",
                file=path.name,
                delimiters="; , tab |",
                mapping=path.name.split(".")[0] + LAYOUT_ENDING,
            )
        )
    lines: list[tuple[int, Sequence[object]]] = list(enumerate(rows(text.content, mark), start=1))
    grid = _grid(lines, path, text.findings)
    if is_sdmx_csv(grid.headings):
        return replace(grid, cells=sdmx_cells(grid.cells))
    return replace(grid, cells=dhis2_cells(grid.cells)) if is_dhis2(grid.headings) else grid


def _numbered(title: str, frame: pd.DataFrame) -> Grid:
    """Rows numbered from 1, where the file has no lines to name."""
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return Grid(title, frame.rename(columns=str).astype(object))


def _parquet(path: Path, *, whole: bool) -> Grid:
    try:
        frame = (parquet.read_table(path) if whole else parquet.read_schema(path).empty_table()).to_pandas()
    except (ArrowException, OSError, ValueError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} cannot be read as Parquet ({cause}): was it cut short?",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    return _numbered("", frame)


def _grid(lines: Sequence[tuple[int, Sequence[object]]], path: Path, earlier: tuple[Finding, ...]) -> Grid:
    filled = [(number, list(line)) for number, line in lines if any(str(cell).strip() for cell in line)]
    head = _headings_at([line for _, line in filled[:_LOOK]])
    if head is None:
        raise UnreadableFile(
            Sentence(
                "{file} has no row of headings: every column needs a name in its first row.", file=path.name
            )
        )
    title = " ".join(str(cell).strip() for _, line in filled[:head] for cell in line if str(cell).strip())
    names = _distinct([" ".join(str(cell).split()) for cell in filled[head][1]])
    findings, body, numbers = list(earlier), [], []
    for number, line in filled[head + 1 :]:
        cells = [cell for cell in line]
        while len(cells) > len(names) and not str(cells[-1]).strip():
            cells.pop()
        if len(cells) > len(names) or (len(cells) < len(names) and len(cells) < 2):
            findings.append(_ragged_finding(number, cells, names, path.name))
            continue
        body.append([*cells, *[""] * (len(names) - len(cells))])
        numbers.append(number)
    frame = pd.DataFrame(body, columns=names, index=pd.Index(numbers), dtype=object)
    return Grid(title, frame[[name for name in names if name]], tuple(findings))


def _headings_at(lines: Sequence[Sequence[object]]) -> int | None:
    """The first row as wide as the table whose cells are words."""
    widths = [sum(bool(str(cell).strip()) for cell in line) for line in lines]
    usual = max(widths, default=0)
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        texts = [cell for cell in line if isinstance(cell, str) and cell.strip()]
        if width >= 2 and width * 2 > usual and len(texts) * 2 > width:
            return number
    return None


def _distinct(names: list[str]) -> list[str]:
    repeats: dict[str, int] = {}
    out = []
    for name in names:
        repeats[name] = repeats.get(name, 0) + 1
        out.append(name if not name or repeats[name] == 1 else f"{name} ({repeats[name]})")
    return out


def _ragged_finding(number: int, cells: Sequence[object], names: Sequence[str], label: str) -> Finding:
    return finding(
        "rows fit the headings",
        "error",
        "file",
        Sentence(
            "{file}, line {line} has {n} cells where the headings have {expected} ({cell} ...): another delimiter, or a decimal comma that was taken for one. The line was left out.",
            file=label,
            line=number,
            n=len(cells),
            expected=len(names),
            cell=quoted(str(cells[0])[:30]),
        ),
    )
