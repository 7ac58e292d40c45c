"""The tests of `dashboard.analysis.quality` asked of a release: of one count an area and year."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis.indicators.figures import MeasureContext
from dashboard.analysis.indicators.population import people_rows
from dashboard.analysis.quality import age_sex_tests, registration_delays
from data import queries


def heaping(context: MeasureContext) -> pd.DataFrame:
    """`age_sex_tests.heaping` of a country's counts"""
    return age_sex_tests.heaping(people_rows(context))


def accuracy(context: MeasureContext) -> pd.DataFrame:
    """`age_sex_tests.accuracy` of a country's counts"""
    return age_sex_tests.accuracy(people_rows(context))


def registered_in_time(context: MeasureContext, event: str) -> pd.DataFrame:
    """`registration_delays.in_time` of an event"""
    return registration_delays.in_time(_delays(context, event), context.order)


def delay_classes(context: MeasureContext, event: str) -> pd.DataFrame:
    """area, year, source, delay_lower, delay_width, events — every class of delay that is told"""
    rows = registration_delays.classes(_delays(context, event), context.order)
    return rows[["area", "year", "source", "delay_lower", "delay_width", "events"]]


def _delays(context: MeasureContext, event: str) -> pd.DataFrame:
    return queries.delays(context.connection, context.country, event)
