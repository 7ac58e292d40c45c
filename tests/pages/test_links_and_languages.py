"""A link opens the view it was copied from, in any language; what is chosen stays when the language or the page changes."""

from __future__ import annotations

import re

import pytest

from dashboard.format import number
from dashboard.menu import PAGE_LIST
from dashboard.words import Words
from tests.pages.conftest import choice, slider
from tests.pages.reading import begin_from, cards, link, outcome, texts, well

TITLES = {name: title for name, title, _icon in PAGE_LIST}
PAGES = tuple(TITLES)


# Languages


def test_persian_numbers_are_persian(open_page):
    app = open_page(area="IR23", country="IR", lang="fa", year="1400")
    assert cards(app)[Words("fa")("Total fertility rate")] == number(1.43, "fa", 2) == "۱٫۴۳"


def test_vietnamese_numbers_have_a_decimal_comma(open_page):
    app = open_page(area="IR23", country="IR", lang="vi", year="1400")
    assert cards(app)[Words("vi")("Total fertility rate")] == "1,43"


@pytest.mark.parametrize("page", PAGES)
def test_a_persian_page_writes_no_latin_digit_but_in_names_of_sources(open_page, page):
    app = well(open_page(page, lang="fa", country="IR", area="IR23"))
    for element in [*app.title, *app.header, *app.subheader, *app.metric]:
        assert not re.search("[0-9]", element.value), element.value
    for said in (widget.label for widget in [*app.selectbox, *app.select_slider]):
        assert not re.search("[0-9]", said), said


def test_another_language_keeps_the_view(open_page):
    app = open_page("ageing", area="VN79", country="VN", lang="en", measure="median_age")
    choice(app, "language").select("fa").run()
    well(app)
    assert app.title[0].value == Words("fa")("Ageing")
    assert choice(app, "area").value == "VN79"
    assert Words("fa")("Median age") in texts(app)
    assert link(app)["lang"] == "fa"


def test_areas_are_offered_nation_first_then_by_the_readers_alphabet(open_page):
    for language, first in (("en", "An Giang"), ("vi", "An Giang"), ("fa", None)):
        offered = choice(open_page(country="VN", lang=language), "area").options
        assert len(offered) == 64
        if first:
            assert offered[1].split() == first.split()


# Links


def test_a_link_reproduces_the_view(open_page):
    app = well(open_page("ageing", area="VN79", country="VN", lang="vi", measure="median_age", year="2021"))
    assert choice(app, "area").value == "VN79"
    assert choice(app, "country").value == "VN"
    assert slider(app, "median_age-year").value == 2021
    assert Words("vi")("Median age") in texts(app)
    asked = {"lang": "vi", "country": "VN", "area": "VN79", "year": "2021", "measure": "median_age"}
    assert link(app) == asked
    assert not app.info


def test_what_is_chosen_is_in_the_link(open_page):
    app = open_page("ageing", country="IR", area="IR", lang="en")
    choice(app, "area").select("IR01").run()
    slider(app, "share_65_plus-year").set_value(1398).run()
    well(app)
    assert link(app) == {"lang": "en", "country": "IR", "area": "IR01", "year": "1398"}
    copied = well(open_page("ageing", **link(app)))
    assert texts(copied) == texts(app)


def test_another_country_begins_at_the_nation_and_the_latest_year(open_page):
    app = open_page(area="IR23", country="IR", lang="en", year="1400")
    choice(app, "country").select("VN").run()
    well(app)
    assert choice(app, "area").value == "VN"
    assert "year" not in app.query_params


def test_a_year_is_kept_from_page_to_page(open_page):
    app = open_page("fertility", country="IR", area="IR23", lang="en", year="1398")
    app.switch_page("../pages/families.py").run()
    assert slider(well(app), "crude_marriage_rate-year").value == 1398
    assert link(app)["year"] == "1398"


def test_a_year_without_figures_shows_the_nearest_and_says_so(open_page):
    app = well(open_page("fertility", country="IR", area="IR23", lang="en", year="1390"))
    assert slider(app, "total_fertility_rate-year").value == 1395
    assert "There are no figures for 1390; 1395 is the nearest" in texts(app)


@pytest.mark.parametrize(("page", "key"), [("families", "crude_divorce_rate"), ("ageing", "median_age")])
def test_a_measure_seen_on_the_overviews_map_opens_at_the_same_year_on_its_own_page(open_page, page, key):
    app = well(open_page(country="IR", area="IR23", lang="en", measure=key))
    year = slider(app, f"{key}-year").value
    app.switch_page(f"../pages/{page}.py").run()
    assert slider(well(app), f"{key}-year").value == year > 1400


def test_a_measure_of_another_page_does_not_break_a_page(open_page):
    app = well(open_page("fertility", country="VN", lang="en", measure="median_age"))
    assert "children per woman" in texts(app)


def test_languages_may_be_changed_to_and_fro_without_losing_the_view(open_page):
    app = open_page("ageing", area="VN79", country="VN", lang="en", measure="median_age", year="2021")
    first = texts(app)
    for language in ("fa", "en", "vi", "en"):
        choice(app, "language").select(language).run()
        well(app)
        assert link(app) == {
            "lang": language,
            "country": "VN",
            "area": "VN79",
            "year": "2021",
            "measure": "median_age",
        }
    assert texts(app) == first


def test_a_scenario_stays_when_the_language_the_page_or_the_area_changes_and_comes_back(open_page):
    app = well(open_page("projections", country="IR", area="IR23", lang="en"))
    begin_from(app, "low")
    said, kept = outcome(well(app)), link(app)["scenario"]
    choice(app, "language").select("fa").run()
    assert link(well(app))["scenario"] == kept
    choice(app, "area").select("IR01").run()
    assert "scenario" not in link(well(app))
    choice(app, "area").select("IR23").run()
    app.switch_page("../pages/about.py").run()
    app.switch_page("../pages/projections.py").run()
    choice(app, "language").select("en").run()
    assert (outcome(well(app)), link(app)["scenario"]) == (said, kept)
