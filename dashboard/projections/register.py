"""The scenario register on the page: save, open, clone, lock, archive, hand on; what is said of the assumptions."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, format, page_layout, store
from dashboard.analysis.projections import ScenarioRun, scenario_files
from dashboard.projections.register_entry import (
    DONE,
    OPEN,
    WHO,
    Opened,
    act,
    cannot,
    changed,
    choose,
    look_after,
    now_open,
)
from dashboard.view_state import ViewState
from dashboard.words import Words
from data import scenario_register as register
from data.problems import WorkspaceProblem
from data.scenario_register import Inputs, SavedMeanwhile, SavedScenario

#: Session key of what could not be saved over
UNSAVED = "scenario unsaved"


def section(view: ViewState, run: ScenarioRun, name: str, opened: Opened) -> None:
    """Save the scenario on the page; find, open and look after those that were saved."""
    words = page_layout.words_of(view)
    if said := st.session_state.pop(DONE, None):
        st.success(said, icon=":material/check:")
    save(view, run, name, words)
    try:
        listed = register.list_scenarios()
    except WorkspaceProblem as problem:
        cannot(words("The scenario register cannot be read."), problem, words)
        return
    mine = listed[listed["country"] == view.country]
    hand_in(view, words)
    if mine.empty:
        st.caption(words("No scenario has been saved for this country yet."))
        return
    kept = choose(mine, view, words)
    if kept is not None:
        look_after(kept, view, opened, words)


# ---- save


def save(view: ViewState, run: ScenarioRun, name: str, words: Words) -> None:
    """A form: a name, who, a comment; over the open one, or as one of its own."""
    now: SavedScenario | None = st.session_state.get(OPEN)
    if now is not None and now.inputs.area != run.area:
        now = None
    with st.form(f"save-{view.language}", border=True):
        left, right = st.columns(2)
        title = left.text_input(
            words("Name of the scenario"), value=now.inputs.name if now else name, max_chars=120
        )
        who = right.text_input(
            words("Your name"),
            value=st.session_state.get(WHO, ""),
            max_chars=120,
            help=words("Whoever opens the scenario later sees who saved it. Signing in comes later."),
        )
        comment = st.text_area(words("What it is for"), max_chars=2000, height=68)
        with st.container(horizontal=True):
            over = now is not None and st.form_submit_button(
                words("Save as version {n}", n=format.number(now.version + 1, view.language)), type="primary"
            )
            new = st.form_submit_button(
                words("Save as a new scenario") if now else words("Save"),
                type="secondary" if now else "primary",
            )
    if over or new:
        st.session_state[WHO] = who
        what = scenario_files.inputs_of(run, view.country, title, comment)
        store_it(what, who, now if over else None, view, words)
    elif st.session_state.get(UNSAVED) is not None:
        unsaved(view, words)


def store_it(what: Inputs, who: str, over: SavedScenario | None, view: ViewState, words: Words) -> None:
    """Write it; what was saved by another in between is not written over, and what was to be saved stays at hand."""
    try:
        kept = (
            register.save(what, who)
            if over is None
            else register.save_over(over.scenario, over.version, what, who)
        )
    except SavedMeanwhile as problem:
        st.session_state[UNSAVED] = (what, who)
        cannot(words("Somebody else saved this scenario while you were working on it."), problem, words)
        unsaved(view, words)
        return
    except WorkspaceProblem as problem:
        cannot(
            words("The scenario was not saved. Nothing of it is lost: it is still on this page."),
            problem,
            words,
        )
        return
    st.session_state.pop(UNSAVED, None)
    now_open(kept)
    st.session_state[DONE] = words(
        "Saved as “{name}”, version {n}.", name=kept.inputs.name, n=format.number(kept.version, view.language)
    )
    st.rerun()


def unsaved(view: ViewState, words: Words) -> None:
    """Offer to keep as a copy what could not be saved over another's work."""
    what, who = st.session_state[UNSAVED]
    if st.button(words("Save mine as a copy"), key=f"copy-{view.language}", icon=":material/content_copy:"):
        store_it(what, who, None, view, words)


# ---- from a file, from a link


def hand_in(view: ViewState, words: Words) -> None:
    """A scenario's file, kept as a scenario of its own."""
    with st.popover(words("Bring in a scenario from a file")):
        file = st.file_uploader(
            words("A file exported here (JSON)"),
            type="json",
            key=f"hand-in-{view.language}",
            max_upload_size=page_layout.SMALLEST_UPLOAD,
        )
        if file is not None and st.button(words("Keep it"), key=f"keep-file-{view.language}"):
            try:
                what = scenario_files.from_file(file.getvalue())
            except scenario_files.BrokenFile as problem:
                st.error(words(str(problem)), icon=":material/error:")
                return
            act(lambda who: register.save(what, who), words)


def open_saved(view: ViewState, opened: Opened) -> None:
    """Open what the link's ``saved`` names, once; what cannot be opened is said and the page goes on without it."""
    asked = st.session_state.pop(filters.SAVED_ASKED, None)
    if asked:
        words = page_layout.words_of(view)
        try:
            kept = register.read(asked)
        except WorkspaceProblem as problem:
            cannot(words("The link’s scenario cannot be opened."), problem, words)
            return
        st.session_state[OPEN] = kept
        if filters.SCENARIO not in st.query_params:
            opened(kept)
    now: SavedScenario | None = st.session_state.get(OPEN)
    if now is not None and now.inputs.country == view.country and now.inputs.release != store.data_version():
        changed(now, view, page_layout.words_of(view))
