"""Scenarios beside the one being edited: variants, saved ones, copies a reader put aside; six on one scale at most."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.analysis.projections import ScenarioRun, run
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_links import from_link, to_link
from dashboard.analysis.projections.un_variants import LONGEST_NAME, NAMES, name_of, variant
from dashboard.error_boundary import panel
from dashboard.projections import state
from dashboard.reader import Reader
from dashboard.words import Words, mark
from data import scenario_register as register
from data.problems import WorkspaceProblem
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import VARIANTS, Scenario, fingerprint, read

MOST = 6
#: Before the identifier of a saved scenario; and how many are offered, the latest
SAVED, MOST_SAVED = "saved:", 30


@panel(mark("Compare with"))
def choices(begin: Start, reader: Reader) -> None:
    """The list of scenarios to compare with, and a button that adds a copy of this one to it."""
    words = reader.words
    aside = session.COPIES.get().setdefault(begin.area, {})
    chosen = session.COMPARISONS.get().setdefault(begin.area, [])
    saved = area_scenarios(begin)
    options = [*aside, *saved, *VARIANTS]
    widget = f"beside-{begin.area}-{reader.view.language}"
    st.session_state[widget] = [one for one in chosen if one in options]

    def keep() -> None:
        session.COMPARISONS.get()[begin.area] = list(st.session_state[widget])

    def put_aside() -> None:
        now = state.scenario(begin)
        key = fingerprint(now)
        aside[key] = to_link(now)
        if key not in chosen and len(chosen) < MOST - 1:
            session.COMPARISONS.get()[begin.area] = [*chosen, key]

    st.multiselect(
        words("Compare with"),
        options,
        format_func=lambda key: scenario_name(key, aside, saved, words),
        key=widget,
        on_change=keep,
        max_selections=MOST - 1,
        placeholder=words("variants, saved scenarios or copies, five at most"),
    )
    st.button(
        words("Put a copy aside to compare"),
        key=f"aside-{begin.area}-{reader.view.language}",
        icon=":material/content_copy:",
        on_click=put_aside,
    )


def area_scenarios(begin: Start) -> dict[str, tuple[str, str]]:
    """Saved scenarios of this area: key -> name and stored text; none where the register cannot be read, which its tab says."""
    return _saved(begin.area)


# Of no release: what people write, asked again after five seconds, for a curve that is dragged asks at every move
@st.cache_data(ttl=5, max_entries=64, show_spinner=False)
def _saved(area: str) -> dict[str, tuple[str, str]]:
    try:
        listed = register.list_scenarios()
        mine = listed.loc[listed["area"] == area, "scenario"].head(MOST_SAVED)
        scenarios = [register.read(str(one)) for one in mine]
    except WorkspaceProblem:
        return {}
    return {f"{SAVED}{entry.scenario}": (entry.inputs.name, entry.inputs.inputs) for entry in scenarios}


def scenario_name(key: str, aside: dict[str, str], saved: dict[str, tuple[str, str]], words: Words) -> str:
    """What a scenario to compare with is called."""
    if key in NAMES:
        return words(NAMES[key])
    if key in saved:
        return words("{name} (saved)", name=saved[key][0][:LONGEST_NAME])
    return words("{name} ({hash})", name=name_of(from_link(aside[key]), words), hash=key[:4])


def comparison_runs(
    begin: Start, edited: Scenario, words: Words
) -> tuple[tuple[ScenarioRun, ...], tuple[str, ...]]:
    """Runs and names of those compared with; what cannot be projected here is said and left out."""
    aside = session.COPIES.get().get(begin.area, {})
    chosen = session.COMPARISONS.get().get(begin.area, [])
    saved = area_scenarios(begin) if any(key.startswith(SAVED) for key in chosen) else {}
    runs, names = [], []
    for key in chosen:
        if key.startswith(SAVED) and key not in saved:
            continue  # archived since
        name = scenario_name(key, aside, saved, words)
        try:
            runs.append(run(begin, _scenario(key, aside, saved, edited)))
        except ScenarioProblem:
            st.info(words("“{name}” cannot be projected here and is left out.", name=name))
            continue
        names.append(name)
    return tuple(runs), tuple(names)


def _scenario(
    key: str, aside: dict[str, str], saved: dict[str, tuple[str, str]], edited: Scenario
) -> Scenario:
    if key in saved:
        return read(saved[key][1])
    return from_link(aside[key]) if key in aside else variant(key, edited)
