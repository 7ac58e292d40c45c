"""The scenario register: what people saved, by whom, on which release, and what was said of it.

A scenario is an identifier and its versions; nothing is overwritten. Saving over a version that somebody else has
saved in between is refused with a sentence (`SavedMeanwhile`), and what was being saved can be kept as a copy. States
(locked, archived) and remarks (evidence, objections, answers) are journals. The inputs are text that this module does
not read: what a scenario means is for its reader.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd
from sqlalchemy import Connection, Select, func, insert, select
from sqlalchemy.exc import IntegrityError

from data import workspace
from data.decisions import LONGEST_NAME, LONGEST_REASON, plain_line
from data.problems import WorkspaceProblem
from data.scenario_tables import remark, state, version
from data.sentences import Sentence, mark, quoted

State = Literal["locked", "unlocked", "archived", "taken back"]
Remark = Literal["evidence", "objection", "answer"]
#: Letters and numbers that are not mistaken for one another
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LONGEST_INPUTS = 200_000


class SavedMeanwhile(WorkspaceProblem):
    """Somebody saved the scenario after it was opened."""


@dataclass(frozen=True)
class Inputs:
    """What is saved: ``inputs`` the scenario's text, ``results`` a few of its figures as text, to compare later by."""

    name: str
    country: str
    area: str
    inputs: str
    fingerprint: str
    release: str
    results: str = "{}"
    comment: str = ""


@dataclass(frozen=True)
class SavedScenario:
    """One version of a saved scenario, and where it stands now."""

    scenario: str
    version: int
    inputs: Inputs
    author: str
    saved_at: str
    locked: bool = False
    archived: bool = False


def save(inputs: Inputs, author: str) -> SavedScenario:
    """Save a scenario under an identifier of its own."""
    with workspace.writing() as connection:
        own = "".join(secrets.choice(ALPHABET) for _ in range(8))
        return _insert(connection, own, 1, inputs, author, "scenario saved")


def save_over(scenario: str, version: int, inputs: Inputs, author: str) -> SavedScenario:
    """Save the next version. ``version``: the one the writer had opened; a newer one is not written over."""
    with workspace.writing() as connection:
        last = _last(connection, scenario)
        if last.locked:
            raise WorkspaceProblem(
                Sentence(
                    "“{name}” is locked, so it cannot be changed: save a copy, or have it unlocked.",
                    name=last.inputs.name,
                )
            )
        if last.version != version:
            raise _meanwhile(last)
        try:
            with connection.begin_nested():
                return _insert(connection, scenario, version + 1, inputs, author, "scenario changed")
        except IntegrityError as error:
            raise _meanwhile(last) from error


def read(scenario: str, number: int | None = None) -> SavedScenario:
    """A saved scenario: its last version, or the one asked for."""
    with workspace.reader() as connection:
        last = _last(connection, scenario)
        if number is None or number == last.version:
            return last
        rows = connection.execute(_versions(scenario).where(version.c.version == number)).mappings().all()
        if not rows:
            raise WorkspaceProblem(
                Sentence(
                    "“{name}” has no version {n}; its last is version {last_version}.",
                    name=last.inputs.name,
                    n=number,
                    last_version=last.version,
                )
            )
        return _scenario_of(dict(rows[0]), last.locked, last.archived)


def list_scenarios(*, archived: bool = False) -> pd.DataFrame:
    """scenario, version, name, country, area, fingerprint, release, comment, who, at, locked, archived — last versions"""
    newest = (
        select(version.c.scenario, func.max(version.c.version).label("version"))
        .group_by(version.c.scenario)
        .subquery()
    )
    question = select(*(column for column in version.c if column.name not in ("inputs", "results"))).join(
        newest, (version.c.scenario == newest.c.scenario) & (version.c.version == newest.c.version)
    )
    with workspace.reader() as connection:
        rows = connection.execute(question.order_by(version.c.at.desc(), version.c.scenario))
        frame = pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))
        states = _states(connection)
    frame["locked"] = ["locked" in states.get(own, set()) for own in frame["scenario"]]
    frame["archived"] = ["archived" in states.get(own, set()) for own in frame["scenario"]]
    return frame if archived else frame[~frame["archived"].astype(bool)].reset_index(drop=True)


def history(scenario: str) -> pd.DataFrame:
    """at, who, what, about — everything done to a scenario, oldest first"""
    with workspace.reader() as connection:
        versions = connection.execute(_versions(scenario)).mappings().all()
        states = connection.execute(
            select(state).where(state.c.scenario == scenario).order_by(state.c.line)
        ).mappings()
        rows = [
            {
                "at": row["at"],
                "who": row["who"],
                "what": "saved",
                "about": row["comment"],
                "version": row["version"],
            }
            for row in versions
        ]
        rows += [
            {
                "at": row["at"],
                "who": row["who"],
                "what": row["state"],
                "about": row["reason"],
                "version": None,
            }
            for row in states
        ]
    return pd.DataFrame(rows, columns=["at", "who", "what", "about", "version"]).sort_values(
        "at", kind="stable", ignore_index=True
    )


