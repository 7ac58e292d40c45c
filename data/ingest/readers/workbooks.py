"""Sheets of .xlsx, .xls and .ods, one at a time, after a look at what they would unpack to and what they compute."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from data.ingest.guards import UnreadableFile, kind, kind_text, open_zip, unpack
from data.ingest.readers.provenance import finding
from data.problems import cause
from data.quality import Finding
from data.sentences import Sentence, mark

#: A sheet that claims more cells than this is one stray cell in the last corner, not a table
MOST_CELLS = 200_000_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*?(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA = re.compile(rb"<f(?:\s[^>]*[^/])?>(.*?)</f>", re.DOTALL)
_ENDED = re.compile(rb"<v>[^<]|<is>")

Cell = object
Rows = list[list[Cell]]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet: its name and its rows as in the file, row 1 first."""

    name: str
    _sheet: CalamineSheet

    def rows(self, count: int | None = None) -> Rows:
        """All rows, or the first ``count``, from the first cell of the sheet on; empty cells are ''."""
        return [list(row) for row in self._sheet.to_python(skip_empty_area=False, nrows=count)]

    def __iter__(self) -> Iterator[tuple[int, list[Cell]]]:
        """(row number from 1, cells), converted as they are asked for."""
        top, left = self._sheet.start or (0, 0)
        for number, row in enumerate(self._sheet.iter_rows(), start=1 + top):
            yield number, [*([""] * left), *row]


@dataclass(frozen=True, eq=False)
class Workbook:
    """A workbook that could be opened, and what was found on opening it."""

    label: str
    sheets: tuple[str, ...]
    findings: tuple[Finding, ...]
    _book: CalamineWorkbook

    def sheet(self, name: str) -> Sheet:
        """One sheet by name."""
        try:
            return Sheet(name, self._book.get_sheet_by_name(name))
        except BaseException as error:  # see _open: a panic is no Exception
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            raise UnreadableFile(
                Sentence(
                    "{file}, sheet {sheet} cannot be read: {cause}.",
                    file=self.label,
                    sheet=name,
                    cause=cause(error),
                )
            ) from error

    def sheet_rows(self, count: int | None = None) -> Rows:
        """Rows of the first sheet that has any."""
        return next((rows for sheet in self if (rows := sheet.rows(count))), [])

    def __iter__(self) -> Iterator[Sheet]:
        return (self.sheet(name) for name in self.sheets)


def open_workbook(path: Path) -> Workbook:
    """A workbook file, refused in a sentence if it is protected, cut short or a trap."""
    file_kind = kind(path)
    findings: tuple[Finding, ...] = ()
    if file_kind in ("xlsx", "ods"):
        with open_zip(path) as archive:
            findings = _inspect(archive, path.name) if file_kind == "xlsx" else _inspect_ods(archive)
    elif file_kind != "xls":
        raise UnreadableFile(
            Sentence(
                "{file} is not a workbook (.xlsx, .xls or .ods) but {kind}.",
                file=path.name,
                kind=kind_text(file_kind),
            )
        )
    return _open(path.read_bytes(), path.name, findings)


def open_bytes(content: bytes, label: str) -> Workbook:
    """A workbook out of an archive."""
    findings: tuple[Finding, ...] = ()
    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                findings = _inspect(archive, label)
        except zipfile.BadZipFile as error:
            raise UnreadableFile(
                Sentence(
                    "{file} breaks off before its end ({cause}): the copy or the download was cut short. Get it again.",
                    file=label,
                    cause=cause(error),
                )
            ) from error
    return _open(content, label, findings)


def _open(content: bytes, label: str, findings: tuple[Finding, ...]) -> Workbook:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise UnreadableFile(
            Sentence("{file} is protected by a password. Save it without one.", file=label)
        ) from error
    except (CalamineError, ValueError, OSError, zipfile.BadZipFile) as error:
        raise UnreadableFile(
            Sentence(
                "{file} cannot be opened as a workbook ({cause}): was it cut short, or renamed from another kind?",
                file=label,
                cause=cause(error),
            )
        ) from error
    except (
        BaseException
    ) as error:  # a panic in the compiled reader on damaged records derives from BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise UnreadableFile(
            Sentence("{file} is damaged ({cause}). Get the file again.", file=label, cause=cause(error))
        ) from error
    return Workbook(label, tuple(book.sheet_names), findings, book)


