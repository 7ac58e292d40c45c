"""A measure on the page: its headline, map, ranked list, trend, definition and source."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from dashboard import filters, page_layout, store
from dashboard.charts import lines
from dashboard.charts.axis import Axis
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.panels.chart_block import show as show
from dashboard.panels.maps import measure_view as measure_view
from dashboard.panels.maps import year_and_map as year_and_map
from dashboard.reader import Reader
from dashboard.views import chart_export, sentences
from dashboard.views.measure import MeasureView
from dashboard.words import mark


def measure_page(title: str, keys: Sequence[str]) -> None:
    """A page about a few measures: choose one, then see it."""
    of_measures(page_layout.heading(title), keys)


@panel(mark("Measure"))
def of_measures(reader: Reader, keys: Sequence[str]) -> None:
    """The measure of a page that is chosen among its few."""
    view = reader.view
    with_figures = [key for key in keys if len(store.measure(view.country, key))]
    key = filters.measure_choice(keys, reader, usual=(with_figures or keys)[0])
    measured = measure_view(view, key)
    if measured.values.empty:
        st.info(sentences.absence_sentence(measured), icon=":material/data_alert:")
        definition(measured, None)
        return
    headline(measured, view.year)
    year = year_and_map(measured, view)
    over_the_years(measured)
    definition(measured, year)


@panel(mark("Headline figures"))
def headline(measured: MeasureView, year: int | None) -> None:
    """The area's figure, its change and its place, in a sentence."""
    st.markdown(sentences.headline(measured, year))


@panel(mark("Over the years"))
def over_the_years(measured: MeasureView, *, header: bool = True) -> None:
    """The area over the years, against the nation and the other provinces."""
    words = measured.words
    if header:
        st.header(words("Over the years"), anchor=False)
    if len(measured.years) < 2:
        st.caption(sentences.one_year_only(measured))
        return
    figure = store.cached(("trend", measured.key))(lambda: trend(measured))
    own = measured.values[measured.values["area"].isin((measured.area, measured.country))]
    export = chart_export.of_measure(
        measured,
        measured.values,
        store.sources_table(),
        name=f"{measured.country}-{measured.indicator.key}".lower().replace("_", "-"),
        title=words("{measure} over the years", measure=words(measured.indicator.name)),
        table_rows=own.sort_values(["area", "year"]),
    )
    chart_block.chart_with_data(figure, f"trend-{measured.indicator.key}", export, words)


def trend(measured: MeasureView) -> go.Figure:
    """The area's line before the nation's and all others'."""
    return lines.trend(
        measured.with_offices(measured.values),
        focus=measured.area,
        nation=measured.country,
        words=measured.words,
        axis=Axis(measured.label, measured.indicator.decimals, measured.calendar),
        breaks={year: measured.words(reason) for year, reason in measured.breaks.items()},
    )


def papers(measured: MeasureView, year: int | None = None) -> list[str]:
    """Who says so, for one year or for all."""
    return store.cached(("papers", measured.key, year))(
        lambda: sentences.papers(measured, store.sources_table(), year)
    )


def other_values(measured: MeasureView, year: int | None) -> list[str]:
    """What other sources or methods give for the figure shown."""
    alternatives = store.also_published(measured.country, measured.indicator.key)
    return sentences.also_published(measured, alternatives, store.sources_table(), year)


@panel(mark("Definition"))
def definition(measured: MeasureView, year: int | None) -> None:
    """What the measure means, what to be careful of, and who says so: for the year shown, and for all years."""
    words, indicator = measured.words, measured.indicator
    with st.container(border=True):
        st.markdown(f"**{words('Definition')}** — {words(indicator.definition)} *({words(indicator.unit)})*")
        if indicator.caution:
            st.markdown(f"**{words('Caution')}** — {words(indicator.caution)}")
        st.markdown(f"**{words('How sure')}** — {sentences.interval_sentence(measured, year)}")
        year_papers = papers(measured, year)
        for sentence in (*year_papers, *other_values(measured, year)):
            st.markdown(sentence)
        everywhere = papers(measured)
        if len(everywhere) > len(year_papers):
            with st.expander(
                words.count("{n} source for all years", "{n} sources for all years", len(everywhere))
            ):
                for sentence in everywhere:
                    st.markdown(sentence)
