"""A measure on the page: its headline, map, ranked list, trend, definition and source."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from dashboard import filters, frame, store
from dashboard.catalogue import BY_KEY
from dashboard.charts import lines, theme
from dashboard.view_state import ViewState
from dashboard.views import maps, sentences
from dashboard.views.measure import MeasureView, named


def show(figure: go.Figure, key: str, config: dict[str, object] = theme.CONFIG) -> None:
    """A figure as our own theme draws it, with its alternative text."""
    st.plotly_chart(figure, key=key, theme=None, config=config, alt=figure.layout.meta["alt"])


def measure_view(view: ViewState, key: str) -> MeasureView:
    """A measure of the reader's country, named in the reader's language."""
    return named(
        BY_KEY[key],
        store.measure(view.country, key),
        store.country_areas(view.country),
        area=view.area,
        calendar=view.calendar,
        words=frame.words_of(view),
    )


def measure_page(title: str, keys: Sequence[str]) -> None:
    """A page about a few measures: choose one, then see it."""
    view = frame.view()
    words = frame.heading(title, view)
    known = [key for key in keys if len(store.measure(view.country, key))]
    key = filters.measure_choice(keys, view, words, usual=(known or keys)[0])
    measured = measure_view(view, key)
    if measured.values.empty:
        st.info(sentences.not_published(measured), icon=":material/data_alert:")
        definition(measured, None)
        return
    st.markdown(sentences.headline(measured, view.year))
    year = where(measured, view)
    when(measured)
    definition(measured, year)


def where(measured: MeasureView, view: ViewState, *, with_ranks: bool = True) -> int | None:
    """Map and ranked list of one year, with the slider that moves both; returns the year."""
    words, years = measured.words, measured.province_years()
    shown = measured.usual_year() if view.year is None else measured.nearest(view.year, years)
    if shown is None:
        st.info(sentences.no_provinces(measured), icon=":material/map:")
        return None
    year = filters.year_choice(
        years, shown, label=words("Year"), key=measured.indicator.key, text=measured.year_text
    )
    if view.year is not None and view.year != year:
        st.caption(sentences.other_year(measured, view.year, year))
    left, right = st.columns([3, 2], gap="medium") if with_ranks else (st.container(), None)
    with left:
        st.subheader(
            words("{measure}, {year}", measure=words(measured.indicator.name), year=measured.year_text(year)),
            anchor=False,
        )
        size = frame.map_size(beside=with_ranks)
        show(
            maps.province_map(measured, year, store.map_bounds(view.country), size),
            f"map-{measured.indicator.key}",
            theme.MAP_CONFIG,
        )
        st.caption(
            words("Boundaries: {attribution}", attribution=store.attribution(view.country, view.language))
        )
    if right is not None:
        with right, st.container(height=640, border=False):
            show(maps.province_ranks(measured, year), f"ranks-{measured.indicator.key}")
    return year


def when(measured: MeasureView) -> None:
    """The area over the years, against the nation and the other provinces."""
    words = measured.words
    st.subheader(words("Over the years"), anchor=False)
    if len(measured.years) < 2:
        st.caption(sentences.one_year_only(measured))
        return
    figure = lines.trend(
        measured.values,
        focus=measured.area,
        nation=measured.country,
        words=words,
        calendar=measured.calendar,
        label=measured.label,
        decimals=measured.indicator.decimals,
        breaks={year: words(why) for year, why in measured.breaks.items()},
    )
    show(figure, f"trend-{measured.indicator.key}")


def definition(measured: MeasureView, year: int | None) -> None:
    """What the measure means, what to be careful of, and who says so: for the year shown, and for all years."""
    words, indicator, sources = measured.words, measured.indicator, store.sources_table()
    with st.container(border=True):
        st.markdown(f"**{words('Definition')}** — {words(indicator.definition)} *({words(indicator.unit)})*")
        if indicator.caution:
            st.markdown(f"**{words('Caution')}** — {words(indicator.caution)}")
        here = sentences.papers(measured, sources, year)
        for sentence in here:
            st.markdown(sentence)
        everywhere = sentences.papers(measured, sources)
        if len(everywhere) > len(here):
            with st.expander(
                words.count("{n} source for all years", "{n} sources for all years", len(everywhere))
            ):
                for sentence in everywhere:
                    st.markdown(sentence)
