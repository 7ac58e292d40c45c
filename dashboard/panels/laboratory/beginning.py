"""Where a scenario begins: variant, horizon, areas together, methods."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import filters, format, frame, store
from dashboard.laboratory.horizons import HorizonTooFar, horizon_of
from dashboard.laboratory.numbers import whole
from dashboard.laboratory.variants import NAMES, variant
from dashboard.panels.laboratory import state
from dashboard.projecting import Start
from dashboard.view_state import ViewState
from dashboard.words import Words
from forecasting.scenarios import Scenario


def choices(begin: Start, view: ViewState, words: Words) -> None:
    """Variant, horizon, areas and methods in a row."""
    columns = st.columns([4, 2, 4], gap="small", vertical_alignment="bottom")
    with columns[0]:
        variants(begin, view, words)
    with columns[1]:
        horizon(begin, view, words)
    with columns[2]:
        areas_together(view, words)


def variants(begin: Start, view: ViewState, words: Words) -> None:
    """Start anew from one of the United Nations' variants."""
    widget = f"variant-{begin.area}-{view.language}"
    now = state.scenario(begin)
    st.session_state[widget] = now.name if now.name in NAMES else "medium"

    def begin_anew() -> None:
        name = st.session_state[widget]
        state.attempt(begin, lambda before: variant(name, before))

    st.selectbox(
        words("Start from"),
        list(NAMES),
        format_func=lambda name: words(NAMES[name]),
        key=widget,
        on_change=begin_anew,
        help=words(
            "The United Nations’ variants, by their definitions; the medium path they start from is ours. Choosing one takes back what was drawn."
        ),
    )


def horizon(begin: Start, view: ViewState, words: Words) -> None:
    """The last year, written in the reader's digits; a year too far is refused with a sentence."""
    widget = f"horizon-{begin.area}-{view.language}"
    try:
        last = horizon_of(begin, state.scenario(begin))
    except HorizonTooFar as problem:
        last = problem.asked
    st.session_state[widget] = format.digits(str(last), view.language)

    def go() -> None:
        asked = st.session_state[widget]
        year = whole(asked)
        if year is None:
            state.say(
                words(
                    "“{asked}” is not a year: write it in figures, such as {year}.",
                    asked=asked[:24],
                    year=str(last),
                )
            )
            return

        def changed(before: Scenario) -> Scenario:
            return replace(before, horizon=None if year == begin.usual_horizon else year)

        state.attempt(begin, changed)

    st.text_input(words("Project to"), key=widget, on_change=go, max_chars=8)


def areas_together(view: ViewState, words: Words) -> None:
    """Other provinces to project as one with this one."""
    if view.area == view.country:
        return
    names = store.country_areas(view.country).set_index("area")[f"name_{view.language}"]
    others = [area for area in filters.in_order(store.country_areas(view.country), words)
              if area not in (view.area, view.country)]  # fmt: skip
    widget = f"together-{view.area}-{view.language}"
    st.session_state[widget] = [area for area in state.areas(view) if area != view.area]

    def keep() -> None:
        filters.project_together(view.area, tuple(st.session_state[widget]))
        st.query_params.from_dict(view.to_query() | filters.of_the_page(view, filters.PROJECTIONS))

    st.multiselect(
        words("Together with"),
        others,
        format_func=names.__getitem__,
        key=widget,
        on_change=keep,
        placeholder=words("this area alone"),
    )


def methods(begin: Start, view: ViewState, words: Words) -> None:
    """Options that matter little to most, folded away."""
    del begin, view, words
    _ = frame
