"""Where the scenario leads: the sentence, one figure at a time that follows the hand, the differences, the papers."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard import page_layout, store
from dashboard.analysis.projections import ScenarioRun, decomposition, series
from dashboard.analysis.projections.jump_off import AGES
from dashboard.error_boundary import panel
from dashboard.panels.chart_block import figure_export
from dashboard.projections import age_bands, path_sources, provinces
from dashboard.projections.context import ScenarioContext
from dashboard.projections.views import figures, sentences, tables
from dashboard.projections.views.figures import Comparison
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.words import mark
from forecasting.bands import OLD, people_in
from forecasting.problems import ScenarioProblem

WORKING_AGES = ((15, 65), (20, 65), (15, 60), (18, 60))


@panel(mark("Outcome of the scenario"))
def outcome(bench: ScenarioContext) -> None:
    """The outcome of the scenario and of those compared with it."""
    words, runs = bench.reader.words, bench.comparison.runs
    st.markdown(sentences.outcome(runs[0], bench.reader.view.calendar, words))
    chosen = view_choice(bench)
    LOOKS[chosen or "population"][1](bench)
    if len(runs) > 1:
        last = sentences.last_year(runs[0], bench.reader.view.calendar, words)
        st.markdown(
            words(
                "Where each leads in {year}, with the difference from the scenario being edited:", year=last
            )
        )
        st.table(tables.comparison(bench.comparison))
    st.caption(
        sentences.provenance(
            runs,
            bench.comparison.names,
            bench.begin,
            path_sources.mortality(bench.begin, bench.reader),
            bench.reader.view.calendar,
            words,
        )
    )


def view_choice(bench: ScenarioContext) -> str | None:
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


@panel(mark("Population"))
def population(bench: ScenarioContext) -> None:
    """Population over the years."""
    figure_export(figures.population(bench.comparison), "laboratory-population", bench.reader.words)


@panel(mark("Pyramid, played"))
def pyramid(bench: ScenarioContext) -> None:
    """The age pyramid through the years."""
    figure_export(figures.pyramid(bench.comparison), "laboratory-pyramid", bench.reader.words)


@panel(mark("65 and over"))
def old(bench: ScenarioContext) -> None:
    """The share of older people."""
    figure_export(
        figures.band(bench.comparison, series.OLDER, as_share=True), "laboratory-old", bench.reader.words
    )


@panel(mark("Dependency"))
def dependency(bench: ScenarioContext) -> None:
    """Dependency, with working ages of the reader's choice."""
    words, language = bench.reader.words, bench.reader.view.language
    place = st.segmented_control(
        words("Working ages"),
        range(len(WORKING_AGES)),
        format_func=lambda index: sentences.ages(*WORKING_AGES[index], words),
        key=f"working-ages-{language}",
        default=0,
        required=True,
    )
    low, high = WORKING_AGES[place or 0]
    figure_export(
        figures.dependency(bench.comparison, low, high), "laboratory-dependency", bench.reader.words
    )


@panel(mark("Births and deaths"))
def events(bench: ScenarioContext) -> None:
    """Births and deaths."""
    figure_export(figures.events(bench.comparison), "laboratory-events", bench.reader.words)


@panel(mark("Why it changes"))
def reasons_for_change(bench: ScenarioContext) -> None:
    """The change taken apart into its causes."""
    words, scenario = bench.reader.words, bench.comparison.runs[0].scenario
    measures = {"all": words("Population"), "old": words("65 and over")}
    measure = st.segmented_control(
        words("Of"),
        list(measures),
        format_func=measures.__getitem__,
        key=f"why-{bench.reader.view.language}",
        default="all",
        required=True,
        label_visibility="collapsed",
    )
    band = OLD if measure == "old" else series.TOTAL
    try:
        contributions = decomposition.reasons(
            bench.begin, scenario, lambda people: people_in(people, AGES, (band,))[..., 0]
        )
    except ScenarioProblem:
        st.info(words("The change cannot be taken apart here: without the scenario’s births or survival, its "
                      "migration would empty an age."))  # fmt: skip
        return
    figure_export(
        figures.reasons(bench.comparison, contributions, measures[measure or "all"]),
        "laboratory-why",
        bench.reader.words,
    )
    st.caption(
        words(
            "Age structure: what would happen with births at replacement, today’s death rates and nobody moving. The others: "
            "what the scenario’s own add to that, averaged over every order in which they may come, so that all sum to the "
            "change exactly."
        )
    )


@panel(mark("When"))
def marks(bench: ScenarioContext) -> None:
    """The years in which ageing thresholds are passed."""
    st.table(tables.of_marks(bench.comparison))
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
    "why": (mark("Why it changes"), reasons_for_change),
    "marks": (mark("When"), marks),
    "map": (mark("All provinces"), provinces.provinces),
}


def past(view: ViewState, area: str) -> dict[str, pd.DataFrame]:
    """What was published of the area, by measure."""
    measures = {"population": "population", "share_65_plus": "share_65_plus", "births": "births_or_derived"}
    series_of = {}
    for key, measure in measures.items():
        values = store.measure(view.country, measure)
        rows = values[values["area"] == area]
        if len(rows):
            series_of[key] = rows
    return series_of


def comparison_of(runs: tuple[ScenarioRun, ...], names: tuple[str, ...], reader: Reader) -> Comparison:
    """Runs to draw together, with the area's past."""
    return Comparison(runs, names, past(reader.view, runs[0].area), reader.view.calendar, reader.words)
