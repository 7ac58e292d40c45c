"""Findings a registrar looked at and accepted, with the reason: kept apart from the releases, which come and go.

Nothing is overwritten: accepting and reopening are lines of a journal, and the last line of a finding counts. The
finding's key is the same in every release, so what was accepted once stays so.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pandas as pd
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from data.problems import WorkspaceProblem

WORKSPACE = Path(__file__).parent / "workspace"
#: Letters a reason and a name may have
LONGEST_REASON, LONGEST_NAME = 2000, 120

#: Joins and parts letters inside a Persian word: no control letters, though Python does not print them
JOINERS = "\u200c\u200d"

metadata = MetaData()
decision = Table(
    "finding_decision",
    metadata,
    Column("line", Integer, primary_key=True, autoincrement=True),
    Column("finding", String(64), nullable=False, index=True),
    Column("decision", String(8), nullable=False, comment="accept or reopen"),
    Column("reason", Text, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("release", String(64), nullable=False, comment="the release that was looked at"),
    Column("at", String(32), nullable=False, comment="UTC, ISO 8601"),
)


class AcceptedFindings(Protocol):
    """What the product asks of whatever keeps the decisions."""

    def accept(self, finding_key: str, reason: str, who: str, release: str) -> None:
        """Keep that somebody accepts a finding, and why."""

    def reopen(self, finding_key: str, reason: str, who: str, release: str) -> None:
        """Keep that somebody takes the acceptance back, and why."""

    def accepted(self) -> pd.DataFrame:
        """finding, reason, who, release, at — findings whose last decision is to accept"""

    def history(self, finding_key: str) -> pd.DataFrame:
        """decision, reason, who, release, at — every decision on a finding, oldest first"""


class WorkspaceFindings:
    """The decisions in a file of SQLite."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or workspace_folder() / "findings.sqlite"
        self._engine: Engine | None = None

    def accept(self, finding_key: str, reason: str, who: str, release: str) -> None:
        """Keep that somebody accepts a finding, and why. A reason is asked for: "accepted" alone says nothing."""
        self._write(finding_key, "accept", reason, who, release)

    def reopen(self, finding_key: str, reason: str, who: str, release: str) -> None:
        """Keep that somebody takes the acceptance back, and why."""
        self._write(finding_key, "reopen", reason, who, release)

    def accepted(self) -> pd.DataFrame:
        """finding, reason, who, release, at — findings whose last decision is to accept"""
        last = select(func.max(decision.c.line)).group_by(decision.c.finding)
        columns = [decision.c[name] for name in ("finding", "reason", "who", "release", "at")]
        question = select(*columns).where(decision.c.line.in_(last), decision.c.decision == "accept")
        return self._read(question.order_by(decision.c.finding))

    def history(self, finding_key: str) -> pd.DataFrame:
        """decision, reason, who, release, at — every decision on a finding, oldest first"""
        columns = [decision.c[name] for name in ("decision", "reason", "who", "release", "at")]
        return self._read(select(*columns).where(decision.c.finding == finding_key).order_by(decision.c.line))

    def _write(self, finding_key: str, what: str, reason: str, who: str, release: str) -> None:
        row = {"finding": finding_key, "decision": what, "release": release}
        row |= {"reason": _text("reason", reason, LONGEST_REASON), "who": _text("name", who, LONGEST_NAME)}
        row["at"] = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            with self._opened().begin() as connection:
                connection.execute(insert(decision), [row])
        except (DBAPIError, OSError) as error:
            raise _refused(self._file, error) from error

    def _read(self, question: Select[tuple[object, ...]]) -> pd.DataFrame:
        try:
            with self._opened().connect() as connection:
                rows = connection.execute(question)
                return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
        except (DBAPIError, OSError) as error:
            raise _refused(self._file, error) from error

    def _opened(self) -> Engine:
        if self._engine is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._engine = create_engine(URL.create("sqlite", database=str(self._file)), poolclass=NullPool)
            metadata.create_all(self._engine)
        return self._engine


def workspace_folder() -> Path:
    """Where what people write is kept: ``RASAD_WORKSPACE`` or ``data/workspace``."""
    return Path(os.environ.get("RASAD_WORKSPACE", WORKSPACE))


def _text(what: str, said: str, longest: int) -> str:
    text = " ".join("".join(letter if _is_written(letter) else " " for letter in said).split())
    if not text:
        raise WorkspaceProblem(f"A {what} is needed: whoever reads this later must know why and by whom.")
    if len(text) > longest:
        raise WorkspaceProblem(f"The {what} has {len(text):,} letters; at most {longest:,} can be kept.")
    return text


def _is_written(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS


def _refused(file: Path, error: Exception) -> WorkspaceProblem:
    cause = str(getattr(error, "orig", error)).splitlines()[0]
    return WorkspaceProblem(
        f"The decisions in {file.name} cannot be read or kept ({cause}): check who owns its folder and whether the "
        "disk is full, or set RASAD_WORKSPACE to another folder."
    )
