"""All provinces under the scenario, on a map: projected one by one under a bar that can be stopped."""

from __future__ import annotations

import streamlit as st

from dashboard import format, frame, store
from dashboard.charts import maps, theme
from dashboard.laboratory import run, series
from dashboard.laboratory.provinces import carried_over
from dashboard.panels.laboratory import state
from dashboard.panels.laboratory.bench import Bench
from dashboard.panels.measure import show
from dashboard.settings import BOUNDARIES_URL
from dashboard.views.laboratory import province_map
from data.boundaries import file_name
from forecasting.bands import OLD
from forecasting.scenarios import read, stored

STOPPED = "laboratory stopped"


def provinces(bench: Bench) -> None:
    """The map of one figure in the last year; those not yet projected when it was stopped have no number."""
    words, view = bench.words, bench.view
    of = st.segmented_control(
        words("On the map"),
        list(province_map.MEASURES),
        format_func=lambda key: words(province_map.MEASURES[key]),
        key=f"map-of-{view.language}",
        default="change",
        required=True,
        label_visibility="collapsed",
    )
    found = projected(bench)
    if not found:
        return
    names = store.country_areas(view.country).set_index("area")[f"name_{view.language}"].drop(view.country)
    rows = province_map.rows(found, names, of or "change", words)
    size = frame.map_size(share=0.6)
    centre, zoom = maps.fitted(store.map_bounds(view.country), width=size[0], height=size[1])
    last = format.year(bench.shown.runs[0].years[-1], view.calendar, view.language)
    figure = maps.choropleth(
        rows,
        geojson=BOUNDARIES_URL.format(file=file_name(view.country)),
        scale=province_map.scale(rows, of or "change"),
        label=words("{measure}, {year}", measure=words(province_map.MEASURES[of or "change"]), year=last),
        words=words,
        centre=centre,
        zoom=zoom,
        height=int(size[1]) + 90,
        selected=None if view.area == view.country else view.area,
    )
    show(figure, "laboratory-map", theme.MAP_CONFIG)
    st.caption(
        words(
            "The same change from each province’s own level: a drawn path of fertility keeps each province’s ratio to this area, "
            "life expectancy is the nation’s, net migration is shared out by people. The provinces are not made to add up "
            "to the nation here. Boundaries: {attribution}",
            attribution=store.attribution(view.country, view.language),
        )
    )


def projected(bench: Bench) -> dict[str, tuple[float, float]]:
    """Province -> (change of population, share aged 65 and over) in the last year; what was done is not done again."""
    view, words = bench.view, bench.words
    codes = [area for area in store.area_codes()[view.country] if area != view.country]
    text = stored(bench.shown.runs[0].scenario)
    key = (view.country, state.areas(view), text)
    if st.session_state.get(STOPPED) == key:
        st.info(words("Stopped. What was projected is kept."))
        st.button(
            words("Go on"), key=f"map-on-{view.language}", on_click=lambda: st.session_state.pop(STOPPED)
        )
        return {}
    place = st.empty()
    found: dict[str, tuple[float, float]] = {}
    with place.container():
        bar = st.progress(0.0)
        st.button(
            words("Stop"),
            key=f"map-stop-{view.language}",
            on_click=lambda: st.session_state.update({STOPPED: key}),
        )
        for at, area in enumerate(codes):
            outcome = _one(store.data_version(), view.country, area, state.areas(view), text)
            if outcome is not None:
                found[area] = outcome
            bar.progress(
                (at + 1) / len(codes),
                words("{n} of {all} provinces", n=format.number(at + 1, view.language),
                      all=format.number(len(codes), view.language)),
            )  # fmt: skip
    place.empty()
    return found


@st.cache_data(max_entries=4096, show_spinner=False)
def _one(
    version: str, country: str, area: str, drawn_for: tuple[str, ...], text: str
) -> tuple[float, float] | None:
    """None for a province without a base population, or which the scenario would empty."""
    begin, of = store.laboratory_start(country, (area,)), store.laboratory_start(country, drawn_for)
    if begin is None or of is None:
        return None
    try:
        out = run(begin, carried_over(read(text), of, begin))
    except ValueError:
        return None
    people = series.people(out)
    return float(people[-1] / people[0] - 1), float(series.share(out, OLD)[-1])
