"""The sidebar's shared choices: widgets to `ViewState` and back to the address bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from dashboard import choices, session, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.format import sort_key
from dashboard.reader import Reader
from dashboard.session import Key, Value
from dashboard.settings import CALENDARS, COUNTRIES
from dashboard.view_state import ViewState, from_query
from dashboard.words import LANGUAGES, Words
from data.calendars import SOLAR_HIJRI

MOST_BUTTONS = 7  # measures of a page; more are a list


def open_link() -> None:
    """Read the address once, when the session begins, into the session's choices."""
    if session.LANGUAGE.exists():
        return
    opened = from_query(st.query_params.to_dict(), store.area_codes(), BY_KEY)
    choose(opened.view)
    session.LINK_NOTES.set(opened.notes)
    codes = store.area_codes()[opened.view.country]
    joint_areas = tuple(area for area in st.query_params.get(JOINT, "").split(JOINED) if area in codes)
    project_together(opened.view.area, joint_areas)
    session.LINKED_SCENARIO.set(st.query_params.get(SAVED))
    if text := st.query_params.get(SCENARIO):
        scenario_texts()[JOINED.join(areas_together(opened.view))] = text
        session.LINK_FIGURES.set({text: st.query_params.get(FIGURES, "")})


def choose(view: ViewState) -> None:
    """Make this view the session's choice."""
    session.LANGUAGE.set(view.language)
    session.COUNTRY.set(view.country)
    session.AREA.set(view.area)
    session.YEAR.set(view.year)
    session.MEASURE.set(view.measure)
    session.PAGE_CHOICES.set(dict(view.more))


def chosen() -> ViewState:
    """The session's choice as one value."""
    return ViewState(
        session.LANGUAGE.get(),
        session.COUNTRY.get(),
        session.AREA.get(),
        session.YEAR.get(),
        session.MEASURE.get(),
        more=choices.unusual_choices(session.PAGE_CHOICES.get().items()),
    )


def reader() -> Reader:
    """For whom this run of a page is: the session's choice, with the words and the areas' names of its language."""
    view = chosen()
    return Reader(view, Words(view.language), store.area_names(view.country, view.language))


def keep(key: Key[Value], widget: str) -> Callable[[], None]:
    """When the reader moves this widget, what it says becomes the session's choice.

    A browser sends back what a widget shows, not its code, and keeps it when the language changes: "Viet Nam" is
    then no country of the Persian list. So the choice is kept beside the widgets, and each language has its own.
    """

    def keep_choice() -> None:
        key.set(st.session_state[widget])

    return keep_choice


SCENARIO, JOINT, JOINED = "scenario", "with", "+"
#: A saved scenario in the address
SAVED = "saved"
#: The release and figures a link was made with
FIGURES = "made"
#: The page whose address carries a scenario
PROJECTIONS = "projections"


def scenario_texts() -> dict[str, str]:
    """The scenarios of this session as the text of a link, by area (or areas, joined)."""
    return session.SCENARIO_TEXTS.get()


def areas_together(view: ViewState) -> tuple[str, ...]:
    """The area of the view and those it is projected together with."""
    return (view.area, *session.JOINT_AREAS.get().get(view.area, ()))


def project_together(area: str, areas: tuple[str, ...]) -> None:
    """Remember which areas are projected together with one."""
    joint_areas = tuple(
        other for other in dict.fromkeys(areas) if other != area and len(other) > 2 < len(area)
    )
    session.JOINT_AREAS.get()[area] = joint_areas


def write_scenario(areas: str) -> None:
    """Put the scenario of these areas into the address, or take it out; the rest of the address stays."""
    text = scenario_texts().get(areas)
    if text:
        st.query_params[SCENARIO] = text
    elif SCENARIO in st.query_params:
        del st.query_params[SCENARIO]


def of_the_page(view: ViewState, page: str) -> dict[str, str]:
    """What a page adds to the address of the view."""
    if page != PROJECTIONS:
        return {}
    areas = areas_together(view)
    text = scenario_texts().get(JOINED.join(areas))
    saved = session.SAVED_SCENARIO.get()
    return (
        ({JOINT: JOINED.join(areas[1:])} if areas[1:] else {})
        | ({SCENARIO: text} if text else {})
        | ({SAVED: saved.scenario} if saved is not None and saved.inputs.area == JOINED.join(areas) else {})
    )


def go_to(area: str) -> None:
    """The pages are about this area from now on."""
    session.AREA.set(area)


def take(name: str, value: str) -> None:
    """Make this value the session's choice under this name, and say so in the address bar."""
    session.PAGE_CHOICES.set(session.PAGE_CHOICES.get() | {name: value})
    carried = {
        name: st.query_params[name] for name in (JOINT, SCENARIO, SAVED, FIGURES) if name in st.query_params
    }
    st.query_params.from_dict(chosen().to_query() | carried)  # in a fragment nothing else would


def option(
    name: str,
    label: str,
    options: Mapping[str, str],
    *,
    place: str = "",
    usual: str | None = None,
    as_list: bool = False,
    label_hidden: bool = False,
) -> str:
    """A choice among a few (value -> the reader's text); kept in the link. What is not offered here is the usual."""
    language, usual = session.LANGUAGE.get(), usual or choices.CHOICES[name].usual
    key = f"{name}-{place}-{language}"
    now = chosen().choice(name)
    st.session_state[key] = now if now in options else usual if usual in options else next(iter(options))

    def keep_choice() -> None:
        take(name, str(st.session_state[key]))

    labelled: Literal["visible", "collapsed"] = "collapsed" if label_hidden else "visible"
    values, text = list(options), options.__getitem__
    if as_list:
        st.selectbox(
            label, values, format_func=text, key=key, on_change=keep_choice, label_visibility=labelled
        )
    else:
        st.segmented_control(
            label,
            values,
            format_func=text,
            key=key,
            on_change=keep_choice,
            required=True,
            label_visibility=labelled,
        )
    return str(st.session_state[key])


