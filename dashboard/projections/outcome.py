"""Where the scenario leads: the sentence, one figure at a time that follows the hand, the differences, the papers."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import page_layout, store
from dashboard.analysis.projections import ScenarioRun, decomposition, series
from dashboard.analysis.projections.jump_off import AGES
from dashboard.panels.chart_block import figure_export
from dashboard.projections import age_bands, provinces
from dashboard.projections.context import ScenarioContext
from dashboard.projections.views import figures, sentences, tables
from dashboard.projections.views.figures import Shown
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.words import mark
from forecasting.bands import OLD, people_in

WORKING_AGES = ((15, 65), (20, 65), (15, 60), (18, 60))


def outcome(bench: ScenarioContext) -> None:
    """What follows from the scenario, and from those beside it."""
    words, runs = bench.reader.words, bench.shown.runs
    st.markdown(sentences.outcome(runs[0], bench.reader.view.calendar, words))
    chosen = which(bench)
    LOOKS[chosen or "population"][1](bench)
    if len(runs) > 1:
        last = sentences.last_year(runs[0], bench.reader.view.calendar, words)
        st.markdown(
            words(
                "Where each leads in {year}, with the difference from the scenario being edited:", year=last
            )
        )
        st.table(tables.compared(bench.shown))
    st.caption(sentences.papers(runs, bench.shown.names, bench.begin, bench.reader.view.calendar, words))


def which(bench: ScenarioContext) -> str | None:
    """The figure to look at; on a phone a list, so that the figure stays near the hand that drags."""
    words, language = bench.reader.words, bench.reader.view.language

    def name(key: str) -> str:
        return words(LOOKS[key][0])

    if page_layout.on_a_phone():
        return st.selectbox(
            words("Figure"), list(LOOKS), format_func=name, key=f"look-phone-{language}",
            label_visibility="collapsed",
        )  # fmt: skip
    return st.pills(
        words("Figure"),
        list(LOOKS),
        format_func=name,
        key=f"look-{language}",
        default="population",
        label_visibility="collapsed",
    )


def population(bench: ScenarioContext) -> None:
    """How many people."""
    figure_export(figures.population(bench.shown), "laboratory-population", bench.reader.words)


def pyramid(bench: ScenarioContext) -> None:
    """Who they are, through the years."""
    figure_export(figures.pyramid(bench.shown), "laboratory-pyramid", bench.reader.words)


def old(bench: ScenarioContext) -> None:
    """The share of older people."""
    figure_export(
        figures.band(bench.shown, series.OLDER, as_share=True), "laboratory-old", bench.reader.words
    )


def dependency(bench: ScenarioContext) -> None:
    """Dependency, with working ages of the reader's choice."""
    words, language = bench.reader.words, bench.reader.view.language
    place = st.segmented_control(
        words("Working ages"),
        range(len(WORKING_AGES)),
        format_func=lambda at: sentences.ages(*WORKING_AGES[at], words),
        key=f"working-ages-{language}",
        default=0,
        required=True,
    )
    low, high = WORKING_AGES[place or 0]
    figure_export(figures.dependency(bench.shown, low, high), "laboratory-dependency", bench.reader.words)


def events(bench: ScenarioContext) -> None:
    """Births and deaths."""
    figure_export(figures.events(bench.shown), "laboratory-events", bench.reader.words)


def why(bench: ScenarioContext) -> None:
    """What the change is made of."""
    words, scenario = bench.reader.words, bench.shown.runs[0].scenario
    measures = {"all": words("Population"), "old": words("65 and over")}
    of = st.segmented_control(
        words("Of"),
        list(measures),
        format_func=measures.__getitem__,
        key=f"why-{bench.reader.view.language}",
        default="all",
        required=True,
        label_visibility="collapsed",
    )
    band = OLD if of == "old" else series.TOTAL
    try:
        found = decomposition.reasons(
            bench.begin, scenario, lambda people: people_in(people, AGES, (band,))[..., 0]
        )
    except ValueError:
        st.info(words("The change cannot be taken apart here: without the scenario’s births or survival, its "
                      "migration would empty an age."))  # fmt: skip
        return
    figure_export(
        figures.reasons(bench.shown, found, measures[of or "all"]), "laboratory-why", bench.reader.words
    )
    st.caption(
        words(
            "Age structure: what would happen with births at replacement, today’s death rates and nobody moving. The others: "
            "what the scenario’s own add to that, averaged over every order in which they may come, so that all sum to the "
            "change exactly."
        )
    )


def marks(bench: ScenarioContext) -> None:
    """When marks are passed."""
    st.table(tables.of_marks(bench.shown))
    st.caption(
        bench.reader.words(
            "Ageing, aged and super-aged at 7, 14 and 21 % are words in common use; no standard fixes them."
        )
    )


LOOKS: dict[str, tuple[str, Callable[[ScenarioContext], None]]] = {
    "population": (mark("Population"), population),
    "pyramid": (mark("Pyramid, played"), pyramid),
    "old": (mark("65 and over"), old),
    "bands": (mark("Ages and services"), age_bands.bands),
    "dependency": (mark("Dependency"), dependency),
    "events": (mark("Births and deaths"), events),
    "why": (mark("Why it changes"), why),
    "marks": (mark("When"), marks),
    "map": (mark("All provinces"), provinces.provinces),
}


def past(view: ViewState, area: str) -> dict[str, object]:
    """What is known of the area, by measure."""
    measures = {"population": "population", "share_65_plus": "share_65_plus", "births": "births_or_derived"}
    known = {}
    for key, measure in measures.items():
        values = store.measure(view.country, measure)
        rows = values[values["area"] == area]
        if len(rows):
            known[key] = rows
    return known


def shown(runs: tuple[ScenarioRun, ...], names: tuple[str, ...], reader: Reader) -> Shown:
    """Runs to look at together."""
    return Shown(runs, names, past(reader.view, runs[0].area), reader.view.calendar, reader.words)
