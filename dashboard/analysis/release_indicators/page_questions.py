"""What pages draw beside the indicators, asked when a release is made and kept with it: no reader waits for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class PageQuestion:
    """A question of pages, how a person is told of it, and the small values it is asked with."""

    ask: Callable[..., object]
    title: str
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the release calls it, and `dashboard.store` when it asks: the function's own name"""
        return str(self.ask.__name__)

    def __call__(self, context: MeasureContext) -> dict[str, object]:
        """choice -> answer, of every choice that a page has; of a question without choices, one under no name"""
        if not self.choices:
            return {"": self.ask(context)}
        return {choice: self.ask(context, choice) for choice in self.choices}


EVENTS = ("births", "deaths", "marriages", "divorces")
QUESTIONS = (
    PageQuestion(childbearing, mark("Births by age of mother")),
    PageQuestion(surfaces.death_rates, mark("Ages over the years")),
    PageQuestion(divorce_durations.by_duration, mark("Divorces by duration")),
    PageQuestion(registration.completeness, mark("Completeness of registration"), ("births", "deaths")),
    PageQuestion(adjusted_rates, mark("Registered and adjusted"), (*BIRTHS, *DEATHS)),
    PageQuestion(quality_tests.heaping, mark("Age heaping")),
    PageQuestion(quality_tests.accuracy, mark("Age and sex accuracy")),
    PageQuestion(quality_tests.registered_in_time, mark("Registration in time"), EVENTS),
    PageQuestion(quality_tests.delay_classes, mark("Registration in time"), EVENTS),
)
