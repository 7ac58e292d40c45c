"""Which release is current: stamped files beside a pointer, so that a reader is never disturbed.

The folder holds ``population-<stamp>.duckdb`` files and ``current``, a one-line file naming one of them.
The pointer is replaced in one step, so a killed load leaves the current release whole.
"""

from __future__ import annotations

import os
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from data.problems import NoRelease, StoreProblem, cause
from data.sentences import Sentence

STORE = Path(__file__).parents[1] / "store"
POINTER = "current"


def store_folder() -> Path:
    """Where releases are kept: ``RASAD_STORE`` or ``data/store``."""
    return Path(os.environ.get("RASAD_STORE", STORE))


def new_stamp(now: datetime | None = None) -> str:
    """Name of a release, sortable by time: ``20261123T101500123456Z``."""
    return (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%S%fZ")


def made_at(release: str) -> datetime | None:
    """When a release was made, by its stamp (``20261123T101500123456Z``); None for one that is not named so."""
    match = re.search(r"(\d{8}T\d{4})\d*Z", release)
    return datetime.strptime(match.group(1), "%Y%m%dT%H%M").replace(tzinfo=UTC) if match else None


def release_file(folder: Path, stamp: str) -> Path:
    """The file a release is kept in."""
    return folder / f"population-{stamp}.duckdb"


def current_file(folder: Path | None = None) -> Path:
    """The file of the current release; NoRelease with what to do when there is none."""
    folder = folder or store_folder()
    pointer = folder / POINTER
    if not pointer.is_file():
        raise NoRelease(
            Sentence(
                "There is no population store in {folder} yet: run `make data` to build it.", folder=folder
            )
        )
    file = folder / pointer.read_text(encoding="utf-8").strip()
    if not file.is_file():
        raise NoRelease(
            Sentence(
                "The current release {file} is missing from {folder}: it may have been moved or deleted. Run `make data` to build it again.",
                file=file.name,
                folder=folder,
            )
        )
    return file


def stamp_of(file: Path) -> str:
    """The stamp in a release's file name."""
    return file.stem.removeprefix("population-")


def make_current(file: Path) -> None:
    """Point at ``file`` in one step."""
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".current-{os.getpid()}-", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as pointer:
        pointer.write(file.name + "\n")
        pointer.flush()
        os.fsync(pointer.fileno())
        os.fchmod(pointer.fileno(), 0o644)  # mkstemp keeps it to its owner; other users may read releases
    Path(temporary).replace(file.parent / POINTER)


def prepare(folder: Path) -> None:
    """Make the folder, or say why releases cannot be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StoreProblem(
            Sentence(
                "The folder {folder} cannot be written ({cause}): check who owns it and whether the disk is full, or set {variable} to another folder.",
                folder=folder,
                cause=cause(error),
                variable="RASAD_STORE",
            )
        ) from error


def abandoned(folder: Path) -> list[Path]:
    """Pointers that a process was about to put in place when it died."""
    return [path for path in folder.glob(".current-*") if not _lives(path.name.split("-")[1])]


def _lives(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        pass
    return True
