"""The curves: a point dragged or a figure typed, both the same scenario."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format, page_layout, session, store
from dashboard.analysis.projections import scenario_curves, un_paths
from dashboard.analysis.projections.historical_records import Record, largest_rise
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.scenario_curves import Curve, LevelImpossible
from dashboard.analysis.typed_numbers import number
from dashboard.error_boundary import panel
from dashboard.projections import outcome_cache, path_sources, state
from dashboard.projections.views import path_editor as curve_view
from dashboard.projections.views import sentences
from dashboard.projections.views.fertility_text import fertility_at_start
from dashboard.reader import Reader
from dashboard.settings import STATIC
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from forecasting.paths import Component
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario

COMPONENT_TITLES: tuple[Component, ...] = ("total_fertility", "life_expectancy", "net_migration")
LEVEL = "level"
#: Pixels of the curve on a phone, where its outcome has to be seen beneath it, and on a desk
LOW, HIGH = 210, 300
BY_SEX: tuple[Component, ...] = ("life_expectancy_female", "life_expectancy_male")


@cache
def component() -> Any:  # noqa: ANN401 - Streamlit's own
    """The curve in the browser, registered once."""
    folder = STATIC / "curve"
    return st.components.v2.component(
        "rasad_curve",
        html='<div class="root"></div>',
        css=(folder / "curve.css").read_text(encoding="utf-8"),
        js=(folder / "curve.js").read_text(encoding="utf-8"),
    )


@panel(mark("Path"))
def curve(begin: Start, scenario: Scenario, reader: Reader) -> Curve | None:
    """Choose a component and drag its points; None where it cannot be, which is said."""
    chosen = component_choice(reader)
    try:
        shaped = scenario_curves.curve(begin, scenario, chosen)
    except ScenarioProblem as problem:
        st.error(
            sentences.problem_text(problem, scenario, reader.view.calendar, reader.words),
            icon=":material/error:",
        )
        return None
    draw_curve(begin, shaped, fastest_rise(reader.view.country, shaped), reader)
    return shaped


@panel(mark("Points of the path"))
def points(begin: Start, shaped: Curve | None, reader: Reader) -> None:
    """What is drawn behind the curve, the points as a table, and what takes them elsewhere."""
    view, words = reader.view, reader.words
    if shaped is None:
        return
    record = fastest_rise(view.country, shaped)
    path = sentences.path_text(
        shaped, begin.area, path_sources.path_publications(begin, shaped, reader), words
    )
    st.caption(sentences.sources_text(shaped, record, path, store_names(view), view.calendar, words))
    if shaped.component == "total_fertility":
        st.caption(fertility_at_start(begin, view.country, view.calendar, words))
    table(begin, shaped, reader)
    with st.container(horizontal=True, gap="small"):
        follow(begin, shaped, reader)
        if shaped.own:
            st.button(
                words("Undo this curve"),
                key=f"undo-{begin.area}-{shaped.component}",
                icon=":material/undo:",
                on_click=state.change,
                args=(begin, lambda before: scenario_curves.reset(before, shaped.component)),
            )


def follow(begin: Start, curve: Curve, reader: Reader) -> None:
    """Lay the curve onto the United Nations' path, where there is one that the medium does not follow anyhow."""
    if curve.component not in un_paths.MEASURES:
        return
    points = un_paths.path_level(united_nations(begin, curve, reader.view), curve)
    if not points:
        return

    def laid() -> None:
        state.attempt(begin, lambda before: scenario_curves.with_point(before, curve.component, points))
        new_table(begin, curve.component)

    st.button(
        reader.words("Follow the United Nations’ path"),
        key=f"follow-{begin.area}-{curve.component}",
        icon=":material/timeline:",
        on_click=laid,
    )


def component_choice(reader: Reader) -> Component:
    """The component whose curve is shown; life expectancy of both sexes or of one."""
    words = reader.words
    widget = f"component-{reader.view.language}"
    first = st.segmented_control(
        words("Path"),
        COMPONENT_TITLES,
        format_func=lambda each: words(curve_view.NAMES[each]),
        key=widget,
        default="total_fertility",
        required=True,
        label_visibility="collapsed",
    )
    if first != "life_expectancy":
        return first or "total_fertility"
    return (
        st.segmented_control(
            words("Sex"),
            ("life_expectancy", *BY_SEX),
            format_func=lambda each: {
                "life_expectancy": words("Both sexes"),
                "life_expectancy_female": words("Women"),
                "life_expectancy_male": words("Men"),
            }[each],
            key=f"sex-{reader.view.language}",
            default="life_expectancy",
            required=True,
            label_visibility="collapsed",
        )
        or "life_expectancy"
    )


