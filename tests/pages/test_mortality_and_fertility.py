"""Parts of the pages that a link asks for: why births changed, life tables, the catalogue, what cannot be said."""

from __future__ import annotations

import pytest

from dashboard.analysis.catalogue import INDICATORS
from dashboard.menu import PAGE_LIST
from dashboard.words import LANGUAGES, Words
from tests.data.seed_rows import value, where
from tests.pages.reading import figures, texts, well

TITLES = {name: title for name, title, _icon in PAGE_LIST}
PAGES = tuple(TITLES)


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
    assert "Total divorce rate; Mean duration of marriage at divorce** — Divorces by duration" in texts(app)


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
