"""The population store: its tables, keys, constraints and units. No connection is opened here.

Conventions, the same in every fact table:

* ``period_start`` is the Gregorian date on which the period begins and ``period_days`` its length; a stock
  has length 0. ``year`` and ``calendar`` are as the office published them and are never converted.
* ``status`` is ``published`` by the office, ``derived`` from published figures by arithmetic alone, or
  ``estimated`` by a model.
* ``rounded_to`` is the precision of the published count (1000 for thousands); ``decimals`` that of a rate.
* ``parts`` is 0 in a source's own rows. Rows summed over areas when the release was made say of how many.

What a source does not have is absent, not "total": `data.columns`. The flows are in `data.flows`.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    TableClause,
    Text,
    column,
    table,
)

from data import flows
from data.columns import (
    BASES,
    CALENDARS,
    PLACES,
    SEXES,
    STATUSES,
    age,
    allowed_values,
    count_column,
    metadata,
    place,
    provenance_columns,
)
from data.flows import FLOWS, birth, death, delay, divorce, marriage, move

__all__ = [
    "BASES",
    "CALENDARS",
    "FLOWS",
    "PLACES",
    "SEXES",
    "STATUSES",
    "birth",
    "death",
    "delay",
    "divorce",
    "marriage",
    "metadata",
    "move",
]

#: Changes when tables change so that rows of an older release cannot be carried into a new one
VERSION = 6
LEVELS = ("nation", "province", "county", "district", "commune")
ORIGINS = ("seed", "file", "estimate")
LINKS = ("split", "merge", "rename", "transfer")

release = Table(
    "release",
    metadata,
    Column("release", String(64), primary_key=True, comment="stamp: when it was made"),
    Column("made_at", String(32), nullable=False, comment="UTC, ISO 8601"),
    Column("inputs_hash", String(64), nullable=False, comment="SHA-256 of the seed and of the program"),
    Column("note", Text, nullable=False, default="", comment="what was read"),
    Column("version", SmallInteger, nullable=False, default=VERSION, comment="of these tables"),
    Column("made_from", String(64), nullable=False, default="", comment="release whose rows were carried on"),
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
    Column("valid_from", Date, nullable=True),
    Column("valid_to", Date, nullable=True, comment="last day; empty while it stands"),
    Column("origin", String(10), nullable=False, comment="seed or file"),
    allowed_values("origin", ORIGINS),
    allowed_values("level", LEVELS),
    CheckConstraint("(level = 'nation') = (parent IS NULL)", name="only_a_nation_has_no_parent"),
    CheckConstraint("parent IS NULL OR parent <> area", name="nothing_is_its_own_parent"),
    CheckConstraint(
        "valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to", name="valid_in_order"
    ),
)

source = Table(
    "source",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("published", String(32), nullable=False, comment="year or date; empty if the source does not say"),
    Column("url", Text, nullable=False, default="", comment="where the figure was read"),
    Column("licence", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("origin", String(10), nullable=False, comment="seed, file, or estimate"),
    allowed_values("origin", ORIGINS),
    Column("loaded_in", String(64), nullable=False, default="", comment="release its rows came in"),
)

area_name = Table(
    "area_name",
    metadata,
    place(),
    Column("language", String(8), nullable=False, comment="ISO 639: en, fa, vi or any other"),
    Column("name", Text, nullable=False),
    CheckConstraint("name <> ''", name="a_name_says_something"),
    PrimaryKeyConstraint("area", "language"),
    comment="What an area is called, by language",
)

source_name = Table(
    "source_name",
    metadata,
    Column("source", String(64), ForeignKey("source.source"), nullable=False),
    Column("language", String(8), nullable=False, comment="ISO 639: en, fa, vi or any other"),
    Column(
        "office", Text, nullable=False, comment="who says so; empty where the language has no name for it"
    ),
    Column("publication", Text, nullable=False, comment="in what; empty likewise"),
    PrimaryKeyConstraint("source", "language"),
    comment="Office and publication behind a source, by language",
)

area_link = Table(
    "area_link",
    metadata,
    place("from_area"),
    place("to_area"),
    Column("on_date", Date, nullable=False, comment="first day of the new map"),
    Column("kind", String(10), nullable=False),
    Column("weight", Double, nullable=False, comment="share of `from_area` that went to `to_area`"),
    Column("basis", Text, nullable=False, comment="what the weight is a share of: whole, people of a census"),
    Column("source", String(64), ForeignKey("source.source"), nullable=False),
    allowed_values("kind", LINKS),
    CheckConstraint("weight > 0 AND weight <= 1", name="a_weight_is_a_share"),
    CheckConstraint("kind <> 'rename' OR weight = 1", name="a_rename_takes_all"),
    PrimaryKeyConstraint("from_area", "to_area", "on_date"),
    comment="The ledger of boundaries: what each area became, an area that keeps a part being linked to itself",
)

population = Table(
    "population",
    metadata,
    place(),
    *provenance_columns(),
    Column("sex", String(6), nullable=False, comment="female, male or both"),
    *age(),
    *count_column("persons", "persons at the reference date"),
    allowed_values("sex", (*SEXES, "both")),
    PrimaryKeyConstraint("area", "source", "period_start", "sex", "age_lower", "age_width"),
    comment="Stocks: people by area, reference date, sex and age",
)

rate = Table(
    "rate",
    metadata,
    place(),
    Column("measure", String(32), nullable=False),
    *provenance_columns(),
    Column("sex", String(6), nullable=False),
    Column("value", Double, nullable=False, comment="in `unit`, as published"),
    Column("unit", String(40), nullable=False),
    Column("decimals", SmallInteger, nullable=False, comment="places at which the office publishes"),
    allowed_values("sex", (*SEXES, "both")),
    PrimaryKeyConstraint("area", "measure", "source", "period_start", "period_days", "sex"),
    comment="Measures as an office published them",
)

death_rate = Table(
    "death_rate",
    metadata,
    place(),
    *provenance_columns(),
    Column("sex", String(6), nullable=False),
    *age(),
    Column("mx", Double, nullable=False, comment="deaths per person-year"),
    allowed_values("sex", SEXES),
    CheckConstraint("mx >= 0", name="rates_are_not_negative"),
    PrimaryKeyConstraint("area", "source", "period_start", "sex", "age_lower"),
    comment="Age-specific death rates",
)

fertility_pattern = Table(
    "fertility_pattern",
    metadata,
    place(),
    *provenance_columns(),
    *age(),
    Column("percent", Double, nullable=False, comment="share of total fertility at this age of mother"),
    CheckConstraint("percent BETWEEN 0 AND 100", name="a_share"),
    PrimaryKeyConstraint("area", "source", "period_start", "age_lower"),
    comment="Age pattern of childbearing",
)

residual = Table(
    "residual",
    metadata,
    place(),
    *provenance_columns(),
    Column("quantity", String(32), nullable=False, comment="what was estimated"),
    Column("value", Double, nullable=False, comment="persons the method could not account for"),
    Column("base", Double, nullable=False, comment="persons it was measured against"),
    PrimaryKeyConstraint("area", "source", "period_start", "quantity"),
    comment="What an estimate leaves unexplained: shown, never hidden in a cell",
)

coverage = Table(
    "coverage",
    metadata,
    place(),
    Column("fact", String(16), nullable=False, comment="table whose rows were to be summed"),
    Column("source", String(64), ForeignKey("source.source"), nullable=False),
    Column("period_start", Date, nullable=False),
    Column("period_days", SmallInteger, nullable=False),
    Column("basis", String(12), nullable=False),
    Column("place", String(12), nullable=False),
    Column("split", Text, nullable=False, comment="the dimensions present, separated by spaces"),
    Column("parts", SmallInteger, nullable=False, comment="areas directly below that the source has whole"),
    Column("expected", SmallInteger, nullable=False, comment="areas directly below that stood then"),
    Column("groups_agree", SmallInteger, nullable=False, comment="0 where the areas' age groups overlap"),
    CheckConstraint("parts <= expected", name="no_more_than_there_are"),
    comment="How far each area is covered by the areas below it: summed where all are there, else not",
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
    allowed_values("severity", ("error", "warning", "note")),
    comment="What the checks found when the release was made",
)

COUNTS = (population, *FLOWS, delay)
FACTS = (*COUNTS, rate, death_rate, fertility_pattern, residual)
TABLES = (area, source, area_name, source_name, area_link, *FACTS)

# A key over tens of millions of rows costs DuckDB seven times the disk and minutes: there the load itself refuses
# repeated keys and unknown references, in the same transaction (data.ingest.integrity).
for _fact in FACTS:
    _fact.primary_key.ddl_if(dialect="postgresql")
    for _reference in _fact.foreign_key_constraints:
        _reference.ddl_if(dialect="postgresql")


def area_columns(table: Table) -> tuple[str, ...]:
    """The columns that name areas: one of a fact, but both ends of a move and of a change of boundaries."""
    if table is area_link:
        return ("from_area", "to_area")
    return ("origin", "destination") if table is flows.move else ("area",)


def in_schema(declared: Table, name: str) -> TableClause:
    """The same columns where another release keeps them."""
    return table(declared.name, *[column(one.name, one.type) for one in declared.columns], schema=name)
