"""Flows: births, deaths, marriages, divorces and moves counted over a month or a year. No connection is opened here.

Each has the dimensions its event has. What a source does not split by is *absent*, what it did not know is
*unknown*: `data.columns` says how each is written.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import CheckConstraint, Column, PrimaryKeyConstraint, String, Table

from data.columns import (
    ABROAD,
    ABSENT_WORD,
    UNKNOWN_WORD,
    allowed_values,
    count_column,
    date_column,
    group,
    keyed,
    metadata,
    place,
    provenance_columns,
    sex,
)

#: When a flow is of and how it is counted: part of every key
PERIOD = ("source", "period_start", "period_days", "basis", "place")
OLDEST = 130


@dataclass(frozen=True)
class Dimensions:
    """What an event is split by: words (one column each) and groups (``lower`` and ``width``)."""

    words: tuple[str, ...]
    groups: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, in order."""
        pairs = [column for name in self.groups for column in (f"{name}_lower", f"{name}_width")]
        return (*self.words, *pairs)


def _years(name: str) -> list[Column[object] | CheckConstraint]:
    return group(name, first=0, last=OLDEST, comment="completed years")


def _order(name: str) -> list[Column[object] | CheckConstraint]:
    return group(name, first=1, last=30, comment="1 for the first")


DIMENSIONS = {
    "birth": Dimensions(("child_sex",), ("mother_age", "order")),
    "death": Dimensions(("sex",), ("age",)),
    "marriage": Dimensions((), ("wife_age", "husband_age", "wife_order", "husband_order")),
    "divorce": Dimensions((), ("duration", "wife_age", "husband_age")),
    "move": Dimensions(("sex",), ("age",)),
    "delay": Dimensions(("event",), ("delay",)),
}

birth = Table(
    "birth",
    metadata,
    place(),
    *provenance_columns(),
    *date_column(),
    *sex("child_sex"),
    *_years("mother_age"),
    *_order("order"),
    *count_column("events", "live births in the period"),
    *keyed(),
    PrimaryKeyConstraint("area", *PERIOD, *DIMENSIONS["birth"].columns),
    comment="Live births by age of mother, sex of child and order among the mother's children",
)

death = Table(
    "death",
    metadata,
    place(),
    *provenance_columns(),
    *date_column(),
    *sex(),
    *_years("age"),
    *count_column("events", "deaths in the period"),
    *keyed(),
    PrimaryKeyConstraint("area", *PERIOD, *DIMENSIONS["death"].columns),
    comment="Deaths by sex and age",
)

marriage = Table(
    "marriage",
    metadata,
    place(),
    *provenance_columns(),
    *date_column(),
    *_years("wife_age"),
    *_years("husband_age"),
    *_order("wife_order"),
    *_order("husband_order"),
    *count_column("events", "marriages in the period"),
    *keyed(),
    PrimaryKeyConstraint("area", *PERIOD, *DIMENSIONS["marriage"].columns),
    comment="Marriages by the ages of both and which marriage it is of each",
)

divorce = Table(
    "divorce",
    metadata,
    place(),
    *provenance_columns(),
    *date_column(),
    *_years("duration"),
    *_years("wife_age"),
    *_years("husband_age"),
    *count_column("events", "divorces in the period"),
    *keyed(),
    PrimaryKeyConstraint("area", *PERIOD, *DIMENSIONS["divorce"].columns),
    comment="Divorces by completed years of marriage and the ages of both",
)

#: Ends of a move that are not areas. *Absent*: the source gives arrivals or departures alone.
NOT_AREAS = (ABROAD, UNKNOWN_WORD, ABSENT_WORD)

move = Table(
    "move",
    metadata,
    Column("origin", String(16), nullable=False, comment="area, or abroad, unknown, absent"),
    Column("destination", String(16), nullable=False, comment="area, or abroad, unknown, absent"),
    *provenance_columns(),
    *date_column(),
    *sex(),
    *_years("age"),
    *count_column("events", "changes of usual residence in the period"),
    *keyed(),
    CheckConstraint(
        "origin NOT IN ('abroad', 'unknown', 'absent') OR destination NOT IN ('abroad', 'unknown', 'absent')",
        name="one_end_is_an_area",
    ),
    CheckConstraint("origin <> destination", name="a_move_crosses_a_boundary"),
    PrimaryKeyConstraint("origin", "destination", *PERIOD, *DIMENSIONS["move"].columns),
    comment="Moves from one area to another by sex and age",
)

#: Longest delay told apart, days
LATEST = 10_000

delay = Table(
    "delay",
    metadata,
    place(),
    *provenance_columns(),
    *date_column(),
    Column("event", String(10), nullable=False, comment="births, deaths, marriages, divorces or moves"),
    *group("delay", first=0, last=LATEST, comment="days; the group from 0 is the time the law allows"),
    *count_column("events", "events of the period that took this long to register"),
    *keyed(),
    allowed_values("event", ("births", "deaths", "marriages", "divorces", "moves")),
    PrimaryKeyConstraint("area", *PERIOD, *DIMENSIONS["delay"].columns),
    comment="Events of records by the days from occurrence to registration",
)

FLOWS = (birth, death, marriage, divorce, move)
#: What the product calls each flow
EVENTS = {"births": birth, "deaths": death, "marriages": marriage, "divorces": divorce, "moves": move}