def draw_curve(begin: Start, curve: Curve, record: Record | None, reader: Reader) -> None:
    """The curve itself. Messages from the browser carry all its points and a number that is answered."""
    view = reader.view
    key = f"curve-{begin.area}-{curve.component}"

    def moved() -> None:
        message = st.session_state[key]["moved"]
        if message:
            apply_drag(begin, curve, message)

    component()(
        key=key,
        data=curve_view.curve_data(
            curve,
            curve_view.Background(history(begin, curve, view), united_nations(begin, curve, view), record),
            begin,
            reader.words,
            seq=session.CURVE_SEQUENCE.get(),
            height=LOW if page_layout.on_a_phone() else HIGH,
        ),
        on_moved_change=moved,
    )


def apply_drag(begin: Start, curve: Curve, message: Mapping[str, Any]) -> None:
    """What was dragged becomes the scenario; the table begins anew from it."""
    session.CURVE_SEQUENCE.set(int(message["seq"]))
    points = tuple((int(year), round(float(level), 6)) for year, level in message["points"])
    component = curve.component
    if state.attempt(
        begin,
        lambda before: scenario_curves.with_point(before, component, points),
        final=bool(message.get("final")),
    ):
        new_table(begin, component)


def new_table(begin: Start, component: Component) -> None:
    """The table of a component shows what is, without edits of its own."""
    tables = session.TABLE_VERSIONS.get()
    tables[begin.area, component] = tables.get((begin.area, component), 0) + 1


def table(begin: Start, curve: Curve, reader: Reader) -> None:
    """The same points as figures to type, in the reader's digits: a row a year."""
    language = reader.view.language
    version = session.TABLE_VERSIONS.get().get((begin.area, curve.component), 0)
    key = f"points-{begin.area}-{curve.component}-{language}-{version}"
    first_points = session.TABLE_POINTS.part(key)
    base = first_points.get()
    if base is None or [year for year, _ in base] != [year for year, _ in curve.points]:
        base = curve.points
        first_points.set(base)
    years = [format.year_short(year, reader.view.calendar, language) for year, _ in base]
    texts = [format.number(level, language, curve.kind.decimals) for _, level in base]
    st.data_editor(
        pd.DataFrame({"year": years, LEVEL: texts}),
        key=key,
        hide_index=True,
        width="stretch",
        num_rows="fixed",
        disabled=["year"],
        on_change=lambda: apply_typing(begin, curve, base, years, key),
        column_config={
            "year": st.column_config.TextColumn(reader.words("Year")),
            LEVEL: st.column_config.TextColumn(reader.words(curve_view.UNITS[curve.component]), max_chars=14),
        },
    )


def apply_typing(
    begin: Start, curve: Curve, base: tuple[tuple[int, float], ...], years: list[str], key: str
) -> None:
    """Figures that were typed become the scenario; one that is none is said and the point stays."""
    words = Words(session.LANGUAGE.get())
    edits = st.session_state[key]["edited_rows"]
    points = []
    for place, ((year, level), name) in enumerate(zip(base, years, strict=True)):
        text = edits.get(place, {}).get(LEVEL)
        entered = level if text is None else number(str(text), whole_things=curve.kind.decimals == 0)
        if entered is None:
            state.say(
                words(
                    "“{asked}” is not a number; the point of {year} stays where it was.",
                    asked=str(text)[:24],
                    year=name,
                )
            )
            new_table(begin, curve.component)
            return
        points.append((year, entered))
    if not state.attempt(
        begin, lambda before: scenario_curves.with_point(before, curve.component, tuple(points))
    ):
        new_table(begin, curve.component)


def history(begin: Start, curve: Curve, view: ViewState) -> list[tuple[float, float]]:
    """What was published of this component for the area, by year."""
    key = {"total_fertility": "total_fertility_rate", "life_expectancy": "life_expectancy"}.get(
        curve.component
    )
    return curve_view.history_of(store.measure(view.country, key), begin.area) if key else []


def united_nations(begin: Start, curve: Curve, view: ViewState) -> list[tuple[int, float]]:
    """The published path for the nation, as it was before registered deaths moved it; there is none for an area of one."""
    if begin.area != view.country:
        return []
    last = curve.points[-1][0]
    measure = un_paths.MEASURES.get(curve.component)
    if measure is not None:
        return list(
            outcome_cache.united_nations(view.country, measure, begin.years[0] - curve_view.PAST, last)
        )
    levels = scenario_curves.lives(begin.path_e0[: last - begin.years[0]], curve.component)
    return [(begin.years[1] + place, float(level)) for place, level in enumerate(levels)]


def fastest_rise(country: str, curve: Curve) -> Record | None:
    """The fastest rise ever seen in what is published here."""
    if curve.component == "total_fertility":
        return rise(country, "total_fertility_rate", round(curve.levels[0][1], 2))
    return rise(country, "life_expectancy", None) if curve.component == "life_expectancy" else None


def rise(country: str, key: str, level: float | None) -> Record | None:
    """The largest rise of a published measure from near a level."""
    return store.cached(("largest rise", country, key, level))(
        lambda: largest_rise(store.measure(country, key), level=level)
    )


def store_names(view: ViewState) -> Mapping[str, str]:
    """Area -> its name in the reader's language."""
    return store.area_names(view.country, view.language)


__all__ = ["LevelImpossible", "curve", "points"]