def _inspect_ods(archive: zipfile.ZipFile) -> tuple[Finding, ...]:
    unpack(archive, archive.getinfo("content.xml"))
    return ()


def _inspect(archive: zipfile.ZipFile, label: str) -> tuple[Finding, ...]:
    """Unpack each sheet once within bounds; count its formulas; refuse one that claims the whole grid."""
    names = _sheet_names(archive)
    findings: list[Finding] = []
    for entry in archive.infolist():
        content = unpack(archive, entry) if entry.filename.endswith(".xml") else b""
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", entry.filename):
            name = names.get(entry.filename, Path(entry.filename).stem)
            _refuse_vast(content, f"{label}, sheet {name}")
            findings += _formulas(content, f"{label}, sheet {name}")
    return tuple(findings)


def _refuse_vast(content: bytes, place: str) -> None:
    last = content.rfind(b'<c r="')
    down = re.match(rb'<c r="[A-Z]+([0-9]+)', content[last:]) if last >= 0 else None
    widest = max((len(letters) for letters in set(re.findall(rb'<c r="([A-Z]+)', content))), default=0)
    across = 26**widest
    if down and int(down[1]) * across > MOST_CELLS * (1 if widest < 3 else 40):
        raise UnreadableFile(
            Sentence(
                "{where} has a cell in row {n} and columns to the far right, billions of cells in all: a stray cell, or a trap. Delete the empty rows and columns and save it again.",
                where=place,
                n=int(down[1]),
            )
        )


def _formulas(content: bytes, place: str) -> list[Finding]:
    if b"<f" not in content:
        return []
    cells = [match for match in _CELL.finditer(content) if match[3] and b"<f" in match[3]]
    findings = []
    for empty in (True, False):
        formulas = [match for match in cells if bool(_ENDED.search(match[3])) is not empty]
        if formulas:
            findings.append(_formula_finding(formulas, place, empty=empty))
    return findings


def _formula_finding(cells: list[re.Match[bytes]], sheet: str, *, empty: bool) -> Finding:
    first = cells[0]
    place = f"{first[1].decode()}{first[2].decode()}"
    inner = _FORMULA.search(first[3])
    formula = (inner[1] or b"").decode("utf-8", errors="replace")[:60] if inner else ""
    cell_place = Sentence("{where}, cell {cell}", where=sheet, cell=place)
    if len(cells) > 1:
        cell_place = Sentence("{where} and {n} more cells", where=cell_place, n=len(cells) - 1)
    message = (
        mark(
            "{where}: a formula ({formula}) and no computed value: the cell was read as empty. Open and save the workbook in a spreadsheet program."
        )
        if empty
        else mark(
            "{where}: a formula ({formula}) instead of a number: its last computed value was used. Paste values to be sure."
        )
    )
    sentence = Sentence(message, where=cell_place, formula=f"={formula}")
    return finding("cells hold numbers", "error" if empty else "warning", "file", sentence)


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Entry -> name a reader sees on the tab."""
    try:
        book = unpack(archive, archive.getinfo("xl/workbook.xml")).decode("utf-8", errors="replace")
        links = unpack(archive, archive.getinfo("xl/_rels/workbook.xml.rels")).decode(
            "utf-8", errors="replace"
        )
    except KeyError:
        return {}
    targets = {}
    for link in re.findall(r"<Relationship [^>]*>", links):
        parts = dict(re.findall(r'(\w+)="([^"]*)"', link))
        targets[parts.get("Id", "")] = "xl/" + parts.get("Target", "").removeprefix("/xl/")
    sheets = [dict(re.findall(r'([\w:]+)="([^"]*)"', tag)) for tag in re.findall(r"<sheet [^>]*>", book)]
    return {targets.get(sheet.get("r:id", ""), ""): sheet.get("name", "") for sheet in sheets}
