"""One saved scenario on the page: open, copy, lock, archive, hand on; its evidence, objections and history."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import filters, format, page_layout, session, store
from dashboard.analysis.projections import scenario_files
from dashboard.error_boundary import panel
from dashboard.panels import problems
from dashboard.projections import outcome_cache
from dashboard.projections.views import sentences
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from data import scenario_register as register
from data.problems import NoRelease, WorkspaceProblem
from data.scenario_register import Inputs, Remark, SavedScenario, State
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario

#: Session keys: the saved scenario that is open, the reader's name, what was done
ABOUT = {
    "fertility": mark("Fertility"),
    "mortality": mark("Mortality"),
    "migration": mark("Migration"),
    "whole": mark("The scenario as a whole"),
}
STATES = {
    "saved": mark("saved"),
    "locked": mark("locked"),
    "unlocked": mark("unlocked"),
    "archived": mark("archived"),
    "taken back": mark("taken back from the archive"),
}
KINDS = {"evidence": mark("Evidence"), "objection": mark("Objection"), "answer": mark("Answer")}
FIGURES = {
    scenario_files.PEOPLE: mark("Population"),
    scenario_files.OLD: mark("Share aged 65 and over, %"),
    scenario_files.BIRTHS: mark("Births"),
    scenario_files.DEATHS: mark("Deaths"),
}
OpenScenario = Callable[[SavedScenario], None]
"""What the page does with a saved scenario that is opened"""


def show_failure(sentence: str, problem: Exception, words: Words) -> None:
    """An error: what could not be done, and the workspace's reason."""
    st.error(sentence, icon=":material/error:")
    problems.problem_reason(problem, words)


def mark_open(saved: SavedScenario) -> None:
    """Remember which saved scenario is on the page, here and in the address."""
    session.SAVED_SCENARIO.set(saved)
    st.query_params[filters.SAVED] = saved.scenario


def choose(mine: pd.DataFrame, reader: Reader) -> SavedScenario | None:
    """The list of saved scenarios; the one chosen in it."""
    view, words = reader.view, reader.words
    names = store.area_names(view.country, view.language)
    frame = pd.DataFrame(
        {
            words("Scenario"): mine["name"],
            words("Area"): [names.get(area, area) for area in mine["area"]],
            words("Version"): [format.number(n, view.language) for n in mine["version"]],
            words("Saved by"): mine["who"],
            words("Saved at"): mine["at"].str[:16].str.replace("T", " "),
            words("Fingerprint"): mine["fingerprint"],
            words("State"): [words("locked") if locked else "" for locked in mine["locked"]],
        }
    )
    st.markdown(f"**{words('Saved scenarios')}**")
    picked = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        key=f"register-{view.language}",
    )
    rows = picked.selection.rows
    if not rows:
        st.caption(words("Choose a line to open the scenario, copy it, lock it, archive it or hand it on."))
        return None
    try:
        return register.read(mine["scenario"].iloc[rows[0]])
    except WorkspaceProblem as problem:
        show_failure(words("The scenario cannot be read."), problem, words)
        return None


@panel(mark("Saved scenarios"))
def entry(saved: SavedScenario, reader: Reader, opened: OpenScenario) -> None:
    """What can be done with one saved scenario, and what was said of it."""
    words = reader.words
    with st.container(border=True):
        st.markdown(f"**{saved.inputs.name}** · {saved.inputs.comment or words('no comment')}")
        release_changes(saved, reader)
        with st.container(horizontal=True):
            if st.button(words("Open"), key=f"open-{saved.scenario}", type="primary"):
                mark_open(saved)
                opened(saved)
            if st.button(words("Copy"), key=f"clone-{saved.scenario}"):
                act(lambda person: clone(saved, person, words), words)
            lock: State = "unlocked" if saved.locked else "locked"
            if st.button(words("Unlock") if saved.locked else words("Lock"), key=f"lock-{saved.scenario}"):
                act(
                    lambda person: register.set_state(saved.scenario, lock, words("on the page"), person),
                    words,
                )
            if st.button(words("Archive"), key=f"archive-{saved.scenario}"):
                act(
                    lambda person: register.set_state(
                        saved.scenario, "archived", words("on the page"), person
                    ),
                    words,
                )
            st.download_button(
                words("Hand on as a file"),
                scenario_files.to_file(saved),
                f"rasad-scenario-{saved.scenario}.json",
                "application/json",
                key=f"file-{saved.scenario}",
                on_click="ignore",
            )
        part = st.segmented_control(
            words("More"),
            ["remarks", "history"],
            format_func=lambda one: (
                words("Evidence and objections") if one == "remarks" else words("History")
            ),
            key=f"more-{saved.scenario}",
            label_visibility="collapsed",
        )
        if part == "remarks":
            remarks(saved, reader)
        elif part == "history":
            history(saved, reader)


