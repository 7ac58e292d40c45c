"""The scenario laboratory on the page: build a scenario on one side, see where it leads on the other."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import frame, store
from dashboard.laboratory import LabRun, run
from dashboard.laboratory.variants import name_of
from dashboard.panels.laboratory import beginning, comparing, dated, further, keep, looking, shaping, state
from dashboard.panels.laboratory.bench import Bench
from dashboard.projecting import Start
from dashboard.view_state import ViewState
from dashboard.views.laboratory import sentences
from dashboard.words import Words
from forecasting.scenarios import Scenario


def laboratory(view: ViewState) -> None:
    """Choose where to start, shape the paths, see what follows; the bench is redrawn alone while a point is dragged."""
    words = frame.words_of(view)
    areas = state.areas(view)
    begin = store.laboratory_start(view.country, areas)
    if begin is None:
        st.info(words("There is no base population for this area, so nothing can be projected."))
        return
    state.open_link(begin)
    keep.open_saved(view, further.opened)
    bench(view)


@st.fragment
def bench(view: ViewState) -> None:
    """The scenario and its outcome, side by side; a choice here redraws only this."""
    words = frame.words_of(view)
    begin = store.laboratory_start(view.country, state.areas(view))
    if begin is None:
        return
    st.markdown(sentences.opening(begin, view.calendar, words))
    for problem in state.problems():
        st.error(problem, icon=":material/error:")
    top = st.container()
    left, right, below = places()
    scenario = state.scenario(begin)
    with top:
        outcome = projected(begin, scenario, view, words)
        if outcome is not None:
            dated.say(begin, outcome, view, words)
    # The outcome first, for it is what a hand that drags waits for; then what leads to it.
    if outcome is not None:
        with right:
            runs, names = comparing.runs_beside(begin, scenario, words)
            every = ((outcome, *runs), (name_of(scenario, words), *names))
            looking.outcome(Bench(begin, looking.shown(*every, view, words), view, words))
    with left:
        shaped = shaping.curve(begin, scenario, view, words)
    with below:
        shaping.points(begin, shaped, view, words)
    with top:
        beginning.choices(begin, view, words)
    if outcome is not None:
        further.further(outcome, name_of(scenario, words), view, words)


def places() -> tuple[DeltaGenerator, DeltaGenerator, DeltaGenerator]:
    """Where the curve, its outcome and its points stand: side by side; on a phone the outcome comes before the points."""
    if frame.on_a_phone():
        return st.container(), st.container(), st.container()
    left, right = st.columns([5, 7], gap="large")
    return left, right, left


def projected(begin: Start, scenario: Scenario, view: ViewState, words: Words) -> LabRun | None:
    """The run of the scenario; where there is none the reason is said, and what was asked for stays in the curve."""
    try:
        return run(begin, scenario)
    except ValueError as problem:
        st.error(sentences.wrong(problem, scenario, view.calendar, words), icon=":material/error:")
        return None
