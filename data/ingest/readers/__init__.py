"""Readers of official files, one a kind: each tells its files by content and hands over a `Reading`.

``READERS`` is in order of trial: the particular before the general, the file of any columns last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from data.ingest.guards import UnreadableFile, kind, open_zip
from data.ingest.readers import (
    iran_census,
    json_stat,
    mapped,
    province_report,
    pxweb,
    warehouse,
    wpp,
    wpp_wide,
)
from data.ingest.readers.grids import read_grid
from data.ingest.reading import Reading


class _Read(Protocol):
    def __call__(self, path: Path, *, source: str | None = None) -> Reading: ...


@dataclass(frozen=True)
class Reader:
    """A kind of file: what a registrar would call it, how it is told, how it is read."""

    name: str
    recognises: Callable[[Path], bool]
    read: _Read


READERS = (
    Reader("Census of Iran: population by age, sex and residence", iran_census.recognises, iran_census.read),
    Reader("Report on the provinces of Iran", province_report.recognises, province_report.read),
    Reader("Census warehouse of Viet Nam", warehouse.recognises, warehouse.read),
    Reader("World Population Prospects, workbook", wpp_wide.recognises, wpp_wide.read),
    Reader("World Population Prospects, CSV", wpp.recognises, wpp.read),
    Reader("JSON-stat", json_stat.recognises, json_stat.read),
    Reader("PxWeb, CSV", pxweb.recognises, pxweb.read),
    Reader("Columns by a mapping", mapped.recognises, mapped.read),
)


def reader_of(path: Path) -> Reader:
    """The reader for a file; a sentence on what it is if there is none."""
    what = kind(path)
    found = next((one for one in READERS if one.recognises(path)), None)
    if found:
        return found
    if what == "zip":
        with open_zip(path) as archive:
            names = ", ".join(entry.filename for entry in archive.infolist()[:5])
        raise UnreadableFile(
            f"{path.name} is an archive with {names or 'nothing'} in it: no table that is known. Unpack it."
        )
    if what == "json":
        raise UnreadableFile(f"{path.name} is JSON, but not JSON-stat: it has no dimensions and values.")
    lacking = mapped.proposal(path).lacks()
    headings = ", ".join(read_grid(path).headings[:12])
    raise UnreadableFile(
        f"{path.name} is no official table that is known, and its headings ({headings}) do not say which column is "
        f"{', '.join(lacking)}. Write {path.stem}.mapping.toml beside it, or choose the columns on screen."
    )


def read(path: Path, *, source: str | None = None) -> Reading:
    """The file's rows and findings, by whichever reader knows it."""
    return reader_of(path).read(path, source=source)
