"""Loading a file on screen: the same readers, checks and release as the command, a step at a time. No Streamlit here.

A file waits in a folder of its own until it is published or thrown away. How its columns are read is learned once and
kept with the workspace, so that next month's file is known.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from data import queries, workspace
from data.ingest import readers, seed
from data.ingest.estimators import Say
from data.ingest.guards import UnreadableFile
from data.ingest.load import NewRelease, make_release
from data.ingest.mapping import ENDING, VALUES, ColumnMap, find
from data.ingest.readers import column_table, event_records
from data.ingest.readers.grids import look_at
from data.ingest.reading import Reading
from data.ingest.release_plan import Plan, plan
from data.problems import DamagedRelease, OldRelease
from data.release_store import database
from data.release_store.interface import ReleaseStore
from data.sentences import Sentence

#: Roles that a heading can play in a table, in the order a person is asked
ROLES = {
    "population": ("area", "year", "date", "sex", "age", "age_lower", "age_width", "persons"),
    "event": ("area", "year", "month", "date", "event", "sex", "age", "events"),
    "rate": ("area", "year", "measure", "sex", "value"),
    "death_rate": ("area", "year", "sex", "age", "mx"),
    "fertility_pattern": ("area", "year", "age", "percent"),
}
LEARNED = "mappings"
#: Folders of files that wait, and the seconds after which one is forgotten
WAITING, FORGOTTEN_AFTER = "rasad-load-", 24 * 3600


@dataclass(frozen=True)
class Staged:
    """A file that waits: ``path`` in a folder of its own."""

    path: Path

    @property
    def folder(self) -> Path:
        """The folder it waits in."""
        return self.path.parent


def library() -> Path:
    """Where learned mappings are kept: beside the workspace."""
    place = (
        workspace.workspace_url().database
        if workspace.workspace_url().get_backend_name() == "sqlite"
        else None
    )
    folder = (Path(str(place)).parent if place else workspace.FOLDER) / LEARNED
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def stage(name: str, content: bytes) -> Staged:
    """Store a file in a folder of its own, with the mappings learned before beside it."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=WAITING))
    path = folder / Path(name).name
    path.write_bytes(content)
    for ending in (ENDING, event_records.ENDING):
        for file in library().glob(f"*{ending}"):
            shutil.copy(file, folder / file.name)
    return Staged(path)


def sweep(now: float | None = None) -> None:
    """Throw away files that nobody has come back to for a day: they may hold records of people."""
    limit = (now or time.time()) - FORGOTTEN_AFTER
    for folder in Path(tempfile.gettempdir()).glob(f"{WAITING}*"):
        if folder.is_dir() and folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)


def throw_away(staged: Staged) -> None:
    """Delete the waiting file and its folder."""
    shutil.rmtree(staged.folder, ignore_errors=True)


def reader_name(staged: Staged) -> str:
    """The reader that knows the file; UnreadableFile where none does."""
    return str(readers.reader_of(staged.path).__name__).rsplit(".", 1)[-1]


def stored_mappings(staged: Staged) -> str:
    """A fingerprint of the mappings beside the file: with others it is read otherwise."""
    contents = [one.name.encode() + one.read_bytes() for one in sorted(staged.folder.glob("*.toml"))]
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def current() -> str:
    """The release readers are given, and where: what a dry run is compared with."""
    place = database.open_release_store()
    return f"{place.place} {place.current()}"


def headings(staged: Staged) -> list[str]:
    """The headings of a file of rows."""
    return list(look_at(staged.path).headings)


def proposal(staged: Staged) -> ColumnMap:
    """How its columns would be read: as learned before, else as the headings suggest."""
    return find(staged.path, headings(staged)) or column_table.proposal(staged.path)


def learn(staged: Staged, mapping: ColumnMap) -> None:
    """Keep the mapping for this file and the next of its kind; UnreadableFile where it does not say enough."""
    if mapping.table not in VALUES:
        raise UnreadableFile(
            Sentence(
                "There is no table {name}: choose one of {known}.",
                name=mapping.table,
                known=", ".join(VALUES),
            )
        )
    if missing := mapping.lacks():
        raise UnreadableFile(Sentence("Nothing says yet which column is {roles}.", roles=", ".join(missing)))
    file = column_table.learn(staged.path, mapping)
    shutil.copy(file, library() / file.name)


def read(staged: Staged, source: str = "") -> Reading:
    """The file's rows and what its reader found."""
    return readers.read(staged.path, source=source or None)


def dry_run(reading: Reading) -> Plan:
    """The release there would be, checked; nothing is written."""
    return plan(database.open_release_store(), [reading], folder=seed.SEED, note="", say=lambda _line: None)


def draft(staged: Staged, reading: Reading, person: str, say: Say) -> NewRelease:
    """Write the release without giving it to readers, and compare it with the current one; ``say`` hears of each step."""
    release = make_release(
        database.open_release_store(),
        [reading],
        draft=True,
        note=f"{staged.path.name}",
        say=say,
    )
    workspace.log("release drafted", release=release.stamp, about=staged.path.name, person=person)
    return release


def publish(stamp: str, person: str) -> None:
    """Give a release to readers."""
    place = database.open_release_store()
    place.open(stamp).dispose()
    place.make_current(stamp)
    workspace.log("release published", release=stamp, about="on the page", person=person)


def discard(stamp: str, person: str) -> None:
    """Take a draft away."""
    database.open_release_store().remove(stamp)
    workspace.log("release removed", release=stamp, about="a draft, on the page", person=person)


def counts(reading: Reading) -> pd.DataFrame:
    """table, rows, areas, first year, last year of what was read"""
    rows = [
        (name, len(frame), frame["area"].nunique(), int(frame["year"].min()), int(frame["year"].max()))
        for name, frame in reading.tables.items()
        if {"area", "year"} <= set(frame) and len(frame)
    ]
    return pd.DataFrame(rows, columns=["table", "rows", "areas", "first", "last"])


def releases() -> pd.DataFrame:
    """stamp, made_at, note, current, readable — newest first; damaged ones and another version's are not."""
    place = database.open_release_store()
    current = place.current()
    rows = [(stamp, *_stamp_details(place, stamp), stamp == current) for stamp in place.stamps()]
    return pd.DataFrame(rows, columns=["stamp", "made_at", "note", "readable", "current"])


def _stamp_details(place: ReleaseStore, stamp: str) -> tuple[str, str, bool]:
    """When and of what a release was made, and whether this program reads its tables."""
    try:
        return _about(place.place, stamp)
    except DamagedRelease:
        return "", "", False


@lru_cache(maxsize=256)
def _about(place: str, stamp: str) -> tuple[str, str, bool]:
    """The same of the release store at ``place``, asked once: a release never changes, and opening it takes a while. A damaged one is tried again."""
    try:
        engine = database.open_release_store().open(stamp)
    except OldRelease:
        return "", "", False
    try:
        with engine.connect() as connection:
            about = queries.release(connection).iloc[0]
    finally:
        engine.dispose()
    return str(about["made_at"]), str(about["note"]), True
