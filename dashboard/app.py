"""The frame around every page: language, country, area, the menu, and what the link asked for."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, frame, store
from dashboard.settings import PAGES, STATIC
from dashboard.words import Words, mark
from data.problems import StoreProblem

#: file, title, icon — in the order of the menu
PAGE_LIST = (
    ("overview", mark("Overview"), ":material/dashboard:"),
    ("fertility", mark("Fertility"), ":material/child_care:"),
    ("families", mark("Marriage and divorce"), ":material/diversity_1:"),
    ("ageing", mark("Ageing"), ":material/elderly:"),
    ("projections", mark("Projections"), ":material/trending_up:"),
    ("about", mark("About"), ":material/info:"),
)


def main() -> None:
    """Draw the frame, then the chosen page inside it."""
    st.set_page_config(page_title="Rasad", page_icon=str(STATIC / "rasad.svg"), layout="wide")
    try:
        store.follow_current()
        filters.open_link()
        words = Words(st.session_state["language"])
        frame.dress(words)
        page = st.navigation(menu(words))
        view = filters.shared_filters()
        frame.link_notes(words)
        page.run()
        frame.foot(view, words)
    except StoreProblem as problem:
        frame.cannot_open(problem)


def menu(words: Words) -> list[st.Page]:
    """The pages, titled in the reader's language; the address of each stays the same."""
    return [
        st.Page(
            PAGES / f"{name}.py", title=words(title), icon=icon, url_path=name, default=name == "overview"
        )
        for name, title, icon in PAGE_LIST
    ]


main()
