"""About: purpose, sources with their papers, methods, limits."""

from __future__ import annotations

import streamlit as st

from dashboard import store
from dashboard.analysis.selection import source_order
from dashboard.error_boundary import panel
from dashboard.reader import Reader
from dashboard.views import methods
from dashboard.words import mark
from data.countries import countries


@panel(mark("About"))
def purpose(reader: Reader) -> None:
    """What this is, in two sentences."""
    st.markdown(
        reader.words(
            "Rasad shows how fertility, marriage and divorce, ageing and population move, province by province, from "
            "figures that statistical offices and civil registries have published. Nothing here can be traced to a "
            "person: the store holds counts and rates only."
        )
    )


@panel(mark("Sources"))
def sources(reader: Reader) -> None:
    """Every publication the figures of this country come from."""
    st.header(reader.words("Sources"), anchor=False)
    country, every = reader.view.country, store.sources_table()
    order = source_order(every, countries()[country])
    table = methods.sources_used(every, store.sources_of(country), order, reader.words)
    st.markdown(methods.order_sentence(reader.words))
    with st.container(height=460, border=True):
        st.table(table.set_index(table.columns[0]))


@panel(mark("Method"))
def method(reader: Reader) -> None:
    """How what is not published was derived or estimated."""
    st.header(reader.words("Method"), anchor=False)
    for title, text in methods.methods(reader.words):
        st.markdown(f"**{title}** — {text}")
    residuals(reader)


@panel(mark("Residuals of the estimate"))
def residuals(reader: Reader) -> None:
    """What the base population estimate leaves unexplained, shown and not hidden in a cell."""
    view = reader.view
    table = methods.residuals(
        store.residuals(view.country), view.area, calendar=view.calendar, words=reader.words
    )
    if len(table):
        st.markdown(
            reader.words(
                "What the estimate for {area} leaves unexplained: the part of each year’s change that births and "
                "survival do not account for when it is closed to the published total, and how it differs from "
                "published shares by age.",
                area=reader.area_name,
            )
        )
        st.table(table.set_index(table.columns[0]))


@panel(mark("Limits"))
def limits(reader: Reader) -> None:
    """What these figures cannot say."""
    st.header(reader.words("Limits"), anchor=False)
    for text in methods.limits(reader.words):
        st.markdown(f"- {text}")
