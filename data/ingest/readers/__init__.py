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
    "one_table_archive",
    "column_table",
)


def readers() -> Iterator[ModuleType]:
    """Every reader, in order of trial."""
    return (importlib.import_module(f"{__name__}.{name}") for name in ORDER)


def reader_of(path: Path) -> ModuleType:
    """The reader for a file; a sentence on what it is if there is none."""
    is_archive = kind(path) == "zip"
    reader = next((one for one in readers() if one.recognises(path)), None)
    if reader:
        return reader
    raise UnreadableFile(_archive(path) if is_archive else _unmapped(path))


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
    if _are_records(grid.headings, path.stem):
        return Sentence(
            "{file} holds records, one row an event ({headings}), and nothing says what they are: write {mapping} beside it, with the event and the column of each role, or choose the columns on screen.",
            file=path.name,
            headings=", ".join(grid.headings[:12]),
            mapping=f"{path.name.split('.')[0]}.records.toml",
        )
    return Sentence(
        "{file} is no official table that is known, and its headings ({headings}) do not say which column is {roles}. Write {mapping} beside it, or choose the columns on screen.",
        file=path.name,
        headings=", ".join(grid.headings[:12]),
        roles=", ".join(column_table.proposal(path).lacks()),
        mapping=f"{path.stem}.mapping.toml",
    )


def _are_records(headings: list[str], title: str) -> bool:
    """True if the headings are of a date of an event and of two more things that a record says of it."""
    roles = importlib.import_module("data.ingest.records.proposals").propose(headings, title).columns
    return "occurred" in roles and len(roles) > 2
