"""The scenario register on the page: save, open, clone, lock, archive, hand on; what is said of the assumptions."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, format, page_layout, session, store
from dashboard.analysis.projections import ScenarioRun, scenario_files
from dashboard.error_boundary import panel
from dashboard.projections.register_entry import (
    OpenScenario,
    act,
    choose,
    entry,
    mark_open,
    release_changes,
    show_failure,
)
from dashboard.reader import Reader
from dashboard.words import mark
from data import scenario_register as register
from data.problems import WorkspaceProblem
from data.scenario_register import Inputs, SavedMeanwhile, SavedScenario


@panel(mark("Saved scenarios"))
def section(reader: Reader, run: ScenarioRun, name: str, opened: OpenScenario) -> None:
    """Save the scenario on the page; find, open and look after those that were saved."""
    words = reader.words
    if sentence := session.REGISTER_MESSAGE.pop():
        st.success(sentence, icon=":material/check:")
    save(reader, run, name)
    try:
        listed = register.list_scenarios()
    except WorkspaceProblem as problem:
        show_failure(words("The scenario register cannot be read."), problem, words)
        return
    mine = listed[listed["country"] == reader.view.country]
    hand_in(reader)
    if mine.empty:
        st.caption(words("No scenario has been saved for this country yet."))
        return
    chosen = choose(mine, reader)
    if chosen is not None:
        entry(chosen, reader, opened)


# ---- save


def save(reader: Reader, run: ScenarioRun, name: str) -> None:
    """A form: a name, who, a comment; over the open one, or as one of its own."""
    view, words = reader.view, reader.words
    now = session.SAVED_SCENARIO.get()
    if now is not None and now.inputs.area != run.area:
        now = None
    with st.form(f"save-{view.language}", border=True):
        left, right = st.columns(2)
        title = left.text_input(
            words("Name of the scenario"), value=now.inputs.name if now else name, max_chars=120
        )
        person = right.text_input(
            words("Your name"),
            value=session.SCENARIO_AUTHOR.get(),
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
        session.SCENARIO_AUTHOR.set(person)
        inputs = scenario_files.inputs_of(run, view.country, title, comment)
        store_it(inputs, person, now if over else None, reader)
    elif session.UNSAVED_SCENARIO.get() is not None:
        offer_copy(reader)


def store_it(inputs: Inputs, person: str, over: SavedScenario | None, reader: Reader) -> None:
    """Save the scenario, never over what somebody else saved in between; what could not be saved stays at hand."""
    words = reader.words
    try:
        saved = (
            register.save(inputs, person)
            if over is None
            else register.save_over(over.scenario, over.version, inputs, person)
        )
    except SavedMeanwhile as problem:
        session.UNSAVED_SCENARIO.set((inputs, person))
        show_failure(words("Somebody else saved this scenario while you were working on it."), problem, words)
        offer_copy(reader)
        return
    except WorkspaceProblem as problem:
        show_failure(
            words("The scenario was not saved. Nothing of it is lost: it is still on this page."),
            problem,
            words,
        )
        return
    session.UNSAVED_SCENARIO.pop()
    mark_open(saved)
    session.REGISTER_MESSAGE.set(
        words(
            "Saved as “{name}”, version {n}.",
            name=saved.inputs.name,
            n=format.number(saved.version, reader.view.language),
        )
    )
    st.rerun()


def offer_copy(reader: Reader) -> None:
    """Offer to keep as a copy what could not be saved over another's work."""
    work = session.UNSAVED_SCENARIO.get()
    if work is None:
        return
    if st.button(
        reader.words("Save mine as a copy"),
        key=f"copy-{reader.view.language}",
        icon=":material/content_copy:",
    ):
        store_it(*work, None, reader)


# ---- from a file, from a link


def hand_in(reader: Reader) -> None:
    """A scenario's file, kept as a scenario of its own."""
    words = reader.words
    with st.popover(words("Bring in a scenario from a file")):
        file = st.file_uploader(
            words("A file exported here (JSON)"),
            type="json",
            key=f"hand-in-{reader.view.language}",
            max_upload_size=page_layout.SMALLEST_UPLOAD,
        )
        if file is not None and st.button(words("Keep it"), key=f"keep-file-{reader.view.language}"):
            try:
                inputs = scenario_files.from_file(file.getvalue())
            except scenario_files.BrokenFile as problem:
                st.error(words(str(problem)), icon=":material/error:")
                return
            act(lambda person: register.save(inputs, person), words)


@panel(mark("Saved scenarios"))
def open_saved(reader: Reader, opened: OpenScenario) -> None:
    """Open what the link's ``saved`` names, once; what cannot be opened is said and the page goes on without it."""
    key = session.LINKED_SCENARIO.pop()
    if key:
        words = reader.words
        try:
            saved = register.read(key)
        except WorkspaceProblem as problem:
            show_failure(words("The link’s scenario cannot be opened."), problem, words)
            return
        session.SAVED_SCENARIO.set(saved)
        if filters.SCENARIO not in st.query_params:
            opened(saved)
    now = session.SAVED_SCENARIO.get()
    if (
        now is not None
        and now.inputs.country == reader.view.country
        and now.inputs.release != store.data_version()
    ):
        release_changes(now, reader)
