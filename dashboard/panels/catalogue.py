"""The catalogue page: search, a list with coverage, one measure in full."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import filters, format, session, store
from dashboard.analysis.catalogue import BREAKS, GROUPS, INDICATORS, Indicator
from dashboard.analysis.catalogue.certainty import INTERVAL_METHODS, interval_absence
from dashboard.error_boundary import panel
from dashboard.format import NO_DATA
from dashboard.reader import Reader
from dashboard.settings import CALENDARS, COUNTRIES
from dashboard.views import catalogue as told
from dashboard.words import Words, mark


@panel(mark("Catalogue"))
def page() -> None:
    """Look for a measure; see it in full; see all and where they are known."""
    reader = filters.reader()
    words = reader.words
    left, right = st.columns([3, 2], gap="medium")
    with left:
        text = st.text_input(
            words("Search"), key="catalogue-search", placeholder=words("a word of the name or the definition")
        )
    with right:
        names = {"": words("All groups")} | {str(place): words(name) for place, name in enumerate(GROUPS)}
        group = filters.option("about", words("Group"), names, as_list=True)
    measures = told.matching(text, group, words)
    if not measures:
        st.info(words("No measure is called or described so."), icon=":material/search_off:")
        return
    st.caption(words.count("{n} measure", "{n} measures", len(measures)))
    in_full(measures, reader)
    listed(measures, reader)
    with st.expander(words("What the letters of the formulas stand for")):
        for letter, meaning in told.symbols(words):
            st.markdown(f"`{letter}` — {meaning}")


@panel(mark("Measure"))
def in_full(measures: list[Indicator], reader: Reader) -> None:
    """One measure: definition, formula, inputs, literature, cautions, and where it is known."""
    view, words = reader.view, reader.words
    by_key = {indicator.key: indicator for indicator in measures}
    widget = f"catalogue-measure-{view.language}"
    chosen = view.measure if view.measure in by_key else next(iter(by_key))
    st.session_state[widget] = chosen
    st.selectbox(
        words("Measure"),
        list(by_key),
        format_func=lambda key: words(by_key[key].name),
        key=widget,
        on_change=filters.keep(session.MEASURE, widget),
    )
    indicator = by_key[chosen]
    with st.container(border=True):
        st.header(words(indicator.name), anchor=False)
        st.markdown(f"{words(indicator.definition)} *({words(indicator.unit)})*")
        for title, text in told_of(indicator, words):
            st.markdown(f"**{title}** — {text}")
        if indicator.literature:
            st.html(in_its_language(words("Literature"), indicator.literature))
        for country in COUNTRIES:
            where_known(indicator, country, words)
        in_detail(indicator, reader)


def told_of(indicator: Indicator, words: Words) -> list[tuple[str, str]]:
    """Title and text of what is declared of a measure."""
    worry = {
        "up": words("a rise is the worry"),
        "down": words("a fall is the worry"),
        None: words("neither way by itself"),
    }[indicator.worry]
    inputs = words.listed([words(each) for each in indicator.inputs])
    parts = [
        (words("Formula"), f"`{indicator.formula}`"),
        (words("Made from"), inputs),
        (words("What worries"), worry),
        (words("Caution"), words(indicator.caution) if indicator.caution else ""),
        (
            words("How sure"),
            words(INTERVAL_METHODS[indicator.key]) if indicator.key in INTERVAL_METHODS else "",
        ),
    ]
    return [(title, text) for title, text in parts if text and text != "``"]


def in_its_language(title: str, literature: str) -> str:
    """Titles of the literature stay as they were printed: marked as English, so that a screen reader speaks them so."""
    return f'<p><strong>{escape(title)}</strong> — <span lang="en" dir="ltr">{escape(literature)}</span></p>'


def where_known(indicator: Indicator, country: str, words: Words) -> None:
    """Coverage of one country: areas and years, or why there are none; breaks."""
    name, calendar = store.area_names(country, words.language)[country], CALENDARS[country]
    values = store.measure(country, indicator.key)
    coverage_text = (
        told.covered(told.coverage(values), calendar, words) if len(values) else words(NO_DATA.value)
    )
    explanation = indicator.why_not.get(country)
    line = f"**{name}** — {coverage_text}"
    interval_text = "low" in values and values["low"].notna().any()
    without_figures = words(interval_absence(indicator, country)) if len(values) and not interval_text else ""
    st.markdown(
        " ".join(
            [
                f"{line}.",
                *([words(explanation)] if explanation else []),
                *([without_figures] if without_figures else []),
            ]
        )
    )
    for year, reason in BREAKS.get((country, indicator.key), {}).items():
        st.caption(f"{format.year(year, calendar, words.language)}: {words(reason)}")


def in_detail(indicator: Indicator, reader: Reader) -> None:
    """Coverage in the reader's country: by source, by year or by area; an area without figures says why."""
    view, words = reader.view, reader.words
    values = store.measure(view.country, indicator.key)
    if values.empty:
        return
    names = reader.area_names
    ways = {"sources": words("By source"), "years": words("By year"), "areas": words("By area")}
    label = words("Coverage, {country}", country=names[view.country])
    way = filters.option("coverage", label, ways)
    if way == "areas":
        reason = indicator.why_not.get(view.country)
        indicator_key = told.by_area(values, names, words(reason) if reason else "", view.calendar, words)
    elif way == "years":
        indicator_key = told.by_year(values, view.calendar, words)
    else:
        indicator_key = told.by_source(values, store.sources_table(), view.calendar, words)
    st.table(indicator_key.set_index(indicator_key.columns[0]))


@panel(mark("Coverage"))
def listed(measures: list[Indicator], reader: Reader) -> None:
    """All that were found, with their coverage in the reader's country."""
    view = reader.view
    st.header(
        reader.words("Coverage, {country}", country=reader.area_names[view.country]),
        anchor=False,
    )
    country = view.country
    coverage = store.cached(("coverage", country))(
        lambda: {each.key: told.coverage(store.measure(country, each.key)) for each in INDICATORS}
    )
    table = told.table(measures, coverage, view.calendar, reader.words)
    st.table(table.set_index(table.columns[0]))
