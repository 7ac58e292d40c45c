"""The ageing page beyond its measures: when each area passes 7, 14 and 21 per cent."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import filters, store
from dashboard.analysis.indicators import BASE
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.panels.under_registration import sources
from dashboard.views import ageing_thresholds
from dashboard.words import mark

SHARE = "share_65_plus"


@st.fragment
@panel(mark("When 7, 14 and 21 % are aged 65 and over"))
def passing() -> None:
    """The years of passing, known and projected."""
    reader = filters.reader()
    view, words = reader.view, reader.words
    st.header(words("When 7, 14 and 21 % are aged 65 and over"), anchor=False)
    shares, projected = store.measure(view.country, SHARE), projected_shares(view.country)
    if shares.empty:
        st.info(words("No ages are known here."), icon=":material/data_alert:")
        return
    names = reader.area_names
    crossings = store.cached(("passing", view.country, view.language))(
        lambda: ageing_thresholds.passings(shares, projected, names, view.language)
    )
    st.markdown(ageing_thresholds.sentence(crossings, view.area, view.calendar, words))
    now = int(shares["year"].max())
    figure = store.cached(("passing-figure", view.country, view.area, view.calendar, view.language))(
        lambda: ageing_thresholds.figure(
            crossings, now, view.area, view.calendar, store.offices(view.language), words
        )
    )
    chart_block.chart_with_data(
        figure,
        "passing",
        ageing_thresholds.papers(crossings, view.country, view.calendar, words),
        words,
        height=640,
    )
    st.caption(
        words(
            "From 7 % the United Nations calls a population ageing, from 14 % aged; from 21 % it is often called super-aged. "
            "After the dotted line: projected from the estimated base population at recent levels of fertility and "
            "migration and the nation’s path of mortality. It says what follows if they hold."
        )
    )
    sources(tuple(key for key in dict.fromkeys(" ".join(crossings["source"]).split())), words)


def projected_shares(country: str) -> pd.DataFrame | None:
    """area, year, value, status, source — the default projections after their base year; None where there are none"""
    rows = store.area_projections(country, SHARE)
    if rows.empty:
        return None
    later = rows[rows["year"] > rows.groupby("area")["year"].transform("min")]
    return later.assign(status="projected", source=BASE).reset_index(drop=True)