def shared_filters(page: str = "") -> Reader:
    """Draw the sidebar's choices and return for whom they make the page; ``page`` is the address of the page below."""
    words = Words(session.LANGUAGE.get())
    with st.sidebar:
        st.selectbox(
            words("Language"),
            list(LANGUAGES),
            format_func=LANGUAGES.__getitem__,
            key=session.LANGUAGE.name,
        )
        country_choice(words)
        area_choice(words)
        calendar_choice(words)
    audience = reader()
    st.query_params.from_dict(audience.view.to_query() | of_the_page(audience.view, page))
    return audience


def country_choice(words: Words) -> None:
    """Which country; another country begins at the nation and the latest year."""
    names = {country: store.area_names(country, words.language)[country] for country in COUNTRIES}
    widget = f"country-{words.language}"

    def begin_again() -> None:
        session.COUNTRY.set(st.session_state[widget])
        session.AREA.set(st.session_state[widget])
        session.YEAR.set(None)
        # years and areas chosen on the pages are the other country's
        session.PAGE_CHOICES.set(
            {name: now for name, now in session.PAGE_CHOICES.get().items() if name == "calendars"}
        )

    st.session_state[widget] = session.COUNTRY.get()
    st.selectbox(
        words("Country"), COUNTRIES, format_func=names.__getitem__, key=widget, on_change=begin_again
    )


def area_choice(words: Words) -> None:
    """The nation first, then its provinces in the order of the reader's alphabet."""
    country = session.COUNTRY.get()
    names = store.area_names(country, words.language)
    widget = f"area-{session.COUNTRY.get()}-{words.language}"
    st.session_state[widget] = session.AREA.get()
    st.selectbox(
        words("Area"),
        in_order(country, words.language),
        format_func=names.__getitem__,
        key=widget,
        on_change=keep(session.AREA, widget),
    )


def calendar_choice(words: Words) -> None:
    """Where the office publishes in Solar Hijri years: those alone, or with the Gregorian span beside each."""
    if CALENDARS[session.COUNTRY.get()] == SOLAR_HIJRI:
        texts = {"own": words("Solar Hijri"), "both": words("Both calendars")}
        option("calendars", words("Years"), texts)


def in_order(country: str, language: str) -> list[str]:
    """Area codes: the nation, then provinces by name."""

    def codes() -> list[str]:
        areas, names = store.country_areas(country), store.area_names(country, language)
        nation = areas.loc[areas["level"] == "nation", "area"].tolist()
        provinces = areas.loc[areas["level"] != "nation", "area"]
        return nation + sorted(provinces, key=lambda area: sort_key(names[area], language))

    return store.cached(("areas in order", country, language))(codes)


def year_choice(
    years: tuple[int, ...], year: int, *, label: str, key: str, text: Callable[[int], str]
) -> int:
    """A slider over the years that have figures; what is chosen becomes the session's year."""
    if len(years) < 2:
        return year
    widget = f"{key}-year-{session.LANGUAGE.get()}"
    # Always: what was chosen is the session's year already, and a slider of the same key on another page is forgotten.
    st.session_state[widget] = year
    return int(
        st.select_slider(label, years, format_func=text, key=widget, on_change=keep(session.YEAR, widget))
    )


def measure_choice(keys: Sequence[str], reader: Reader, *, usual: str) -> str:
    """Which of a page's measures; kept in the link, so that a copied address opens the same one."""
    view, words = reader.view, reader.words
    if len(keys) == 1:
        return keys[0]
    widget = f"measure-{keys[0]}-{view.country}-{view.language}"
    if view.measure in keys:
        st.session_state[widget] = view.measure
    if len(keys) > MOST_BUTTONS:
        return from_list(keys, widget, words, usual)
    chosen_key = st.segmented_control(
        words("Measure"),
        keys,
        format_func=lambda key: words(BY_KEY[key].name),
        key=widget,
        default=None if widget in st.session_state else usual,
        required=True,
        on_change=keep(session.MEASURE, widget),
        label_visibility="collapsed",
    )
    return str(chosen_key or usual)


def from_list(keys: Sequence[str], widget: str, words: Words, usual: str) -> str:
    """One of a page's measures, where they are too many for buttons."""
    if st.session_state.get(widget) not in keys:
        st.session_state[widget] = usual
    st.selectbox(
        words("Measure"),
        keys,
        format_func=lambda key: words(BY_KEY[key].name),
        key=widget,
        on_change=keep(session.MEASURE, widget),
    )
    return str(st.session_state[widget])


def measure_select(keys: Sequence[str], reader: Reader) -> str:
    """Which of many measures, from a list."""
    view = reader.view
    widget = f"measure-on-the-map-{view.language}"
    if view.measure in keys:
        st.session_state[widget] = view.measure
    elif st.session_state.get(widget) not in keys:
        st.session_state[widget] = keys[0]
    st.selectbox(
        reader.words("Measure"),
        keys,
        format_func=lambda key: reader.words(BY_KEY[key].name),
        key=widget,
        on_change=keep(session.MEASURE, widget),
    )
    return str(st.session_state[widget])
