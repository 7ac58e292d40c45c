"""How wrong: the back-test card beside a forecast."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from dashboard import format, store
from dashboard.analysis import catalogue
from dashboard.analysis.uncertainty import backtest
from dashboard.analysis.uncertainty.backtest import BY_KEY, METHODS, SIZES, BacktestSeries
from dashboard.projections import hindcast
from dashboard.reader import Reader
from dashboard.words import Words, mark
from forecasting.backtest.card import BacktestCard, CardLine
from forecasting.probabilistic.rolling_origins import OURS

WHOLE, WHOLE_TITLE = "whole", mark("The whole projection")


def section(reader: Reader) -> None:
    """What the method of the fans would have said before, and what happened."""
    view, words = reader.view, reader.words
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
        hindcast.section(reader)
        return
    tested = BY_KEY[key]
    card = card_of_area(view.country, view.area, tested.key)
    if card is None:
        st.info(words("The store has no series of this for the area."), icon=":material/data_alert:")
        return
    card_section(card, tested, reader)


def card_of_area(country: str, area: str, key: str) -> BacktestCard | None:
    """The card of one area and series."""
    tested = BY_KEY[key]
    return store.cached(("back-test", country, area, key))(
        lambda: backtest.card_of(store.measure(country, tested.measure), area, tested.series)
    )


def card_section(card: BacktestCard, tested: BacktestSeries, reader: Reader) -> None:
    """The card: a sentence and a table a launch, areas by size, and what cannot be said."""
    words = reader.words
    for ago, lines in backtest.launches(card):
        ours = next(line for line in lines if line.method == OURS)
        st.markdown(sentence(ours, backtest.closer(lines), len(lines) - 1, card.last_year, tested, reader))
        st.dataframe(
            pd.DataFrame([row(line, tested, reader) for line in lines]), hide_index=True, width="stretch"
        )
        sizes(card, ago, reader)
    for ago in backtest.silent(card):
        st.caption(
            words(
                "Launched from {ago} years ago: nothing can be said, the series is too short.",
                ago=format.number(ago, reader.view.language),
            )
        )
    for year, reason in catalogue.BREAKS.get((reader.view.country, tested.measure), {}).items():
        st.caption(f"{reader.year(year)}: {words(reason)}")
    st.caption(
        words(
            "Tested is the series itself, as it stands in this release; figures may have been revised since they were first "
            "known. Forecast less actual is the miss: above zero, too high."
        )
    )


def sentence(
    ours: CardLine, closer: int, rivals: int, last: int, tested: BacktestSeries, reader: Reader
) -> str:
    """A sentence: our forecast, the actual figure, the error, and how many naive methods were nearer."""
    view, words = reader.view, reader.words
    number = {
        "origin": reader.year(ours.origin),
        "last": reader.year(last),
        "said": format.number(ours.forecast, view.language, tested.decimals),
        "was": format.number(ours.actual, view.language, tested.decimals),
        "unit": words(tested.unit),
        "off": format.percent(abs(ours.missed_share), view.language),
    }
    if ours.direction == "too high":
        text = words(
            "**Launched from {origin}: {said} for {last}; it was {was} {unit}: {off} too high.**", **number
        )
    elif ours.direction == "too low":
        text = words(
            "**Launched from {origin}: {said} for {last}; it was {was} {unit}: {off} too low.**", **number
        )
    else:
        text = words("**Launched from {origin}: {said} for {last}, as it was ({unit}).**", **number)
    return f"{text} " + words(
        "Of {rivals} naive methods {closer} came closer.",
        rivals=format.number(rivals, view.language),
        closer=format.number(closer, view.language),
    )


def row(line: CardLine, tested: BacktestSeries, reader: Reader) -> dict[str, str]:
    """One method's line of a launch, in the reader's digits."""
    view, words = reader.view, reader.words
    return {
        words("Method"): words(METHODS[line.method]),
        words("Forecast"): format.number(line.forecast, view.language, tested.decimals),
        words("Actual"): format.number(line.actual, view.language, tested.decimals),
        words("Miss"): format.percent_change(line.missed_share, view.language),
        words("80 % interval"): interval_verdict(line.held_80, words),
        words("95 % interval"): interval_verdict(line.held_95, words),
    }


def interval_verdict(inside: bool | None, words: Words) -> str:
    """Whether an interval held the actual, or that there was none."""
    if inside is None:
        return words("no interval yet")
    return words("held") if inside else words("missed")


def sizes(card: BacktestCard, ago: int, reader: Reader) -> None:
    """The same launch over all areas by size: how far off, which way, and how often the interval held."""
    words = reader.words
    lines = backtest.by_size(card, ago)
    if not lines:
        return
    language = reader.view.language
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
