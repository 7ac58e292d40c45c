"""What a release says of a country, made when it is written: indicators, life tables, default projections.

Pages, lists, ranks, documents and other programs read these rows (`data.indicator_queries`); nothing of them is worked
out while a reader waits. What cannot be made stops the release (`dashboard.analysis.release_indicators.gate`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.release_indicators import gate, life_table_rows, measure_rows, projection_rows
from dashboard.analysis.release_indicators.measure_rows import MeasureValues
from dashboard.analysis.release_indicators.page_questions import NAMES, QUESTIONS
from data.sentences import Sentence, mark

__all__ = ["country_rows"]

Say = Callable[[str], None]
LIFE_TABLES, PROJECTIONS = Sentence(mark("Life tables")), Sentence(mark("Projections"))
Rows = Iterator[tuple[str, pd.DataFrame]]


def country_rows(connection: Connection, country: str, say: Say) -> Rows:
    """Table of `data.indicator_tables` and its rows, of one country.

    LoadProblem names the measure, the source and the rows that it cannot be made of, and what to do.
    """
    context = MeasureContext(connection, country)
    measures: dict[str, MeasureValues] = {}
    yield from _measures(context, say, measures)
    for level in measure_rows.lower_levels(connection, country):
        yield from _measures(MeasureContext(connection, country, ("nation", level)), say, {})
    say(Sentence("Life tables of {country} …", country=country))
    tables = gate.attempt(context, LIFE_TABLES, area_tables)
    yield "life_table", life_table_rows.rows(tables.answer, country, context.about.calendar)
    yield "indicator", measure_rows.absences(context, "life_table", tables.reasons)
    say(Sentence("Projections of {country} …", country=country))
    values = {key: each.values for key, each in measures.items()}
    projections = gate.attempt(context, PROJECTIONS, lambda facts: projection_rows.tables(facts, values))
    yield from projections.answer.items()
    yield "indicator", measure_rows.absences(context, "projection", projections.reasons)
    yield from _page_questions(context, say)


def _measures(context: MeasureContext, say: Say, measures: dict[str, MeasureValues]) -> Rows:
    keys = measure_rows.measure_keys()
    for number, key in enumerate(keys, 1):
        name = measure_rows.name(key)
        say(
            Sentence(
                "Indicators of {country}, {number} of {total}: {measure} …",
                country=context.country,
                number=number,
                total=len(keys),
                measure=name,
            )
        )
        outcome = gate.attempt(context, name, _values_of(key))
        measures[key] = outcome.answer
        yield "indicator", measure_rows.rows(context, key, outcome.answer, outcome.reasons)


def _values_of(key: str) -> Callable[[MeasureContext], MeasureValues]:
    return lambda context: measure_rows.values(context, key)


def _page_questions(context: MeasureContext, say: Say) -> Rows:
    say(Sentence("What pages ask of {country} …", country=context.country))
    for name, question in QUESTIONS.items():
        outcome = gate.attempt(context, Sentence(NAMES[name]), question)
        yield "indicator", measure_rows.absences(context, name, outcome.reasons)
