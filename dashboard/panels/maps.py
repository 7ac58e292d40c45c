"""Maps of a measure: the year and its play, the classes, what stands beside, and a click that goes into an area."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import filters, page_layout, session, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.charts import theme
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.view_state import ViewState
from dashboard.views import chart_export, maps, sentences
from dashboard.views.measure import MeasureView, named_measure
from dashboard.words import Words, mark
from data import boundaries

PACE = 1.2  # seconds a year stands when the years run
LIST_HEIGHT = 640
#: What may stand on the overview's map, or beside another
ON_THE_MAP = (
    "total_fertility_rate",
    "share_65_plus",
    "crude_divorce_rate",
    "crude_marriage_rate",
    "crude_birth_rate",
    "crude_death_rate",
    "net_migration_rate",
    "infant_mortality_rate",
    "median_age",
    "population",
)


def measure_view(view: ViewState, key: str) -> MeasureView:
    """A measure of the reader's country, named in the reader's language."""
    return replace(whole_measure(view.country, key, view.language, view.calendar), area=view.area)


def whole_measure(country: str, key: str, language: str, calendar: str) -> MeasureView:
    """A measure of a country as one language reads it; made once for all readers, who only read it."""

    def whole() -> MeasureView:
        return named_measure(
            BY_KEY[key],
            store.measure(country, key),
            store.country_areas(country),
            area=country,
            calendar=calendar,
            words=Words(language),
            offices=store.offices(language),
        )

    return store.cached(("measure", country, key, language, calendar))(whole)


def lower_measure(
    country: str, key: str, language: str, calendar: str, level: str, within: str
) -> MeasureView:
    """The same of the areas of a level under the provinces: all of them, or those within one province."""

    def lower() -> MeasureView:
        areas = store.areas_by_level(country, level)
        whole = named_measure(
            BY_KEY[key],
            store.measure_by_level(country, key, level),
            areas,
            area=country,
            calendar=calendar,
            words=Words(language),
            level=level,
            offices=store.offices(language),
        )
        if within == country:
            return whole
        return maps.inside(whole, areas[(areas["province"] == within) | (areas["level"] == "nation")])

    return store.cached(("measure of a level", country, key, language, calendar, level, within))(lower)


def at_level(measured: MeasureView, view: ViewState) -> MeasureView:
    """The measure of the areas that the reader wants on the map: provinces where nothing else can be had."""
    level = view.choice("level")
    if level not in store.map_levels(view.country):
        return measured
    below = lower_measure(
        view.country, measured.indicator.key, view.language, view.calendar, level, view.area
    )
    if below.province_years() and len(below.names) > 1:
        return replace(below, area=view.area)
    st.caption(maps.no_levels([level], measured.words))
    return measured


@panel(mark("On the map"))
def year_and_map(measured: MeasureView, view: ViewState, *, with_ranks: bool = True) -> int | None:
    """Map and ranked list of one year, with the slider that moves both; returns the year."""
    measured = at_level(measured, view)
    words, years = measured.words, measured.province_years()
    usual = measured.usual_year() if view.year is None else measured.nearest(view.year, years)
    if usual is None:
        st.info(sentences.no_provinces(measured), icon=":material/map:")
        return None
    if session.PLAYING.get() == measured.indicator.key:
        session.STEPPED.set(False)
        st.fragment(run_every=PACE)(running)(measured, with_ranks)
        return usual
    year = years_row(measured, years, usual, words)
    if view.year is not None and view.year != year:
        st.caption(sentences.other_year(measured, view.year, year))
    options(measured, year, words, with_ranks=with_ranks)
    map_and_ranks(measured, filters.chosen(), year, with_ranks=with_ranks)
    return year


def years_row(measured: MeasureView, years: tuple[int, ...], usual: int, words: Words) -> int:
    """The slider over the years and the button that runs them."""
    if len(years) < 2:
        return usual
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"years-{measured.indicator.key}"):
        year = filters.year_choice(
            years, usual, label=words("Year"), key=measured.indicator.key, text=measured.year_text
        )
        st.button(
            words("Play"),
            key=f"play-{measured.indicator.key}-{words.language}",
            icon=":material/play_arrow:",
            on_click=play,
            args=(measured.indicator.key, years),
            help=words("Run through the years on one scale"),
        )
    return year


def play(key: str, years: tuple[int, ...]) -> None:
    """Let the years run, from the first where the last is shown."""
    session.PLAYING.set(key)
    if session.YEAR.get() in (None, years[-1]):
        session.YEAR.set(years[0])


def stop() -> None:
    """Let the years stand."""
    session.PLAYING.set(None)


@panel(mark("On the map"))
def running(measured: MeasureView, with_ranks: bool) -> None:
    """One year after the other, until the last or until the reader has seen enough."""
    words, years = measured.words, measured.province_years()
    now = measured.nearest(session.YEAR.get(), years) or years[0]
    if session.STEPPED.get():
        now = next((year for year in years if year > now), years[-1])
    session.STEPPED.set(True)
    session.YEAR.set(now)
    with st.container(horizontal=True, vertical_alignment="center", key=f"years-{measured.indicator.key}"):
        st.progress((years.index(now) + 1) / len(years), measured.year_text(now))
        paused = st.button(
            words("Pause"), key=f"pause-{words.language}", icon=":material/pause:", on_click=stop
        )
    map_and_ranks(measured, filters.chosen(), now, with_ranks=with_ranks)
    if paused or now == years[-1]:
        stop()
        st.rerun()


def options(measured: MeasureView, year: int, words: Words, *, with_ranks: bool) -> None:
    """Which areas, how their figures are cut into classes, and what stands beside the map."""
    lower = store.map_levels(measured.country)
    *first, left, right = st.columns(3 if lower else 2, gap="medium")
    for column in first:
        with column:
            levels = {level: words(maps.LEVELS[level]) for level in ("province", *lower)}
            filters.option("level", words("Areas on the map"), levels, place="map", as_list=True)
    meaning = measured.indicator.classes is not None
    schemes = {
        "fixed": words("Fixed bounds with a meaning") if meaning else words("Fixed round bounds"),
        "quantiles": words("As many areas in each class"),
        "natural": words("Where the figures part (natural breaks)"),
    }
    with left:
        filters.option("classes", words("Classes"), schemes, place="map", as_list=True)
    seconds = {"ranks": words("Ranked list") if with_ranks else words("Nothing")}
    seconds |= {
        str(other): words("The year {year}", year=measured.year_text(other))
        for other in reversed(measured.province_years())
        if other != year
    }
    seconds |= {key: words(BY_KEY[key].name) for key in ON_THE_MAP if key != measured.indicator.key}
    with right:
        filters.option("beside", words("Beside the map"), seconds, place="map", as_list=True)


def map_and_ranks(measured: MeasureView, view: ViewState, year: int, *, with_ranks: bool = True) -> None:
    """The map of a year and what the reader wants beside it."""
    second_choice = view.choice("beside")
    other: tuple[MeasureView, int] | None = None
    if (
        second_choice.isdigit()
        and int(second_choice) in measured.province_years()
        and int(second_choice) != year
    ):
        other = (measured, int(second_choice))
    elif second_choice in BY_KEY and second_choice != measured.indicator.key:
        second = at_level(measure_view(view, second_choice), view)
        map_place = second.nearest(year, second.province_years())
        if map_place is None:
            st.info(sentences.absence_sentence(second), icon=":material/data_alert:")
        other = None if map_place is None else (second, map_place)
    if other is None and not with_ranks:
        one_map(measured, view, year, narrow=False)
        return
    left, right = st.columns([3, 2] if other is None else 2, gap="medium")
    with left:
        one_map(measured, view, year, narrow=True, share=0.6 if other is None else 0.5)
    with right:
        if other is None:
            ranks(measured, year)
        else:
            one_map(*other[:1], view, other[1], narrow=True, share=0.5, place="beside")
    if other is not None and other[0] is not measured:
        st.caption(measured.words("Two measures, two scales: compare the pattern, not the colours."))


@panel(mark("Map"))
def one_map(
    measured: MeasureView, view: ViewState, year: int, *, narrow: bool, share: float = 1.0, place: str = "map"
) -> None:
    """One map with its title, its papers and whose boundaries these are."""
    words = measured.words
    title = words("{measure}, {year}", measure=words(measured.indicator.name), year=measured.year_text(year))
    st.header(title, anchor=False)
    size = page_layout.map_size(share=share if narrow else 1.0)
    scheme = view.choice("classes")
    figure = store.cached(("map", measured.key, year, size, scheme))(
        lambda: maps.province_map(
            measured,
            year,
            store.map_bounds(view.country, None if measured.level == boundaries.PROVINCE else view.area),
            size,
            scheme,
            store.map_points(view.country, measured.level),
            tuple(code for code in store.area_codes()[view.country] if code != view.country),
        )
    )
    key = f"{place}-{measured.indicator.key}"
    export = chart_export.of_measure(
        measured,
        measured.values,
        store.sources_table(),
        name=f"{measured.country}-{measured.indicator.key}".lower().replace("_", "-"),
        title=title,
        table_rows=measured.year_rows(year).assign(year=year),
    )
    widget = f"{key}-{view.area}"
    chart_block.chart_with_data(
        figure,
        widget,
        export,
        words,
        theme.MAP_CONFIG,
        on_point=lambda: go_into(widget, measured),
    )
    st.caption(
        words(
            "Click an area to go into it. Boundaries: {attribution}",
            attribution=store.attribution(view.country, view.language, measured.level),
        )
    )
    if not store.map_levels(view.country):
        st.caption(maps.no_levels(boundaries.levels(view.country), words))


def go_into(widget: str, measured: MeasureView) -> None:
    """The area that was clicked becomes the one the pages are about; of a lower one, the province it lies in."""
    points = st.session_state[widget].selection.points
    if not points or not points[0].get("location"):
        return
    area = points[0]["location"]
    if measured.level != boundaries.PROVINCE:
        table = store.areas_by_level(measured.country, measured.level).set_index("area")["province"]
        area = table.get(area) or measured.country
    session.AREA.set(area)


@panel(mark("Ranked list"))
def ranks(measured: MeasureView, year: int) -> None:
    """All areas in order, in a column beside the map."""
    words = measured.words
    title = words(
        "Areas by {measure}, {year}", measure=words(measured.indicator.name), year=measured.year_text(year)
    )
    export = chart_export.of_measure(
        measured,
        measured.year_rows(year).assign(year=year),
        store.sources_table(),
        name=f"{measured.country}-{measured.indicator.key}-{year}".lower().replace("_", "-"),
        title=title,
    )
    figure = store.cached(("ranks", measured.key, year))(lambda: maps.province_ranks(measured, year))
    chart_block.chart_with_data(figure, f"ranks-{measured.indicator.key}", export, words, height=LIST_HEIGHT)
