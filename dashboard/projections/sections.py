"""Below the bench: how sure, how wrong before, which scenario we are in, the register, taking away. One at a time."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, session
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.scenario_links import to_link
from dashboard.error_boundary import panel
from dashboard.projections import backtest, downloads, register, tracking, uncertainty
from dashboard.reader import Reader
from dashboard.words import mark
from data.scenario_register import SavedScenario
from forecasting import scenarios

PARTS = {
    "sure": mark("How sure"),
    "wrong": mark("How wrong before"),
    "tracker": mark("Which scenario are we in?"),
    "keep": mark("Saved scenarios"),
    "export": mark("Take away"),
}
#: What is known of one area only, not of several as one
STANDALONE = ("sure", "wrong", "tracker")


@panel(mark("More about this scenario"))
def further_sections(run: ScenarioRun, name: str, reader: Reader) -> None:
    """Choose a part; it is made when it is chosen, and waits while a point is under the hand."""
    words = reader.words
    st.divider()
    part = st.segmented_control(
        words("More about this scenario"),
        list(PARTS),
        format_func=lambda one: words(PARTS[one]),
        key=f"further-{reader.view.language}",
    )
    if part is None:
        return
    if session.DRAGGING.get():
        st.caption(words("Made anew when the point is let go."))
        return
    if part in STANDALONE and filters.JOINED in run.area:
        st.info(words("This is made for one area at a time: take the others out of “Together with”."))
        return
    text = scenarios.stored(run.scenario)
    {
        "sure": lambda: uncertainty.section(reader, text),
        "wrong": lambda: backtest.section(reader),
        "tracker": lambda: tracking.section(reader, run, name),
        "keep": lambda: register.section(reader, run, name, open_scenario),
        "export": lambda: downloads.section(reader, run),
    }[part]()


def open_scenario(saved: SavedScenario) -> None:
    """Put a saved scenario on the bench: its area becomes the page's."""
    first, *rest = saved.inputs.area.split(filters.JOINED)
    session.COUNTRY.set(saved.inputs.country)
    session.AREA.set(first)
    filters.project_together(first, tuple(rest))
    filters.scenario_texts()[saved.inputs.area] = to_link(scenarios.read(saved.inputs.inputs))
    st.rerun(scope="app")
