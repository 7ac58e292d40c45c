"""Scenarios beside the one being edited: the variants, and copies a reader put aside; six on one scale at most."""

from __future__ import annotations

import streamlit as st

from dashboard.laboratory import LabRun, run
from dashboard.laboratory.links import from_link, to_link
from dashboard.laboratory.variants import NAMES, name_of, variant
from dashboard.panels.laboratory import state
from dashboard.projecting import Start
from dashboard.view_state import ViewState
from dashboard.words import Words
from forecasting.scenarios import VARIANTS, Scenario, fingerprint

MOST = 6
ASIDE, BESIDE = "laboratory aside", "laboratory beside"


def choices(begin: Start, view: ViewState, words: Words) -> None:
    """Which to compare with, and a button that puts a copy of this one among them."""
    aside = st.session_state.setdefault(ASIDE, {}).setdefault(begin.area, {})
    beside = st.session_state.setdefault(BESIDE, {}).setdefault(begin.area, [])
    options = [*aside, *VARIANTS]
    widget = f"beside-{begin.area}-{view.language}"
    st.session_state[widget] = [one for one in beside if one in options]

    def keep() -> None:
        st.session_state[BESIDE][begin.area] = list(st.session_state[widget])

    def put_aside() -> None:
        now = state.scenario(begin)
        key = fingerprint(now)
        aside[key] = to_link(now)
        if key not in beside and len(beside) < MOST - 1:
            st.session_state[BESIDE][begin.area] = [*beside, key]

    st.multiselect(
        words("Compare with"),
        options,
        format_func=lambda key: named(key, aside, words),
        key=widget,
        on_change=keep,
        max_selections=MOST - 1,
        placeholder=words("variants or copies, five at most"),
    )
    st.button(
        words("Put a copy aside to compare"),
        key=f"aside-{begin.area}-{view.language}",
        icon=":material/content_copy:",
        on_click=put_aside,
    )


def named(key: str, aside: dict[str, str], words: Words) -> str:
    """What a scenario to compare with is called."""
    if key in NAMES:
        return words(NAMES[key])
    return words("{name} ({hash})", name=name_of(from_link(aside[key]), words), hash=key[:4])


def runs_beside(begin: Start, edited: Scenario, words: Words) -> tuple[tuple[LabRun, ...], tuple[str, ...]]:
    """Runs and names of those compared with; what cannot be projected here is said and left out."""
    aside = st.session_state.get(ASIDE, {}).get(begin.area, {})
    runs, names = [], []
    for key in st.session_state.get(BESIDE, {}).get(begin.area, []):
        scenario = from_link(aside[key]) if key in aside else variant(key, edited)
        try:
            runs.append(run(begin, scenario))
        except ValueError:
            st.info(
                words("“{name}” cannot be projected here and is left out.", name=named(key, aside, words))
            )
            continue
        names.append(named(key, aside, words))
    return tuple(runs), tuple(names)
