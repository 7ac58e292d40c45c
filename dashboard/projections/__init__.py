"""The scenario laboratory on the page: build a scenario on one side, see where it leads on the other."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import page_layout, store
from dashboard.analysis.projections import ScenarioRun, run
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.un_variants import name_of
from dashboard.analysis.release_indicators import PROJECTION
from dashboard.error_boundary import panel
from dashboard.panels import gaps
from dashboard.projections import comparison, link_release, options, path_editor, register, sections, state
from dashboard.projections import outcome as outcome_panel
from dashboard.projections.context import ScenarioContext
from dashboard.projections.views import mortality_text, sentences
from dashboard.reader import Reader
from dashboard.words import mark
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario


@panel(mark("Projections"))
def laboratory(reader: Reader) -> None:
    """Choose where to start, shape the paths, see what follows; the bench is redrawn alone while a point is dragged."""
    areas = state.areas(reader.view)
    begin = store.laboratory_start(reader.view.country, areas)
    if begin is None:
        st.info(no_start(reader, areas))
        return
    state.open_link(begin)
    register.open_saved(reader, sections.open_scenario)
    scenario_bench(reader)


def no_start(reader: Reader, areas: tuple[str, ...]) -> str:
    """Why nothing can be projected from here."""
    words = reader.words
    for area in areas:
        if cause := gaps.failure(reader.view.country, area, PROJECTION):
            return words(
                "{area} cannot be projected of what is loaded: {cause}",
                area=reader.area_names.get(area, area),
                cause=cause,
            )
    return words("There is no base population for this area, so nothing can be projected.")


@st.fragment
@panel(mark("Projections"))
def scenario_bench(reader: Reader) -> None:
    """The scenario and its outcome, side by side; a choice here redraws only this."""
    view, words = reader.view, reader.words
    begin = store.laboratory_start(view.country, state.areas(view))
    if begin is None:
        return
    st.markdown(sentences.opening(begin, view.calendar, words))
    if mortality := mortality_text.mortality_start(begin, view.calendar, words):
        st.caption(mortality)
    for problem in state.problems():
        st.error(problem, icon=":material/error:")
    top = st.container()
    left, right, below = places()
    scenario = state.scenario(begin)
    with top:
        outcome = scenario_run(begin, scenario, reader)
        if outcome is not None:
            link_release.say(begin, outcome, reader)
    # The outcome first, for it is what a hand that drags waits for; then what leads to it.
    if outcome is not None:
        with right:
            runs, names = comparison.comparison_runs(begin, scenario, words)
            every = ((outcome, *runs), (name_of(scenario, words), *names))
            outcome_panel.outcome(ScenarioContext(begin, outcome_panel.comparison_of(*every, reader), reader))
    with left:
        shaped = path_editor.curve(begin, scenario, reader)
    with below:
        path_editor.points(begin, shaped, reader)
    with top:
        options.choices(begin, reader)
    if outcome is not None:
        sections.further_sections(outcome, name_of(scenario, words), reader)


def places() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """Where the curve, its outcome and its points stand: side by side; on a phone the outcome comes before the points."""
    if page_layout.on_a_phone():
        return st.container(), st.container(), st.container()
    left, right = st.columns([5, 7], gap="large")
    return left, right, left


@panel(mark("Scenario"))
def scenario_run(begin: Start, scenario: Scenario, reader: Reader) -> ScenarioRun | None:
    """The run of the scenario; where there is none the reason is said, and what was asked for stays in the curve."""
    try:
        return run(begin, scenario)
    except ScenarioProblem as problem:
        st.error(
            sentences.problem_text(problem, scenario, reader.view.calendar, reader.words),
            icon=":material/error:",
        )
        return None
