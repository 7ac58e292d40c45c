"""Which scenario are we in? The register's births and deaths since the start, against every saved scenario."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import format, frame, store
from dashboard.charts import fans
from dashboard.laboratory import LabRun, tracker
from dashboard.panels.laboratory import cached
from dashboard.panels.measure import show
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from data import scenario_register
from data.problems import WorkspaceProblem

EVENTS = {"births": mark("Births"), "deaths": mark("Deaths")}
MEASURES = {"births": "births", "deaths": "deaths"}
MOST = 6


def section(view: ViewState, run: LabRun, name: str) -> None:
    """The scenario on the page and the saved ones of the area, the nearest to the register first."""
    words = frame.words_of(view)
    event = (
        st.segmented_control(
            words("Events"),
            list(EVENTS),
            format_func=lambda key: words(EVENTS[key]),
            default="births",
            required=True,
            key=f"tracker-event-{view.language}",
            label_visibility="collapsed",
        )
        or "births"
    )
    known = registered(view, event)
    runs = [(name, run), *saved(view, run.fingerprint, words)]
    found = tracker.verdicts(runs, known, event)
    if not found:
        st.info(nothing(run, known, view, words), icon=":material/data_alert:")
        return
    st.markdown(opening(found[0], event, view, words))
    st.dataframe(pd.DataFrame([row(one, view, words) for one in found]), hide_index=True, width="stretch")
    rows = tracker.beside(dict((one.fingerprint, one) for _, one in runs)[found[0].fingerprint], known, event)
    if len(rows):
        figure = fans.gap(
            tracker.from_start(rows, run.years[0]),
            words=words,
            calendar=view.calendar,
            label=words("events more or fewer than expected"),
        )
        show(figure, f"tracker-{event}")
    st.caption(
        words(
            "By year of registration in the office’s calendar, for the store has no monthly figures of this area; the band is what chance alone gives a "
            "count of this size 95 times in 100 (Poisson). Recent figures may still rise as late registrations come in."
        )
    )


def registered(view: ViewState, event: str) -> pd.DataFrame:
    """year, value, status, provisional, source — what the register counted in the area."""
    rows = store.measure(view.country, MEASURES[event])
    return rows[rows["area"] == view.area]


def saved(view: ViewState, but: str, words: Words) -> list[tuple[str, LabRun]]:
    """Names and runs of the saved scenarios of this area, other than the one on the page."""
    try:
        listed = scenario_register.listed()
    except WorkspaceProblem as problem:
        st.warning(words("The saved scenarios cannot be read."), icon=":material/warning:")
        st.caption(str(problem))
        return []
    mine = listed[(listed["area"] == view.area) & (listed["fingerprint"] != but)].head(MOST)
    found = []
    for own in mine["scenario"]:
        kept = scenario_register.read(own)
        try:
            found.append((kept.what.name, cached.run(view.country, view.area, kept.what.inputs)))
        except ValueError:
            continue  # it no longer runs on this release; the register says why when it is opened
    return found


def nothing(run: LabRun, known: pd.DataFrame, view: ViewState, words: Words) -> str:
    """Why nothing can be told."""
    first = frame.year_text(run.years[1], view)
    if known.empty:
        return words("The register’s figures of this area are not in the store.")
    return words(
        "Nothing has been registered since the start that is in the store: the first year to compare is {first}, the last "
        "figure is of {last}.",
        first=first,
        last=frame.year_text(int(known["year"].max()), view),
    )


def opening(nearest: tracker.Verdict, event: str, view: ViewState, words: Words) -> str:
    """Which scenario the register is nearest to, and whether chance explains the rest."""
    said = words(
        "**Nearest to the register: “{name}”.** By {year} it expected {expected} and {registered} were registered: {gap}.",
        name=nearest.name,
        year=frame.year_text(nearest.year, view),
        expected=format.number(nearest.expected, view.language),
        registered=format.number(nearest.registered, view.language),
        gap=format.percent_change(nearest.gap, view.language),
    )
    if nearest.explained:
        return f"{said} " + words("Chance alone explains the difference.")
    return f"{said} " + words("Chance alone does not explain the difference.")


def row(one: tracker.Verdict, view: ViewState, words: Words) -> dict[str, str]:
    """A scenario's standing in the reader's digits."""
    return {
        words("Scenario"): one.name,
        words("Fingerprint"): one.fingerprint,
        words("Until"): frame.year_text(one.year, view),
        words("Expected"): format.number(one.expected, view.language),
        words("Registered"): format.number(one.registered, view.language),
        words("Difference"): format.percent_change(one.gap, view.language),
        words("Within chance"): words("yes") if one.explained else words("no"),
    }
