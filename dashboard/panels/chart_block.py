"""A chart with all that belongs to it: its table, its data with their papers, its picture, a link to this very view.

The one way a chart comes onto a page. Nothing is made before it is asked for: the table when it is opened, the
package when it is taken; the pictures are drawn by the reader's browser (dashboard/static/take.js).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from dashboard import filters, store
from dashboard.charts import theme
from dashboard.error_boundary import panel
from dashboard.views import data_package, figure_rows
from dashboard.views.chart_export import ChartExport
from dashboard.words import Words, mark


def chart_with_data(
    figure: go.Figure,
    key: str,
    export: ChartExport,
    words: Words,
    config: dict[str, Any] = theme.CONFIG,
    height: int | None = None,
    on_point: Callable[[], None] | None = None,
) -> None:
    """The figure and, under it, what a reader can take away of it.

    ``height`` in pixels of a list that scrolls; ``on_point`` is called when a reader chooses a point.
    """
    with st.container(key=f"chart-{key}", gap="small"):
        with st.container(height=height or "content", border=False):
            show(figure, key, config, on_point)
        papers(key, export, words.language)


def figure_export(
    figure: go.Figure,
    key: str,
    words: Words,
    config: dict[str, Any] = theme.CONFIG,
    sources: Sequence[str] = (),
) -> None:
    """A figure with its papers, where what it draws is all there is to take away."""
    chart_with_data(figure, key, figure_rows.of_figure(figure, key, words, sources), words, config)


def show(
    figure: go.Figure,
    key: str,
    config: dict[str, Any] = theme.CONFIG,
    on_point: Callable[[], None] | None = None,
) -> None:
    """A figure as our own theme draws it, with its alternative text."""
    alt = figure.layout.meta["alt"]
    if on_point is None:
        st.plotly_chart(figure, key=key, theme=None, config=config, alt=alt)
        return
    st.plotly_chart(
        figure,
        key=key,
        theme=None,
        config=config,
        alt=alt,
        on_select=on_point,
        selection_mode="points",
    )


@st.fragment
@panel(mark("Table"))
def papers(key: str, export: ChartExport, language: str) -> None:
    """The row under a chart, by itself: opening a table draws no chart again."""
    words = Words(language)
    with st.container(horizontal=True, gap="small", key=f"take-{key}", vertical_alignment="center"):
        opened = st.toggle(words("Table"), key=f"table-{key}-{language}")
        data_button(key, export, words)
        st.html(buttons(key, export, words))
    if opened:
        table(export, words)


def data_button(key: str, export: ChartExport, words: Words) -> None:
    """Rows and papers in one file, made when it is taken."""
    sources, package = store.sources_table(), release()
    link = address(absolute=True)
    st.download_button(
        words("Data"),
        lambda: data_package.packed(export, sources, package, link, words),
        f"{export.name}.zip",
        "application/zip",
        key=f"data-{key}-{words.language}",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        help=words("Rows as CSV, and what they are as a Data Package, in one zip"),
    )


def table(export: ChartExport, words: Words) -> None:
    """What the chart shows, as a table that can be read aloud."""
    rows = export.table()
    if rows.empty:
        st.caption(words("There are no rows."))
        return
    st.table(rows.set_index(rows.columns[0]))


def buttons(key: str, export: ChartExport, words: Words) -> str:
    """The buttons whose work the browser does: pictures, and the link."""
    pictures = "".join(
        f'<button type="button" class="rasad-take" data-take="{kind}" title="{escape(label)}" '
        f'aria-label="{escape(label)}: {escape(export.title)}">{kind.upper()}</button>'
        for kind, label in (("png", words("Picture as PNG")), ("svg", words("Picture as SVG")))
    )
    link = (
        f'<a class="rasad-take" data-take="link" data-done="{escape(words("Copied"))}" href="{escape(address())}" '
        f'title="{escape(words("Copy a link to this view"))}">{escape(words("Link"))}</a>'
    )
    return (
        f'<div class="rasad-takes" data-chart="chart-{escape(key)}" data-name="{escape(export.name)}" data-title="{escape(export.title)}" '
        f'data-note="{escape(note(export, words))}">{pictures}{link}</div>'
    )


def note(export: ChartExport, words: Words) -> str:
    """What is written under a picture that leaves the page: who says so, and the release."""
    keys = export.chart_sources or export.sources
    return data_package.citation(export.title, keys, store.sources_table(), release(), words)


def release() -> str:
    """The release the figures were read from."""
    return store.cached(("release",))(lambda: str(store.release_table()["release"].iloc[0]))


def address(*, absolute: bool = False) -> str:
    """A link to exactly this view."""
    view = filters.chosen()
    page = (st.context.url or "").split("?")[0].rstrip("/").rpartition("/")[2]
    query = "?" + urlencode(view.to_query() | filters.of_the_page(view, page))
    if not absolute:
        return query
    return (st.context.url or "").split("?")[0] + query
