"""How wrong: this projection launched from an earlier base population, on the page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from sqlalchemy import Connection

from dashboard import format, session, store
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.uncertainty import hindcast
from dashboard.analysis.uncertainty.backtest import METHODS, SIZES
from dashboard.analysis.uncertainty.evidence import evidence
from dashboard.analysis.uncertainty.hindcast import ForecastMiss, SizeClass
from dashboard.analysis.uncertainty.spread import Spread, measure_spread
from dashboard.error_boundary import panel
from dashboard.projections import progress
from dashboard.reader import Reader
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
    facts = evidence(connection, country, store.measure)
    return begins, last, measure_spread(country, CALENDARS[country], facts, origin)


#: Seconds of work, once a release and country
national_launch = store.cached_read(launch_of)


def _launch(country: str) -> tuple[dict[str, Start], int, Spread] | None:
    """Not a copy: what is made of a start is kept by which one it is."""
    return store.cached(("hindcast start", country))(lambda: national_launch(country))


def _misses(country: str, area: str) -> list[ForecastMiss]:
    def misses() -> list[ForecastMiss]:
        launch = _launch(country)
        if launch is None or area not in launch[0]:
            return []
        begins, last, spread = launch
        histories = {series: store.measure(country, key) for series, key in HISTORIES.items()}
        return hindcast.misses(begins[area], begins[country], histories, last, CALENDARS[country], spread)

    return store.cached(("hindcast", country, area))(misses)


def misses_of(view: ViewState) -> list[ForecastMiss]:
    """Errors of the projection of the page's area, by series."""
    return _misses(view.country, view.area)


@panel(mark("Launched from an earlier year"))
def fan_note(reader: Reader) -> None:
    """Under the fans: whether bands made the same way held when they were launched from an earlier base."""
    with st.spinner(reader.words("Launching the same projection from an earlier year …")):
        lines = misses_of(reader.view)
    if not lines:
        st.caption(
            reader.words(
                "Whether such bands held in the past cannot be said: there is one base population only."
            )
        )
        return
    st.markdown(verdict(lines, reader))


def verdict(lines: Sequence[ForecastMiss], reader: Reader) -> str:
    """A sentence: which 80 % bands held."""
    words = reader.words
    held = [words(TITLES[line.series][0]) for line in lines if line.held_80]
    broken = [words(TITLES[line.series][0]) for line in lines if not line.held_80]
    origin = reader.year(lines[0].origin)
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
            broken=name_list(broken, words),
        )
    return words(
        "**Launched from {origin} in the same way, the band of 80 held for {held} and not for {broken}.** Read the bands "
        "as narrower than the truth.",
        origin=origin,
        held=name_list(held, words),
        broken=name_list(broken, words),
    )


def name_list(names: Sequence[str], words: Words) -> str:
    """Names joined into a list."""
    return words(", ").join(names)


@panel(mark("Launched from an earlier year"))
def section(reader: Reader) -> None:
    """The launch of the area, a line a series; then all areas by size when they are asked for."""
    words = reader.words
    with st.spinner(words("Launching the same projection from an earlier year …")):
        lines = misses_of(reader.view)
    if not lines:
        st.info(
            words("There is no earlier base population of this area to launch from."),
            icon=":material/data_alert:",
        )
        return
    for line in lines:
        st.markdown(sentence(line, reader))
    st.dataframe(pd.DataFrame([row(line, reader) for line in lines]), hide_index=True, width="stretch")
    all_provinces(reader)
    st.caption(
        words(
            "The launch knew no figure of a later year, but for two things: base populations as they are estimated now, and the "
            "nation’s death rates, ages of childbearing and past net migration, of which one revision alone is loaded. The "
            "width of the bands was measured on the years before the launch. What is compared "
            "with: published totals and shares, births as registered or derived from the published rate. From 10 and 15 "
            "years ago there is no base population by age."
        )
    )


def sentence(line: ForecastMiss, reader: Reader) -> str:
    """A sentence: projected and actual figure, the error, and whether the bands held."""
    view, words = reader.view, reader.words
    title, unit, decimals = TITLES[line.series]
    number = {
        "title": words(title),
        "origin": reader.year(line.origin),
        "last": reader.year(line.year),
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


def row(line: ForecastMiss, reader: Reader) -> dict[str, str]:
    """A series' launch in the reader's digits."""
    words = reader.words
    title, _, decimals = TITLES[line.series]
    language = reader.view.language

    def between(ends: tuple[float, float]) -> str:
        low, high = (format.number(end, language, decimals) for end in ends)
        return words("{low} to {high}", low=low, high=high)

    errors = dict(line.naive)
    naive = {
        words(METHODS[name]): format.percent_change(errors[name] / line.actual - 1, language)
        if name in errors
        else "–"
        for name in hindcast.NAIVE
    }
    return {
        words("Series"): words(title),
        words("Miss"): format.percent_change(line.share, language),
        words("80 of 100 trajectories"): between(line.band_80),
        words("80 of 100"): words("held") if line.held_80 else words("missed"),
        words("95 of 100"): words("held") if line.held_95 else words("missed"),
    } | naive


@panel(mark("All provinces"))
def all_provinces(reader: Reader) -> None:
    """All provinces by size; a long run the first time, under a bar that can be stopped."""
    view = reader.view
    launch = _launch(view.country)
    if launch is None:
        return
    areas = [area for area in launch[0] if area != view.country]
    key = session.PROVINCE_HINDCASTS.part(view.country)
    limit = key.get()
    if not limit:
        st.button(
            reader.words("Launch all {n} provinces", n=format.number(len(areas), view.language)),
            key=f"{key.name}-go",
            on_click=key.set,
            args=(len(areas),),
        )
        return
    place, lines = st.empty(), []
    for index, area in enumerate(areas[:limit]):
        lines += _misses(view.country, area)
        if index % 4 == 3 and index + 1 < len(areas):
            name = reader.area_names[area]
            progress.progress(place, index + 1, len(areas), name, key, reader.words)
    place.empty()
    progress.stopped_note(limit, len(areas), reader)
    people = {area: float(begin.population.sum()) for area, begin in launch[0].items()}
    table = [
        size_row(series, of_size, reader)
        for series in hindcast.SERIES
        for of_size in hindcast.by_size(lines, series, people)
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch")


def size_row(series: str, size: SizeClass, reader: Reader) -> dict[str, str]:
    """Provinces of a size in the reader's digits."""
    words = reader.words
    language = reader.view.language
    best = "–"
    if size.naive:
        best = f"{words(METHODS[size.naive])}: {format.percent(size.naive_mean, language)}"
    return {
        words("Series"): words(TITLES[series][0]),
        words("Areas"): words(SIZES[size.size]),
        words("Number"): format.number(size.areas, language),
        words("Mean miss"): format.percent(size.mean, language),
        words("Median miss"): format.percent(size.median, language),
        words("Bias"): format.percent_change(size.bias, language),
        words("80 % held"): format.percent(size.held_80, language, 0),
        words("95 % held"): format.percent(size.held_95, language, 0),
        words("Best method that knows no demography, mean miss"): best,
    }
