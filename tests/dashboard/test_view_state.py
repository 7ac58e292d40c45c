"""A link carries a view whole, and any link opens: what cannot be understood is put right and said."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.catalogue import BY_KEY
from dashboard.choices import CHOICES, unusual_choices
from dashboard.settings import CALENDARS
from dashboard.view_state import YEARS, ViewState, from_query, short
from dashboard.words import LANGUAGES, Words

AREAS = {"IR": ("IR", "IR00", "IR23"), "VN": ("VN", "VN01", "VN79")}
ANYTHING = st.text(max_size=60) | st.sampled_from(
    ["", "IR", "VN01", "en", "1400", "2019", "births", "-1", "٢٠١٩"]
)
PARTS = ("lang", "country", "area", "year", "measure", *CHOICES)


@st.composite
def views(draw):
    """Any view a reader can reach."""
    country = draw(st.sampled_from(list(AREAS)))
    low, high = YEARS[CALENDARS[country]]
    return ViewState(
        draw(st.sampled_from(list(LANGUAGES))),
        country,
        draw(st.sampled_from(AREAS[country])),
        draw(st.none() | st.integers(low, high)),
        draw(st.none() | st.sampled_from(list(BY_KEY))),
        unusual_choices((name, draw(values_of(choice, country))) for name, choice in CHOICES.items()),
    )


def values_of(choice, country):
    """What a reader may choose here"""
    low, high = YEARS[CALENDARS[country]]
    return (
        st.sampled_from([choice.usual, *choice.words])
        | (st.integers(low, high).map(str) if choice.year else st.nothing())
        | (st.sampled_from(AREAS[country]) if choice.area else st.nothing())
        | (st.sampled_from(list(BY_KEY)) if choice.measure else st.nothing())
    )


def opened(**link):
    return from_query(link, AREAS, BY_KEY)


@given(views())
def test_a_link_opens_the_view_it_was_copied_from(view):
    link = urlencode(view.to_query())
    asked = {key: values[-1] for key, values in parse_qs(link).items()}
    assert from_query(asked, AREAS, BY_KEY) == replace(opened(), view=view, notes=())


@given(st.dictionaries(st.sampled_from(PARTS) | st.text(max_size=8), ANYTHING))
def test_any_link_opens(link):
    result = from_query(link, AREAS, BY_KEY)
    view = result.view
    assert view.language in LANGUAGES
    assert view.area in AREAS[view.country]
    low, high = YEARS[CALENDARS[view.country]]
    assert view.year is None or low <= view.year <= high
    assert view.measure is None or view.measure in BY_KEY
    assert all(isinstance(note, str) and note for note in result.notes)


@given(st.dictionaries(st.sampled_from(PARTS), ANYTHING))
def test_what_a_link_could_not_have_is_said_once_for_each_part(link):
    result = from_query(link, AREAS, BY_KEY)
    had = {name: choice.usual for name, choice in CHOICES.items()} | result.view.to_query()
    assert len(result.notes) == sum(had.get(part) != asked for part, asked in link.items())


@given(st.dictionaries(st.sampled_from(PARTS), ANYTHING))
def test_the_view_a_wrong_link_opens_has_a_right_link(link):
    view = from_query(link, AREAS, BY_KEY).view
    again = from_query(view.to_query(), AREAS, BY_KEY)
    assert again.view == view and again.notes == ()


def test_an_empty_link_opens_the_first_country_in_english_without_a_word():
    assert opened() == replace(opened(), view=ViewState("en", "IR", "IR", None, None), notes=())


def test_an_area_alone_names_its_country():
    assert opened(area="VN79").view.country == "VN"
    assert opened(area="VN79").notes == ()


def test_an_area_of_another_country_opens_the_whole_country_asked_for():
    result = opened(country="IR", area="VN01")
    assert result.view.area == "IR"
    assert "“VN01”" in result.notes[0] and "whole country" in result.notes[0]


@pytest.mark.parametrize(
    ("country", "year", "shown"),
    [
        ("IR", "1400", 1400),
        ("IR", "2020", None),  # a year of the other calendar
        ("VN", "2020", 2020),
        ("VN", "1400", None),
        ("VN", "20200", None),
        ("VN", "2019.5", None),
        ("VN", "-2019", None),
        ("IR", "۱۴۰۰", None),  # links carry codes, so Latin digits
        ("IR", "", None),
    ],
)
def test_a_year_is_of_the_countrys_own_calendar(country, year, shown):
    result = opened(country=country, year=year)
    assert result.view.year == shown
    assert bool(result.notes) == (shown is None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_are_in_the_language_of_the_link(language):
    note = opened(lang=language, area="IR99").notes[0]
    asked = "The link asks for the area “{asked}”, which is not known; this is the whole country."
    assert note == Words(language)(asked, asked="IR99")
    assert "IR99" in note


def test_a_language_nobody_offers_is_said_in_english():
    result = opened(lang="tlh")
    assert result.view.language == "en"
    assert "tlh" in result.notes[0]


def test_a_view_without_year_or_measure_does_not_put_them_into_its_link():
    assert ViewState().to_query() == {"lang": "en", "country": "IR", "area": "IR"}


@given(st.text())
def test_what_a_link_said_is_never_long_nor_unprintable(asked):
    assert len(short(asked)) <= 25
    assert short(asked).isprintable()


@pytest.mark.parametrize("asked", ["{0}", "{asked}", "%s", "<script>alert(1)</script>", "{asked.__class__}"])
def test_a_hostile_link_is_repeated_as_text(asked):
    assert short(asked) in opened(measure=asked).notes[0]


# ---- what is chosen on the pages


def test_a_choice_that_is_usual_is_not_in_the_link():
    assert "classes" not in replace(ViewState(), more=unusual_choices([("classes", "fixed")])).to_query()
    assert (
        replace(ViewState(), more=unusual_choices([("classes", "natural")])).to_query()["classes"]
        == "natural"
    )


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("classes", "rainbow"),
        ("against", "VN01"),
        ("against", "2016"),
        ("x", "birth"),
        ("beside", "<script>"),
    ],
)
def test_a_choice_that_cannot_be_shown_is_left_out_with_a_sentence(name, asked):
    result = opened(country="IR", **{name: asked})
    assert result.view.more == ()
    [note] = result.notes
    assert name in note and asked in note


def test_both_calendars_are_of_solar_hijri_years_alone():
    assert opened(country="IR", calendars="both").view.calendar == "solar_hijri_beside_gregorian"
    assert opened(country="VN", calendars="both").view.calendar == "gregorian"
