"""What people decided about findings, with the reason: kept in the workspace, for releases come and go.

Nothing is overwritten: accepting and reopening are lines of a journal, and the last line of a finding counts. The
finding's key is the same in every release, so what was accepted once stays so.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd
from sqlalchemy import CheckConstraint, Column, Integer, Select, String, Table, Text, func, insert, select

from data import workspace
from data.problems import WorkspaceProblem
from data.sentences import Sentence, mark

#: Letters a reason and a name may have
LONGEST_REASON, LONGEST_NAME = 2000, 120
#: Joins and parts letters inside a Persian word: no control letters, though Python does not print them
JOINERS = "\u200c\u200d"

decision = Table(
    "finding_decision",
    workspace.metadata,
    Column("line", Integer, primary_key=True),
    Column("finding", String(64), nullable=False, index=True),
    Column("decision", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", String(LONGEST_NAME), nullable=False),
    Column("release", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    CheckConstraint("decision IN ('accept', 'reopen')", name="a_decision_is_known"),
    CheckConstraint("length(trim(reason)) > 0", name="a_reason_is_given"),
    CheckConstraint("length(trim(who)) > 0", name="somebody_decides"),
)
_DECISION_TEXTS = [decision.c[name] for name in ("reason", "who", "release", "at")]


def accept(finding_key: str, reason: str, person: str, release: str) -> None:
    """Keep that somebody accepts a finding, and why. A reason is asked for: "accepted" alone says nothing."""
    _decide("accept", finding_key, reason, person, release)


def reopen(finding_key: str, reason: str, person: str, release: str) -> None:
    """Keep that somebody takes the acceptance back, and why."""
    _decide("reopen", finding_key, reason, person, release)


def accepted_findings() -> pd.DataFrame:
    """finding, reason, who, release, at — findings whose last decision is to accept"""
    last = select(func.max(decision.c.line)).group_by(decision.c.finding)
    question = select(decision.c.finding, *_DECISION_TEXTS).where(decision.c.line.in_(last))
    return _read(question.where(decision.c.decision == "accept").order_by(decision.c.finding))


def history(finding_key: str) -> pd.DataFrame:
    """decision, reason, who, release, at — every decision on a finding, oldest first"""
    question = select(decision.c.decision, *_DECISION_TEXTS).where(decision.c.finding == finding_key)
    return _read(question.order_by(decision.c.line))


def _decide(
    verdict: Literal["accept", "reopen"], finding_key: str, reason: str, person: str, release: str
) -> None:
    row = {"finding": finding_key, "decision": verdict, "release": release, "at": workspace.now()}
    row |= {
        "reason": plain_line(mark("reason"), reason, LONGEST_REASON),
        "who": plain_line(mark("name"), person, LONGEST_NAME),
    }
    action = {"accept": "finding accepted", "reopen": "finding reopened"}[verdict]
    with workspace.writing() as connection:
        connection.execute(insert(decision), [row])
        workspace.log_in(
            connection, action, release=release, about=f"{finding_key}: {row['reason']}", person=row["who"]
        )


def _read(question: Select[tuple[object, ...]]) -> pd.DataFrame:
    with workspace.reader() as connection:
        rows = connection.execute(question)
        return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))


def plain_line(name: str, typed: str, longest: int) -> str:
    """What somebody wrote, as it is kept: one line, nothing unprintable. WorkspaceProblem when it says nothing or is too long."""
    text = " ".join("".join(letter if _is_written(letter) else " " for letter in typed).split())
    if not text:
        raise WorkspaceProblem(
            Sentence(
                "A {field} is needed: whoever reads this later must know why and by whom.",
                field=Sentence(name),
            )
        )
    if len(text) > longest:
        raise WorkspaceProblem(
            Sentence(
                "The {field} has {n} letters; at most {most} can be kept.",
                field=Sentence(name),
                n=len(text),
                most=longest,
            )
        )
    return text


def _is_written(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS
