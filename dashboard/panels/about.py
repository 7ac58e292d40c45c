"""About: purpose, sources with their papers, methods, limits."""

from __future__ import annotations

import streamlit as st

from dashboard import page_layout, store
from dashboard.view_state import ViewState
from dashboard.views import methods
from dashboard.words import Words


def purpose(view: ViewState) -> None:
    """What this is, in two sentences."""
    words = page_layout.words_of(view)
    st.markdown(
        words(
            "Rasad shows how fertility, marriage and divorce, ageing and population move, province by province, from "
            "figures that statistical offices and civil registries have published. Nothing here can be traced to a "
            "person: the store holds counts and rates only."
        )
    )


def sources(view: ViewState) -> None:
    """Every publication the figures of this country come from."""
    words = page_layout.words_of(view)
    st.header(words("Sources"), anchor=False)
    table = methods.sources_used(store.sources_table(), store.sources_of(view.country), words)
    with st.container(height=460, border=True):
        st.table(table.set_index(table.columns[0]))


def method(view: ViewState) -> None:
    """How what is not published was derived or estimated."""
    words = page_layout.words_of(view)
    st.header(words("Method"), anchor=False)
    for title, text in methods.methods(words):
        st.markdown(f"**{title}** — {text}")
    residuals(view, words)


def residuals(view: ViewState, words: Words) -> None:
    """What the base population estimate leaves unexplained, shown and not hidden in a cell."""
    table = methods.residuals(store.residuals(view.country), view.area, calendar=view.calendar, words=words)
    if len(table):
        st.markdown(
            words(
                "What the estimate for {area} leaves unexplained: the part of each year’s change that births and "
                "survival do not account for when it is closed to the published total, and how it differs from "
                "published shares by age.",
                area=page_layout.area_name(view.area, view),
            )
        )
        st.table(table.set_index(table.columns[0]))


def limits(view: ViewState) -> None:
    """What these figures cannot say."""
    words = page_layout.words_of(view)
    st.header(words("Limits"), anchor=False)
    for text in methods.limits(words):
        st.markdown(f"- {text}")
