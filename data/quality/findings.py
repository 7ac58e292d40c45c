"""What a rule is and what it finds: a sentence, the place it is about, the rows behind it, and a key that lasts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from data.sentences import Sentence, Value, mark, value_texts

__all__ = [
    "Finding",
    "Rule",
    "Severity",
    "Subject",
    "Tables",
    "groups",
    "make_finding",
    "mark",
    "merge",
    "records",
    "value_texts",
]

Severity = Literal["error", "warning", "note"]
Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Finding:
    """One thing a registrar should know before publishing.

    ``about`` is what the place is not enough to tell apart: a measure, a source, an event. ``message`` is the sentence
    with its ``values`` left open, so that it can be said in another language; ``rows`` are the rows it speaks of.
    """

    rule: str
    severity: Severity
    table: str
    sentence: str
    area: str | None = None
    year: int | None = None
    about: str = ""
    message: str = ""
    values: Mapping[str, Value] = field(default_factory=dict, compare=False)
    rows: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False, repr=False)
    rows_found: int = 0

    def __post_init__(self) -> None:
        """A reader's finding has no place but its sentence: that is what it is about."""
        if not self.about and not self.message:
            object.__setattr__(self, "about", self.sentence)

    @property
    def translatable_sentence(self) -> Sentence:
        """The sentence with its values kept, where they are known."""
        return (
            Sentence(self.message, **self.values) if self.message else Sentence("{told}", told=self.sentence)
        )

    @property
    def key(self) -> str:
        """Sixteen letters that name this finding in every release: rule, table, area, year, and what it is about."""
        place = "\x1f".join((self.rule, self.table, self.area or "", str(self.year or ""), self.about))
        return hashlib.sha256(place.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Rule:
    """One question asked of the tables. ``find(tables, the last release's tables or none, today)``."""

    key: str
    name: str
    severity: Severity
    explanation: str
    find: Callable[[Tables, Tables, date], Iterator[Finding]]


@dataclass(frozen=True)
class Subject:
    """What a finding is about: a table, and in it an area and a year as cells of a frame have them, where there is one.

    ``about``: what these are not enough to tell apart.
    """

    table: str
    area: Any = None
    year: Any = None
    about: str = ""

    def values(self) -> dict[str, Any]:
        """Table, area and year for the places of a message that have their names."""
        cells = {"table": self.table, "area": self.area, "year": self.year}
        return {name: value for name, value in cells.items() if value is not None}


def make_finding(
    rule: str,
    severity: Severity,
    subject: Subject,
    message: str,
    rows: pd.DataFrame,
    values: Mapping[str, Any],
) -> Finding:
    """A finding whose sentence is the message with its values, in English."""
    sentence = Sentence(message, **(subject.values() | dict(values)))
    return Finding(
        rule=rule,
        severity=severity,
        table=subject.table,
        sentence=str(sentence),
        area=None if subject.area is None else str(subject.area),
        year=None if subject.year is None else int(subject.year),
        about=subject.about,
        message=message,
        values=sentence.values,
        rows=rows.reset_index(drop=True),
        rows_found=len(rows),
    )


def groups(frame: pd.DataFrame, by: list[str]) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """The rows of each place: (what the place is, by column; its rows)."""
    for place, rows in frame.groupby(by):
        yield dict(zip(by, place, strict=True)), rows


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows by column."""
    return [{str(column): value for column, value in row.items()} for row in frame.to_dict("records")]


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a key: rows of those that share one are put together under the first one's sentence."""
    by_key: dict[str, Finding] = {}
    for finding in findings:
        first = by_key.get(finding.key)
        by_key[finding.key] = finding if first is None else _with_rows(first, finding)
    return list(by_key.values())


def _with_rows(first: Finding, other: Finding) -> Finding:
    rows = pd.concat([first.rows, other.rows], ignore_index=True)
    return replace(first, rows=rows, rows_found=first.rows_found + other.rows_found)
