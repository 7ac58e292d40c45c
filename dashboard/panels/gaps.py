"""What the data cannot say of an area, and why: at the foot of each page, for the measures it is about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import filters, format, page_layout, store
from dashboard.analysis.catalogue import Indicator
from dashboard.view_state import ViewState
from dashboard.words import Words

#: No single numbers, and drawn on their pages
DRAWN = ("age_specific_fertility_rates", "growth_balance")


@st.fragment
def measure_gaps(measures: Sequence[Indicator]) -> None:
    """Measures of which the area has no figure, each with its reason; nothing where all are known."""
    view = filters.chosen()
    words = page_layout.words_of(view)
    said = store.cached(
        ("lacking", view.area, view.language, measures[0].key, len(measures)),
        lambda: by_reason(measures, view, words),
    )
    if not said:
        return
    st.header(words("What cannot be said, and why"), anchor=False)
    st.markdown("\n".join(f"- **{names}** — {why}" for names, why in said))


def by_reason(measures: Sequence[Indicator], view: ViewState, words: Words) -> list[tuple[str, str]]:
    """Names of the measures that lack for one reason, and the reason."""
    reasons: dict[str, list[str]] = {}
    for indicator in measures:
        if indicator.key not in DRAWN and (why := reason(indicator, view, words)):
            reasons.setdefault(why, []).append(words(indicator.name))
    return [(words("; ").join(names), why) for why, names in reasons.items()]


def reason(indicator: Indicator, view: ViewState, words: Words) -> str:
    """Why there is no figure of the area; nothing where there is one."""
    values = store.measure(view.country, indicator.key)
    if (values["area"] == view.area).any():
        return ""
    why = indicator.why_not.get(view.country)
    elsewhere = values["area"].nunique()
    if why:
        return words(why)
    if elsewhere:
        return words.count(
            "No figure of this area is in the sources loaded here; it is known for {n} area.",
            "No figure of this area is in the sources loaded here; it is known for {n} areas.",
            elsewhere,
        )
    return words(format.NO_DATA.value)
