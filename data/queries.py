"""Every question asked of the population store. Tidy frames out, sorted by key, columns in the docstring."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, literal, or_, select, union_all

from data import schema
from data.columns import ABSENT, ABSENT_WORD
from data.countries import countries
from data.dependencies import note_question
from data.exclusions import remainder
from data.flows import DIMENSIONS, EVENTS
from data.names import with_texts

PAPERS = ("year", "calendar", "period_start", "period_days", "status", "provisional", "source")
#: Days of the shortest period taken for a year: a register's 52 weeks
SHORTEST_YEAR = 354
#: The levels a country's figures are of unless others are asked for: there may be thousands of communes
UPPER = ("nation", "province")


def rows_of(connection: Connection, question: Select[tuple[object, ...]]) -> pd.DataFrame:
    """Whole numbers in 64 bits, days as `datetime.date`: the same frame from either database."""
    note_question(connection, question)
    rows = connection.execute(question)
    if connection.dialect.name == "duckdb":
        # column by column: a fifth of the time of rows, which would be taken apart and put together again
        table = rows.cursor.fetch_arrow_table()
        frame = table.rename_columns(list(rows.keys())).to_pandas()
        narrow = frame.select_dtypes(["int8", "int16", "int32"]).columns
        return remainder(connection, frame.astype(dict.fromkeys(narrow, "int64")))
    # plain tuples: pandas asks each of SQLAlchemy's rows for names it has not, which takes as long as reading them
    return remainder(connection, pd.DataFrame([tuple(row) for row in rows], columns=list(rows.keys())))


def release(connection: Connection) -> pd.DataFrame:
    """release, made_at, inputs_hash, note — the one row that says what this store is"""
    return rows_of(connection, select(schema.release))


def areas(connection: Connection) -> pd.DataFrame:
    """area, country, parent, level, office_code, iso_3166_2, region, valid_from, valid_to, origin, name_* by language
    and own_name — a country's nation first, then provinces by office code, then what is below them

    Where a language has no name for an area, its country's own stands, then the English one (`data.names`).
    """
    table = schema.area
    depth = case({level: rank for rank, level in enumerate(schema.LEVELS)}, value=table.c.level)
    order = (table.c.country, depth, table.c.office_code, table.c.valid_from)
    frame = rows_of(connection, select(table).order_by(*order))
    own = {
        area: listed[code].languages if (listed := countries()).get(code) else ()
        for area, code in zip(frame["area"], frame["country"], strict=True)
    }
    return with_texts("area", frame, rows_of(connection, select(schema.area_name)), own)


def sources(connection: Connection) -> pd.DataFrame:
    """source, published, url, licence, note, origin, loaded_in, office_* and publication_* by language, own_office and
    own_publication, which are in English where there is any"""
    frame = rows_of(connection, select(schema.source).order_by(schema.source.c.source))
    return with_texts("source", frame, rows_of(connection, select(schema.source_name)), {})


def total_population(connection: Connection, country: str, *, levels: Sequence[str] = UPPER) -> pd.DataFrame:
    """area, sex, persons, rounded_to and provenance — all ages together, as the offices published them"""
    table = schema.population
    question = (
        select(
            table.c.area,
            *[table.c[paper] for paper in PAPERS],
            table.c.sex,
            table.c.persons,
            table.c.rounded_to,
        )
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(levels))
        .where(table.c.age_lower == 0, table.c.age_width == 0)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex)
    )
    return rows_of(connection, question)


def population_by_age(
    connection: Connection, country: str, area: str | None = None, *, levels: Sequence[str] = UPPER
) -> pd.DataFrame:
    """area, sex, age_lower, age_width, persons, rounded_to and provenance — never all ages together"""
    table = schema.population
    every_age = (table.c.age_lower == 0) & (table.c.age_width == 0)
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, ~every_age)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex, table.c.age_lower)
    )
    chosen = schema.area.c.level.in_(levels) if area is None else table.c.area == area
    question = question.where(chosen)
    return rows_of(connection, question)


def population_of_source(connection: Connection, country: str, source: str, year: int) -> pd.DataFrame:
    """The rows of `population_by_age` of one source and year"""
    table = schema.population
    every_age = (table.c.age_lower == 0) & (table.c.age_width == 0)
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(UPPER), ~every_age)
        .where(table.c.source == source, table.c.year == year)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex, table.c.age_lower)
    )
    return rows_of(connection, question)


def events(
    connection: Connection, country: str, kinds: Sequence[str], *, levels: Sequence[str] = UPPER
) -> pd.DataFrame:
    """area, event, sex, events, rounded_to, basis, place and provenance — whole years, all ages together

    ``sex`` is "both" where the row is not split by it. By date of occurrence comes before registration.
    """
    parts = [_whole_years(EVENTS[kind], kind, country, levels) for kind in kinds if kind != "moves"]
    both = union_all(*parts).subquery()
    order = (both.c.area, both.c.event, both.c.period_start, both.c.basis, both.c.source, both.c.sex)
    return rows_of(connection, select(both).order_by(*order))


def _whole_years(table: Table, kind: str, country: str, levels: Sequence[str]) -> Select[tuple[object, ...]]:
    """Years of one flow, split by nothing or by sex alone."""
    held = DIMENSIONS[table.name]
    sex = table.c[held.words[0]] if held.words else literal(ABSENT_WORD)
    return (
        select(
            table.c.area,
            literal(kind).label("event"),
            *[table.c[paper] for paper in PAPERS],
            table.c.basis,
            table.c.place,
            case((sex == ABSENT_WORD, "both"), else_=sex).label("sex"),
            table.c.events,
            table.c.rounded_to,
        )
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(levels))
        .where(table.c.period_days >= SHORTEST_YEAR)
        .where(*[table.c[f"{group}_lower"] == ABSENT for group in held.groups])
    )


def births_by_age(connection: Connection, country: str, *, levels: Sequence[str] = UPPER) -> pd.DataFrame:
    """area, sex, order_lower, order_width, age_lower, age_width, events, basis, place and provenance — births of whole
    years by age of mother

    ``sex`` is the child's, "both" where the row is not split by it; ``order_lower`` is -2 where it is not split by order.
    Mothers of unknown age are -1.
    """
    table = EVENTS["births"]
    order = (table.c.order_lower, table.c.order_width)
    return rows_of(connection, _whole_years_by_age(table, "mother_age", country, levels, order))


def deaths_by_age(connection: Connection, country: str, *, levels: Sequence[str] = UPPER) -> pd.DataFrame:
    """area, sex, age_lower, age_width, events, basis, place and provenance — deaths of whole years by age at death

    ``sex`` is "both" where the row is not split by it. Those who died at an unknown age are -1.
    """
    return rows_of(connection, _whole_years_by_age(EVENTS["deaths"], "age", country, levels))


def _whole_years_by_age(
    table: Table, age: str, country: str, levels: Sequence[str], splits: Sequence[ColumnElement[object]] = ()
) -> Select[tuple[object, ...]]:
    """Years of one flow by age: rows that are split by it, those of unknown age too"""
    sex = table.c[DIMENSIONS[table.name].words[0]]
    lower, width = table.c[f"{age}_lower"], table.c[f"{age}_width"]
    return (
        select(
            table.c.area,
            *[table.c[paper] for paper in PAPERS],
            case((sex == ABSENT_WORD, "both"), else_=sex).label("sex"),
            *splits,
            lower.label("age_lower"),
            width.label("age_width"),
            table.c.events,
            table.c.basis,
            table.c.place,
        )
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(levels))
        .where(table.c.period_days >= SHORTEST_YEAR, lower != ABSENT)
        .order_by(table.c.area, table.c.period_start, table.c.source, sex, lower)
    )


def delays(
    connection: Connection, country: str, event: str, *, levels: Sequence[str] = UPPER
) -> pd.DataFrame:
    """area, delay_lower, delay_width, events, basis, place and provenance — years of one event of records

    The class from 0 is the time the law allows; unknown is -1.
    """
    table = schema.delay
    names = ("area", *PAPERS, "basis", "place", "delay_lower", "delay_width", "events")
    question = (
        select(*[table.c[name] for name in names])
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(levels), table.c.event == event)
        .where(table.c.period_days >= SHORTEST_YEAR)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.delay_lower)
    )
    return rows_of(connection, question)


def flow(connection: Connection, kind: str, areas: Sequence[str], split: Sequence[str] = ()) -> pd.DataFrame:
    """Every column of a flow — its rows split by exactly these dimensions, months and years, for these areas

    ``kind``: births, deaths, marriages, divorces or moves; ``split``: names in ``data.flows.DIMENSIONS``.
    """
    table = EVENTS[kind]
    held = DIMENSIONS[table.name]
    strange = set(split) - {*held.words, *held.groups}
    if strange:
        raise ValueError(f"{kind} are not split by {', '.join(sorted(strange))}, but by {held}.")
    exactly = [(table.c[word] != ABSENT_WORD) == (word in split) for word in held.words]
    exactly += [(table.c[f"{group}_lower"] != ABSENT) == (group in split) for group in held.groups]
    ends = [table.c[column] for column in schema.area_columns(table)]
    question = (
        select(table)
        .where(or_(*[end.in_(areas) for end in ends]), and_(*exactly))
        .order_by(*[table.c[column.name] for column in table.primary_key.columns])
    )
    return rows_of(connection, question)


def area_links(connection: Connection) -> pd.DataFrame:
    """from_area, to_area, on_date, kind, weight, basis, source — the ledger that `data.boundary_ledger` reads"""
    table = schema.area_link
    return rows_of(connection, select(table).order_by(table.c.on_date, table.c.from_area, table.c.to_area))


def coverage(connection: Connection, country: str) -> pd.DataFrame:
    """area, fact, source, period_start, period_days, basis, place, split, parts, expected, groups_agree"""
    table = schema.coverage
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country)
        .order_by(table.c.area, table.c.fact, table.c.source, table.c.period_start, table.c.split)
    )
    return rows_of(connection, question)


def areas_with_facts(connection: Connection) -> frozenset[str]:
    """Areas of which any fact is told: what a reader can choose from"""
    codes: set[str] = set()
    for table in schema.FACTS:
        for column in schema.area_columns(table):
            codes |= set(connection.scalars(select(table.c[column]).distinct()))
    return frozenset(codes)


def rates(
    connection: Connection, country: str, measure: str, *, levels: Sequence[str] = UPPER
) -> pd.DataFrame:
    """area, measure, sex, value, unit, decimals and provenance — as the offices published them"""
    table = schema.rate
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, schema.area.c.level.in_(levels), table.c.measure == measure)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex)
    )
    return rows_of(connection, question)


def death_rates(connection: Connection, area: str) -> pd.DataFrame:
    """area, sex, age_lower, age_width, mx and provenance"""
    table = schema.death_rate
    return rows_of(
        connection,
        select(table)
        .where(table.c.area == area)
        .order_by(table.c.period_start, table.c.sex, table.c.age_lower),
    )


def fertility_pattern(connection: Connection, area: str) -> pd.DataFrame:
    """area, age_lower, age_width, percent and provenance"""
    table = schema.fertility_pattern
    return rows_of(
        connection,
        select(table).where(table.c.area == area).order_by(table.c.period_start, table.c.age_lower),
    )


def residuals(connection: Connection, country: str) -> pd.DataFrame:
    """area, quantity, value, base and provenance — what the estimates leave unexplained"""
    table = schema.residual
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country)
        .order_by(table.c.area, table.c.period_start, table.c.quantity)
    )
    return rows_of(connection, question)


def findings(connection: Connection) -> pd.DataFrame:
    """finding, rule, severity, fact, area, year, about, sentence, message, details, rows_found, offending — what the
    checks found when the release was made"""
    return rows_of(connection, select(schema.finding).order_by(schema.finding.c.finding))


def sources_of(connection: Connection, country: str) -> tuple[str, ...]:
    """Keys of the sources that any fact of this country, or any change of its boundaries, comes from"""
    return tuple(sorted({key for keys in sources_by_table(connection, country).values() for key in keys}))


def sources_by_table(connection: Connection, country: str) -> dict[str, frozenset[str]]:
    """Table of facts or of changes of boundaries -> keys of the sources that its rows of this country come from"""
    by_table: dict[str, frozenset[str]] = {}
    for table in (*schema.FACTS, schema.area_link):
        keys: set[str] = set()
        for column in schema.area_columns(table):
            question = (
                select(table.c.source).distinct().join(schema.area, schema.area.c.area == table.c[column])
            )
            keys |= set(connection.scalars(question.where(schema.area.c.country == country)))
        by_table[table.name] = frozenset(keys)
    return by_table
