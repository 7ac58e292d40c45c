"""The projection page: three sliders, the pyramid now and then, and what becomes of the area."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import filters, format, frame, store
from dashboard.charts import lines, pyramids
from dashboard.panels.measure import show
from dashboard.projecting import AGES, Assumptions, Run, Start
from dashboard.view_state import ViewState
from dashboard.views import projection as told
from dashboard.words import Words


def laboratory(view: ViewState) -> None:
    """Set three assumptions; see where they lead."""
    words = frame.words_of(view)
    begin = store.projection_start(view.country, view.area)
    if begin is None:
        st.info(words("There is no base population for this area, so nothing can be projected."))
        return
    st.markdown(told.opening(begin, view.calendar, words))
    assumed = assumptions(begin, view, words)
    run = store.projection(view.country, view.area, assumed)
    st.markdown(told.outcome(run, view.calendar, words))
    outlook(view, run, words)
    now_and_then(view, run, words)
    st.caption(told.papers(begin, view.calendar, words))


def assumptions(begin: Start, view: ViewState, words: Words) -> Assumptions:
    """A slider each for fertility, life expectancy and net migration; where recent levels lead is the default."""
    last = format.year(begin.years[-1], view.calendar, view.language)
    usual, language = begin.usual, view.language
    columns = st.columns(3, gap="medium")
    with columns[0]:
        tfr = slider(
            words("Children per woman in {year}", year=last),
            0.8,
            4.5,
            usual.total_fertility_rate,
            0.05,
            f"tfr-{begin.area}",
            2,
            language,
        )
    with columns[1]:
        lowest, highest = max(60.0, begin.life_expectancy - 5), min(95.0, begin.life_expectancy + 15)
        e0 = slider(
            words("Life expectancy in {year}, years", year=last),
            lowest,
            highest,
            usual.life_expectancy,
            0.5,
            f"e0-{begin.area}",
            1,
            language,
        )
    with columns[2]:
        moves = slider(
            words("Net migration a year, per 1,000 people"),
            -20.0,
            20.0,
            usual.net_migration_rate * format.PER_1000,
            0.5,
            f"net-{begin.area}",
            1,
            language,
        )
    return Assumptions(round(tfr, 4), round(e0, 4), round(moves / format.PER_1000, 6))


def slider(
    label: str, low: float, high: float, usual: float, step: float, key: str, decimals: int, language: str
) -> float:
    """A slider over numbers in the reader's digits; its steps pass through the usual value."""
    below = int((usual - low) / step)
    above = int((high - usual) / step)
    choices = [round(usual + step * k, 6) for k in range(-below, above + 1)]
    kept, widget = st.session_state.get(key), f"{key}-{language}"
    st.session_state[widget] = kept if kept in choices else round(usual, 6)
    return float(
        st.select_slider(
            label,
            choices,
            format_func=lambda value: format.number(value, language, decimals),
            key=widget,
            on_change=filters.keep(key, widget),
        )
    )


def outlook(view: ViewState, run: Run, words: Words) -> None:
    """Total, share 65 and over, births: the past where it is known, then the projection."""
    charts = (
        (
            "total",
            words("Population"),
            told.people_unit(run, words),
            1 if told.size_of(run) == "millions" else 0,
            True,
        ),
        ("old", words("Share aged 65 and over"), words("% of population"), 1, False),
        (
            "births",
            words("Births"),
            words("thousand births a year"),
            1 if run.births.max() < 100_000 else 0,
            True,
        ),
    )
    columns = st.columns(3, gap="medium")
    for column, (key, title, unit, decimals, from_zero) in zip(columns, charts, strict=True):
        with column:
            st.subheader(title, anchor=False)
            frame_of = told.series(run, store.projected_history(view.country, view.area, key), key)
            figure = lines.projection(
                frame_of,
                base_year=run.years[0],
                words=words,
                calendar=view.calendar,
                label=unit,
                decimals=decimals,
                from_zero=from_zero,
                height=340,
            )
            show(figure, f"projection-{key}")


def now_and_then(view: ViewState, run: Run, words: Words) -> None:
    """The age pyramid at the start and in the last year, on one scale."""
    st.subheader(words("Age pyramid, now and then"), anchor=False)
    names = [format.year(run.years[index], view.calendar, view.language) for index in (0, -1)]
    frames = [by_age(run, index) for index in (0, -1)]
    figure = pyramids.pyramid(
        frames[1],
        words=words,
        name=names[1],
        other=frames[0],
        other_name=names[0],
        status="projected",
        height=520,
    )
    show(figure, "pyramid-now-and-then")


def by_age(run: Run, index: int) -> pd.DataFrame:
    """sex, age_lower, value of one year of a run"""
    return told.tidy(run.population[index], AGES)
