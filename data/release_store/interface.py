"""Where releases are kept and which is current: files of DuckDB, or schemas of a PostgreSQL database.

Both keep the same promises. A release is written whole or not at all, under a stamp of its own, and never changed
afterwards. One load runs at a time. Readers of a release are not disturbed by a new one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine


@dataclass(frozen=True)
class ReleaseWriter:
    """Where a release is written: ``connection`` finds its tables by their bare names, and those of the release
    before it, which can only be read, in the schema ``previous``."""

    connection: Connection
    previous: str | None


@dataclass(frozen=True)
class ReleasePair:
    """Two releases side by side, to be compared: the names of their schemas on one connection."""

    connection: Connection
    old: str
    new: str


class ReleaseStore(Protocol):
    """A place for releases."""

    @property
    def place(self) -> str:
        """Where it is, in words that hold no password."""

    def prepare(self) -> None:
        """Say at once, as a StoreProblem, if nothing can be written here."""

    def stamps(self) -> tuple[str, ...]:
        """Every whole release, newest first."""

    def current(self) -> str:
        """The stamp readers are given; NoRelease where there is none."""

    def make_current(self, stamp: str) -> None:
        """Give this release to readers from now on, in one step."""

    def remove(self, stamp: str) -> None:
        """Take a release away for good; LoadProblem for the current one. Who reads it finishes undisturbed."""

    def open(self, stamp: str) -> Engine:
        """A reader's engine, which cannot write."""

    def writing(self, stamp: str, previous: str | None) -> AbstractContextManager[ReleaseWriter]:
        """A writer of a new release: kept whole when the block ends, gone without trace when it raises or is killed."""

    def open_pair(self, old: str, new: str) -> AbstractContextManager[ReleasePair]:
        """Two releases on one connection, to read."""
