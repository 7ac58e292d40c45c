"""A ZIP archive with one table in it: the table is read as if it lay where the archive lies."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.ingest import readers
from data.ingest.guards import UnreadableFile, kind, open_zip, unpack
from data.ingest.reading import Reading

_MAPPINGS = ("*.mapping.toml", "*.records.toml", "*.layout.toml")


def recognises(path: Path) -> bool:
    """True for an archive with a single file in it that another reader knows."""
    try:
        if kind(path) != "zip":
            return False
        with open_zip(path) as archive:
            if len(_files(archive)) != 1:
                return False
        with _table_of(path) as table:
            return any(one.recognises(table) for one in readers.readers() if one.__name__ != __name__)
    except UnreadableFile:
        return False


def read(path: Path, *, source: str | None = None) -> Reading:
    """The table's rows, by whichever reader knows it."""
    with _table_of(path) as table:
        return readers.read(table, source=source)


@contextmanager
def _table_of(path: Path) -> Iterator[Path]:
    """The table on its own in a folder of this process' user, with the mappings beside the archive, then gone."""
    with open_zip(path) as archive, tempfile.TemporaryDirectory(prefix="rasad-") as folder:
        entry = _files(archive)[0]
        table = Path(folder) / PurePosixPath(entry.filename.replace("\\", "/")).name
        table.write_bytes(unpack(archive, entry))
        for pattern in _MAPPINGS:
            for mapping in path.parent.glob(pattern):
                own = mapping.name == path.stem + pattern[1:]
                shutil.copy(mapping, Path(folder) / (table.stem + pattern[1:] if own else mapping.name))
        yield table


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Entries that are files; macOS adds its own notes, which are none of the sender's."""
    return [
        entry
        for entry in archive.infolist()
        if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
    ]
