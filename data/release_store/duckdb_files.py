"""Releases as DuckDB files in a folder, with a one-line file that names the current one.

A release being written is ``population-<stamp>.duckdb.part``; it gets its name when it is whole. A lock on the
folder, which the system lets go of when its holder dies, keeps loads apart, so what an earlier load left behind can be taken away.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from data.engine import open_engine
from data.problems import LoadProblem, NoRelease
from data.release_store import pointer
from data.release_store.interface import ReleasePair, ReleaseWriter
from data.sentences import Sentence

PREVIOUS = "previous"


@dataclass(frozen=True)
class DuckDBReleases:
    """A folder of releases."""

    folder: Path

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    def prepare(self) -> None:
        """Make the folder, or say why it cannot be written."""
        pointer.prepare(self.folder)

    def stamps(self) -> tuple[str, ...]:
        """Every whole release, newest first."""
        return tuple(sorted(map(pointer.stamp_of, self.folder.glob("population-*.duckdb")), reverse=True))

    def current(self) -> str:
        """The stamp the pointer names."""
        return pointer.stamp_of(pointer.current_file(self.folder))

    def file(self, stamp: str) -> Path:
        """The file of a release; NoRelease where there is none."""
        file = pointer.release_file(self.folder, stamp)
        if not file.is_file():
            raise NoRelease(
                Sentence(
                    "There is no release {stamp} in {folder}: `--list` names those there are.",
                    stamp=stamp,
                    folder=self.folder,
                )
            )
        return file

    def make_current(self, stamp: str) -> None:
        """Move the pointer."""
        pointer.make_current(self.file(stamp))

    def remove(self, stamp: str) -> None:
        """Unlink the file: the system keeps its bytes for whoever has it open."""
        file = self.file(stamp)
        with self._write_lock():
            if stamp == self.current():
                raise LoadProblem(
                    Sentence("Release {stamp} is the current one: restore another first.", stamp=stamp)
                )
            file.unlink()

    def open(self, stamp: str) -> Engine:
        """A reader's engine over one file."""
        return open_engine(self.file(stamp))

    @contextmanager
    def writing(self, stamp: str, previous: str | None) -> Iterator[ReleaseWriter]:
        """A new file, named when it is whole."""
        pointer.prepare(self.folder)
        file = pointer.release_file(self.folder, stamp)
        part = file.with_name(file.name + ".part")
        with self._write_lock():
            self._clean()
            try:
                with _transaction(part, {PREVIOUS: self.file(previous)} if previous else {}) as connection:
                    yield ReleaseWriter(connection, PREVIOUS if previous else None)
                _keep(part, file)
            finally:
                self._clean()

    @contextmanager
    def open_pair(self, old: str, new: str) -> Iterator[ReleasePair]:
        """Both files attached to a database of nothing."""
        files = {"old_release": self.file(old), "new_release": self.file(new)}
        with _transaction(None, files) as connection:
            yield ReleasePair(connection, *files)

    @contextmanager
    def _write_lock(self) -> Iterator[None]:
        lock = os.open(self.folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise LoadProblem(
                    Sentence(
                        "Another load is writing to {folder}: wait for it to end, then run this again.",
                        folder=self.folder,
                    )
                ) from error
            yield
        finally:
            os.close(lock)

    def _clean(self) -> None:
        """Take away what a killed load left. Only under the lock."""
        for left in [*self.folder.glob("population-*.part*"), *pointer.abandoned(self.folder)]:
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


@contextmanager
def _transaction(file: Path | None, attached: dict[str, Path]) -> Iterator[Connection]:
    """One transaction on a new file, or on nothing, with other files to read beside it."""
    url = URL.create("duckdb", database=str(file) if file else ":memory:")
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            for name, other in attached.items():
                path = str(other).replace("'", "''")
                connection.execute(text(f"ATTACH '{path}' AS {name} (READ_ONLY)"))
            connection.commit()
            with connection.begin():
                yield connection
            for name in attached:
                connection.execute(text(f"DETACH {name}"))
            connection.commit()
    finally:
        engine.dispose()


def _keep(part: Path, file: Path) -> None:
    """Give a whole file its name, once its bytes and then its name are on the disk."""
    with part.open("rb") as whole:
        os.fsync(whole.fileno())
    part.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
