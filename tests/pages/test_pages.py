"""Every page opens in every language and says what the seed tables determine."""

from __future__ import annotations

import json
import math
import re

import pytest

from dashboard import frame
from dashboard.catalogue import INDICATORS
from dashboard.format import digits, number
from dashboard.laboratory import run
from dashboard.laboratory.curves import moved
from dashboard.laboratory.links import from_link, to_link
from dashboard.menu import PAGE_LIST
from dashboard.panels.laboratory.looking import LOOKS
from dashboard.words import LANGUAGES, Words
from forecasting.scenarios import Scenario
from tests.dashboard.test_laboratory import link_of
from tests.data.seed_rows import people, rows, value, where
from tests.pages.conftest import choice, slider, start_of

TITLES = {name: title for name, title, _icon in PAGE_LIST}
PAGES = tuple(TITLES)


def texts(app) -> str:
    """Everything written on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def figures(app) -> dict[str, dict]:
    """The charts on the page, as Plotly reads them, by their key."""
    return {key_of(chart): json.loads(chart.proto.spec) for chart in app.get("plotly_chart")}


def key_of(chart) -> str:
    """The key a page gave a chart: its id is $$ID-hash-key."""
    return chart.proto.id.split("-", 2)[2]


def cards(app) -> dict[str, str]:
    """Headline figures by what they are called."""
    return {metric.label: metric.value for metric in app.metric}


def outcome(app) -> str:
    """The sentence that says where a projection leads."""
    [said] = [element.value for element in app.markdown if element.value.startswith("**In ")]
    return said


def well(app):
    """The page stands: nothing failed and nothing is said to have failed."""
    assert not app.exception, app.exception
    assert not app.error, [error.value for error in app.error]
    return app


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


def numbers(values) -> list[float]:
    """The values of a trace, which Plotly may have packed."""
    if isinstance(values, dict):
        import base64

        import numpy as np

        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist()
    return [y for y in values if y is not None]


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


def link(app) -> dict[str, str]:
    """The address the page is at."""
    return {key: said[0] if isinstance(said, list) else said for key, said in dict(app.query_params).items()}


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


# The laboratory


def begin_from(app, variant):
    """Start the scenario from a variant."""
    choice(app, "variant").select(variant).run()


def drawn(*points, component="total_fertility", **other) -> str:
    """The text of a link to a scenario with a drawn path."""
    return to_link(moved(Scenario(**other), component, points))


def said_wrong(app) -> str:
    """What the page says is wrong; it stands all the same."""
    assert not app.exception, app.exception
    return " ".join(error.value for error in app.error)


def test_a_link_opens_the_scenario_it_was_copied_from(open_page, store):
    text = drawn((1403, 1.6), (1434, 2.4))
    app = well(open_page("projections", country="IR", area="IR", lang="en", scenario=text))
    by_hand = run(start_of(store, "IR", "IR"), from_link(text))
    assert people_in(outcome(app)) == pytest.approx(by_hand.population[-1].sum(), rel=0.005)
    assert by_hand.fingerprint in texts(app)
    assert link(app)["scenario"] == text


def test_every_way_to_look_stands_beside_two_variants(open_page):
    app = well(open_page("projections", country="VN", area="VN79", lang="en"))
    app.multiselect(key="beside-VN79-en").select("low").select("momentum").run()
    assert people_in(outcome(well(app))) > 0
    ends = app.table[-1].value
    assert len(ends) == 3 and "(−" in ends.iloc[1, 0] and "(" not in ends.iloc[0, 0]
    for look in LOOKS:
        if look == "map":
            continue  # 34 projections: in test_the_map_has_every_province
        app.button_group(key="look-en").set_value(look).run()
        assert "Projected" in texts(well(app))


@pytest.mark.parametrize(("width", "first"), [(390, "plotly_chart"), (1400, "dataframe")])
def test_on_a_phone_the_outcome_comes_before_the_points(open_page, monkeypatch, width, first):
    monkeypatch.setattr(frame, "window_width", lambda: width)
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    kinds = [element.type for element in app.main]
    assert min(("plotly_chart", "dataframe"), key=kinds.index) == first


def test_the_map_has_every_province(open_page):
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    app.button_group(key="look-en").set_value("map").run()
    [shown] = [one for key, one in figures(well(app)).items() if key == "laboratory-map"]
    assert sum(len(trace.get("locations", ())) for trace in shown["data"]) == 31
    assert "**The provinces add up to the nation**" in texts(app)
    [table] = [frame.value for frame in app.dataframe if "People against alone" in frame.value]
    people = [float(text.replace(",", "")) for text in table["People"]]
    assert sum(people) == pytest.approx(people_in(outcome(app)), rel=0.002)


def test_the_united_nations_path_is_behind_the_curve_and_can_be_followed(open_page):
    app = well(open_page("projections", country="VN", area="VN", lang="en"))
    assert "Violet: the United Nations’ path" in texts(app)
    app.button(key="follow-VN-total_fertility").click().run()
    points = dict(from_link(link(well(app))["scenario"]).paths[0].points)
    assert points[2024.5] == pytest.approx((1.895 + 1.878) / 2, abs=0.006)  # WPP 2024, 2024 and 2025
    assert points[2054.5] == pytest.approx((1.735 + 1.734) / 2, abs=0.006)  # 2054 and 2055


def test_the_page_adds_up_its_reasons(open_page):
    app = well(open_page("projections", country="VN", area="VN01", lang="en"))
    app.button_group(key="look-en").set_value("why").run()
    bars = numbers(figures(well(app))["laboratory-why"]["data"][0]["x"])
    assert sum(bars[:-1]) == pytest.approx(bars[-1])


def test_a_policy_is_put_on_top_and_named(open_page):
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    before = people_in(outcome(app))
    app.button(key="policy-apply-en").click().run()
    assert people_in(outcome(well(app))) > before
    assert "Marriage and childbearing support" in texts(app)


def test_those_who_move_may_have_the_ages_observed_between_censuses(open_page):
    app = well(open_page("projections", country="IR", area="IR12", lang="en"))
    assert "the censuses of 1390–1395" in texts(app)
    app.selectbox(key="migrant_ages-IR12-en").select("observed").run()
    assert from_link(link(well(app))["scenario"]).migrant_ages == "observed"
    app = well(open_page("projections", country="VN", area="VN01", lang="en"))
    assert "observed" not in app.selectbox(key="migrant_ages-VN01-en").options
    assert "Observed ages: none here." in texts(app)


def test_observed_ages_where_none_are_known_are_a_sentence(open_page):
    text = drawn((2030, 5000.0), component="net_migration", migrant_ages="observed")
    app = open_page("projections", country="VN", area="VN01", lang="en", scenario=text)
    assert "none are known for this area" in said_wrong(app)
    assert link(app)["scenario"] == text


def test_a_goal_none_can_meet_is_said_to_have_no_answer(open_page):
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    app.text_input(key="goal-target-population-en").set_value("900000")
    app.button(key="goal-seek-en").click().run()
    assert "**No answer.**" in texts(well(app))
    app.text_input(key="goal-target-population-en").set_value("۹۵۰۰۰")
    app.button(key="goal-seek-en").click().run()
    assert "**Fertility of" in texts(well(app))
    app.button(key="goal-use-en").click().run()
    assert people_in(outcome(well(app))) == pytest.approx(95e6, rel=0.01)


# The laboratory: what cannot be


def test_a_horizon_past_2150_is_refused_and_nothing_is_lost(open_page):
    text = drawn((1403, 1.6), (1434, 2.4))
    app = well(open_page("projections", country="IR", area="IR", lang="en", scenario=text))
    said = outcome(app)
    app.text_input(key="horizon-IR-en").set_value("۱۶۰۰").run()
    assert "1600" in said_wrong(app) and "2150" in said_wrong(app)
    assert (outcome(app), link(app)["scenario"]) == (said, text)
    app.text_input(key="horizon-IR-en").set_value("soon").run()
    assert "soon" in said_wrong(app)
    app.text_input(key="horizon-IR-en").set_value("1529").run()
    assert "1529 (2150/51)" in outcome(well(app))


def test_a_link_past_2150_is_said_and_opens_to_the_usual_year(open_page):
    app = open_page(
        "projections", country="VN", area="VN", lang="en", scenario=drawn((2030, 2.4), horizon=2300)
    )
    assert "2300" in said_wrong(app)
    assert "In 2055" in outcome(app)


def test_a_fertility_of_fifteen_in_a_link_is_named_with_its_limits(open_page):
    fifteen = {"paths": [{"component": "total_fertility", "points": [[2029.5, 15]], "area": None}]}
    app = open_page("projections", country="VN", area="VN", lang="en", scenario=link_of(fifteen))
    assert "Fertility of 15 in 2030 cannot be" in said_wrong(app)
    assert "Medium" in texts(app)


def test_a_broken_link_is_said_and_the_medium_shown(open_page):
    text = drawn((1403, 1.6), (1434, 2.4))[:-5]
    app = open_page("projections", country="IR", area="IR", lang="en", scenario=text)
    assert "cut short" in said_wrong(app)
    assert "Medium" in texts(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_path_that_empties_an_area_is_said_and_can_be_put_right(open_page, language):
    text = drawn((2030, 0.0), (2031, -5e6), component="net_migration")
    app = open_page("projections", country="VN", area="VN14", lang=language, scenario=text)
    assert digits("2031", language) in said_wrong(app)
    assert link(app)["scenario"] == text
    choice(app, "variant").select("zero migration").run()
    well(app)


def people_in(said: str) -> float:
    """Persons in "**In 1434 (2055/56): 101 million people**"."""
    amount, scale = re.search(r": ([\d.,]+) ?(million|thousand)? people", said).groups()
    return float(amount.replace(",", "")) * {"million": 1e6, "thousand": 1e3, None: 1}[scale]


def last_of(figure) -> float:
    """The value of the last year of a chart."""
    points = [
        (x, y)
        for trace in figure["data"]
        for x, y in zip(numbers(trace.get("x", [])), numbers(trace.get("y", [])), strict=False)
    ]
    return max(points)[1]


# A closer look


def said(app) -> str:
    """Everything written on the page, warnings and tables of text too."""
    return texts(app) + "\n".join(element.value for element in app.warning)


def test_fertility_says_why_births_changed_in_parts_that_sum(open_page):
    app = well(open_page("fertility", country="IR", area="IR", lang="en", since="1395", until="1402"))
    counted = [
        value("IR", "events", area="IR", event="births", year=year, sex="both") for year in (1395, 1402)
    ]
    change = round(counted[1] - counted[0], -2)
    [sentence] = [element.value for element in app.markdown if " births (" in element.value]
    assert f"−{-change:,.0f} births (−30.8\N{NO-BREAK SPACE}%)" in sentence
    drawn = figures(app)["why-births"]["data"][0]["y"]
    assert sum(drawn[:3]) == pytest.approx(drawn[3], abs=200)
    assert abs(drawn[3] - change) <= 100


@pytest.mark.parametrize(("part", "chart"), [("ages", "ages-of-mothers"), ("sexes", "sex-ratio")])
def test_fertility_draws_what_the_link_asks_to_look_at(open_page, part, chart):
    app = well(open_page("fertility", country="IR", area="IR00", lang="en", fertility=part))
    assert chart in figures(app) and "why-births" not in figures(app)


@pytest.mark.parametrize(
    ("country", "area", "part", "chart"),
    [
        ("IR", "IR", "why", "arriaga"),
        ("VN", "VN02", "why", "arriaga"),
        ("IR", "IR23", "table", "life-table"),
        ("VN", "VN02", "table", "life-table"),
        ("IR", "IR11", "standard", "crude-and-standardised"),
        ("VN", "VN", "expectancy", "expectancy-by-sex"),
    ],
)
def test_mortality_draws_what_the_link_asks_to_look_at(open_page, country, area, part, chart):
    app = well(open_page("mortality", country=country, area=area, lang="en", mortality=part))
    assert chart in figures(app)
    assert "stimated" in said(app)


def test_the_ages_of_a_gap_in_life_expectancy_sum_to_it(open_page):
    app = well(open_page("mortality", country="IR", area="IR", lang="en", mortality="why", table="nation"))
    drawn = figures(app)["arriaga"]["data"][0]["x"]
    assert sum(drawn[:-1]) == pytest.approx(drawn[-1], abs=1e-9)


def test_divorces_per_100_marriages_stand_under_their_caution_and_on_no_map(open_page):
    app = well(open_page("families", country="IR", lang="en", measure="divorces_per_100_marriages"))
    assert [note.value for note in app.warning if note.value.startswith("Not a risk of divorce.")]
    drawn = figures(app)
    assert "trend-divorces_per_100_marriages" in drawn
    assert not {"map-divorces_per_100_marriages", "ranks-divorces_per_100_marriages"} & set(drawn)
    assert "Total divorce rate** — Divorces by duration" in texts(app)


def test_ageing_says_when_the_nation_passes_7_14_and_21(open_page):
    app = well(open_page("ageing", country="IR", area="IR", lang="en"))
    shares = {
        int(row["year"]): float(row["value"])
        for row in where("IR", "rates", area="IR", measure="share_65_plus")
    }
    first = min(year for year, share in shares.items() if share >= 7)
    [line] = [element.value for element in app.markdown if element.value.startswith("**Iran** — 7")]
    assert f": {first} (" in line and line.count("projected") == 2


def test_the_catalogue_finds_a_measure_and_says_how_it_is_made(open_page):
    app = well(open_page("catalogue", country="VN", lang="en", measure="refined_divorce_rate"))
    assert "`1000 · V / W(married)`" in texts(app)
    assert "Iran** — no data. How many women are married" in texts(app)
    [search] = app.text_input
    app = well(search.set_value("total fertility").run())
    assert "3 measures" not in texts(app) and "`TFR = n · Σ f(x)`" in texts(app)
    assert "published. No interval: the office estimates it from a sample survey" in texts(app)
    app = well(app.text_input[0].set_value("no such thing").run())
    assert any("No measure" in note.value for note in app.info)


def test_the_catalogue_says_for_each_area_which_years_are_known_and_why_none(open_page):
    address = {"country": "IR", "lang": "en", "measure": "mean_age_first_marriage_women"}
    app = well(open_page("catalogue", coverage="areas", **address))
    shown = app.table[0].value
    assert len(shown) == 32 and shown.index[0] == "Iran"
    assert "1403" in shown.loc["Iran", "Years"]
    assert "no data — Published for some provinces only." in set(shown["Years"])


@pytest.mark.parametrize(
    ("page", "address", "said"),
    [
        (
            "fertility",
            {"country": "VN", "area": "VN01"},
            "**Sex ratio at birth (boys per 100 girls)** — Published for the whole country only.",
        ),
        (
            "mortality",
            {"country": "IR", "area": "IR23"},
            "**Maternal mortality ratio** — Deaths by cause are not in the sources loaded here.",
        ),
        (
            "migration",
            {"country": "IR", "area": "IR23"},
            "Out-migration rate; Migration effectiveness (net per 100 moves)** — Moves are not published by province",
        ),
    ],
)
def test_what_cannot_be_said_of_an_area_is_said_with_its_reason(open_page, page, address, said):
    app = well(open_page(page, lang="en", **address))
    assert said in texts(app)


def test_a_reader_may_see_both_calendars(open_page):
    address = {"country": "IR", "area": "IR23", "lang": "fa", "measure": "total_fertility_rate"}
    alone, both = "، ۱۴۰۰: ۱٫۴۳", "۱۴۰۰ (۲۰۲۱/۲۲): ۱٫۴۳"
    told = texts(well(open_page("fertility", **address)))
    assert alone in told and both not in told
    assert both in texts(well(open_page("fertility", calendars="both", **address)))


def test_how_long_the_marriages_divorced_had_lasted_is_told_of_the_nation_alone(open_page):
    app = well(open_page("families", country="IR", area="IR", lang="en"))
    assert "had lasted 8.1 years on average; 47.3" in texts(app)
    assert (
        "Mean duration of marriage at divorce** — Divorces by duration of marriage are published for 1394"
        in texts(app)
    )
    app = well(open_page("families", country="IR", area="IR23", lang="en"))
    assert any("for the whole country only" in caption.value for caption in app.caption)


def test_registered_and_adjusted_rates_stand_side_by_side(open_page):
    app = well(open_page("fertility", country="IR", area="IR20", lang="en", fertility="registered"))
    assert "as registered, **" in texts(app) and "(estimated)" in texts(app)
    app = well(open_page("mortality", country="VN", lang="en", mortality="registered"))
    assert any("how complete the register is cannot be known" in note.value for note in app.info)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_lists_every_measure(open_page, language):
    app = well(open_page("catalogue", country="IR", lang=language))
    listed = set(app.table[-1].value.index)
    assert listed == {Words(language)(indicator.name) for indicator in INDICATORS}
