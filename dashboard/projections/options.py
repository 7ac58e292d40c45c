"""Where a scenario begins: variant, horizon, areas together, methods."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import streamlit as st

from dashboard import filters, format, store
from dashboard.analysis.projections.horizons import HorizonTooFar, horizon_of
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.un_variants import NAMES, variant
from dashboard.analysis.typed_numbers import whole
from dashboard.error_boundary import panel
from dashboard.projections import comparison, policies_and_goals, state
from dashboard.projections.views import sentences
from dashboard.reader import Reader
from dashboard.words import mark
from forecasting.conventions import MigrationTiming
from forecasting.scenarios import MigrantAges, Scenario

Key = TypeVar("Key", bound=str)


@panel(mark("Start from"))
def choices(begin: Start, reader: Reader) -> None:
    """Variant, horizon, areas and methods in a row."""
    words = reader.words
    columns = st.columns([4, 2, 4], gap="small", vertical_alignment="bottom")
    with columns[0]:
        variants(begin, reader)
    with columns[1]:
        horizon(begin, reader)
    with columns[2]:
        areas_together(reader)
    with st.container(horizontal=True, gap="small"):
        with st.popover(words("Add a policy"), icon=":material/policy:"):
            policies_and_goals.policies(begin, reader)
        with st.popover(words("What would it take?"), icon=":material/flag:"):
            policies_and_goals.goal(begin, reader)
        with st.popover(words("Compare"), icon=":material/compare_arrows:"):
            comparison.choices(begin, reader)
        with st.popover(words("Methods"), icon=":material/tune:"):
            methods(begin, reader)


def variants(begin: Start, reader: Reader) -> None:
    """Start anew from one of the United Nations' variants."""
    words = reader.words
    widget = f"variant-{begin.area}-{reader.view.language}"
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
        help=sentences.medium_text(words),
    )


def horizon(begin: Start, reader: Reader) -> None:
    """The last year, written in the reader's digits; a year too far is refused with a sentence."""
    widget = f"horizon-{begin.area}-{reader.view.language}"
    try:
        last = horizon_of(begin, state.scenario(begin))
    except HorizonTooFar as problem:
        last = problem.year
    st.session_state[widget] = format.digits(str(last), reader.view.language)

    def go() -> None:
        typed = st.session_state[widget]
        year = whole(typed)
        if year is None:
            state.say(
                reader.words(
                    "“{asked}” is not a year: write it in figures, such as {year}.",
                    asked=typed[:24],
                    year=str(last),
                )
            )
            return

        def changed(before: Scenario) -> Scenario:
            return replace(before, horizon=None if year == begin.usual_horizon else year)

        state.attempt(begin, changed)

    st.text_input(reader.words("Project to"), key=widget, on_change=go, max_chars=8)


def areas_together(reader: Reader) -> None:
    """Other provinces to project as one with this one."""
    view = reader.view
    if view.area == view.country:
        return
    names = store.area_names(view.country, view.language)
    choices = [area for area in filters.in_order(view.country, view.language)
              if area not in (view.area, view.country)]  # fmt: skip
    widget = f"together-{view.area}-{view.language}"
    st.session_state[widget] = [area for area in state.areas(view) if area != view.area]

    def keep() -> None:
        filters.project_together(view.area, tuple(st.session_state[widget]))
        st.query_params.from_dict(view.to_query() | filters.of_the_page(view, filters.PROJECTIONS))

    st.multiselect(
        reader.words("Together with"),
        choices,
        format_func=names.__getitem__,
        key=widget,
        on_change=keep,
        placeholder=reader.words("this area alone"),
    )


def methods(begin: Start, reader: Reader) -> None:
    """Options that matter little to most: who moves, how death rates follow life expectancy, when migrants count."""
    view, words = reader.view, reader.words
    now = state.scenario(begin)
    movers = {key: MOVERS[key] for key in MOVERS if key != "observed" or begin.movers is not None}
    option(
        begin,
        reader,
        Method("migrant_ages", words("Ages of those who move"), movers, now.migrant_ages),
        lambda before, key: replace(before, migrant_ages=key),
    )
    st.caption(sentences.movers(begin, view.calendar, words))
    option(
        begin,
        reader,
        Method(
            "mortality_method", words("Death rates at a life expectancy"), MORTALITY, now.mortality_method
        ),
        lambda before, key: replace(before, mortality_method=key),
    )
    option(
        begin,
        reader,
        Method("conventions", words("Migrants come"), WHEN_MOVED, now.conventions.migration),
        lambda before, key: replace(before, conventions=replace(before.conventions, migration=key)),
    )
    st.caption(
        words(
            "The options are kept in the scenario and change its hash. Those who leave are taken from the people who are there, "
            "at most four fifths of an age in a year."
        )
    )


MOVERS: dict[MigrantAges, str] = {
    "rogers_castro": mark("Mostly young adults (Rogers–Castro standard schedule)"),
    "as_people": mark("As the people already here"),
    "observed": mark("As observed here between censuses (estimated)"),
}
MORTALITY = {
    "brass": mark("Brass relational, on the nation’s own rates"),
    "log_quadratic": mark("Log-quadratic (Wilmoth et al. 2012)"),
    "coale_demeny_west": mark("Coale–Demeny West"),
    "un_general": mark("United Nations general pattern (1982)"),
}
WHEN_MOVED: dict[MigrationTiming, str] = {
    "even": mark("Evenly over the year"),
    "end": mark("At the end of the year"),
}


@dataclass(frozen=True)
class Method(Generic[Key]):
    """A method of the scenario as a list: field names it among widgets; key -> its name, and the key in force."""

    field: str
    label: str
    names: Mapping[Key, str]
    current: Key


def option(
    begin: Start, reader: Reader, method: Method[Key], change: Callable[[Scenario, Key], Scenario]
) -> None:
    """One method of the scenario, as a list."""
    words, widget, keys = (
        reader.words,
        f"{method.field}-{begin.area}-{reader.view.language}",
        list(method.names),
    )
    st.session_state[widget] = method.current if method.current in keys else keys[0]

    def changed() -> None:
        key: Key = st.session_state[widget]
        state.attempt(begin, lambda before: change(before, key))

    st.selectbox(
        method.label, keys, format_func=lambda key: words(method.names[key]), key=widget, on_change=changed
    )