def clone(saved: SavedScenario, person: str, words: Words) -> None:
    """The same scenario under an identifier of its own."""
    inputs = saved.inputs
    name = words("{name}, a copy", name=inputs.name)
    register.save(
        Inputs(
            name,
            inputs.country,
            inputs.area,
            inputs.inputs,
            inputs.fingerprint,
            inputs.release,
            inputs.results,
            inputs.comment,
        ),
        person,
    )


def act(deed: Callable[[str], object], words: Words) -> None:
    """Run ``deed`` with the reader's name, or show why it cannot be done."""
    try:
        deed(session.SCENARIO_AUTHOR.get())
    except WorkspaceProblem as problem:
        show_failure(words("That was not done. Is your name filled in above?"), problem, words)
        return
    session.REGISTER_MESSAGE.set(words("Done."))
    st.rerun()


def release_changes(saved: SavedScenario, reader: Reader) -> None:
    """What the scenario gives on today's release, where it was saved on another."""
    view, words = reader.view, reader.words
    release = store.data_version()
    if saved.inputs.release == release:
        return
    st.caption(
        words(
            "Saved on the release of {then}; figures on this page are of the release of {now}.",
            then=page_layout.release_name(saved.inputs.release, reader),
            now=page_layout.release_name(release, reader),
        )
    )
    try:
        run = outcome_cache.run(view.country, saved.inputs.area, saved.inputs.inputs)
    except ScenarioProblem as problem:
        st.error(words("On this release the scenario cannot be run."), icon=":material/error:")
        st.caption(sentences.problem_text(problem, Scenario(), view.calendar, words))
        return
    except NoRelease as problem:
        show_failure(words("On this release the scenario cannot be run."), problem, words)
        return
    differences = scenario_files.differences(saved, run)
    if not differences:
        st.caption(words("It gives the same figures on both."))
        return
    year = reader.year(int(scenario_files.figures(run)["year"]))
    st.dataframe(
        pd.DataFrame(
            [
                {
                    words("In {year}", year=year): words(FIGURES[one.figure]),
                    words("When saved"): number(one.before, one.figure, view),
                    words("Now"): number(one.now, one.figure, view),
                    words("Change"): format.percent_change(one.share, view.language),
                }
                for one in differences
            ]
        ),
        hide_index=True,
        width="stretch",
    )


def number(value: float, figure: str, view: ViewState) -> str:
    """A figure in the reader's digits."""
    return format.number(value, view.language, 2 if figure == scenario_files.OLD else 0)


def remarks(saved: SavedScenario, reader: Reader) -> None:
    """Evidence for the assumptions, objections to them, and the answers."""
    words = reader.words
    rows = register.remarks(saved.scenario)
    for one in rows.itertuples():
        lead = f"**{words(KINDS[str(one.kind)])}** · {words(ABOUT.get(str(one.about), ABOUT['whole']))}"
        st.markdown(f"{lead} · {one.who}, {str(one.at)[:10]}")
        st.text(str(one.text))
    open_ones = rows[(rows["kind"] == "objection") & ~rows["remark"].isin(rows["answers"].dropna())]
    with st.form(f"remark-{saved.scenario}-{reader.view.language}", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        kinds: tuple[Remark, ...] = ("evidence", "objection", "answer")
        if open_ones.empty:
            kinds = kinds[:-1]
        kind = left.selectbox(words("Kind"), kinds, format_func=lambda one: words(KINDS[one]))
        about = right.selectbox(words("About"), list(ABOUT), format_func=lambda one: words(ABOUT[one]))
        text = st.text_area(words("Text"), max_chars=2000, height=68)
        if st.form_submit_button(words("Keep")):
            answers = int(open_ones["remark"].iloc[0]) if kind == "answer" and len(open_ones) else None
            act(
                lambda person: register.add_remark(
                    saved.scenario, kind, about, text, person, answers=answers
                ),
                words,
            )


def history(saved: SavedScenario, reader: Reader) -> None:
    """Everything done to the scenario, the newest first."""
    words = reader.words
    entries = register.history(saved.scenario).iloc[::-1]
    st.dataframe(
        pd.DataFrame(
            {
                words("When"): entries["at"].str[:16].str.replace("T", " "),
                words("Who"): entries["who"],
                words("What"): [words(STATES[state]) for state in entries["what"]],
                words("Version"): [
                    "" if pd.isna(n) else format.number(n, reader.view.language) for n in entries["version"]
                ],
                words("Comment"): entries["about"],
            }
        ),
        hide_index=True,
        width="stretch",
    )
