"""What a release says of a country, made when it is written: indicators, life tables, default projections.

Pages, lists, ranks, documents and other programs read these rows (`data.indicator_queries`); nothing of them is worked
out while a reader waits. What cannot be made stops the release (`dashboard.analysis.release_indicators.gate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import Connection

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.release_indicators import (
    answer_rows,
    gate,
    life_table_rows,
    measure_rows,
    projection_rows,
)
from dashboard.analysis.release_indicators.measure_rows import MeasureValues
from dashboard.analysis.release_indicators.page_questions import QUESTIONS, PageQuestion
from data.ingest.indicators import Part, Rows
from data.sentences import Sentence, mark

__all__ = ["PROJECTION", "country_parts"]

LIFE_TABLES, PROJECTIONS = Sentence(mark("Life tables")), Sentence(mark("Projections"))
LIFE_TABLE, PROJECTION = "life_table", "projection"


def country_parts(connection: Connection, country: str) -> Iterator[Part]:
    """Every measure of the nation and its provinces, and of each level below; life tables; projections; what pages ask.

    A part raises LoadProblem when it is made: it names the measure, the source and the rows that it cannot be made of,
    and what to do.
    """
    context = MeasureContext(connection, country)
    yield from _measures(context)
    for level in measure_rows.lower_levels(connection, country):
        yield from _measures(MeasureContext(connection, country, ("nation", level)))
    yield _life_tables(context)
    yield _projections(context)
    yield from _page_questions(context)


def _measures(context: MeasureContext) -> Iterator[Part]:
    keys, levels = measure_rows.measure_keys(), measure_rows.own_levels(context)
    for number, key in enumerate(keys, 1):
        step = Sentence(
            "Indicators of {country}, {number} of {total}: {measure} …",
            country=context.country,
            number=number,
            total=len(keys),
            measure=measure_rows.name(key),
        )
        rows = {"indicator": {"measure": (key,), "level": levels}}
        yield Part(f"{' '.join(levels)}: {key}", step, partial(_measure, context, key), rows)


def _measure(context: MeasureContext, key: str) -> Rows:
    outcome = gate.attempt(context, measure_rows.name(key), _values_of(key))
    yield "indicator", measure_rows.rows(context, key, outcome.answer, outcome.reasons)


def _values_of(key: str) -> Callable[[MeasureContext], MeasureValues]:
    return lambda context: measure_rows.values(context, key)


def _life_tables(context: MeasureContext) -> Part:
    def make() -> Rows:
        tables = gate.attempt(context, LIFE_TABLES, area_tables)
        yield "life_table", life_table_rows.rows(tables.answer, context.country, context.about.calendar)
        yield "indicator", measure_rows.failures(context, LIFE_TABLE, tables.reasons)

    step = Sentence("Life tables of {country} …", country=context.country)
    return Part(LIFE_TABLE, step, make, {"life_table": {}, "indicator": {"measure": (LIFE_TABLE,)}})


def _projections(context: MeasureContext) -> Part:
    def make() -> Rows:
        projections = gate.attempt(context, PROJECTIONS, projection_rows.tables)
        yield from projections.answer.items()
        yield "indicator", measure_rows.failures(context, PROJECTION, projections.reasons)

    step = Sentence("Projections of {country} …", country=context.country)
    whole: dict[str, dict[str, tuple[str, ...]]] = {table: {} for table in projection_rows.TABLES}
    return Part(PROJECTION, step, make, {**whole, "indicator": {"measure": (PROJECTION,)}})


def _page_questions(context: MeasureContext) -> Iterator[Part]:
    step = Sentence("What pages ask of {country} …", country=context.country)
    for question in QUESTIONS:
        rows = {"page_answer": {"question": (question.name,)}, "indicator": {"measure": (question.name,)}}
        yield Part(f"page: {question.name}", step, partial(_page_question, context, question), rows)


def _page_question(context: MeasureContext, question: PageQuestion) -> Rows:
    outcome = gate.attempt(context, Sentence(question.title), question)
    yield "page_answer", answer_rows.rows(context.country, question.name, outcome.answer)
    yield "indicator", measure_rows.failures(context, question.name, outcome.reasons)
