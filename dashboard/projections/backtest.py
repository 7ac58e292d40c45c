"""How wrong: the back-test card beside a forecast."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard import format, page_layout, store
from dashboard.analysis import catalogue
from dashboard.analysis.uncertainty import backtest
from dashboard.analysis.uncertainty.backtest import BY_KEY, METHODS, SIZES, BacktestSeries
from dashboard.projections import hindcast
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from forecasting.backtest.card import BacktestCard, CardLine

WHOLE, WHOLE_TITLE = "whole", mark("The whole projection")


def section(view: ViewState) -> None:
    """What the method of the fans would have said before, and what happened."""
    words = page_layout.words_of(view)
    st.markdown(
        words(
            "Forecasts launched from 5, 10 and 15 years ago, each knowing only the years before, set beside what happened "
            "and beside methods that know no demography. A method that does not beat them has earned no trust."
        )
    )
    key = st.segmented_control(
        words("Series"),
        [WHOLE, *BY_KEY],
        format_func=lambda one: words(WHOLE_TITLE if one == WHOLE else BY_KEY[one].title),
        default=WHOLE,
        required=True,
        key=f"wrong-series-{view.language}",
    )
    if key is None or key == WHOLE:
        hindcast.section(view, words)
        return
    tested = BY_KEY[key]
    card = made(view.country, view.area, tested.key, store.data_version())
    if card is None:
        st.info(words("The store has no series of this for the area."), icon=":material/data_alert:")
        return
    said(card, tested, view, words)


@st.cache_data(max_entries=256, show_spinner=False, ttl="1d")
def made(country: str, area: str, key: str, release: str) -> BacktestCard | None:
    """The card of one area and series on one release."""
    tested = BY_KEY[key]
    return backtest.card_of(store.measure(country, tested.measure), area, tested.series)


def said(card: BacktestCard, tested: BacktestSeries, view: ViewState, words: Words) -> None:
    """The card: a sentence and a table a launch, areas by size, and what cannot be said."""
    for ago, lines in backtest.launches(card):
        ours = next(line for line in lines if line.method == backtest.OURS)
        st.markdown(
            sentence(ours, backtest.closer(lines), len(lines) - 1, card.last_year, tested, view, words)
        )
        st.dataframe(
            pd.DataFrame([row(line, tested, view, words) for line in lines]), hide_index=True, width="stretch"
        )
        sizes(card, ago, view, words)
    for ago in backtest.silent(card):
        st.caption(
            words(
                "Launched from {ago} years ago: nothing can be said, the series is too short.",
                ago=format.number(ago, view.language),
            )
        )
    for year, why in catalogue.BREAKS.get((view.country, tested.measure), {}).items():
        st.caption(f"{page_layout.year_text(year, view)}: {words(why)}")
    st.caption(
        words(
            "Tested is the series itself, as it stands in this release; figures may have been revised since they were first "
            "known. Forecast less actual is the miss: above zero, too high."
        )
    )


def sentence(
    ours: CardLine, closer: int, rivals: int, last: int, tested: BacktestSeries, view: ViewState, words: Words
) -> str:
    """What ours said, what happened, how far off it was, and how many of the others came closer."""
    number = {
        "origin": page_layout.year_text(ours.origin, view),
        "last": page_layout.year_text(last, view),
        "said": format.number(ours.forecast, view.language, tested.decimals),
        "was": format.number(ours.actual, view.language, tested.decimals),
        "unit": words(tested.unit),
        "off": format.percent(abs(ours.missed_share), view.language),
    }
    if ours.direction == "too high":
        told = words(
            "**Launched from {origin}: {said} for {last}; it was {was} {unit}: {off} too high.**", **number
        )
    elif ours.direction == "too low":
        told = words(
            "**Launched from {origin}: {said} for {last}; it was {was} {unit}: {off} too low.**", **number
        )
    else:
        told = words("**Launched from {origin}: {said} for {last}, as it was ({unit}).**", **number)
    return f"{told} " + words(
        "Of {rivals} naive methods {closer} came closer.",
        rivals=format.number(rivals, view.language),
        closer=format.number(closer, view.language),
    )


def row(line: CardLine, tested: BacktestSeries, view: ViewState, words: Words) -> dict[str, str]:
    """One method's line of a launch, in the reader's digits."""
    return {
        words("Method"): words(METHODS[line.method]),
        words("Forecast"): format.number(line.forecast, view.language, tested.decimals),
        words("Actual"): format.number(line.actual, view.language, tested.decimals),
        words("Miss"): format.percent_change(line.missed_share, view.language),
        words("80 % interval"): held(line.held_80, words),
        words("95 % interval"): held(line.held_95, words),
    }


def held(inside: bool | None, words: Words) -> str:
    """Whether an interval held; that there was none is a third thing."""
    if inside is None:
        return words("no interval yet")
    return words("held") if inside else words("missed")


def sizes(card: BacktestCard, ago: int, view: ViewState, words: Words) -> None:
    """The same launch over all areas by size: how far off, which way, and how often the interval held."""
    lines = backtest.by_size(card, ago)
    if not lines:
        return
    language = view.language
    with st.expander(words("All areas, launched {ago} years ago", ago=format.number(ago, language))):
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        words("Areas"): words(SIZES[line.size]),
                        words("Method"): words(METHODS[line.method]),
                        words("Number"): format.number(line.areas, language),
                        words("Mean miss"): share(line.mean_share, language),
                        words("Median miss"): share(line.median_share, language),
                        words("Bias"): format.percent_change(line.bias_share, language),
                        words("80 % held"): share(line.held_80, language),
                        words("95 % held"): share(line.held_95, language),
                    }
                    for line in lines
                ]
            ),
            hide_index=True,
            width="stretch",
        )


def share(value: float, language: str) -> str:
    """A share, or a dash where there is none."""
    return "–" if math.isnan(value) else format.percent(value, language)
