"""What the reader chose, as one frozen value, to and from a link. Pure: no Streamlit here.

A link carries codes, never labels, so translating or renaming an area breaks no saved link. Any link opens: what
cannot be understood falls back to the nearest sensible view, with a note saying so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from dashboard import choices
from dashboard.settings import CALENDARS, COUNTRIES
from dashboard.words import LANGUAGES, Words
from data.calendars import GREGORIAN, OWN, SOLAR_HIJRI, SOLAR_HIJRI_BESIDE_GREGORIAN

DEFAULT_LANGUAGE = "en"
#: Of a link that names none
DEFAULT_COUNTRY = COUNTRIES[0]
#: Years a link may name, by calendar: outside them it is a slip or another calendar.
YEARS = {
    SOLAR_HIJRI: (1300, 1500),
    GREGORIAN: (1900, 2100),
    **{key: (1900 + own.number, 2100 + own.number) for key, own in OWN.items()},
}


@dataclass(frozen=True)
class ViewState:
    """What a link carries: language, country, area code, year in the country's calendar, measure on the map.

    ``more``: what is chosen on the pages besides, as (name, value) of `dashboard.choices`, defaults left out.
    """

    language: str = DEFAULT_LANGUAGE
    country: str = DEFAULT_COUNTRY
    area: str = DEFAULT_COUNTRY
    year: int | None = None
    measure: str | None = None
    more: tuple[tuple[str, str], ...] = ()

    @property
    def calendar(self) -> str:
        """How years are written: in the office's calendar, or with the Gregorian span beside."""
        own = CALENDARS[self.country]
        both = own == SOLAR_HIJRI and self.choice("calendars") == "both"
        return SOLAR_HIJRI_BESIDE_GREGORIAN if both else own

    def choice(self, name: str) -> str:
        """What is chosen under this name, or its default."""
        return dict(self.more).get(name, choices.CHOICES[name].usual)

    def to_query(self) -> dict[str, str]:
        """The parameters of a link that opens this view."""
        query = {"lang": self.language, "country": self.country, "area": self.area}
        if self.year is not None:
            query["year"] = str(self.year)
        if self.measure is not None:
            query["measure"] = self.measure
        return query | dict(self.more)


@dataclass(frozen=True)
class LinkView:
    """The view a link opened, and what had to be put right, as (message, values) in the catalogue's English."""

    view: ViewState
    notes: tuple[str, ...] = ()


def from_query(
    query: Mapping[str, str], areas: Mapping[str, Collection[str]], measures: Collection[str]
) -> LinkView:
    """The view a link asks for. ``areas``: country -> its area codes; ``measures``: keys of the catalogue."""
    language, language_note = _language(query.get("lang"))
    words = Words(language)
    notes = [language_note] if language_note else []
    view = ViewState(language=language)
    for step in (_country, _area, _year, _measure):
        view, note = step(view, query, areas, measures, words)
        if note:
            notes.append(note)
    view, choice_notes = _more(view, query, areas, measures, words)
    return LinkView(view, (*notes, *choice_notes))


def _language(requested: str | None) -> tuple[str, str | None]:
    if requested is None or requested in LANGUAGES:
        return requested or DEFAULT_LANGUAGE, None
    words = Words(DEFAULT_LANGUAGE)
    return DEFAULT_LANGUAGE, words(
        "The link asks for the language “{asked}”, which is not offered.", asked=short(requested)
    )


Step = tuple[ViewState, str | None]


def _country(
    view: ViewState, query: Mapping[str, str], areas: Mapping[str, Collection[str]], _m: object, words: Words
) -> Step:
    requested = query.get("country")
    guessed = (query.get("area") or "")[:2]
    country = next(
        (code for code in (requested, guessed) if code is not None and code in areas), DEFAULT_COUNTRY
    )
    view = replace(view, country=country, area=country)
    if requested is None or requested in areas:
        return view, None
    return view, words("The link asks for the country “{asked}”, which is not here.", asked=short(requested))


def _area(
    view: ViewState, query: Mapping[str, str], areas: Mapping[str, Collection[str]], _m: object, words: Words
) -> Step:
    requested = query.get("area")
    if requested is None:
        return view, None
    if requested in areas[view.country]:
        return replace(view, area=requested), None
    return view, words(
        "The link asks for the area “{asked}”, which is not known; this is the whole country.",
        asked=short(requested),
    )


def _year(view: ViewState, query: Mapping[str, str], _a: object, _m: object, words: Words) -> Step:
    requested = query.get("year")
    if requested is None:
        return view, None
    low, high = YEARS[CALENDARS[view.country]]
    if requested.isascii() and requested.isdigit() and len(requested) <= 4 and low <= int(requested) <= high:
        return replace(view, year=int(requested)), None
    return view, words(
        "The link asks for the year “{asked}”, which cannot be read in this calendar; the latest is shown.",
        asked=short(requested),
    )


def _measure(
    view: ViewState, query: Mapping[str, str], _a: object, measures: Collection[str], words: Words
) -> Step:
    requested = query.get("measure")
    if requested is None:
        return view, None
    if requested in measures:
        return replace(view, measure=requested), None
    return view, words(
        "The link asks for the measure “{asked}”, which is not in the catalogue.", asked=short(requested)
    )


def _more(
    view: ViewState,
    query: Mapping[str, str],
    areas: Mapping[str, Collection[str]],
    measures: Collection[str],
    words: Words,
) -> tuple[ViewState, list[str]]:
    """What is chosen on the pages, and a note for each choice that cannot be had."""
    allowed = choices.Allowed(areas[view.country], measures, YEARS[CALENDARS[view.country]])
    requested = {name: query[name] for name in choices.CHOICES if name in query}
    refused = [name for name, value in requested.items() if not choices.CHOICES[name].allows(value, allowed)]
    accepted = choices.unusual_choices(each for each in requested.items() if each[0] not in refused)
    notes = [
        words(
            "The link asks for {name} “{asked}”, which cannot be shown here.",
            name=name,
            asked=short(requested[name]),
        )
        for name in refused
    ]
    return replace(view, more=accepted), notes


def short(text: str, limit: int = 24) -> str:
    """What a link said, cut so that a hostile one cannot fill the page."""
    printable = "".join(character for character in text if character.isprintable())
    return printable if len(printable) <= limit else printable[:limit] + "…"
