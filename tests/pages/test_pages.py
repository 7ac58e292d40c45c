"""Every page opens in every language and says what the seed tables determine."""

from __future__ import annotations

import json
import math
import re

import pytest

from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES, Words
from tests.data.seed_rows import people, rows, value, where
from tests.pages.reading import cards, figures, numbers, texts, well

TITLES = {name: title for name, title, _icon in PAGE_LIST}
PAGES = tuple(TITLES)


# Every page, every language, both countries


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("country", "area"), [("IR", "IR"), ("VN", "VN79")])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(open_page, page, country, area, language):
    app = well(open_page(page, lang=language, country=country, area=area))
    assert app.title[0].value == Words(language)(TITLES[page])
    [row] = where(country, "areas", area=area)
    assert f"**{row[f'name_{language}']}**" in app.markdown[0].value


@pytest.mark.parametrize("area", ["IR11", "IR18", "IR30", "VN02", "VN14", "VN74"])
@pytest.mark.parametrize("page", ["overview", "projections"])
def test_a_province_of_extremes_opens(open_page, page, area):
    well(open_page(page, country=area[:2], area=area, lang="en"))


# A number on each page is the number of the seed


def test_overview_says_the_published_fertility_of_tehran(open_page):
    app = well(open_page(area="IR23", country="IR", lang="en", year="1400"))
    printed = value("IR", "rates", area="IR23", measure="total_fertility_rate", year=1400)
    assert cards(app)["Total fertility rate"] == f"{printed:.2f}" == "1.43"


def test_overview_says_the_population_of_the_year_asked_for(open_page):
    app = well(open_page(area="VN79", country="VN", lang="en", year="2016"))
    counted = value("VN", "population", area="VN79", year=2016, sex="both", source="gso_average_population")
    assert cards(app)["Population"] == f"{counted:,.0f}"


def test_fertility_says_rate_and_change_of_a_province(open_page):
    app = well(open_page("fertility", area="IR11", country="IR", lang="en"))
    rates = {
        int(row["year"]): float(row["value"])
        for row in where("IR", "rates", area="IR11", measure="total_fertility_rate")
    }
    said = texts(app)
    assert f"1400 (2021/22): {rates[1400]:.2f}**" in said
    assert f"−{rates[1395] - rates[1400]:.2f} since 1395" in said
    assert "1st\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}31" in said
    assert (
        max(float(r["value"]) for r in where("IR", "rates", measure="total_fertility_rate", year=1400))
        == rates[1400]
    )


def test_the_ranked_list_and_the_map_hold_every_province_with_its_printed_figure(open_page):
    app = well(open_page("fertility", country="IR", area="IR", lang="en", year="1399"))
    printed = {
        row["area"]: float(row["value"])
        for row in where("IR", "rates", measure="total_fertility_rate", year=1399)
        if row["area"] != "IR"
    }
    drawn = json.dumps(figures(app)["ranks-total_fertility_rate"])
    names = {row["area"]: row["name_en"] for row in rows("IR", "areas")}
    for area, figure in printed.items():
        assert names[area] in drawn and f"{figure:.2f}" in drawn, area
    coloured = [
        location
        for trace in figures(app)["map-total_fertility_rate-IR"]["data"]
        for location in trace.get("locations", [])
    ]
    assert set(coloured) >= set(printed) and len(printed) == 31


def test_marriage_and_divorce_says_the_printed_divorce_rate(open_page):
    app = well(
        open_page("families", area="IR23", country="IR", lang="en", measure="crude_divorce_rate", year="1401")
    )
    printed = value("IR", "rates", area="IR23", measure="crude_divorce_rate", year=1401)
    assert f"1401 (2022/23): {printed:.2f}**" in texts(app)


def test_marriage_and_divorce_of_viet_nam_are_counted_by_hand(open_page):
    app = well(
        open_page("families", area="VN79", country="VN", lang="en", measure="crude_divorce_rate", year="2015")
    )
    cases = value("VN", "events", area="VN79", event="divorces", year=2015)
    everybody = value("VN", "population", area="VN79", year=2015, sex="both", source="gso_average_population")
    assert f"2015: {1000 * cases / everybody:.2f}**" in texts(app)
    assert "derived" in texts(app)


def test_ageing_says_the_printed_share_of_the_old(open_page):
    app = well(
        open_page("ageing", area="IR01", country="IR", lang="en", measure="share_65_plus", year="1402")
    )
    printed = value("IR", "rates", area="IR01", measure="share_65_plus", year=1402)
    assert f"1402 (2023/24): {printed:.1f}**" in texts(app)


def test_ageing_counts_the_old_of_a_census_by_hand(open_page):
    app = well(open_page("ageing", area="VN36", country="VN", lang="en", measure="ageing_index", year="2019"))
    asked = {"area": "VN36", "source": "gso_census_2019_age"}
    index = 100 * people("VN", 65, 200, **asked) / people("VN", 0, 15, **asked)
    assert f"2019: {index:.0f}**" in texts(app)


def test_projections_start_at_the_published_total(open_page):
    app = well(open_page("projections", area="VN79", country="VN", lang="en"))
    counted = value("VN", "population", area="VN79", year=2024, sex="both", source="gso_average_population")
    assert f"From 2024: {counted / 1e6:.2f} million people" in texts(app)
    traces = figures(app)["laboratory-population"]["data"]
    assert any(math.isclose(y, counted / 1e6, rel_tol=1e-4) for trace in traces for y in numbers(trace["y"]))


def test_about_names_every_source_of_the_country_and_no_other(open_page):
    for country, other in (("IR", "VN"), ("VN", "IR")):
        app = well(open_page("about", country=country, lang="en"))
        shown = app.table[0].value.to_string(max_colwidth=None)
        for row in rows(country, "sources"):
            assert row["publication_en"] in shown
        assert "Rasad" in shown, "our own estimate has its papers too"
        foreign = {row["publication_en"] for row in rows(other, "sources")} - {
            row["publication_en"] for row in rows(country, "sources")
        }
        assert not [title for title in foreign if f"[{title}]" in shown]


def test_about_shows_what_the_estimate_leaves_unexplained(open_page):
    app = well(open_page("about", country="IR", area="IR", lang="en"))
    residuals = app.table[1].value.to_string()
    assert "+16,000" in residuals  # provinces less the national path, 1396: SOURCES.md
    assert {"1396", "1402"} <= set(re.findall(r"\b1[34]\d\d\b", residuals))


# What is not published


@pytest.mark.parametrize(("page", "key"), [("families", "crude_marriage_rate"), ("fertility", "births")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_measure_nobody_publishes_says_so_and_draws_nothing(open_page, page, key, language):
    app = well(open_page(page, country="VN", lang=language, measure=key))
    names = where("VN", "areas", area="VN")[0]
    assert any(names[f"name_{language}"] in note.value for note in app.info)
    assert not [drawn for drawn in figures(app) if drawn.split("-")[0] in ("map", "ranks", "trend")]


def test_an_area_without_a_figure_says_so_and_still_shows_the_others(open_page):
    app = well(open_page("families", country="IR", area="IR23", lang="en", measure="mean_age_first_marriage"))
    assert "no figure is published" in texts(app) or "not published" in texts(app)


def test_an_area_without_sexes_by_age_still_has_its_estimated_pyramid(open_page):
    app = well(open_page(country="VN", area="VN79", lang="en"))
    assert "pyramid" in figures(app)
    assert "estimated" in texts(app)
