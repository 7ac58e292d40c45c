"""Every question asked of the population store. Tidy frames out, sorted by key, columns in the docstring."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, Select, select

from data import schema

PAPERS = ("year", "calendar", "period_start", "period_days", "status", "provisional", "source")


def _frame(connection: Connection, question: Select[tuple[object, ...]]) -> pd.DataFrame:
    rows = connection.execute(question)
    return pd.DataFrame(rows.fetchall(), columns=list(rows.keys()))


def release(connection: Connection) -> pd.DataFrame:
    """release, made_at, inputs_hash, note — the one row that says what this store is"""
    return _frame(connection, select(schema.release))


def areas(connection: Connection) -> pd.DataFrame:
    """area, country, parent, level, office_code, iso_3166_2, region, name_en, name_fa, name_vi, valid_from,
    valid_to — nations first, then provinces by office code"""
    table = schema.area
    return _frame(connection, select(table).order_by(table.c.country, table.c.level, table.c.office_code))


def sources(connection: Connection) -> pd.DataFrame:
    """source, office_*, publication_*, published, url, licence, note"""
    return _frame(connection, select(schema.source).order_by(schema.source.c.source))


def total_population(connection: Connection, country: str) -> pd.DataFrame:
    """area, sex, persons, rounded_to and the papers — all ages together, as the offices published them"""
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
        .where(schema.area.c.country == country, table.c.age_lower == 0, table.c.age_width == 0)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex)
    )
    return _frame(connection, question)


def population_by_age(connection: Connection, country: str, area: str | None = None) -> pd.DataFrame:
    """area, sex, age_lower, age_width, persons, rounded_to and the papers — never all ages together"""
    table = schema.population
    every_age = (table.c.age_lower == 0) & (table.c.age_width == 0)
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, ~every_age)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex, table.c.age_lower)
    )
    if area is not None:
        question = question.where(table.c.area == area)
    return _frame(connection, question)


def events(connection: Connection, country: str, kinds: Sequence[str]) -> pd.DataFrame:
    """area, event, sex, events, rounded_to and the papers — all ages together, registered in the period"""
    table = schema.event
    question = (
        select(
            table.c.area,
            table.c.event,
            *[table.c[paper] for paper in PAPERS],
            table.c.sex,
            table.c.events,
            table.c.rounded_to,
        )
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(
            schema.area.c.country == country,
            table.c.event.in_(kinds),
            table.c.age_lower == 0,
            table.c.age_width == 0,
        )
        .order_by(table.c.area, table.c.event, table.c.period_start, table.c.source, table.c.sex)
    )
    return _frame(connection, question)


def deaths_by_age(connection: Connection, country: str) -> pd.DataFrame:
    """area, sex, age_lower, age_width, events and the papers — deaths registered in the period, by age"""
    table = schema.event
    every_age = (table.c.age_lower == 0) & (table.c.age_width == 0)
    question = (
        select(
            table.c.area,
            *[table.c[paper] for paper in PAPERS],
            table.c.sex,
            table.c.age_lower,
            table.c.age_width,
            table.c.events,
        )
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(
            schema.area.c.country == country, table.c.event == "deaths", ~every_age, table.c.age_lower >= 0
        )
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex, table.c.age_lower)
    )
    return _frame(connection, question)


def rates(connection: Connection, country: str, measure: str) -> pd.DataFrame:
    """area, measure, sex, value, unit, decimals and the papers — as the offices published them"""
    table = schema.rate
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country, table.c.measure == measure)
        .order_by(table.c.area, table.c.period_start, table.c.source, table.c.sex)
    )
    return _frame(connection, question)


def death_rates(connection: Connection, area: str) -> pd.DataFrame:
    """area, sex, age_lower, age_width, mx and the papers"""
    table = schema.death_rate
    return _frame(
        connection,
        select(table)
        .where(table.c.area == area)
        .order_by(table.c.period_start, table.c.sex, table.c.age_lower),
    )


def fertility_pattern(connection: Connection, area: str) -> pd.DataFrame:
    """area, age_lower, age_width, percent and the papers"""
    table = schema.fertility_pattern
    return _frame(
        connection,
        select(table).where(table.c.area == area).order_by(table.c.period_start, table.c.age_lower),
    )


def residuals(connection: Connection, country: str) -> pd.DataFrame:
    """area, quantity, value, base and the papers — what the estimates leave unexplained"""
    table = schema.residual
    question = (
        select(table)
        .join(schema.area, schema.area.c.area == table.c.area)
        .where(schema.area.c.country == country)
        .order_by(table.c.area, table.c.period_start, table.c.quantity)
    )
    return _frame(connection, question)


def findings(connection: Connection) -> pd.DataFrame:
    """finding, rule, severity, fact, area, year, about, sentence, message, details, rows_found, offending — what the
    checks found when the release was made"""
    return _frame(connection, select(schema.finding).order_by(schema.finding.c.finding))


def sources_of(connection: Connection, country: str) -> tuple[str, ...]:
    """Keys of the sources that any fact of this country comes from"""
    found: set[str] = set()
    for table in schema.FACTS:
        question = select(table.c.source).distinct().join(schema.area, schema.area.c.area == table.c.area)
        found |= set(connection.scalars(question.where(schema.area.c.country == country)))
    return tuple(sorted(found))
