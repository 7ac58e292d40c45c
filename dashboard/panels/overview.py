"""The overview's pieces: headline cards, a map of one measure, the age pyramid."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import streamlit as st

from dashboard import filters, store
from dashboard.error_boundary import panel
from dashboard.panels.maps import ON_THE_MAP, whole_measure
from dashboard.panels.measure import measure_view, papers, year_and_map
from dashboard.reader import Reader
from dashboard.views.measure import Headline, headline
from dashboard.words import Words, mark

#: What a governor asks first. Measures with no figure for the area give way to the next.
HEADLINES = (
    "population",
    "total_fertility_rate",
    "crude_birth_rate",
    "crude_marriage_rate",
    "crude_divorce_rate",
    "share_65_plus",
    "mean_age_first_marriage",
    "net_migration_rate",
    "infant_mortality_rate",
)
CARDS, ROW = 6, 3


@panel(mark("Headline figures"))
def headlines(reader: Reader) -> None:
    """Six figures with their change, place, year, status and source."""
    view = reader.view
    cards = cards_of(view.country, view.area, view.year, view.language, view.calendar)
    for row in range(0, len(cards), ROW):
        for column, card in zip(st.columns(ROW, gap="small"), cards[row : row + ROW], strict=False):
            with column:
                card_of(card, reader.words)


def cards_of(country: str, area: str, year: int | None, language: str, calendar: str) -> tuple[Headline, ...]:
    """The headlines of an area, those that have no figure left out."""

    def cards() -> tuple[Headline, ...]:
        measures = (replace(whole_measure(country, key, language, calendar), area=area) for key in HEADLINES)
        headlines = (headline(measure, year, store.sources_table()) for measure in measures)
        return tuple(card for card in headlines if card is not None)[:CARDS]

    return store.cached(("headlines", country, area, year, language, calendar))(cards)


def card_of(card: Headline, words: Words) -> None:
    """One headline figure."""
    indicator = card.indicator
    # named, because Streamlit reads the direction from an ASCII minus sign, which no language here writes
    colour: Literal["gray", "red", "green"] = (
        "gray" if card.worrying is None else "red" if card.worrying else "green"
    )
    with st.container(border=True, height="stretch", key=f"card-{indicator.key}"):
        st.metric(
            words(indicator.name),
            card.value,
            None
            if card.change is None
            else words("{change} since {year}", change=card.change, year=card.since or ""),
            delta_color=colour,
            delta_arrow="off" if card.rising is None else "up" if card.rising else "down",
            help=f"{words(indicator.definition)}\n\n{words('Source')}: {card.source}",
        )
        parts = [words(indicator.unit), card.year, card.status, *([card.rank] if card.rank else [])]
        st.caption(" · ".join(parts))


@panel(mark("On the map"))
def map_of_one_measure(reader: Reader) -> None:
    """Choose a measure, see where it is high and low."""
    view = reader.view
    st.header(reader.words("On the map"), anchor=False)
    keys = [key for key in ON_THE_MAP if measure_view(view, key).province_years()]
    key = filters.measure_select(keys, reader)
    measured = measure_view(view, key)
    year = year_and_map(measured, view)
    for sentence in papers(measured, year):
        st.caption(sentence)
