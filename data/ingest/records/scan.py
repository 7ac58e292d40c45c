"""One reading of a file into a narrow table of numbers, ``record``: no text of it is kept, and no identity.

Columns: ``flags`` (`data.ingest.records.rules`), ``area`` and, for the origin of a move, ``origin`` as numbers of
the table ``area_code``, ``occurred`` and ``registered`` as digits of the office's calendar (14020517), ``delay``
in days, sex (0 or 1), ages, orders and durations as v_age and so on, ``record_key``, ``twin`` (a hash by which
repeats are found) and the shapes s0, s1, ... of the columns that are not mapped. What is not known is NULL.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from data.identity import shape_type, with_shapes
from data.ingest.records.conditions import conditions
from data.ingest.records.dates import clean, date_steps
from data.ingest.records.files import RecordFile
from data.ingest.records.mapping import RecordMapping
from data.ingest.records.rules import BIT
from data.ingest.records.salt import first_byte

#: Number of an area that is not known
NOWHERE = -1
#: Largest order that is believed, as in the store
LAST_ORDER = 30


def scan_sql(
    file: RecordFile, mapping: RecordMapping, unmapped: Sequence[str], today: date, *, shapes: int
) -> str:
    """SELECT of the narrow table from a file, step by step: text, numbers and areas, dates, ages, what is kept.

    Each step reads the columns of the one before, so that nothing is worked out twice. The salt is the
    connection's variable ``salt``, so that no statement (and no message about one) shows it. ``shapes`` is how many
    columns of shapes the table has.
    """
    columns = [f"s{number}" for number in range(len(unmapped))]
    source = with_shapes(file.sql, [file.column(heading) for heading in unmapped])
    sql = f"SELECT {', '.join([*_texts(file, mapping), *columns])} FROM {source}"
    for step in [_words(mapping), _numbers(mapping), *_dates(mapping), _reckoned(mapping)]:
        sql = f"SELECT {', '.join(['*', *step])} FROM ({sql})"
    unused = [f"0::{shape_type()} AS s{number}" for number in range(len(unmapped), shapes)]
    return f"SELECT {', '.join([*_record_columns(mapping, today), *columns, *unused])} FROM ({sql})"


def _texts(file: RecordFile, mapping: RecordMapping) -> list[str]:
    """Mapped columns as they stand, and what a repeat is known by: the record's number, or a hash of it all."""
    mapped = [f"{file.column(name)} AS t_{role}" for role, name in mapping.columns.items()]
    if mapping.key:
        parts = [f"coalesce({clean(file.column(name))}, '')" for name in mapping.key]
        own = f"concat_ws('|', {', '.join(parts)})" if len(parts) > 1 else parts[0]
        return [*mapped, f"{own} AS own_number"]
    every = ", ".join(f"c{number}" for number in range(len(file.headings)))
    return [*mapped, f"hash({every}) AS twin"]


def _words(mapping: RecordMapping) -> list[str]:
    """Areas and sexes as numbers of the types that have their words, and whole numbers as they stand."""
    areas = [
        f"enum_code({_word(f't_{role}', clean(f't_{role}'), 'AREA_WORD')})::INTEGER AS place_{role}"
        for role in mapping.kind.places
    ]
    numbers = [f"{_whole(f't_{role}')} AS n_{role}" for role in mapping.numbers]
    sex = mapping.kind.sex
    word = _word(f"t_{sex}", plain_sql(clean(f"t_{sex}")), "SEX_WORD")
    return [*areas, *numbers, *([f"enum_code({word}) AS n_{sex}"] if sex in mapping.columns else [])]


def _word(text: str, plain: str, words: str) -> str:
    """The text as a word of a type: as it stands, or else made plain; most text is plain already."""
    return f"coalesce(try_cast({text} AS {words}), try_cast({plain} AS {words}))"


def _whole(text: str) -> str:
    """Completed years, or a place in an order: 25.6 years are 25. Two letters are no fraction."""
    slow = f"try_cast(floor(try_cast({clean(text)} AS DOUBLE)) AS SMALLINT)"
    return f"coalesce(CASE WHEN strlen({text}) <= 2 THEN try_cast({text} AS SMALLINT) END, {slow})"