def set_state(scenario: str, to: State, reason: str, author: str) -> None:
    """Lock, unlock, archive or take back, with the reason."""
    if to not in get_args(State):
        raise WorkspaceProblem(
            Sentence(
                "A scenario cannot be {cell}: {known}.", cell=quoted(to), known=", ".join(get_args(State))
            )
        )
    row = {"scenario": scenario, "state": to, "at": workspace.now()}
    row |= {
        "reason": plain_line(mark("reason"), reason, LONGEST_REASON),
        "who": plain_line(mark("name"), author, LONGEST_NAME),
    }
    with workspace.writing() as connection:
        last = _last(connection, scenario)
        connection.execute(insert(state), [row])
        workspace.log_in(
            connection,
            f"scenario {to}",
            release=last.inputs.release,
            about=f"{scenario}: {reason}",
            person=row["who"],
        )


def add_remark(
    scenario: str, kind: Remark, about: str, text: str, author: str, *, answers: int | None = None
) -> int:
    """Keep evidence for an assumption, an objection to it, or the answer to an objection; returns its number."""
    if kind == "answer" and answers is None:
        raise WorkspaceProblem(Sentence("An answer answers an objection: which one?"))
    person = plain_line(mark("name"), author, LONGEST_NAME)
    row = {"scenario": scenario, "kind": kind, "about": about, "answers": answers, "at": workspace.now()}
    row |= {"text": plain_line(mark("text"), text, LONGEST_REASON), "who": person}
    with workspace.writing() as connection:
        last = _last(connection, scenario)
        result = connection.execute(insert(remark).values(row))
        workspace.log_in(
            connection,
            f"scenario {kind}",
            release=last.inputs.release,
            about=f"{scenario}: {text}",
            person=person,
        )
        (number,) = result.inserted_primary_key or (0,)
        return int(number)


def remarks(scenario: str) -> pd.DataFrame:
    """remark, kind, about, answers, text, who, at — what was said of a scenario's assumptions, oldest first"""
    question = select(*(column for column in remark.c if column.name != "scenario"))
    with workspace.reader() as connection:
        rows = connection.execute(question.where(remark.c.scenario == scenario).order_by(remark.c.remark))
        return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))


def _insert(
    connection: Connection, own: str, number: int, inputs: Inputs, author: str, action: str
) -> SavedScenario:
    if len(inputs.inputs) > LONGEST_INPUTS:
        raise WorkspaceProblem(
            Sentence(
                "The scenario has {n} letters; at most {most} can be kept.",
                n=len(inputs.inputs),
                most=LONGEST_INPUTS,
            )
        )
    row = {
        "scenario": own,
        "version": number,
        "name": plain_line(mark("name of the scenario"), inputs.name, LONGEST_NAME),
        "country": inputs.country,
        "area": inputs.area,
        "inputs": inputs.inputs,
        "fingerprint": inputs.fingerprint,
        "release": inputs.release,
        "results": inputs.results,
        "comment": inputs.comment.strip()[:LONGEST_REASON],
        "who": plain_line(mark("name"), author, LONGEST_NAME),
        "at": workspace.now(),
    }
    connection.execute(insert(version), [row])
    workspace.log_in(
        connection,
        action,
        release=inputs.release,
        about=f"{own} v{number}: {row['name']}",
        person=str(row["who"]),
    )
    return _scenario_of(row, locked=False, archived=False)


def _versions(scenario: str) -> Select[tuple[object, ...]]:
    return select(version).where(version.c.scenario == scenario).order_by(version.c.version)


def _last(connection: Connection, scenario: str) -> SavedScenario:
    rows = connection.execute(_versions(scenario)).mappings().all()
    if not rows:
        raise WorkspaceProblem(
            Sentence(
                "There is no saved scenario “{name}” here: was the link cut, or made on another server?",
                name=scenario[:24],
            )
        )
    now = _states(connection, scenario).get(scenario, set())
    return _scenario_of(dict(rows[-1]), "locked" in now, "archived" in now)


def _states(connection: Connection, scenario: str | None = None) -> dict[str, set[str]]:
    """Scenario -> what it is: locked, archived, both or neither"""
    question = select(state.c.scenario, state.c.state).order_by(state.c.line)
    if scenario is not None:
        question = question.where(state.c.scenario == scenario)
    states: dict[str, set[str]] = {}
    for own, name in connection.execute(question):
        now = states.setdefault(own, set())
        if name in ("locked", "archived"):
            now.add(name)
        else:
            now.discard("locked" if name == "unlocked" else "archived")
    return states


def _scenario_of(row: dict[str, object], locked: bool, archived: bool) -> SavedScenario:
    fields = ("name", "country", "area", "inputs", "fingerprint", "release", "results", "comment")
    inputs = Inputs(**{field: str(row[field]) for field in fields})
    return SavedScenario(
        str(row["scenario"]),
        int(str(row["version"])),
        inputs,
        str(row["who"]),
        str(row["at"]),
        locked,
        archived,
    )


def _meanwhile(last: SavedScenario) -> SavedMeanwhile:
    return SavedMeanwhile(
        Sentence(
            "“{name}” was saved by {who} at {moment} (version {n}) after you opened it. Nothing was written over: save yours as a copy, or open theirs and compare.",
            name=last.inputs.name,
            who=last.author,
            moment=last.saved_at,
            n=last.version,
        )
    )
