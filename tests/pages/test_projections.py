"""The scenario laboratory on its page: what a link opens, what stands beside what, and what is refused with a sentence."""

from __future__ import annotations

import re

import pytest

from dashboard import page_layout
from dashboard.analysis.projections import run
from dashboard.analysis.projections.scenario_curves import with_point
from dashboard.analysis.projections.scenario_links import from_link, to_link
from dashboard.format import digits
from dashboard.projections.outcome import LOOKS
from dashboard.words import LANGUAGES
from forecasting.scenarios import Scenario
from tests.dashboard.analysis.projections.test_projections import link_of
from tests.pages.conftest import choice, start_of
from tests.pages.reading import figures, link, numbers, outcome, texts, well

# The laboratory


def drawn(*points, component="total_fertility", **other) -> str:
    """The text of a link to a scenario with a drawn path."""
    return to_link(with_point(Scenario(**other), component, points))


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
    monkeypatch.setattr(page_layout, "window_width", lambda: width)
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    kinds = [element.type for element in app.main]
    assert min(("plotly_chart", "dataframe"), key=kinds.index) == first


def test_the_map_has_every_province(open_page):
    app = well(open_page("projections", country="IR", area="IR", lang="en"))
    app.button_group(key="look-en").set_value("map").run()
    [shown] = [one for key, one in figures(well(app)).items() if key == "laboratory-map"]
    assert sum(len(trace.get("locations", ())) for trace in shown["data"]) == 31
    assert "**The provinces add up to the nation**" in texts(app)
    [table] = [shown.value for shown in app.dataframe if "People against alone" in shown.value]
    people = [float(text.replace(",", "")) for text in table["People"]]
    assert sum(people) == pytest.approx(people_in(outcome(app)), rel=0.002)


def test_the_united_nations_path_is_behind_the_curve_and_can_be_followed(open_page):
    app = well(open_page("projections", country="VN", area="VN", lang="en"))
    assert "Violet: the path of World Population Prospects 2024" in texts(app)
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
