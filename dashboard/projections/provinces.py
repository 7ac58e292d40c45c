"""All provinces under the scenario, on a map: projected one by one under a bar that can be stopped, then made to add up."""

from __future__ import annotations

import streamlit as st

from dashboard import format, page_layout, session, store
from dashboard.analysis.projections import ScenarioRun, run
from dashboard.analysis.projections.coherence import (
    CoherentProvince,
    CoherentProvinces,
    coherent_provinces,
    independent_province,
)
from dashboard.analysis.projections.provinces import carried_over
from dashboard.charts import maps, theme
from dashboard.error_boundary import panel
from dashboard.panels.chart_block import figure_export
from dashboard.projections import state
from dashboard.projections.context import ScenarioContext
from dashboard.projections.views import province_map
from dashboard.settings import BOUNDARIES_URL
from dashboard.view_state import ViewState
from dashboard.words import mark
from data.boundaries import file_name
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import read, stored


@panel(mark("All provinces"))
def provinces(bench: ScenarioContext) -> None:
    """The map of one figure in the last year, and each province's figures with what adding up took."""
    words, view = bench.reader.words, bench.reader.view
    measure = st.segmented_control(
        words("On the map"),
        list(province_map.MEASURES),
        format_func=lambda key: words(province_map.SHORT[key]),
        key=f"map-of-{view.language}",
        default="change",
        required=True,
        label_visibility="collapsed",
    )
    codes = project_provinces(bench)
    if not codes:
        return
    text = stored(bench.comparison.runs[0].scenario)
    question = (view.country, state.areas(view), text)
    sums, reason = _coherent(*question)
    rows = sums.provinces if sums is not None else _independent(*question)
    names = _province_names(view)
    last = format.year(bench.comparison.runs[0].years[-1], view.calendar, view.language)
    map_of(bench, rows, measure or "change", last)
    if sums is None:
        st.warning(province_map.failure_text(reason, names, words), icon=":material/balance:")
    else:
        st.markdown(province_map.coherence_text(sums, last, words))
    table = province_map.table(rows, names, words, adjusted=sums is not None)
    st.dataframe(table, hide_index=True, width="stretch", height=320)
    st.caption(province_map.method(words, store.attribution(view.country, view.language)))


def _province_names(view: ViewState) -> dict[str, str]:
    """Area -> its name, of every area but the whole country"""
    names = store.area_names(view.country, view.language)
    return {area: name for area, name in names.items() if area != view.country}


def map_of(bench: ScenarioContext, provinces: tuple[CoherentProvince, ...], measure: str, last: str) -> None:
    """The map of one figure."""
    words, view = bench.reader.words, bench.reader.view
    names = _province_names(view)
    rows = province_map.rows(provinces, names, measure, words)
    size = page_layout.map_size(share=0.6)
    centre, zoom = maps.fitted(store.map_bounds(view.country), width=size[0], height=size[1])
    figure = maps.choropleth(
        rows,
        geojson=BOUNDARIES_URL.format(file=file_name(view.country)),
        scale=province_map.scale(rows, measure),
        label=words("{measure}, {year}", measure=words(province_map.MEASURES[measure]), year=last),
        words=words,
        centre=centre,
        zoom=zoom,
        height=int(size[1]) + 90,
        selected=None if view.area == view.country else view.area,
    )
    figure_export(figure, "laboratory-map", words, theme.MAP_CONFIG)


def project_provinces(bench: ScenarioContext) -> list[str]:
    """Project every province by itself, under a bar; provinces already projected are not projected again. Empty while it is stopped."""
    view, words = bench.reader.view, bench.reader.words
    codes = [area for area in store.area_codes()[view.country] if area != view.country]
    text = stored(bench.comparison.runs[0].scenario)
    key = (view.country, state.areas(view), text)
    if session.STOPPED_RUN.get() == key:
        st.info(words("Stopped. What was projected is kept."))
        st.button(
            words("Go on"), key=f"map-on-{view.language}", on_click=session.STOPPED_RUN.set, args=(None,)
        )
        return []
    place = st.empty()
    with place.container():
        bar = st.progress(0.0)
        st.button(
            words("Stop"),
            key=f"map-stop-{view.language}",
            on_click=session.STOPPED_RUN.set,
            args=(key,),
        )
        for index, area in enumerate(codes):
            _one(view.country, area, state.areas(view), text)
            bar.progress(
                (index + 1) / len(codes),
                words("{n} of {all} provinces", n=format.number(index + 1, view.language),
                      all=format.number(len(codes), view.language)),
            )  # fmt: skip
    place.empty()
    return codes


def _one(country: str, area: str, drawn_for: tuple[str, ...], text: str) -> ScenarioRun | None:
    """None for an area without a base population, or which the scenario would empty."""

    def projected() -> ScenarioRun | None:
        begin, nation = store.laboratory_start(country, (area,)), store.laboratory_start(country, drawn_for)
        if begin is None or nation is None:
            return None
        try:
            return run(begin, carried_over(read(text), nation, begin))
        except ScenarioProblem:
            return None

    return store.cached(("province", country, area, drawn_for, text))(projected)


def _every(country: str, drawn_for: tuple[str, ...], text: str) -> dict[str, ScenarioRun | None]:
    codes = [area for area in store.area_codes()[country] if area != country]
    return {area: _one(country, area, drawn_for, text) for area in codes}


def _coherent(
    country: str, drawn_for: tuple[str, ...], text: str
) -> tuple[CoherentProvinces | None, tuple[str, ...]]:
    """Provinces that add up; or nothing, and the areas that could not be projected (none where adding up itself failed)."""

    def adjusted() -> tuple[CoherentProvinces | None, tuple[str, ...]]:
        nation = _one(country, country, drawn_for, text)
        runs = _every(country, drawn_for, text)
        without = tuple(area for area, one in {country: nation, **runs}.items() if one is None)
        if nation is None or without:
            return None, without
        try:
            return coherent_provinces(nation, [one for one in runs.values() if one is not None]), ()
        except ScenarioProblem:
            return None, ()

    return store.cached(("provinces that add up", country, drawn_for, text))(adjusted)


def _independent(country: str, drawn_for: tuple[str, ...], text: str) -> tuple[CoherentProvince, ...]:
    """Provinces as each is by itself."""

    def provinces() -> tuple[CoherentProvince, ...]:
        runs = _every(country, drawn_for, text)
        return tuple(independent_province(one) for one in runs.values() if one is not None)

    return store.cached(("provinces by themselves", country, drawn_for, text))(provinces)
