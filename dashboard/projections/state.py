"""The scenario being edited, kept in the session for each area and in the address; nothing else is remembered here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard import error_boundary, filters, session
from dashboard.analysis.projections.horizons import HorizonTooFar, horizon_of
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import LevelImpossible
from dashboard.analysis.projections.scenario_links import BrokenLink, from_link, to_link
from dashboard.projections.views import sentences
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario, fingerprint


def areas(view: ViewState) -> tuple[str, ...]:
    """The area of the page, and those projected together with it."""
    return filters.areas_together(view)


def scenario(begin: Start) -> Scenario:
    """The scenario of this area: as it was left, else the medium."""
    text = filters.scenario_texts().get(begin.area)
    return from_link(text) if text else Scenario()


def text(begin: Start) -> str:
    """The scenario of this area as the text of a link; empty for the medium."""
    return filters.scenario_texts().get(begin.area, "")


def keep(begin: Start, scenario: Scenario, *, final: bool = True) -> None:
    """Make this the area's scenario; ``final`` puts it into the address too, which a point being dragged need not."""
    texts = filters.scenario_texts()
    session.DRAGGING.set(not final)
    if fingerprint(scenario) == fingerprint(Scenario()) and scenario.name == Scenario().name:
        texts.pop(begin.area, None)
    else:
        texts[begin.area] = to_link(scenario)
    if final:
        filters.write_scenario(begin.area)


def open_link(begin: Start) -> None:
    """Read the scenario that came with the address, once; a broken one is said and left out."""
    words = Words(session.LANGUAGE.get())
    text = filters.scenario_texts().get(begin.area)
    if not text:
        return
    try:
        horizon_of(begin, from_link(text))
    except (BrokenLink, LevelImpossible) as problem:
        filters.scenario_texts().pop(begin.area)
        filters.write_scenario(begin.area)
        say(sentences.problem_text(problem, Scenario(), begin.calendar, words))
    except HorizonTooFar as problem:
        say(sentences.problem_text(problem, Scenario(), begin.calendar, words))
        keep(begin, replace(from_link(text), horizon=None))


def change(begin: Start, edit: Callable[[Scenario], Scenario]) -> None:
    """`attempt`, for a button that has nothing to do with the answer."""
    attempt(begin, edit)


def attempt(begin: Start, change: Callable[[Scenario], Scenario], *, final: bool = True) -> bool:
    """Change the scenario, or say why not and keep the one there was."""
    before = scenario(begin)
    try:
        changed = change(before)
        horizon_of(begin, changed)
    except ScenarioProblem as problem:
        words = Words(session.LANGUAGE.get())
        say(sentences.problem_text(problem, before, begin.calendar, words))
        return False
    except Exception as problem:  # where a widget calls back, no panel stands around it
        say(error_boundary.sentence(problem, mark("Scenario")))
        return False
    keep(begin, changed, final=final)
    return True


def say(problem: str) -> None:
    """A sentence for the top of the bench, once."""
    session.PROBLEMS.get().append(problem)


def problems() -> list[str]:
    """What is to be said, taken away."""
    return list(dict.fromkeys(session.PROBLEMS.pop()))
