"""The pages of the menu, in its order; the address of each stays the same in every language."""

from __future__ import annotations

import streamlit as st

from dashboard.settings import PAGES
from dashboard.words import Words, mark

#: file, title, icon — in the order of the menu
PAGE_LIST = (
    ("overview", mark("Overview"), ":material/dashboard:"),
    ("fertility", mark("Fertility"), ":material/child_care:"),
    ("families", mark("Marriage and divorce"), ":material/diversity_1:"),
    ("mortality", mark("Mortality"), ":material/monitor_heart:"),
    ("ageing", mark("Ageing"), ":material/elderly:"),
    ("migration", mark("Migration and growth"), ":material/sync_alt:"),
    ("compare", mark("Compare"), ":material/compare_arrows:"),
    ("projections", mark("Projections"), ":material/trending_up:"),
    ("quality", mark("Data quality"), ":material/rule:"),
    ("catalogue", mark("Catalogue"), ":material/menu_book:"),
    ("load", mark("Load data"), ":material/upload_file:"),
    ("about", mark("About"), ":material/info:"),
)


def menu(words: Words) -> list[st.Page]:
    """The pages, titled in the reader's language; the address of each stays the same."""
    return [
        st.Page(
            PAGES / f"{name}.py", title=words(title), icon=icon, url_path=name, default=name == "overview"
        )
        for name, title, icon in PAGE_LIST
    ]
