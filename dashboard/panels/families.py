"""The marriage and divorce page beyond its measures: a ratio that is often misread, and what cannot be said."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, frame, store
from dashboard.catalogue import FAMILIES
from dashboard.panels.maps import measure_view
from dashboard.panels.measure import papers, when
from dashboard.view_state import ViewState
from dashboard.views import sentences
from dashboard.words import Words

RATIO = "divorces_per_100_marriages"


@st.fragment
def closer() -> None:
    """The ratio with its fixed caution, and what is not available and why."""
    view = filters.chosen()
    words = frame.words_of(view)
    ratio(view, words)
    not_there(view, words)


def ratio(view: ViewState, words: Words) -> None:
    """Divorces per 100 marriages: never on a map, never ranked, never without its caution."""
    measured = measure_view(view, RATIO)
    if measured.values.empty:
        return
    st.header(words(measured.indicator.name), anchor=False)
    st.warning(words(measured.indicator.caution or ""), icon=":material/warning:")
    own = measured.of(view.area)
    if len(own):
        st.markdown(sentences.headline(measured, None, ranked=False))
    when(measured, header=False)
    for sentence in papers(measured)[:3]:
        st.caption(sentence)


def not_there(view: ViewState, words: Words) -> None:
    """Measures of marriage and divorce that the sources do not allow, and why."""
    lacking = [
        indicator
        for indicator in FAMILIES
        if view.country in indicator.why_not and store.measure(view.country, indicator.key).empty
    ]
    if not lacking:
        return
    st.header(words("What cannot be said, and why"), anchor=False)
    for indicator in lacking:
        st.markdown(f"**{words(indicator.name)}** — {words(indicator.why_not[view.country])}")
