"""What the data cannot say of an area, and why: at the foot of each page, for the measures it is about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import filters, format, frame, store
from dashboard.catalogue import Indicator
from dashboard.view_state import ViewState
from dashboard.words import Words

#: No single numbers, and drawn on their pages
DRAWN = ("age_specific_fertility_rates", "growth_balance")


@st.fragment
def cannot_be_said(measures: Sequence[Indicator]) -> None:
    """Measures of which the area has no figure, each with its reason; nothing where all are known."""
    view = filters.chosen()
    words = frame.words_of(view)
    said = store.remembered(
        ("lacking", view.area, view.language, measures[0].key, len(measures)),
        lambda: [line for each in measures if each.key not in DRAWN and (line := reason(each, view, words))],
    )
    if not said:
        return
    st.header(words("What cannot be said, and why"), anchor=False)
    st.markdown("\n".join(f"- {line}" for line in said))


def reason(indicator: Indicator, view: ViewState, words: Words) -> str:
    """Why there is no figure of the area; nothing where there is one."""
    values = store.measure(view.country, indicator.key)
    if (values["area"] == view.area).any():
        return ""
    why = indicator.why_not.get(view.country)
    elsewhere = values["area"].nunique()
    if why:
        told = words(why)
    elif elsewhere:
        told = words.count(
            "No figure of this area is in the sources loaded here; it is known for {n} area.",
            "No figure of this area is in the sources loaded here; it is known for {n} areas.",
            elsewhere,
        )
    else:
        told = words(format.NO_DATA.value)
    return f"**{words(indicator.name)}** — {told}"
