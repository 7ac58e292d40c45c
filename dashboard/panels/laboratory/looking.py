"""Where the scenario leads: the sentence, a figure that follows the hand, and its papers."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import streamlit as st

from dashboard import store
from dashboard.laboratory import LabRun, series
from dashboard.panels.measure import show
from dashboard.projecting import Start
from dashboard.view_state import ViewState
from dashboard.views.laboratory import looks, sentences
from dashboard.views.laboratory.looks import Shown
from dashboard.words import Words, mark
from forecasting.bands import OLD, OLDEST

LOOKS: dict[str, tuple[str, Callable[[Shown], go.Figure]]] = {
    "population": (mark("Population"), looks.population),
    "old": (mark("65 and over"), lambda shown: looks.band(shown, series.USUAL_BANDS[2], as_share=True)),
    "oldest": (mark("80 and over"), lambda shown: looks.band(shown, series.USUAL_BANDS[3], as_share=False)),
    "dependency": (mark("Dependency"), lambda shown: looks.dependency(shown, 15, 65)),
    "events": (mark("Births and deaths"), looks.events),
}
_ = OLD, OLDEST


def outcome(run: LabRun, begin: Start, view: ViewState, words: Words) -> None:
    """What follows from the scenario."""
    st.markdown(sentences.outcome(run, view.calendar, words))
    chosen = st.segmented_control(
        words("Figure"),
        list(LOOKS),
        format_func=lambda key: words(LOOKS[key][0]),
        key=f"look-{view.language}",
        default="population",
        required=True,
        label_visibility="collapsed",
    )
    key = chosen or "population"
    shown = Shown((run,), ("",), past(view, begin.area), view.calendar, words)
    show(LOOKS[key][1](shown), f"laboratory-{key}")
    st.caption(sentences.papers(run, begin, view.calendar, words))


def past(view: ViewState, area: str) -> dict[str, object]:
    """What is known of the area, by measure."""
    measures = {"population": "population", "share_65_plus": "share_65_plus", "births": "births_or_derived"}
    known = {}
    for key, measure in measures.items():
        frame = store.measure(view.country, measure)
        rows = frame[frame["area"] == area]
        if len(rows):
            known[key] = rows
    return known
