"""The marriage and divorce page beyond its measures: a ratio that is often misread, and durations."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.panels.maps import measure_view
from dashboard.panels.measure import over_the_years, papers
from dashboard.panels.under_registration import sources
from dashboard.reader import Reader
from dashboard.views import durations as told
from dashboard.views import sentences
from dashboard.words import mark

RATIO = "divorces_per_100_marriages"
MEAN = "mean_duration_of_divorces"


@st.fragment
@panel(mark("A closer look"))
def closer() -> None:
    """The ratio with its fixed caution, and how long the marriages divorced had lasted."""
    reader = filters.reader()
    ratio(reader)
    durations(reader)


@panel(mark("Divorces per 100 marriages of the same year"))
def ratio(reader: Reader) -> None:
    """Divorces per 100 marriages: never on a map, never ranked, never without its caution."""
    measured = measure_view(reader.view, RATIO)
    if measured.values.empty:
        return
    st.header(reader.words(measured.indicator.name), anchor=False)
    st.warning(reader.words(measured.indicator.caution or ""), icon=":material/warning:")
    own = measured.area_rows(reader.view.area)
    if len(own):
        st.markdown(sentences.headline(measured, None, ranked=False))
    over_the_years(measured, header=False)
    for sentence in papers(measured)[:3]:
        st.caption(sentence)


@panel(mark("How long the marriages divorced had lasted"))
def durations(reader: Reader) -> None:
    """How long the marriages divorced had lasted, where an office publishes it."""
    view, words = reader.view, reader.words
    durations_by_area, means = store.divorces_by_duration(view.country), store.measure(view.country, MEAN)
    own = means[means["area"] == view.area]
    if durations_by_area.empty:
        return
    st.header(words("How long the marriages divorced had lasted"), anchor=False)
    if own.empty:
        st.caption(words("Divorces by duration of marriage are published for the whole country only."))
        return
    latest = own[own["year"] == own["year"].max()].iloc[0]
    rows = told.of_area(durations_by_area, view.area)
    name, year = reader.area_name, reader.year(int(latest["year"]))
    st.markdown(told.sentence(rows, float(latest["value"]), name, year, words))
    title = words("Divorces by duration of marriage: {area}, {year}", area=name, year=year)
    chart_block.chart_with_data(
        told.figure(rows, float(latest["value"]), words),
        "divorce-durations",
        told.papers(rows, title, view.calendar, words),
        words,
    )
    st.caption(words(BY_KEY[MEAN].caution or ""))
    sources(tuple(dict.fromkeys(" ".join(rows["source"]).split())), words)
