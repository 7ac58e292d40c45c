"""Which column of an office's file is what: learned once, kept in a small TOML file, used again every month."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from data.columns import CALENDARS
from data.countries import countries, country_with_calendar
from data.identity import Policy
from data.ingest.records.kinds import KINDS, SEXES, Kind
from data.problems import StoreProblem, cause
from data.sentences import Sentence, quoted

PLACES = ("residence", "occurrence", "registration")
PERIODS = ("year", "month")
BASES = ("occurrence", "registration")
LEVELS = ("province", "county", "district", "commune")
#: How files write sexes; 1 and 2 as both countries' registers do
SEX_VALUES = {
    **dict.fromkeys(("1", "m", "male", "مرد", "پسر", "مذکر", "nam"), "male"),
    **dict.fromkeys(("2", "f", "female", "زن", "دختر", "مونث", "مؤنث", "nữ", "nu"), "female"),
}


class MappingProblem(StoreProblem):
    """The column mapping does not say what is needed, or says something the file cannot give."""


@dataclass(frozen=True)
class RecordMapping:
    """How to read one office's records of one event.

    ``columns`` gives the heading of each role (`data.ingest.records.kinds`); ``key`` the headings that together
    tell one event from another, if any do. ``place`` says which area the records name. ``legal_days`` is the time
    the law allows for registration. ``repeated`` says what a repeat means: with a key it is the same event and is
    left out; without one it may be twins, and is counted.

    ``period`` and ``bases`` say how they are counted: by year or month, by date of occurrence, of registration, or
    both. ``covers`` is the area whose records are all in the file: the areas of ``level`` in it that have none are
    then written as 0, where without it nothing is known of them. ``level`` is needed where codes of two levels are
    alike. ``country`` is whose areas the records name: the first that counts years in the calendar where it is not said.
    """

    event: str
    calendar: str
    columns: Mapping[str, str]
    key: tuple[str, ...] = ()
    place: str = "residence"
    legal_days: int = 15
    sex_values: Mapping[str, str] = field(default_factory=lambda: SEX_VALUES)
    abroad: tuple[str, ...] = ()
    delimiter: str = ""
    identity: Policy = "refuse"
    period: str = "year"
    bases: tuple[str, ...] = ("occurrence",)
    covers: str = ""
    level: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        """Says enough to read an event by, and nothing unknown."""
        _one_of("event", self.event, KINDS)
        _one_of("calendar", self.calendar, CALENDARS)
        _one_of("place", self.place, PLACES)
        _one_of("identity", self.identity, ("refuse", "drop"))
        _one_of("period", self.period, PERIODS)
        _one_of("level", self.level, ("", *LEVELS))
        _one_of("country", self.country, ("", *countries()))
        for basis in self.bases:
            _one_of("bases", basis, BASES)
        if not self.bases:
            raise MappingProblem(
                Sentence("The mapping says bases = []: by date of occurrence, of registration, or both?")
            )
        if "registration" in self.bases and "registered" not in self.columns:
            raise MappingProblem(
                Sentence("Counting by date of registration needs a column for {role}.", role="registered")
            )
        for role in self.columns:
            _one_of("role", role, self.kind.roles)
        for role in ("occurred", *self.kind.places):
            if role not in self.columns:
                raise MappingProblem(
                    Sentence(
                        "The mapping of {event} does not say which column is {role}.",
                        event=self.event,
                        role=role,
                    )
                )
        for value in self.sex_values.values():
            _one_of("sex", value, SEXES)
        if not 0 < self.legal_days < 3650:
            raise MappingProblem(
                Sentence(
                    "The legal time is {n} days: the mapping’s legal_days are the days the law allows for registration.",
                    n=self.legal_days,
                )
            )

    @property
    def kind(self) -> Kind:
        """What a record of this event says."""
        return KINDS[self.event]

    @property
    def country_of_areas(self) -> str:
        """The country whose areas the records name."""
        return self.country or country_with_calendar(self.calendar)

    @property
    def dates(self) -> tuple[str, ...]:
        """Roles that are dates and have a column."""
        return tuple(role for role in self.kind.dates if role in self.columns)

    @property
    def numbers(self) -> tuple[str, ...]:
        """Roles that are whole numbers and have a column."""
        return tuple(role for role in self.kind.groups if role in self.columns)

    @property
    def reckoned(self) -> dict[str, str]:
        """Ages and durations without a column of their own -> the date they are reckoned from."""
        since = self.kind.ages | ({"duration": "married"} if self.kind.duration else {})
        return {
            name: role for name, role in since.items() if name not in self.columns and role in self.columns
        }

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What these records can be split by, by the columns there are."""
        return tuple(name for name in self.kind.dimensions if name in self.columns or name in self.reckoned)

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading the file must have."""
        return tuple(dict.fromkeys((*self.columns.values(), *self.key)))


def _one_of(name: str, value: str, allowed: Mapping[str, Any] | tuple[str, ...]) -> None:
    if value not in allowed:
        raise MappingProblem(
            Sentence(
                "The mapping says {name} = {cell}, which is none of: {known}. Was it misspelt?",
                name=name,
                cell=quoted(value),
                known=", ".join(allowed),
            )
        )


def read_mapping(path: Path) -> RecordMapping:
    """The mapping kept in a TOML file, or a sentence saying what is wrong with the file."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingProblem(
            Sentence("The mapping {mapping} cannot be read: {cause}", mapping=path.name, cause=cause(error))
        ) from error
    names = {one.name for one in fields(RecordMapping)}
    if strange := sorted(set(settings) - names):
        raise MappingProblem(
            Sentence(
                "The mapping {mapping} says {headings}, which is not known here.",
                mapping=path.name,
                headings=", ".join(strange),
            )
        )
    for name in ("event", "calendar", "columns"):
        if name not in settings:
            raise MappingProblem(
                Sentence("The mapping {mapping} does not say {name}.", mapping=path.name, name=name)
            )
    for name in ("key", "abroad", "bases"):
        if name in settings:
            settings[name] = tuple(settings[name])
    try:
        return RecordMapping(**settings)
    except (TypeError, AttributeError) as error:
        raise MappingProblem(
            Sentence(
                "The mapping {mapping} says something of the wrong kind: {cause}.",
                mapping=path.name,
                cause=cause(error),
            )
        ) from error


def write_mapping(mapping: RecordMapping, path: Path) -> None:
    """Keep the mapping: plain values first, then a table for the columns and one for the sexes"""
    plain, tables = [], []
    for one in fields(mapping):
        value = getattr(mapping, one.name)
        if isinstance(value, Mapping):
            rows = [f"{_toml(key)} = {_toml(item)}" for key, item in value.items()]
            tables += ["", f"[{one.name}]", *rows]
        else:
            plain.append(f"{one.name} = {_toml(value)}")
    path.write_text("\n".join([*plain, *tables]) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    # TOML writes strings, whole numbers and lists of strings as JSON does, but for the delete character.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False).replace(
        "\x7f", "\\u007f"
    )
