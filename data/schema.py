"""The population store: its tables, keys, constraints and units. No connection is opened here.

Conventions, the same in every fact table:

* ``period_start`` is the Gregorian date on which the period begins and ``period_days`` its length; a stock
  has length 0. ``year`` and ``calendar`` are as the office published them and are never converted.
* ``age_lower`` counts completed years; ``age_width`` is the width of the group, 0 for "and over". All ages
  together are (0, 0). People of unknown age are (-1, 0).
* ``rounded_to`` is the precision of the published count (1000 for thousands); ``decimals`` that of a rate.
* ``status`` is ``published`` by the office, ``derived`` from published figures by arithmetic alone, or
  ``estimated`` by a model.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)

STATUSES = ("published", "derived", "estimated")
CALENDARS = ("gregorian", "solar_hijri")
SEXES = ("female", "male")
EVENTS = ("births", "deaths", "marriages", "divorces")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, allowed: tuple[str, ...]) -> CheckConstraint:
    choices = ", ".join(f"'{choice}'" for choice in allowed)
    return CheckConstraint(f"{column} IN ({choices})", name=f"{column}_is_known")


def _papers() -> list[Column[object] | CheckConstraint]:
    """The columns every fact carries: when it is of, how it came to be, and who says so."""
    return [
        Column("year", SmallInteger, nullable=False, comment="as published, in `calendar`"),
        Column("calendar", String(12), nullable=False),
        Column("period_start", Date, nullable=False, comment="first day, Gregorian"),
        Column("period_days", SmallInteger, nullable=False, comment="days; 0 for a stock"),
        Column("status", String(10), nullable=False),
        Column("provisional", SmallInteger, nullable=False, default=0, comment="1 until the office confirms"),
        Column("source", String(64), ForeignKey("source.source"), nullable=False),
        _one_of("calendar", CALENDARS),
        _one_of("status", STATUSES),
        CheckConstraint("period_days BETWEEN 0 AND 3700", name="period_is_sane"),
        CheckConstraint("provisional IN (0, 1)", name="provisional_is_yes_or_no"),
    ]


def _age() -> list[Column[object] | CheckConstraint]:
    return [
        Column("age_lower", SmallInteger, nullable=False, comment="completed years; -1 for unknown age"),
        Column("age_width", SmallInteger, nullable=False, comment="years; 0 for 'and over'"),
        CheckConstraint("age_lower BETWEEN -1 AND 130", name="age_is_human"),
        CheckConstraint("age_width BETWEEN 0 AND 130", name="width_is_human"),
    ]


release = Table(
    "release",
    metadata,
    Column("release", String(64), primary_key=True, comment="stamp: when it was made"),
    Column("made_at", String(32), nullable=False, comment="UTC, ISO 8601"),
    Column("inputs_hash", String(64), nullable=False, comment="SHA-256 of everything it was made from"),
    Column("note", Text, nullable=False, default=""),
)

area = Table(
    "area",
    metadata,
    Column("area", String(16), primary_key=True, comment="country + office code; stable, never translated"),
    Column("country", String(2), nullable=False),
    Column("parent", String(16), ForeignKey("area.area"), nullable=True),
    Column("level", String(16), nullable=False),
    Column("office_code", String(16), nullable=False),
    Column("iso_3166_2", String(8), nullable=False, default=""),
    Column("region", String(64), nullable=False, default=""),
    Column("name_en", Text, nullable=False),
    Column("name_fa", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("valid_from", Date, nullable=True),
    Column("valid_to", Date, nullable=True, comment="last day; empty while it stands"),
    CheckConstraint(
        "valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="valid_in_order"
    ),
)

source = Table(
    "source",
    metadata,
    Column("source", String(64), primary_key=True),
    *[
        Column(f"{part}_{language}", Text, nullable=False)
        for part in ("office", "publication")
        for language in ("en", "fa", "vi")
    ],
    Column("published", String(32), nullable=False, comment="year or date; empty if the source does not say"),
    Column("url", Text, nullable=False, default="", comment="where the figure was read"),
    Column("licence", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
)

population = Table(
    "population",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    *_papers(),
    Column("sex", String(6), nullable=False, comment="female, male or both"),
    *_age(),
    Column("persons", Double, nullable=False, comment="persons at the reference date"),
    Column("rounded_to", Integer, nullable=False, comment="1, 100 or 1000 persons; 0 for an estimate"),
    _one_of("sex", (*SEXES, "both")),
    CheckConstraint("persons >= 0", name="nobody_is_negative"),
    PrimaryKeyConstraint("area", "source", "period_start", "sex", "age_lower", "age_width"),
    comment="Stocks: people by area, reference date, sex and age",
)

event = Table(
    "event",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    Column("event", String(16), nullable=False),
    *_papers(),
    Column("sex", String(6), nullable=False),
    *_age(),
    Column("events", Double, nullable=False, comment="registered in the period"),
    Column("rounded_to", Integer, nullable=False, comment="1, or what the count was rounded to"),
    _one_of("event", EVENTS),
    _one_of("sex", (*SEXES, "both")),
    CheckConstraint("events >= 0", name="counts_are_not_negative"),
    CheckConstraint("period_days > 0", name="a_flow_has_length"),
    PrimaryKeyConstraint(
        "area", "event", "source", "period_start", "period_days", "sex", "age_lower", "age_width"
    ),
    comment="Flows: events counted over a period",
)

rate = Table(
    "rate",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    Column("measure", String(32), nullable=False),
    *_papers(),
    Column("sex", String(6), nullable=False),
    Column("value", Double, nullable=False, comment="in `unit`, as published"),
    Column("unit", String(40), nullable=False),
    Column("decimals", SmallInteger, nullable=False, comment="places at which the office publishes"),
    _one_of("sex", (*SEXES, "both")),
    PrimaryKeyConstraint("area", "measure", "source", "period_start", "period_days", "sex"),
    comment="Measures as an office published them",
)

death_rate = Table(
    "death_rate",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    *_papers(),
    Column("sex", String(6), nullable=False),
    *_age(),
    Column("mx", Double, nullable=False, comment="deaths per person-year"),
    _one_of("sex", SEXES),
    CheckConstraint("mx >= 0", name="rates_are_not_negative"),
    PrimaryKeyConstraint("area", "source", "period_start", "sex", "age_lower"),
    comment="Age-specific death rates",
)

fertility_pattern = Table(
    "fertility_pattern",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    *_papers(),
    *_age(),
    Column("percent", Double, nullable=False, comment="share of total fertility at this age of mother"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="a_share"),
    PrimaryKeyConstraint("area", "source", "period_start", "age_lower"),
    comment="Age pattern of childbearing",
)

residual = Table(
    "residual",
    metadata,
    Column("area", String(16), ForeignKey("area.area"), nullable=False),
    *_papers(),
    Column("quantity", String(32), nullable=False, comment="what was estimated"),
    Column("value", Double, nullable=False, comment="persons the method could not account for"),
    Column("base", Double, nullable=False, comment="persons it was measured against"),
    PrimaryKeyConstraint("area", "source", "period_start", "quantity"),
    comment="What an estimate leaves unexplained: shown, never hidden in a cell",
)

finding = Table(
    "finding",
    metadata,
    Column("finding", String(64), primary_key=True, comment="stable key, by which it may be accepted"),
    Column("rule", String(64), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("fact", String(32), nullable=False, comment="table it is about"),
    Column("area", String(16), nullable=False, default="", comment="empty when it is about no one area"),
    Column("year", SmallInteger, nullable=False, default=0, comment="0 when it is about no one year"),
    Column("about", Text, nullable=False, default="", comment="measure, source or event"),
    Column("sentence", Text, nullable=False),
    Column("message", Text, nullable=False, default="", comment="the sentence with its values left open"),
    Column("details", Text, nullable=False, default="{}", comment="the values, JSON"),
    Column("rows_found", Integer, nullable=False, default=0),
    Column("offending", Text, nullable=False, default="", comment="the first of those rows, JSON"),
    _one_of("severity", ("error", "warning", "note")),
    comment="What the checks found when the release was made",
)

FACTS = (population, event, rate, death_rate, fertility_pattern, residual)
TABLES = (area, source, *FACTS)
