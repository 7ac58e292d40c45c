"""Readers of official files, one module a kind: ``recognises(path)`` by content, ``read(path)`` to a `Reading`.

They are imported when a file asks for one, so that a reader may need what the rest does not.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from data.ingest.guards import UnreadableFile, kind, open_zip
from data.ingest.reading import Reading
from data.sentences import Sentence

#: In order of trial: the particular before the general, the file of any columns last
ORDER = (
    "event_records",
    "iran_census",
    "province_report",
    "warehouse",
    "wpp_wide",
    "wpp",
    "json_stat",
    "pxweb",
    "column_table",
)


def readers() -> Iterator[ModuleType]:
    """Every reader, in order of trial."""
    return (importlib.import_module(f"{__name__}.{name}") for name in ORDER)


def reader_of(path: Path) -> ModuleType:
    """The reader for a file; a sentence on what it is if there is none."""
    file_kind = kind(path)
    reader = next((one for one in readers() if one.recognises(path)), None)
    if reader:
        return reader
    if file_kind == "zip":
        raise UnreadableFile(_archive(path))
    if file_kind == "json":
        raise UnreadableFile(
            Sentence("{file} is JSON, but not JSON-stat: it has no dimensions and values.", file=path.name)
        )
    raise UnreadableFile(_unmapped(path))


def read(path: Path, *, source: str | None = None) -> Reading:
    """The file's rows and findings, by whichever reader knows it."""
    reading = reader_of(path).read(path, source=source)
    assert isinstance(reading, Reading)
    return reading


def _archive(path: Path) -> Sentence:
    with open_zip(path) as archive:
        entries = ", ".join(entry.filename for entry in archive.infolist()[:5])
    if not entries:
        return Sentence("{file} is an archive with nothing in it. Get it again.", file=path.name)
    return Sentence(
        "{file} is an archive with {entries} in it: no table that is known. Unpack it.",
        file=path.name,
        entries=entries,
    )


def _unmapped(path: Path) -> Sentence:
    column_table = importlib.import_module(f"{__name__}.column_table")
    grid = column_table.look_at(path)
    return Sentence(
        "{file} is no official table that is known, and its headings ({headings}) do not say which column is {roles}. Write {mapping} beside it, or choose the columns on screen.",
        file=path.name,
        headings=", ".join(grid.headings[:12]),
        roles=", ".join(column_table.proposal(path).lacks()),
        mapping=f"{path.stem}.mapping.toml",
    )
