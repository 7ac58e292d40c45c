"""How records are to be counted: by which period, date and dimensions, in which age groups."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from data.ingest.records.kinds import UNKNOWN
from data.ingest.records.mapping import MappingProblem, RecordMapping
from data.sentences import Sentence

SINGLE = tuple(range(101))
FIVE = tuple(range(0, 101, 5))
#: Ages of the dead: the first year is apart
DEAD = (0, 1, *range(5, 101, 5))
MOTHERS = (0, *range(15, 51, 5))
ORDERS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Tabulation:
    """One table of counts. ``groups`` gives the first value of each group of a dimension, the last being open;
    a dimension that has none is in single years up to 100 (orders: up to "5 and over")."""

    period: Literal["year", "month"] = "year"
    basis: Literal["occurrence", "registration"] = "occurrence"
    dimensions: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[int, ...]], ...] = ()
    calendar: str = ""

    def __post_init__(self) -> None:
        """Groups follow one another."""
        for name, firsts in self.groups:
            if len(firsts) < 2 or any(later <= earlier for earlier, later in pairwise(firsts)):
                raise MappingProblem(
                    Sentence(
                        "The groups of {role} begin at {cell}: they must rise, two at least.",
                        role=name,
                        cell=str(firsts),
                    )
                )

    def firsts(self, dimension: str, mapping: RecordMapping) -> tuple[int, ...]:
        """Where the groups of a dimension begin."""
        return dict(self.groups).get(dimension, ORDERS if dimension in mapping.kind.orders else SINGLE)


def everything(mapping: RecordMapping, basis: str = "occurrence") -> Tabulation:
    """Every dimension the records have, in the groups offices publish, by the mapping's period."""
    own = {"mother_age": MOTHERS} | ({"age": DEAD} if mapping.event == "deaths" else {})
    ages = {name: own.get(name, FIVE) for name in mapping.kind.ages}
    groups = tuple((name, firsts) for name, firsts in ages.items() if name in mapping.dimensions)
    return Tabulation(
        "month" if mapping.period == "month" else "year",
        "registration" if basis == "registration" else "occurrence",
        mapping.dimensions,
        groups,
    )


def group_sql(column: str, firsts: tuple[int, ...]) -> str:
    """SQL for the first value of the group a number is in; unknown stays so"""
    steps = {later - earlier for earlier, later in pairwise(firsts)}
    if len(steps) == 1:
        step = steps.pop()
        inside = f"least(({column} - {firsts[0]}) // {step} * {step} + {firsts[0]}, {firsts[-1]})"
    else:
        whens = " ".join(f"WHEN {column} >= {first} THEN {first}" for first in reversed(firsts[1:]))
        inside = f"CASE {whens} ELSE {firsts[0]} END"
    return (
        f"(CASE WHEN {column} IS NULL OR {column} < {firsts[0]} THEN {UNKNOWN} ELSE {inside} END)::SMALLINT"
    )


def width_sql(column: str, firsts: tuple[int, ...]) -> str:
    """SQL for the width of a group known by its first value; 0 for the open one and for unknown"""
    whens = " ".join(f"WHEN {first} THEN {after - first}" for first, after in pairwise(firsts))
    return f"(CASE {column} {whens} ELSE 0 END)::SMALLINT"
