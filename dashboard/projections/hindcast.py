"""How wrong: this projection launched from an earlier base population, on the page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlalchemy import Connection

from dashboard import format, page_layout, store
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.uncertainty import hindcast
from dashboard.analysis.uncertainty.backtest import METHODS, SIZES
from dashboard.analysis.uncertainty.hindcast import ForecastMiss, SizeClass
from dashboard.analysis.uncertainty.spread import Spread, measure_spread
from dashboard.projections import outcome_cache, progress
from dashboard.settings import CALENDARS
from dashboard.view_state import ViewState
from dashboard.words import Words, mark

TITLES = {
    "total": (mark("Population"), mark("people"), 0),
    "old": (mark("Share aged 65 and over"), mark("% of population"), 1),
    "births": (mark("Births"), mark("births"), 0),
}
HISTORIES = {"total": "population", "old": "share_65_plus", "births": "births_or_derived"}


def launch_of(connection: Connection, country: str) -> tuple[dict[str, Start], int, Spread] | None:
    """Starts of then, the last base year, how far trajectories strayed as it could be measured then."""
    inputs = store.start_inputs(connection, country)
    ends = hindcast.origins(inputs.people)
    if ends is None:
        return None
    origin, last = ends
    begins = hindcast.relaunch(inputs, origin)
    evidence = outcome_cache.evidence(connection, country, store.measure)
    return begins, last, measure_spread(country, CALENDARS[country], evidence, origin)


#: Seconds of work, once a release and country
launched = store.cached_read(launch_of)


@st.cache_resource(max_entries=4, show_spinner=False, ttl="1d")
def _begun(country: str, release: str) -> tuple[dict[str, Start], int, Spread] | None:
    """Kept as they are: what is remembered of a start is remembered by which one it is."""
    return launched(country)


@st.cache_data(max_entries=512, show_spinner=False, ttl="1d")
def _missed(country: str, area: str, release: str) -> list[ForecastMiss]:
    found = _begun(country, release)
    if found is None or area not in found[0]:
        return []
    begins, last, spread = found
    histories = {series: store.measure(country, key) for series, key in HISTORIES.items()}
    return hindcast.misses(begins[area], begins[country], histories, last, CALENDARS[country], spread)


def missed(view: ViewState) -> list[ForecastMiss]:
    """What the projection of the page's area missed."""
    return _missed(view.country, view.area, store.data_version())


def beside_the_fans(view: ViewState, words: Words) -> None:
    """Under the fans: whether bands made the same way held when they were launched from an earlier base."""
    with st.spinner(words("Launching the same projection from an earlier year …")):
        lines = missed(view)
    if not lines:
        st.caption(
            words("Whether such bands held in the past cannot be said: there is one base population only.")
        )
        return
    st.markdown(verdict(lines, view, words))


def verdict(lines: Sequence[ForecastMiss], view: ViewState, words: Words) -> str:
    """How many of the bands of 80 held, by name."""
    held = [words(TITLES[line.series][0]) for line in lines if line.held_80]
    broken = [words(TITLES[line.series][0]) for line in lines if not line.held_80]
    origin = page_layout.year_text(lines[0].origin, view)
    if not broken:
        return words(
            "**Launched from {origin} in the same way, every band of 80 held.** One launch proves little.",
            origin=origin,
        )
    if not held:
        return words(
            "**Launched from {origin} in the same way, no band of 80 held** ({broken}). Read the bands as narrower "
            "than the truth.",
            origin=origin,
            broken=listed(broken, words),
        )
    return words(
        "**Launched from {origin} in the same way, the band of 80 held for {held} and not for {broken}.** Read the bands "
        "as narrower than the truth.",
        origin=origin,
        held=listed(held, words),
        broken=listed(broken, words),
    )


def listed(names: Sequence[str], words: Words) -> str:
    """Names after one another."""
    return words(", ").join(names)


