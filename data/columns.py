"""The columns tables share, and how a cell says what it does not know. No connection is opened here.

A dimension of a flow (an age, a sex, an order) takes one of three kinds of value, and never the word "total":

* a value: 25 to 29 years, female, third child;
* *unknown*: the source has the dimension, and did not know it for these events (``-1``, ``"unknown"``);
* *absent*: the source does not split by this dimension (``-2``, ``"absent"``). Such a row covers everybody
  along it. It is never added to rows that are split: they count the same people.

A group is a pair of columns: ``lower``, in completed years (or in place, for an order), and ``width``, 0 for
"and over"; both unknown and absent have width 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    String,
)

from data.countries import own_calendars
from data.country_file import BUILT_IN

ABSENT, UNKNOWN = -2, -1
ABSENT_WORD, UNKNOWN_WORD = "absent", "unknown"
ABROAD = "abroad"

#: How a figure came to be, the most trusted first
TRUST = ("published", "derived", "estimated")
#: Statuses of what was counted, and of sums and quotients of it
COUNTS = TRUST[:2]
STATUSES = (*TRUST, "projected")
#: Those that every country may count years in, and those that a country's folder declares
CALENDARS = (*BUILT_IN, *own_calendars())
#: The office of a source whose file names none, in English
NOT_STATED = "Not stated in the file"
SEXES = ("female", "male")
SEX_OF_EVENTS = (*SEXES, UNKNOWN_WORD, ABSENT_WORD)
#: Which day an event is counted on: when it happened or when it was written down
BASES = ("occurrence", "registration", ABSENT_WORD)
#: Which area an event is counted in: where the person lives, or where it happened or was written down
PLACES = ("residence", "occurrence", "registration", ABSENT_WORD)

#: How many keys a record may have: that of a cell is the sum of its records' keys modulo this
RECORD_KEYS = 256

Parts = list[Column[object] | CheckConstraint]

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def allowed_values(column: str, allowed: Sequence[str]) -> CheckConstraint:
    """A column holds one of these words."""
    choices = ", ".join(f"'{choice}'" for choice in allowed)
    return CheckConstraint(f"{column} IN ({choices})", name=f"{column}_is_known")


def place(name: str = "area") -> Column[object]:
    """An area that the area table has."""
    return Column(name, String(16), ForeignKey("area.area"), nullable=False)


def provenance_columns() -> Parts:
    """The columns every fact carries: when it is of, how it came to be, and who says so."""
    return [
        Column("year", SmallInteger, nullable=False, comment="as published, in `calendar`"),
        Column("calendar", String(12), nullable=False),
        Column("period_start", Date, nullable=False, comment="first day, Gregorian"),
        Column("period_days", SmallInteger, nullable=False, comment="days; 0 for a stock"),
        Column("status", String(10), nullable=False),
        Column("provisional", SmallInteger, nullable=False, default=0, comment="1 until the office confirms"),
        Column("source", String(64), ForeignKey("source.source"), nullable=False),
        allowed_values("calendar", CALENDARS),
        allowed_values("status", STATUSES),
        CheckConstraint("period_days BETWEEN 0 AND 3700", name="period_is_sane"),
        CheckConstraint("provisional IN (0, 1)", name="provisional_is_yes_or_no"),
    ]


def count_column(value: str, comment: str) -> Parts:
    """A number of people or events that may be summed over areas, and how exact it is."""
    return [
        Column(value, Double, nullable=False, comment=comment),
        Column("rounded_to", Integer, nullable=False, comment="1, 100 or 1000; 0 for an estimate"),
        Column(
            "parts",
            SmallInteger,
            nullable=False,
            default=0,
            server_default="0",
            comment="areas summed into this one when the release was made; 0 for the source's own row",
        ),
        CheckConstraint(f"{value} >= 0 AND {value} < 1e11", name=f"{value}_are_people"),
        CheckConstraint("rounded_to >= 0", name="rounding_is_not_negative"),
        CheckConstraint("parts >= 0", name="parts_are_counted"),
    ]


def keyed() -> Parts:
    """The cell key of a count of records: noise drawn by it is the same wherever the same people are counted."""
    return [
        Column(
            "cell_key",
            SmallInteger,
            nullable=True,
            comment="keys of the records counted, summed modulo 256; empty where the source gives counts alone",
        ),
        CheckConstraint(f"cell_key BETWEEN 0 AND {RECORD_KEYS - 1}", name="cell_key_is_a_remainder"),
        CheckConstraint("cell_key = 0 OR events > 0", name="without_events_there_is_no_key"),
    ]


def age() -> Parts:
    """Age of a stock: all ages together are (0, 0), people of unknown age (-1, 0)."""
    return [
        Column("age_lower", SmallInteger, nullable=False, comment="completed years; -1 for unknown age"),
        Column("age_width", SmallInteger, nullable=False, comment="years; 0 for 'and over'"),
        CheckConstraint("age_lower BETWEEN -1 AND 130", name="age_is_human"),
        CheckConstraint("age_width BETWEEN 0 AND 130", name="width_is_human"),
    ]


def date_column() -> Parts:
    """By which date and in which area a flow is counted, as far as the source says."""
    return [
        Column("basis", String(12), nullable=False, comment="date of occurrence or of registration"),
        Column(
            "place", String(12), nullable=False, comment="where people live, or where it was written down"
        ),
        allowed_values("basis", BASES),
        allowed_values("place", PLACES),
        CheckConstraint("period_days > 0", name="a_flow_has_length"),
    ]


def group(name: str, *, first: int, last: int, comment: str) -> Parts:
    """A dimension in groups: ``name_lower`` and ``name_width``. "All together" is refused: that is *absent*."""
    lower, width = f"{name}_lower", f"{name}_width"
    condition = f"{lower} BETWEEN {first} AND {last} AND {width} BETWEEN 0 AND {last}"
    everyone = f"{lower} = {first} AND {width} = 0"
    return [
        Column(lower, SmallInteger, nullable=False, comment=f"{comment}; -1 unknown, -2 absent"),
        Column(width, SmallInteger, nullable=False, comment="0 for 'and over', unknown and absent"),
        CheckConstraint(
            f"({lower} IN ({UNKNOWN}, {ABSENT}) AND {width} = 0) OR ({condition} AND NOT ({everyone}))",
            name=f"{name}_is_a_group_or_says_why_not",
        ),
    ]


def sex(name: str = "sex") -> Parts:
    """Sex as a dimension of a flow."""
    return [Column(name, String(8), nullable=False), allowed_values(name, SEX_OF_EVENTS)]
