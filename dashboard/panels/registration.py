"""The data quality page, on the register: how complete it is, and how late events are written into it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import downloads, store
from dashboard.analysis.catalogue.quality import COMPLETENESS, IN_TIME
from dashboard.error_boundary import panel
from dashboard.panels.measure import definition, over_the_years, year_and_map
from dashboard.reader import Reader
from dashboard.views import age_tests, delays
from dashboard.views.measure import named_measure
from dashboard.views.role_names import EVENTS
from dashboard.words import Words, mark

#: Events whose expected number can be computed
EXPECTED = ("births", "deaths")


@panel(mark("Registration"))
def registration(reader: Reader) -> None:
    """Registered events over expected ones, or the days until they were registered; by area and year."""
    words = reader.words
    left, right = st.columns(2, gap="small")
    names = {"completeness": words("Completeness"), "delay": words("Delay")}
    with left:
        section = st.segmented_control(
            words("Question"),
            list(names),
            format_func=names.__getitem__,
            default="completeness",
            required=True,
            key="quality-register",
            label_visibility="collapsed",
        )
    late = section == "delay"
    events = list(EVENTS) if late else list(EXPECTED)
    with right:
        event = st.segmented_control(
            words("Event"),
            events,
            format_func=lambda one: words(EVENTS[one]),
            default="births",
            required=True,
            key="quality-late-event" if late else "quality-event",
            label_visibility="collapsed",
        )
    (delay if late else completeness)(event or "births", reader)


@panel(mark("Completeness"))
def completeness(event: str, reader: Reader) -> None:
    """Registered events over expected ones, where both are known."""
    view, words = reader.view, reader.words
    table = store.completeness(view.country, event)
    indicator = COMPLETENESS[event]
    areas = store.country_areas(view.country)
    measured = named_measure(
        indicator, table[age_tests.COLUMNS], areas, area=view.area, calendar=view.calendar, words=words
    )
    if table.empty:
        st.info(
            words(
                "Completeness cannot be computed: no registered totals are published for the areas and years whose population is known by age."
            ),
            icon=":material/data_alert:",
        )
        definition(measured, None)
        return
    year = year_and_map(measured, view)
    sentence = age_tests.over_hundred(measured, year)
    if sentence:
        st.warning(sentence, icon=":material/data_alert:")
    over_the_years(measured)
    usual = age_tests.registered_table(table, measured)
    with st.expander(words("Registered and expected")):
        st.table(usual.set_index(usual.columns[0]))
        take(usual, f"completeness-{event}", words)
    definition(measured, year)


@panel(mark("Delay"))
def delay(event: str, reader: Reader) -> None:
    """The share registered within the legal time by area and year, and every class of delay."""
    view, words = reader.view, reader.words
    table = store.registered_in_time(view.country, event)
    areas = store.country_areas(view.country)
    measured = named_measure(
        IN_TIME, table[age_tests.COLUMNS], areas, area=view.area, calendar=view.calendar, words=words
    )
    if table.empty:
        st.info(
            words(
                "How late events are registered, and what share within the legal time, needs records with both dates; no source of this release has them. A registrar adds them on the page Load data."
            ),
            icon=":material/data_alert:",
        )
        definition(measured, None)
        return
    year = year_and_map(measured, view)
    if year is not None:
        if sentence := delays.verdict(measured, table, year):
            st.markdown(sentence)
        classes = delays.classes_table(store.delay_classes(view.country, event), measured, year)
        with st.expander(words("Days from event to registration")):
            st.table(classes.set_index(classes.columns[0]))
            take(classes, f"delay-{event}", words)
    over_the_years(measured)
    definition(measured, year)


def take(table: pd.DataFrame, name: str, words: Words) -> None:
    """The table as a file."""
    st.download_button(
        words("Download this table"),
        downloads.csv(table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key="registration-table",
    )
