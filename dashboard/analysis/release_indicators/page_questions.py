"""What pages still ask of the facts beside the indicators: the gate asks it first, so that no reader meets its failure."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.analysis.indicators import (
    MeasureContext,
    divorce_durations,
    quality_tests,
    registration,
    surfaces,
)
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.indicators.under_registration import BIRTHS, DEATHS, adjusted_rates
from data.sentences import mark

Question = Callable[[MeasureContext], object]

EVENTS = ("births", "deaths", "marriages", "divorces")


def _of_events(question: Callable[[MeasureContext, str], object]) -> Question:
    return lambda context: [question(context, event) for event in EVENTS]


#: Name of a question -> how it is asked
QUESTIONS: dict[str, Question] = {
    "childbearing": childbearing,
    "death_rates": surfaces.death_rates,
    "by_duration": divorce_durations.by_duration,
    "completeness": lambda context: [
        registration.completeness(context, event) for event in ("births", "deaths")
    ],
    "adjusted_rates": lambda context: [adjusted_rates(context, key) for key in (*BIRTHS, *DEATHS)],
    "heaping": quality_tests.heaping,
    "accuracy": quality_tests.accuracy,
    "registered_in_time": _of_events(quality_tests.registered_in_time),
    "delay_classes": _of_events(quality_tests.delay_classes),
}
#: Name of a question -> how a person is told of it
NAMES = {
    "childbearing": mark("Births by age of mother"),
    "death_rates": mark("Ages over the years"),
    "by_duration": mark("Divorces by duration"),
    "completeness": mark("Completeness of registration"),
    "adjusted_rates": mark("Registered and adjusted"),
    "heaping": mark("Age heaping"),
    "accuracy": mark("Age and sex accuracy"),
    "registered_in_time": mark("Registration in time"),
    "delay_classes": mark("Registration in time"),
}