def section(view: ViewState, words: Words) -> None:
    """The launch of the area, a line a series; then all areas by size when they are asked for."""
    with st.spinner(words("Launching the same projection from an earlier year …")):
        lines = missed(view)
    if not lines:
        st.info(
            words("There is no earlier base population of this area to launch from."),
            icon=":material/data_alert:",
        )
        return
    for line in lines:
        st.markdown(sentence(line, view, words))
    st.dataframe(pd.DataFrame([row(line, view, words) for line in lines]), hide_index=True, width="stretch")
    everywhere(view, words)
    st.caption(
        words(
            "The launch knew no figure of a later year, but for two things: base populations as they are estimated now, and the "
            "United Nations’ death rates, ages of childbearing and past net migration, of which one revision alone is loaded. The "
            "width of the bands was measured on the years before the launch. What is compared "
            "with: published totals and shares, births as registered or derived from the published rate. From 10 and 15 "
            "years ago there is no base population by age."
        )
    )


def sentence(line: ForecastMiss, view: ViewState, words: Words) -> str:
    """What was said, what it was, how far off, whether the bands held."""
    title, unit, decimals = TITLES[line.series]
    number = {
        "title": words(title),
        "origin": page_layout.year_text(line.origin, view),
        "last": page_layout.year_text(line.year, view),
        "said": format.number(line.projected, view.language, decimals),
        "was": format.number(line.actual, view.language, decimals),
        "unit": words(unit),
        "off": format.percent(abs(line.share), view.language),
    }
    if line.projected >= line.actual:
        return words(
            "**{title}: from {origin}, {said} for {last}; it was {was} {unit}: {off} too high.**", **number
        )
    return words(
        "**{title}: from {origin}, {said} for {last}; it was {was} {unit}: {off} too low.**", **number
    )


def row(line: ForecastMiss, view: ViewState, words: Words) -> dict[str, str]:
    """A series' launch in the reader's digits."""
    title, _, decimals = TITLES[line.series]
    language = view.language

    def between(ends: tuple[float, float]) -> str:
        low, high = (format.number(end, language, decimals) for end in ends)
        return words("{low} to {high}", low=low, high=high)

    told = dict(line.naive)
    others = {
        words(METHODS[name]): format.percent_change(told[name] / line.actual - 1, language)
        if name in told
        else "–"
        for name in hindcast.NAIVE
    }
    return {
        words("Series"): words(title),
        words("Miss"): format.percent_change(line.share, language),
        words("80 of 100 trajectories"): between(line.band_80),
        words("80 of 100"): words("held") if line.held_80 else words("missed"),
        words("95 of 100"): words("held") if line.held_95 else words("missed"),
    } | others


def everywhere(view: ViewState, words: Words) -> None:
    """All provinces by size; a long run the first time, under a bar that can be stopped."""
    found = _begun(view.country, store.data_version())
    if found is None:
        return
    areas = [area for area in found[0] if area != view.country]
    key = f"launched-{view.country}"
    wanted = st.session_state.get(key, 0)
    if not wanted:
        st.button(
            words("Launch all {n} provinces", n=format.number(len(areas), view.language)),
            key=f"{key}-go",
            on_click=st.session_state.__setitem__,
            args=(key, len(areas)),
        )
        return
    place, lines = st.empty(), []
    for index, area in enumerate(areas[:wanted]):
        lines += _missed(view.country, area, store.data_version())
        if index % 4 == 3 and index + 1 < len(areas):
            name = store.area_names(view.country, view.language)[area]
            progress.progress(place, index + 1, len(areas), name, key, words)
    place.empty()
    progress.stopped(wanted, len(areas), view, words)
    people = {area: float(begin.population.sum()) for area, begin in found[0].items()}
    table = [
        size_row(series, of_size, view, words)
        for series in hindcast.SERIES
        for of_size in hindcast.by_size(lines, series, people)
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch")


def size_row(series: str, of: SizeClass, view: ViewState, words: Words) -> dict[str, str]:
    """Provinces of a size in the reader's digits."""
    language = view.language
    best = "–"
    if of.naive:
        best = f"{words(METHODS[of.naive])}: {format.percent(of.naive_mean, language)}"
    return {
        words("Series"): words(TITLES[series][0]),
        words("Areas"): words(SIZES[of.size]),
        words("Number"): format.number(of.areas, language),
        words("Mean miss"): format.percent(of.mean, language),
        words("Median miss"): format.percent(of.median, language),
        words("Bias"): format.percent_change(of.bias, language),
        words("80 % held"): format.percent(of.held_80, language, 0),
        words("95 % held"): format.percent(of.held_95, language, 0),
        words("Best method that knows no demography, mean miss"): best,
    }
