"""The frame around every page: language, country, area, the menu, and what the link asked for."""

from __future__ import annotations

import streamlit as st

from dashboard import error_boundary, filters, page_layout, session, store
from dashboard.menu import menu
from dashboard.settings import STATIC
from dashboard.words import Words


def main() -> None:
    """Draw the frame, then the chosen page inside it."""
    st.set_page_config(page_title="Rasad", page_icon=str(STATIC / "rasad.svg"), layout="wide")
    with error_boundary.page():
        store.follow_current()
        filters.open_link()
        words = Words(session.LANGUAGE.get())
        page_layout.dress(words)
        page = st.navigation(menu(words))
        reader = filters.shared_filters(page.url_path)
        page_layout.link_notes(words)
        with error_boundary.boundary(error_boundary.PAGE):
            page.run()
        page_layout.foot(reader)


main()
