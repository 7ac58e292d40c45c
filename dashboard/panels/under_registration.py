"""A registered rate and the same adjusted for what is not registered, side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import filters, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.reader import Reader
from dashboard.views import under_registration as told
from dashboard.views.measure import source_text
from dashboard.words import Words, mark


@panel(mark("Registered and adjusted"))
def side_by_side(reader: Reader, keys: tuple[str, ...]) -> None:
    """Choose a rate and a year; see both figures of every area."""
    view, words = reader.view, reader.words
    names = reader.area_names
    rates = {key: words(BY_KEY[key].name) for key in keys}
    key = filters.option("rate", words("Measure"), rates, place="adjusted", as_list=True)
    indicator, adjusted = BY_KEY[key], store.adjusted(view.country, key)
    if adjusted.empty:
        st.info(
            words(
                "Neither births nor deaths are published as registered by area here: how complete the register is cannot be known, and nothing is adjusted."
            ),
            icon=":material/data_alert:",
        )
        return
    year = year_of(told.years(adjusted), fullest(adjusted), reader)
    rows = told.of_year(adjusted, names, year)
    year_text = reader.year(year)
    st.markdown(told.sentence(rows, view.area, names[view.area], year_text, indicator, words))
    if rows["adjusted"].notna().any():
        title = words(
            "{measure}, as registered and adjusted, {year}", measure=words(indicator.name), year=year_text
        )
        label = words("{measure} ({unit})", measure=words(indicator.name), unit=words(indicator.unit))
        named = adjusted.assign(name=adjusted["area"].map(names))
        chart_block.chart_with_data(
            told.figure(rows, indicator, label, view.area, words),
            "adjusted",
            told.papers(rows, named, indicator, title, view.calendar, words),
            words,
        )
    if over := told.not_adjusted(rows, words):
        st.caption(over)
    st.caption(words("**Estimated.** {how}", how=told.method(indicator, words)))
    sources(tuple(dict.fromkeys(" ".join(rows["source"]).split())), words)


def fullest(rates: pd.DataFrame) -> int:
    """The latest of the years in which most areas have a rate."""
    counts = rates.groupby("year")["area"].nunique()
    return int(counts[counts == counts.max()].index.max())


def year_of(years: tuple[int, ...], usual: int, reader: Reader) -> int:
    """Which year."""
    texts = {str(year): reader.year(year) for year in reversed(years)}
    return int(
        filters.option("until", reader.words("Year"), texts, place="adjusted", as_list=True, usual=str(usual))
    )


def sources(keys: tuple[str, ...], words: Words) -> None:
    """Who says so."""
    text = source_text(" ".join(keys), store.sources_table(), words)
    st.caption(f"**{words('Source')}** — {text}")