def _numbers(mapping: RecordMapping) -> list[str]:
    """Completed years and places in an order that can be believed; 0 for women, 1 for men."""
    numbers = [f"{_believed(role, mapping)} AS v_{role}" for role in mapping.numbers]
    sex = mapping.kind.sex
    women = len(sex_words(mapping, "female"))
    return numbers + ([f"(n_{sex} >= {women})::TINYINT AS v_{sex}"] if sex in mapping.columns else [])


def _believed(role: str, mapping: RecordMapping) -> str:
    low, high = (1, LAST_ORDER) if role in mapping.kind.orders else (0, 999)
    return f"CASE WHEN n_{role} BETWEEN {low} AND {high} THEN n_{role} END"


def sex_words(mapping: RecordMapping, sex: str) -> list[str]:
    """How the mapping writes a sex: as it stands there and as it is compared; the words of SEX_WORD, women's first"""
    words = [word for word, meaning in mapping.sex_values.items() if meaning == sex]
    return list(dict.fromkeys([*words, *map(plain_letters, words)]))


def plain_letters(value: str) -> str:
    """A value as it is compared: in capitals, with Persian letters for Arabic ones"""
    return value.strip().translate(str.maketrans("يك", "یک")).upper()


def plain_sql(text: str) -> str:
    """The same in SQL."""
    return f"upper(translate({text}, 'يك', 'یک'))"


def _dates(mapping: RecordMapping) -> list[list[str]]:
    steps = [date_steps(role, mapping.calendar) for role in mapping.dates]
    return [[sql for step in steps_of_date for sql in step] for steps_of_date in zip(*steps, strict=True)]


def literal(value: str) -> str:
    """Text in SQL."""
    return "'" + value.replace("'", "''") + "'"


def _reckoned(mapping: RecordMapping) -> list[str]:
    """Ages and durations in completed years, from dates where there is no column of them; and the record's hash.

    The difference of two dates written 14020517 and 13721105, without its last four digits, is completed years.
    """
    spans = [
        f"CASE WHEN day_{role} <= day_occurred THEN ((own_occurred - own_{role}) // 10000)::SMALLINT END AS v_{name}"
        for name, role in mapping.reckoned.items()
    ]
    # Salt and event are one constant to DuckDB: it puts two pieces together faster than three with signs between.
    salted = f"concat(getvariable('salt') || {literal(f'|{mapping.event}|')}, {_self(mapping)})"
    return [*spans, f"sha256({salted}) AS mark"]


def _self(mapping: RecordMapping) -> str:
    """What makes this record itself: its number, or all it says as it was read."""
    columns = [
        *(f"own_{role}" for role in mapping.dates),
        *(clean(f"t_{role}") for role in mapping.kind.places),
    ]
    columns += [f"v_{role}" for role in (*mapping.numbers, mapping.kind.sex) if role in mapping.columns]
    fields = f"concat_ws('|', {', '.join(f'coalesce(({name})::VARCHAR, chr(63))' for name in columns)})"
    return f"CASE WHEN own_number <> '' THEN own_number ELSE {fields} END" if mapping.key else fields


def _record_columns(mapping: RecordMapping, today: date) -> list[str]:
    """The narrow table's columns."""
    broken = conditions(mapping, today)
    flags = " + ".join(f"CASE WHEN {sql} THEN {BIT[name]} ELSE 0 END" for name, sql in broken.items())
    anything = " OR ".join(f"({sql})" for sql in broken.values())
    nothing = "NULL::INTEGER"
    registered = "registered" in mapping.columns
    own_twin = "CASE WHEN own_number <> '' THEN hash(getvariable('salt'), own_number) END"
    return [
        f"(CASE WHEN {anything} THEN {flags} ELSE 0 END)::UINTEGER AS flags",
        f"coalesce(place_{mapping.kind.places[-1]}, {NOWHERE})::INTEGER AS area",
        *(f"coalesce(place_{role}, {NOWHERE})::INTEGER AS {role}" for role in mapping.kind.places[:-1]),
        "own_occurred AS occurred",
        f"{'own_registered' if registered else nothing} AS registered",
        f"{'day_registered - day_occurred' if registered else nothing} AS delay",
        *(f"v_{name}" for name in mapping.dimensions),
        f"{first_byte('mark')} AS record_key",
        f"{own_twin if mapping.key else 'twin'} AS twin",
    ]
