"""The frame of every page: direction, the page's heading and foot, and sentences when something is wrong."""

from __future__ import annotations

import json
from datetime import date

import streamlit as st

from dashboard import filters, format, session, store, view_state
from dashboard.reader import Reader
from dashboard.views import finding_text
from dashboard.words import LANGUAGES, Words
from data.problems import StoreProblem, WorkspaceProblem
from data.release_store.pointer import made_at

#: Megabytes of what is no table: a scenario's file
SMALLEST_UPLOAD = 1


def dress(words: Words) -> None:
    """Direction and the page's language, which Streamlit leaves at English (streamlit#8399); looks are in static/scripts/rasad.css."""
    with st.container(key="language-and-direction"):
        st.html(
            f"<script>document.documentElement.lang={words.language!r};"
            f"document.documentElement.dir={words.direction!r};"
            f"(window.rasadWords??(said=>{{window.rasadWordsEarly=said}}))({json.dumps(streamlits_own(words))});</script>",
            unsafe_allow_javascript=True,
        )


def streamlits_own(words: Words) -> dict[str, str]:
    """What Streamlit says by itself, to screen readers above all: its English -> the reader's words."""
    return {
        "Skip to main content": words("Skip to main content"),
        "Sidebar": words("Sidebar"),
        "Collapse sidebar": words("Hide the sidebar"),
        "Expand sidebar": words("Show the sidebar"),
        "App pages": words("Pages"),
        "Choose an option": words("Choose"),
        "Open": words("Open"),
        "Close": words("Close"),
        "Clear value": words("Clear"),
        "Map": words("Map"),
        "Toggle attribution": words("Whose map this is"),
        "Show/hide columns": words("Columns"),
        "Download as CSV": words("Download as CSV"),
        "Search": words("Search"),
        "Fullscreen": words("Full screen"),
        "Close fullscreen": words("Leave the full screen"),
        "Upload": words("Choose a file"),
        "file upload": words("Choose a file"),
        **{
            f"{most}MB per file": words("{n} MB at most", n=format.number(most, words.language))
            for most in (SMALLEST_UPLOAD, st.get_option("server.maxUploadSize"))
        },
        "warning": words("warning"),
        "Clear all": words("Clear all"),
        "Selected values": words("Chosen"),
        "Help for ": words("Help for {name}"),
        "Remove ": words("Remove {name}"),
    }


def link_notes(words: Words) -> None:
    """What the link asked for and could not have, once, at the top."""
    for note in session.LINK_NOTES.pop():
        st.info(note, icon=":material/link_off:")


def heading(title: str) -> Reader:
    """The page's title with the area it is about; returns for whom the page is."""
    reader = filters.reader()
    st.title(reader.words(title), anchor=False)
    breadcrumb(reader)
    return reader


def breadcrumb(reader: Reader) -> None:
    """Where the reader is: the nation, and the area in it, with the way back."""
    view, words, nation = reader.view, reader.words, reader.area_names[reader.view.country]
    if view.area == view.country:
        st.markdown(f"**{nation}**")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="breadcrumb"):
        st.button(
            nation,
            key=f"back-to-nation-{view.language}",
            type="tertiary",
            on_click=filters.go_to,
            args=(view.country,),
            help=words("Back to the whole country"),
        )
        st.markdown(f"{'‹' if words.direction == 'rtl' else '›'} **{reader.area_name}**", width="content")


def foot(reader: Reader) -> None:
    """Which release everything above was read from."""
    release_day = date.fromisoformat(store.release_table()["made_at"].iloc[0][:10])
    st.divider()
    st.caption(
        reader.words(
            "Figures as of the release made on {date}. Sources and methods: see About.",
            date=format.date(release_day, reader.view.language, reader.view.calendar),
        )
    )


def release_name(release: str, reader: Reader) -> str:
    """When a release was made, in the reader's calendar; its own name where the stamp does not say."""
    view = reader.view
    moment = made_at(release)
    if moment is None:
        return release
    day, time = (
        format.date(moment.date(), view.language, view.calendar),
        format.digits(f"{moment:%H:%M} UTC", view.language),
    )
    return reader.words.listed([day, time])


def words_at_hand() -> Words:
    """The session's words; before it has any, those of the link."""
    linked = st.query_params.get("lang")
    if session.LANGUAGE.exists():
        return Words(session.LANGUAGE.get())
    return Words(linked if linked in LANGUAGES else view_state.DEFAULT_LANGUAGE)


def cannot_open(problem: StoreProblem) -> None:
    """The store cannot be read: say so in the reader's language, and what to do."""
    words = words_at_hand()
    if not session.LANGUAGE.exists():  # the link could not be opened, so nothing is dressed yet
        dress(words)
    heading = (
        words("What people write cannot be read here.")
        if isinstance(problem, WorkspaceProblem)
        else words("The population store cannot be opened.")
    )
    st.error(heading, icon=":material/database_off:")
    st.markdown(finding_text.sentence_text(problem.sentence, words, markup=True))


WIDTH_COOKIE = "rasad_width"
PHONE = 769  # narrower windows put columns under each other and hide the sidebar


def window_width() -> int:
    """Pixels of the reader's window, as its browser said when the page was opened."""
    cookie = st.context.cookies.get(WIDTH_COOKIE, "")
    # Without a browser (AppTest) cookies are no text; the page is then a desk's.
    return int(cookie) if isinstance(cookie, str) and cookie.isdigit() else 1280


def on_a_phone() -> bool:
    """Whether columns stand under each other."""
    return window_width() < PHONE


def map_size(*, share: float = 1.0) -> tuple[float, float]:
    """Width and height to fit a map into, in pixels: a phone's page, or a desk's column that has this share of it."""
    if on_a_phone():
        return max(window_width() - 60.0, 240), 400
    page = min(window_width() - 300.0, 1320) - 160
    return page * share - 60, 500
