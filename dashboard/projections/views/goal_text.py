"""What it would take, in words: the level, what it is now, and whether the like was ever seen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import format
from dashboard.analysis.projections.goal_seek import Aim, YearOutside
from dashboard.analysis.projections.historical_records import Record
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import Curve
from dashboard.projections.views.path_editor import NAMES, UNITS
from dashboard.words import Words
from forecasting.goal_seek import Goal, GoalAmbiguous, GoalOutOfReach
from forecasting.paths import Component
from forecasting.problems import ScenarioProblem


@dataclass(frozen=True)
class Question:
    """A figure to reach in a year by moving a component; ``usual`` is what the scenario gives as it is."""

    aim: Aim
    target: float
    year: int
    component: Component
    usual: float


@dataclass(frozen=True)
class Precedent:
    """The fastest rise published here, where there is one, and area -> its name in the reader's language."""

    record: Record | None
    names: Mapping[str, str]


def answer(
    question: Question,
    outcome: Goal | GoalOutOfReach,
    now: Curve,
    precedent: Precedent,
    begin: Start,
    words: Words,
) -> str:
    """The answer in a sentence, also where no level reaches the goal."""
    language, decimals = words.language, now.kind.decimals
    shared = {
        "goal": format.number(question.target, language, question.aim.decimals),
        "unit": words(question.aim.unit),
        "year": format.year(question.year, begin.calendar, language),
        "measure": words(NAMES[question.component]),
        "in": words(UNITS[question.component]),
        "first": format.number(now.levels[0][1], language, decimals),
        "usual": format.number(question.usual, language, question.aim.decimals),
    }
    if isinstance(outcome, GoalOutOfReach):
        return words(
            "**No answer.** No level of {measure} that was tried gives {goal} {unit} in {year}. The nearest, {nearest} {in}, "
            "gives {reached}. As it is, the scenario gives {usual}.",
            **shared,
            nearest=format.number(outcome.nearest, language, decimals),
            reached=format.number(outcome.reached, language, question.aim.decimals),
        )
    parts = [
        words(
            "**{measure} of {level} {in}** in {year}, in a straight line from {first} now, gives {goal} {unit}. As it is, "
            "the scenario gives {usual}.",
            **shared,
            level=format.number(outcome.value, language, decimals),
        )
    ]
    if precedent.record is not None and question.component in ("total_fertility", "life_expectancy"):
        parts.append(
            _beside_precedent(question, outcome.value - now.levels[0][1], decimals, precedent, begin, words)
        )
    return " ".join(parts)


def _beside_precedent(
    question: Question, rise: float, decimals: int, precedent: Precedent, begin: Start, words: Words
) -> str:
    """How fast the level rises beside the fastest rise published here; nothing where none is."""
    record, language = precedent.record, words.language
    if record is None:
        return ""
    pace, largest = rise / (question.year - begin.years[0]) * record.years, record.change
    values = {
        "pace": format.change(pace, language, decimals),
        "years": format.digits(str(record.years), language),
        "seen": format.change(largest, language, decimals),
        "area": precedent.names.get(record.area, record.area),
        "span": format.years(record.first, record.last, begin.calendar, language),
    }
    if pace > largest:
        return words(
            "That is {pace} in {years} years: **faster than anything published here**, where the largest rise was {seen} "
            "({area}, {span}).",
            **values,
        )
    return words(
        "That is {pace} in {years} years; the largest rise published here was {seen} ({area}, {span}).",
        **values,
    )


def refusal(problem: ScenarioProblem, year: int, begin: Start, words: Words) -> str:
    """Why a goal could not be sought."""
    if isinstance(problem, GoalAmbiguous):
        return words("The figure is reached at more than one level, so there is no one answer.")
    if isinstance(problem, YearOutside):
        return words(
            "The year {year} is outside the projection: choose one after {first}, and project far enough.",
            year=format.digits(str(year), words.language),
            first=format.year_short(begin.years[1], begin.calendar, words.language),
        )
    return words("This scenario cannot be projected: {why}", why=str(problem))
