"""The data quality page, on boundaries: the people of each area as reported and on the newest map."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import downloads, format, store
from dashboard.charts import lines
from dashboard.charts.axis import Axis
from dashboard.error_boundary import panel
from dashboard.panels.chart_block import figure_export
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.views import two_maps as views
from dashboard.words import Words, mark
from data.two_maps import TwoMaps

ROWS_HIGH = 360
MANY_ROWS = 8  # more than these scroll


@panel(mark("Boundaries"))
def boundaries(reader: Reader) -> None:
    """A level's areas on two maps, what one area was, and the ledger between them."""
    view, words = reader.view, reader.words
    levels = store.levels_on_two_maps(view.country)
    if not levels:
        st.info(words("No figure of this release is of a map that has changed since."), icon=":material/map:")
        return
    level = levels[0]
    if len(levels) > 1:
        level = st.segmented_control(
            words("Level"),
            levels,
            format_func=lambda one: words(views.LEVELS[one]),
            default=_nearest(levels, view),
            required=True,
            key="quality-maps-level",
            label_visibility="collapsed",
        )
    maps = store.on_two_maps(view.country, level)
    maps_reader = views.reader(words, view.calendar, maps, store.sources_table())
    areas(maps, maps_reader)
    one_area(maps, maps_reader, view)
    with st.expander(words("Changes of boundaries")):
        tables = views.ledger(maps, maps_reader)
        st.caption(
            words(
                "A change is dated by its decision; where the day was not found, one between two counts stands for it. Changes outside this list are not known here."
            )
        )
        _table(tables)
        st.caption(views.cited(maps.links, maps_reader))
        _take(views.with_sources(tables, maps.links, maps_reader), "boundaries", words)


@panel(mark("Areas"))
def areas(maps: TwoMaps, maps_reader: views.TwoMapsReader) -> None:
    """Every area of a day, on the map the reader asks for."""
    words = maps_reader.words
    left, right = st.columns(2, gap="small")
    with left:
        day = st.selectbox(
            words("Day of the count"),
            maps.days(),
            format_func=lambda one: format.date(one, words.language, maps_reader.calendar),
            key="quality-maps-day",
        )
    names = {"reported": words("As reported"), "newest": words("On the newest map")}
    with right:
        reading = st.segmented_control(
            words("Map"),
            list(names),
            format_func=names.__getitem__,
            default="newest",
            required=True,
            key="quality-maps-reading",
        )
    st.markdown(views.headline(maps, day, maps_reader))
    rows = views.day_rows(maps.reported if reading == "reported" else maps.newest, day)
    table = views.table(rows, maps_reader)
    _table(table)
    st.caption(views.cited(rows, maps_reader))
    _take(views.with_sources(table, rows, maps_reader), f"people-{reading}", words)


@panel(mark("An area over the years"))
def one_area(maps: TwoMaps, maps_reader: views.TwoMapsReader, view: ViewState) -> None:
    """One area over the years, beside the areas it came from."""
    words = maps_reader.words
    names = views.changed(maps, maps_reader)
    if not names:
        return
    codes = list(names)
    area = st.selectbox(
        words("An area over the years"),
        codes,
        index=next(
            (place for place, code in enumerate(codes) if view.area in views.origins(maps.links, code)), 0
        ),
        format_func=names.__getitem__,
        key="quality-maps-area",
    )
    series = views.series(maps, area, maps_reader)
    figure = lines.several(series, words=words, axis=Axis(words("People"), 0, view.calendar))
    figure_export(figure, "two-maps", words, sources=sorted(series["source"].unique()))


def _nearest(levels: tuple[str, ...], view: ViewState) -> str:
    """The level of the area at the side, where it was on two maps itself; else the smallest areas."""
    if len(levels) < 2 or view.area == view.country:
        return levels[-1]
    upper = store.on_two_maps(view.country, levels[0])
    return levels[0] if view.area in set(upper.links["to_area"]) else levels[-1]


def _table(rows: pd.DataFrame) -> None:
    with st.container(height=ROWS_HIGH if len(rows) > MANY_ROWS else "content", border=False):
        st.table(rows.set_index(rows.columns[0]))


def _take(table: pd.DataFrame, name: str, words: Words) -> None:
    st.download_button(
        words("Download this table"),
        downloads.csv(table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"two-maps-{name.split('-')[0]}",
    )
