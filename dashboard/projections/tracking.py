"""Which scenario are we in? The register's births and deaths since the start, against every saved scenario."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from dashboard import format, store
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.uncertainty import scenario_tracking
from dashboard.charts import fans
from dashboard.charts.axis import Axis
from dashboard.error_boundary import panel
from dashboard.panels import problems
from dashboard.panels.chart_block import figure_export
from dashboard.projections import outcome_cache
from dashboard.reader import Reader
from dashboard.settings import CALENDARS
from dashboard.words import mark
from data import scenario_register
from data.names import in_language
from data.problems import WorkspaceProblem
from forecasting.problems import ScenarioProblem

EVENTS = {"births": mark("Births"), "deaths": mark("Deaths")}
MOST = 6


@panel(mark("Which scenario are we in?"))
def section(reader: Reader, run: ScenarioRun, name: str) -> None:
    """The scenario on the page and the saved ones of the area, the nearest to the register first."""
    view, words = reader.view, reader.words
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
    register = outcome_cache.register(view.country, view.area, event)
    calendar = CALENDARS[view.country]
    base = scenario_tracking.stands(run.years[0], calendar)
    mine = scenario_tracking.one_register(register, base)
    periods, season = scenario_tracking.periods(mine, base), scenario_tracking.seasons(mine, base, calendar)
    runs = [(name, run), *saved_runs(reader, run.fingerprint)]
    verdicts = scenario_tracking.verdicts(runs, periods, event, calendar, season)
    if not verdicts:
        st.info(no_verdict(run, register, reader), icon=":material/data_alert:")
        return
    st.markdown(opening(verdicts[0], periods["start"].iloc[0], event, reader))
    st.dataframe(pd.DataFrame([row(one, reader) for one in verdicts]), hide_index=True, width="stretch")
    nearest = dict((one.fingerprint, one) for _, one in runs)[verdicts[0].fingerprint]
    rows = scenario_tracking.comparison(nearest, periods, event, calendar, season)
    if len(rows):
        figure = fans.gap(
            scenario_tracking.from_start(rows),
            words=words,
            axis=Axis(words("events more or fewer than expected"), 0, view.calendar),
        )
        figure_export(figure, f"tracker-{event}", words)
    for sentence in provenance(rows, mine, season, base, reader):
        st.caption(sentence)


def provenance(
    rows: pd.DataFrame, register: pd.DataFrame, season: dict[int, float], base: date, reader: Reader
) -> list[str]:
    """Sentences: how the register counts, its sources, and what the band means."""
    view, words = reader.view, reader.words
    monthly = bool((rows["days"] <= scenario_tracking.LONGEST_MONTH).all())
    sentences = [
        words("Month by month: a month expects its usual part of the year.")
        if monthly and season
        else words("Month by month, without seasons: the store has no whole year of months before the start.")
        if monthly
        else words("Year by year: the store has no monthly figures of this area since the start."),
        words(
            "A scenario’s year runs from {base} on; what it expects of a registered period is taken from the days it shares "
            "with each. The band is what chance alone gives a count of this size 95 times in 100 (Poisson).",
            base=format.date(base, view.language, view.calendar),
        ),
    ]
    if rows["provisional"].any():
        sentences.append(
            words("Provisional figures are among them: they may still rise as late registrations come in.")
        )
    sources = store.sources_table().set_index("source")
    named = sources.loc[[key for key in dict.fromkeys(register["source"]) if key in sources.index][:3]]
    texts = (in_language(named, part, view.language) for part in ("office", "publication"))
    sentences += [
        words("Source: {office}, {publication}", office=office, publication=publication)
        for office, publication in zip(*texts, strict=True)
    ]
    return sentences


def saved_runs(reader: Reader, but: str) -> list[tuple[str, ScenarioRun]]:
    """Names and runs of the saved scenarios of this area, other than the one on the page."""
    view = reader.view
    try:
        listed = scenario_register.list_scenarios()
    except WorkspaceProblem as problem:
        st.warning(reader.words("The saved scenarios cannot be read."), icon=":material/warning:")
        problems.problem_reason(problem, reader.words)
        return []
    mine = listed[(listed["area"] == view.area) & (listed["fingerprint"] != but)].head(MOST)
    scenarios = []
    for own in mine["scenario"]:
        entry = scenario_register.read(own)
        try:
            scenarios.append(
                (entry.inputs.name, outcome_cache.run(view.country, view.area, entry.inputs.inputs))
            )
        except ScenarioProblem:
            continue  # it no longer runs on this release; the register says why when it is opened
    return scenarios


def no_verdict(run: ScenarioRun, register: pd.DataFrame, reader: Reader) -> str:
    """Why no scenario can be compared with the register."""
    view = reader.view
    if register.empty:
        return reader.words("The register’s figures of this area are not in the store.")
    last = register.assign(ends=register["period_start"] + pd.to_timedelta(register["period_days"], unit="D"))
    return reader.words(
        "Nothing has been registered since the start that is in the store: the scenario begins on {first}, the last "
        "registered period ends on {last}.",
        first=format.date(
            scenario_tracking.stands(run.years[0], CALENDARS[view.country]), view.language, view.calendar
        ),
        last=format.date(
            pd.Timestamp(last["ends"].max()).date() - timedelta(days=1), view.language, view.calendar
        ),
    )


def opening(nearest: scenario_tracking.Verdict, first: date, event: str, reader: Reader) -> str:
    """Which scenario the register is nearest to, and whether chance explains the rest."""
    view, words = reader.view, reader.words
    sentence = words(
        "**Nearest to the register: “{name}”.** From {first} to {last} it expected {expected} and {registered} were "
        "registered: {gap}.",
        name=nearest.name,
        first=format.date(first, view.language, view.calendar),
        last=format.date(nearest.ends, view.language, view.calendar),
        expected=format.number(nearest.expected, view.language),
        registered=format.number(nearest.registered, view.language),
        gap=format.percent_change(nearest.gap, view.language),
    )
    if nearest.explained:
        return f"{sentence} " + words("Chance alone explains the difference.")
    return f"{sentence} " + words("Chance alone does not explain the difference.")


def row(one: scenario_tracking.Verdict, reader: Reader) -> dict[str, str]:
    """A scenario's standing in the reader's digits."""
    view, words = reader.view, reader.words
    return {
        words("Scenario"): one.name,
        words("Fingerprint"): one.fingerprint,
        words("Until"): format.date(one.ends, view.language, view.calendar),
        words("Expected"): format.number(one.expected, view.language),
        words("Registered"): format.number(one.registered, view.language),
        words("Difference"): format.percent_change(one.gap, view.language),
        words("Within chance"): words("yes") if one.explained else words("no"),
    }
