"""What the data cannot say of an area, and why: at the foot of each page, for the measures it is about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import filters, format, store
from dashboard.analysis.catalogue import Indicator
from dashboard.error_boundary import panel
from dashboard.reader import Reader
from dashboard.words import mark

#: No single numbers, and drawn on their pages
CHART_MEASURES = ("age_specific_fertility_rates", "growth_balance")


@st.fragment
@panel(mark("What cannot be said, and why"))
def measure_gaps(measures: Sequence[Indicator]) -> None:
    """Measures of which the area has no figure, each with its reason; nothing where all are known."""
    reader = filters.reader()
    gaps = store.cached(("lacking", reader.view.area, reader.view.language, measures[0].key, len(measures)))(
        lambda: by_reason(measures, reader)
    )
    if not gaps:
        return
    st.header(reader.words("What cannot be said, and why"), anchor=False)
    st.markdown("\n".join(f"- **{names}** — {explanation}" for names, explanation in gaps))


def by_reason(measures: Sequence[Indicator], reader: Reader) -> list[tuple[str, str]]:
    """Names of the measures that lack for one reason, and the reason."""
    reasons: dict[str, list[str]] = {}
    for indicator in measures:
        if indicator.key not in CHART_MEASURES and (sentence := reason(indicator, reader)):
            reasons.setdefault(sentence, []).append(reader.words(indicator.name))
    return [(reader.words("; ").join(names), sentence) for sentence, names in reasons.items()]


def reason(indicator: Indicator, reader: Reader) -> str:
    """Why there is no figure of the area; nothing where there is one."""
    view, words = reader.view, reader.words
    values = store.measure(view.country, indicator.key)
    if (values["area"] == view.area).any():
        return ""
    explanation = indicator.why_not.get(view.country)
    elsewhere = values["area"].nunique()
    if explanation:
        return words(explanation)
    if cause := failure(view.country, view.area, indicator.key):
        return words("It cannot be worked out for this area of what is loaded: {cause}", cause=cause)
    if elsewhere:
        return words.count(
            "No figure of this area is in the sources loaded here; it is known for {n} area.",
            "No figure of this area is in the sources loaded here; it is known for {n} areas.",
            elsewhere,
        )
    return words(format.NO_DATA.value)


def failure(country: str, area: str, measure: str) -> str:
    """Why the release could not compute a measure of one area alone; nothing where it could, or had nothing to compute"""
    rows = store.failures(country)
    own = rows[(rows["area"] == area) & (rows["measure"] == measure)]
    return str(own["reason"].iloc[0]) if len(own) else ""
