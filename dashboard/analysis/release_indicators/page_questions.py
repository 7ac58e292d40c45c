"""What pages still ask of the facts beside the indicators: the gate asks it first, so that no reader meets its failure."""

from __future__ import annotations

from collections.abc import Callable

from dashboard.analysis.indicators import MeasureContext, divorce_durations, registration, surfaces
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.indicators.under_registration import BIRTHS, DEATHS, adjusted_rates
from dashboard.analysis.quality import age_sex_tests, registration_delays
from data.sentences import mark

Question = Callable[[MeasureContext], object]

#: Name of a question -> how it is asked
QUESTIONS: dict[str, Question] = {
    "childbearing": childbearing,
    "death_rates": surfaces.death_rates,
    "by_duration": divorce_durations.by_duration,
    "completeness": lambda context: [
        registration.completeness(context, event) for event in ("births", "deaths")
    ],
    "adjusted_rates": lambda context: [adjusted_rates(context, key) for key in (*BIRTHS, *DEATHS)],
    "heaping": lambda context: age_sex_tests.heaping(context.connection, context.country),
    "accuracy": lambda context: age_sex_tests.accuracy(context.connection, context.country),
    "in_time": lambda context: [
        registration_delays.in_time(context.connection, context.country, event)
        for event in ("births", "deaths", "marriages", "divorces")
    ],
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
    "in_time": mark("Registration in time"),
}
