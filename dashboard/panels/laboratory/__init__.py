"""The scenario laboratory on the page: build a scenario on one side, see where it leads on the other."""

from __future__ import annotations

import streamlit as st

from dashboard import frame, store
from dashboard.laboratory import run
from dashboard.panels.laboratory import beginning, looking, shaping, state
from dashboard.view_state import ViewState
from dashboard.views.laboratory import sentences


def laboratory(view: ViewState) -> None:
    """Choose where to start, shape the paths, see what follows; the bench is redrawn alone while a point is dragged."""
    words = frame.words_of(view)
    areas = state.areas(view)
    begin = store.laboratory_start(view.country, areas)
    if begin is None:
        st.info(words("There is no base population for this area, so nothing can be projected."))
        return
    state.open_link(begin)
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
    beginning.choices(begin, view, words)
    scenario = state.scenario(begin)
    try:
        outcome = run(begin, scenario)
    except ValueError as problem:
        # What was asked for stays in the curve and the table, to be put right there.
        st.error(sentences.wrong(problem, scenario, view.calendar, words), icon=":material/error:")
        outcome = None
    left, right = st.columns([5, 7], gap="large")
    with left:
        shaping.curves(begin, scenario, view, words)
    with right:
        if outcome is not None:
            looking.outcome(outcome, begin, view, words)
