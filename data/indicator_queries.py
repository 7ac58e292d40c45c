"""Questions asked of what a release says of itself: indicators, life tables, default projections. Tidy frames out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import Connection, select

from data.indicator_tables import (
    FAILURE,
    indicator,
    life_table,
    migrant_age,
    page_answer,
    projection,
    projection_path,
    projection_start,
)
from data.queries import UPPER, rows_of

PROVENANCE = ("area", "year", "value", "status", "provisional", "source")
CERTAINTY = ("events", "low", "high", "reliability")


def indicator_values(
    connection: Connection, country: str, measure: str, *, levels: Sequence[str] = UPPER
) -> pd.DataFrame:
    """area, year, value, status, provisional, source — the values taken; events, low, high, reliability where any has them"""
    table = indicator
    question = (
        select(*[table.c[name] for name in (*PROVENANCE, *CERTAINTY)])
        .where(table.c.country == country, table.c.measure == measure, table.c.level.in_(levels))
        .where(table.c.rank == 0, table.c.value.is_not(None))
        .order_by(table.c.area, table.c.year)
    )
    rows = rows_of(connection, question)
    if rows["reliability"].eq("").all():
        return rows[list(PROVENANCE)]
    return rows.assign(reliability=rows["reliability"].where(rows["reliability"] != ""))


def alternatives(connection: Connection, country: str, measure: str) -> pd.DataFrame:
    """area, year, rank, value, status, provisional, source, method — what is also published, in the order of sources"""
    table = indicator
    names = (*PROVENANCE, "rank", "method")
    question = (
        select(*[table.c[name] for name in names])
        .where(table.c.country == country, table.c.measure == measure, table.c.rank > 0)
        .order_by(table.c.area, table.c.year, table.c.rank)
    )
    return rows_of(connection, question)


def reasons(connection: Connection, country: str) -> pd.DataFrame:
    """area, measure, year, reason, method — measures without a value, and why; without a year where none of any is known"""
    table = indicator
    names = ("area", "measure", "year", "reason", "method")
    question = select(*[table.c[name] for name in names]).where(
        table.c.country == country, table.c.value.is_(None)
    )
    return rows_of(connection, question.order_by(table.c.area, table.c.measure, table.c.year))


def failures(connection: Connection, country: str) -> pd.DataFrame:
    """area, measure, reason — areas of which alone a measure, a projection or a question of a page could not be computed"""
    rows = reasons(connection, country)
    return rows.loc[rows["method"] == FAILURE, ["area", "measure", "reason"]].reset_index(drop=True)


def life_tables(connection: Connection, country: str) -> pd.DataFrame:
    """Every column of `data.indicator_tables.life_table`, a country's tables in the order in which they were made"""
    table = life_table
    order = (table.c.number, table.c.sex, table.c.age_lower)
    return rows_of(connection, select(table).where(table.c.country == country).order_by(*order))


def projections(connection: Connection, country: str, quantity: str) -> pd.DataFrame:
    """area, year, value, low_80, high_80, low_95, high_95 — the default projection of every area of a country"""
    table = projection
    names = ("area", "year", "value", "low_80", "high_80", "low_95", "high_95")
    question = select(*[table.c[name] for name in names]).where(
        table.c.country == country, table.c.quantity == quantity
    )
    return rows_of(connection, question.order_by(table.c.area, table.c.year))


def projection_starts(connection: Connection, country: str) -> pd.DataFrame:
    """Every column of `data.indicator_tables.projection_start`, a row an area"""
    table = projection_start
    return rows_of(connection, select(table).where(table.c.country == country).order_by(table.c.area))


def projection_paths(connection: Connection, country: str) -> pd.DataFrame:
    """quantity, year, sex, age, value — the rates that a country's areas share, in the order of year, sex and age"""
    table = projection_path
    names = ("quantity", "year", "sex", "age", "value")
    question = select(*[table.c[name] for name in names]).where(table.c.country == country)
    return rows_of(connection, question.order_by(*[table.c[name] for name in names[:4]]))


def migrant_ages(connection: Connection, country: str) -> pd.DataFrame:
    """area, sex, age, share, readiness — who moved between two counts, in the order of area, sex and age"""
    table = migrant_age
    names = ("area", "sex", "age", "share", "readiness")
    question = select(*[table.c[name] for name in names]).where(table.c.country == country)
    return rows_of(connection, question.order_by(*[table.c[name] for name in names[:3]]))


def page_answers(connection: Connection, country: str, question: str, choice: str = "") -> dict[str, str]:
    """part -> content of what the release answers a page's question, and nothing where it was never asked"""
    table = page_answer
    rows = select(table.c.part, table.c.content).where(
        table.c.country == country, table.c.question == question, table.c.choice == choice
    )
    return {part: content for part, content in connection.execute(rows)}
