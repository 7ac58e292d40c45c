"""What a page says about a measure: place, change, nearest year, sources; and about a projection."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from dashboard import format
from dashboard.analysis.catalogue import BY_KEY, Indicator
from dashboard.analysis.indicators import COLUMNS, PATTERNS_ONLY
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.jump_off import AGES
from dashboard.analysis.selection import SourceOrder
from dashboard.projections.views import figures
from dashboard.projections.views import sentences as told
from dashboard.views import methods, pyramid, sentences
from dashboard.views.maps import scale
from dashboard.views.measure import earlier, headline, named_measure, rank_text, source_text, status_text
from dashboard.words import LANGUAGES, Words
from forecasting.scenarios import Scenario
from tests.conftest import ROOT
from tests.data.seed_rows import value

PROVINCES = ("IR00", "IR01", "IR02", "IR03", "IR04")
NAMES = pd.DataFrame(
    {
        "area": ["IR", *PROVINCES],
        "level": ["nation", *["province"] * 5],
        **{f"name_{language}": ["Iran", "A", "B", "C", "D", "E"] for language in LANGUAGES},
    }
)
SOURCES = pd.DataFrame(
    {
        "source": ["office", "register"],
        **{f"office_{language}": ["Office", "Register"] for language in LANGUAGES},
        **{f"publication_{language}": ["Yearbook", "Series"] for language in LANGUAGES},
        "published": ["1401", "1402-05-01"],
        "url": ["https://office.example", ""],
        "licence": ["none stated; figures used as facts with citation", "CC BY 3.0 IGO"],
    }
)
TFR = BY_KEY["total_fertility_rate"]


def view(*rows, indicator=TFR, area="IR00", language="en", **papers):
    """A measure with rows of (area, year, value)."""
    said = {"status": "published", "provisional": 0, "source": "office"} | papers
    table = pd.DataFrame([(*row, *said.values()) for row in rows], columns=COLUMNS)
    return named_measure(indicator, table, NAMES, area=area, calendar="solar_hijri", words=Words(language))


def five(values, year=1400, **options):
    """A figure for each of the five provinces."""
    return view(*((area, year, value) for area, value in zip(PROVINCES, values, strict=False)), **options)


@pytest.mark.parametrize("country", ["iran", "viet_nam"])
def test_every_licence_of_the_seed_is_said_in_the_readers_language_or_is_a_name(country):
    said = pd.read_csv(ROOT / "data" / "seed" / country / "sources.csv")["licence"].dropna()
    assert [text for text in said if text not in methods.LICENCES and not text.startswith("CC BY")] == []


# Place among the provinces


@pytest.mark.parametrize(
    ("area", "place"), [("IR00", "1st"), ("IR01", "2nd"), ("IR02", "3rd"), ("IR03", "4th"), ("IR04", "5th")]
)
def test_the_highest_is_first(area, place):
    assert (
        rank_text(five([5.0, 4, 3, 2, 1], area=area), 1400)
        == f"{place}\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}5"
    )


def test_equals_share_the_better_place_and_the_next_is_two_further():
    assert rank_text(five([2.0, 3, 3, 1, 1], area="IR02"), 1400).startswith("1st")
    assert rank_text(five([2.0, 3, 3, 1, 1], area="IR00"), 1400).startswith("3rd")


def test_what_is_written_alike_is_equal():
    seen = five([1.501, 1.499, 1.0, 1, 1], area="IR01")
    assert seen.year_rows(1400)["text"].tolist()[:2] == ["1.50", "1.50"]
    assert rank_text(seen, 1400).startswith("1st")


def test_the_nation_has_no_place_among_its_provinces():
    rows = [(area, 1400, 1.0) for area in ("IR", *PROVINCES)]
    assert rank_text(view(*rows, area="IR"), 1400) is None


def test_the_nation_takes_no_place_from_a_province():
    rows = [("IR", 1400, 9.0), *((area, 1400, 1.0) for area in PROVINCES)]
    assert rank_text(view(*rows), 1400).startswith("1st")


def test_a_place_among_four_of_five_is_said_and_among_three_is_not():
    assert "of\N{NO-BREAK SPACE}4" in rank_text(five([4.0, 3, 2, 1]), 1400)
    assert rank_text(five([4.0, 3, 2]), 1400) is None


def test_a_province_without_a_figure_has_no_place():
    assert rank_text(five([4.0, 3, 2, 1], area="IR04"), 1400) is None


# Change


def test_change_is_from_five_years_before():
    seen = view(*(("IR00", year, 1 + year / 1000) for year in range(1390, 1401)))
    assert earlier(seen, seen.area_rows("IR00"), 1400)["year"] == 1395


def test_change_is_from_the_year_nearest_to_five_before_when_there_are_gaps():
    seen = view(("IR00", 1390, 2.0), ("IR00", 1396, 1.9), ("IR00", 1400, 1.5))
    assert earlier(seen, seen.area_rows("IR00"), 1400)["year"] == 1396
    assert earlier(seen, seen.area_rows("IR00"), 1390) is None


def test_change_does_not_cross_a_break():
    share = BY_KEY["share_65_plus"]
    seen = view(("IR00", 1398, 6.0), ("IR00", 1400, 7.0), ("IR00", 1402, 7.4), indicator=share)
    assert earlier(seen, seen.area_rows("IR00"), 1402)["year"] == 1400
    assert earlier(seen, seen.area_rows("IR00"), 1400) is None
    assert earlier(seen, seen.area_rows("IR00"), 1399)["year"] == 1398


def test_a_change_is_the_difference_of_the_figures_that_are_seen():
    card = headline(view(("IR00", 1395, 1.514), ("IR00", 1400, 1.496)), None, SOURCES)
    assert (card.value, card.change) == ("1.50", "−0.01")  # 1.51 to 1.50, though −0.018 underneath


def test_a_count_changes_in_per_cent_and_a_rate_in_its_own_unit():
    people = view(("IR00", 1395, 1000.0), ("IR00", 1400, 1100.0), indicator=BY_KEY["population"])
    assert headline(people, None, SOURCES).change == "+10.0\N{NO-BREAK SPACE}%"
    share = view(("IR00", 1396, 6.0), ("IR00", 1398, 6.5), indicator=BY_KEY["share_65_plus"])
    assert headline(share, None, SOURCES).change == "+0.5"


@pytest.mark.parametrize(
    ("worry", "then", "now", "worrying"),
    [
        ("down", 2.0, 1.5, True),
        ("down", 1.5, 2.0, False),
        ("up", 1.5, 2.0, True),
        ("up", 2.0, 1.5, False),
        (None, 1.5, 2.0, None),
        ("up", 2.0, 2.0, None),
    ],
)
def test_a_change_worries_in_the_direction_that_is_declared(worry, then, now, worrying):
    indicator = Indicator("x", "Population", "Population", "persons", 1, worry=worry)
    card = headline(view(("IR00", 1395, then), ("IR00", 1400, now), indicator=indicator), None, SOURCES)
    assert card.worrying is worrying
    assert card.rising is (None if then == now else now > then)


def test_a_first_figure_has_no_change():
    card = headline(view(("IR00", 1400, 1.5)), None, SOURCES)
    assert (card.change, card.since, card.rising, card.worrying) == (None, None, None, None)


def test_an_area_without_figures_has_no_card_and_a_sentence_saying_so():
    seen = view(("IR01", 1400, 1.5))
    assert headline(seen, None, SOURCES) is None
    assert sentences.headline(seen, None) == "**A**: no figure is published for this measure."


# Which year


def test_the_year_shown_is_the_nearest_and_of_two_as_near_the_later():
    seen = view(("IR00", 1390, 2.0), ("IR00", 1394, 1.8))
    assert seen.nearest(1391, seen.years) == 1390
    assert seen.nearest(1392, seen.years) == 1394
    assert seen.nearest(1499, seen.years) == 1394
    assert seen.nearest(None, seen.years) == 1394
    assert seen.nearest(1390, ()) is None


def test_the_usual_year_is_the_latest_with_nearly_every_province():
    full = [(area, 1398, 1.0) for area in PROVINCES] + [(area, 1399, 1.0) for area in PROVINCES[:4]]
    seen = view(*full, ("IR00", 1400, 1.0), ("IR", 1402, 1.0))
    assert seen.usual_year() == 1399


def test_the_usual_year_is_else_the_one_with_most_provinces():
    seen = view(("IR00", 1398, 1.0), ("IR01", 1398, 1.0), ("IR00", 1400, 1.0))
    assert seen.usual_year() == 1398
    assert view(("IR", 1400, 1.0)).usual_year() is None


def test_a_year_without_figures_is_said_with_the_one_that_is_shown():
    said = sentences.other_year(five([1, 2, 3, 4, 5]), 1404, 1400)
    assert said == "There are no figures for 1404; 1400 is the nearest year that has them."


def test_every_province_is_on_the_map_and_the_unknown_are_no_zero():
    at = five([4.0, 3, 2, 1]).year_rows(1400)
    assert at["area"].tolist() == list(PROVINCES)
    last = at.set_index("area").loc["IR04"]
    assert (last["status"], last["text"]) == ("no_data", "no data")
    assert np.isnan(last["value"])


def test_the_nations_value_is_its_own_or_none():
    seen = view(("IR", 1400, 1.7), ("IR00", 1399, 1.5))
    assert seen.nation_at(1400) == 1.7
    assert seen.nation_at(1399) is None
    assert seen.province_years() == (1399,)


def test_the_scale_is_the_same_in_every_year():
    births = BY_KEY["crude_birth_rate"]
    rows = [("IR00", 1395, 10.0), ("IR01", 1395, 30.0), ("IR00", 1400, 14.0), ("IR01", 1400, 16.0)]
    both = scale(view(*rows, indicator=births))
    assert (both.low, both.high) == (10.0, 30.0)
    assert scale(view(*rows[:2], indicator=births)) == both


def test_an_area_far_from_all_others_does_not_take_their_colours_from_them():
    years = range(1390, 1400)
    usual = [(area, year, 10.0 + at) for at, area in enumerate(PROVINCES) for year in years]
    far = view(*usual[1:], ("IR00", 1390, 900.0), indicator=BY_KEY["births"])
    assert scale(far).bounds[-1] < 30
    assert scale(far).class_of(pd.Series([900.0])).tolist() == [len(scale(far).colours) - 1]


def test_a_measure_around_zero_has_zero_in_the_middle():
    net = scale(view(("IR00", 1400, -3.0), ("IR01", 1400, 9.0), indicator=BY_KEY["net_migration_rate"]))
    assert (net.kind, net.middle) == ("diverging", 0.0)


# Sentences


def test_the_headline_says_area_year_value_unit_change_place_and_status():
    rows = [(area, year, 2.0 - n / 10) for n, area in enumerate(PROVINCES) for year in (1395, 1400)]
    said = sentences.headline(view(*rows, area="IR02"), None)
    for part in ("**C, 1400 (2021/22): 1.80** children per woman", "0.00 since 1395", "3rd", "published"):
        assert part in said, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_is_in_the_readers_digits(language):
    said = sentences.headline(five([1.43, 2, 3, 4, 5], language=language), 1400)
    assert format.number(1.43, language, 2) in said
    assert format.year_short(1400, "solar_hijri", language) in said
    latin = set("0123456789") & set(said)
    assert (not latin) if language == "fa" else latin


def test_the_headline_is_of_the_year_asked_for_or_the_nearest():
    seen = view(("IR00", 1395, 2.0), ("IR00", 1400, 1.5))
    assert "1.50" in sentences.headline(seen, 1399)
    assert "2.00" in sentences.headline(seen, 1380)


@pytest.mark.parametrize("language", LANGUAGES)
def test_provisional_figures_are_said_to_be(language):
    words = Words(language)
    for status in ("published", "derived", "estimated"):
        assert status_text(status, 1, words) != status_text(status, 0, words)
        assert status_text(status, 0, words) == words(status)


def test_two_sources_are_both_named_and_one_named_twice_once():
    assert source_text("office register office", SOURCES, Words("en")) == "Office, Yearbook; Register, Series"
    assert source_text("nobody", SOURCES, Words("en")) == ""


def test_what_nobody_publishes_is_said_with_measure_and_country():
    said = sentences.absence_sentence(view(("IR00", 1400, 1.0)))
    assert "Total fertility rate" in said and "Iran" in said


# About


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_of_every_figure_stands_in_about(connection, language):
    from data import queries

    table = queries.sources(connection)
    for country in ("IR", "VN"):
        used = queries.sources_of(connection, country)
        shown = methods.sources_used(table, used, SourceOrder(), Words(language))
        assert len(shown) == len(used) > 20
        assert not shown.map(lambda cell: cell is None or cell != cell).any(axis=None)


def test_a_licence_that_is_not_stated_is_said_in_the_readers_language():
    order = SourceOrder({"office": 0, "register": 1})
    shown = methods.sources_used(SOURCES, {"office", "register"}, order, Words("vi"))
    assert list(shown[Words("vi")("Licence")]) == [Words("vi")(methods.LICENCES[0]), "CC BY 3.0 IGO"]


def test_sources_stand_in_the_order_in_which_they_are_taken():
    for first, second in (("office", "register"), ("register", "office")):
        order = SourceOrder({first: 0, second: 1})
        shown = methods.sources_used(SOURCES, {"office", "register"}, order, Words("en"))
        expected = SOURCES.set_index("source").loc[[first, second], "office_en"]
        assert list(shown["Office"]) == list(expected)


def test_what_the_estimate_leaves_unexplained_is_a_row_a_year():
    rows = pd.DataFrame(
        {
            "area": ["IR", "IR", "IR", "IR00"],
            "year": [1401, 1400, 1400, 1400],
            "quantity": ["net_migration_and_error", "net_migration_and_error", "provinces_less_nation", "net_migration_and_error"],
            "value": [-1200.4, 55.0, 2000.0, 9.0],
        }
    )  # fmt: skip
    shown = methods.residuals(rows, "IR", calendar="solar_hijri", words=Words("en"))
    assert shown["Year"].tolist() == ["1400", "1401"]
    assert shown["Net migration and error, persons in the year"].tolist() == ["+55", "−1,200"]
    assert "+9" not in shown.to_string()


def test_residuals_of_an_area_without_any_are_empty():
    rows = pd.DataFrame(columns=["area", "year", "quantity", "value"])
    assert methods.residuals(rows, "IR", calendar="solar_hijri", words=Words("en")).empty


# Pyramids


def ages(source, status="published", persons=1.0, year=1395, provisional=0, sexes=("female", "male")):
    return pd.DataFrame(
        [(year, sex, age, 5, persons, status, provisional, source) for sex in sexes for age in (-1, 0, 5)],
        columns=["year", "sex", "age_lower", "age_width", "persons", "status", "provisional", "source"],
    )


def test_a_pyramid_is_of_women_and_men_of_known_age():
    found = pyramid.pyramids(ages("census"))[1395]
    assert sorted(found.frame["sex"].unique()) == ["female", "male"]
    assert sorted(found.frame["age_lower"].unique()) == [0, 5]
    assert pyramid.pyramids(ages("census", sexes=("both",))) == {}


def test_a_count_stands_before_an_estimate_in_a_pyramid_whichever_comes_first():
    for names in (("a_census", "b_model"), ("b_census", "a_model")):
        rows = pd.concat([ages(names[0]), ages(names[1], "estimated", persons=9.0)])
        assert pyramid.pyramids(rows)[1395].source == names[0]


def test_models_used_for_their_ages_are_no_pyramid():
    assert pyramid.pyramids(ages(PATTERNS_ONLY[0], "estimated")) == {}


def test_those_of_unknown_age_are_a_share():
    assert pyramid.share_unknown(ages("census"), 1395, "census") == pytest.approx(1 / 3)
    assert pyramid.share_unknown(ages("census"), 1390, "census") == 0


# Projections


def a_run(totals):
    """A run whose people are all of one age, 70, and whose total is what is asked."""
    population = np.zeros((len(totals), 2, len(AGES)))
    population[:, 0, 70] = totals
    steps, ages = len(totals) - 1, len(AGES)
    return ScenarioRun(
        Scenario(),
        "IR",
        tuple(range(1402, 1402 + len(totals))),
        population,
        np.ones((steps, 2)),
        np.ones((steps, ages)),
        np.ones((steps, 2, ages)),
        np.zeros((steps, 2, ages)),
        np.full((steps, ages), 0.01),
        np.full((steps, 2, ages), 0.01),
        np.full(steps, 1.05),
        "population-1.duckdb",
    )


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ([100_000.0, 120_000, 110_000], "The population is largest in 1403 (2024/25)."),
        ([120_000.0, 110_000, 100_000], "The population shrinks from the start."),
        ([100_000.0, 110_000, 120_000], "The population still grows in 1404 (2025/26)."),
    ],
)
def test_the_outcome_says_which_way_the_population_goes(totals, said):
    assert said in told.outcome(a_run(totals), "solar_hijri", Words("en"))


def test_the_outcome_says_size_change_and_age():
    said = told.outcome(a_run([100_000.0, 150_000]), "solar_hijri", Words("en"))
    for part in (
        "**In 1403 (2024/25): 150 thousand people**",
        "+50.0",
        "**100.0",
        "aged 65 and over** (now 100.0",
    ):
        assert part in said, said


def test_people_are_counted_in_what_leaves_them_readable():
    def unit(people):
        return figures.unit_of([np.array([people])], Words("en"))[1]

    assert [unit(2.9e6), unit(3.1e6), unit(900.0)] == ["thousand people", "million people", "people"]


def test_the_opening_says_where_the_paths_start():
    begin = SimpleNamespace(
        years=(1402, 1434),
        population=np.array([85_000_000.0]),
        total_fertility_rate=1.64,
        life_expectancy=78.34,
    )
    said = told.opening(begin, "solar_hijri", Words("en"))
    for part in ("1402 (2023/24)", "85 million", "1.64", "78.3"):
        assert part in said, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provisional_base_is_said_to_be(language):
    words = Words(language)
    said = [
        told.provenance(
            (a_run([1.0, 2]),),
            ("x",),
            SimpleNamespace(years=(2024,), provisional=is_so),
            "Life tables of Meridia",
            "gregorian",
            words,
        )
        for is_so in (0, 1)
    ]
    assert len(said[1]) > len(said[0])
    assert all("Life tables of Meridia" in text for text in said)


def test_a_figure_of_the_seed_is_said_as_printed(store):
    from dashboard.analysis.indicators import country_indicator_values
    from data.engine import open_engine
    from data.queries import areas
    from data.release_store.pointer import current_file

    engine = open_engine(current_file(store))
    with engine.connect() as reader:
        seen = named_measure(
            TFR,
            country_indicator_values(reader, "IR", TFR.key),
            areas(reader).query("country == 'IR' and level != 'county'"),
            area="IR11",
            calendar="solar_hijri",
            words=Words("en"),
        )
    engine.dispose()
    printed = value("IR", "rates", area="IR11", measure=TFR.key, year=1400)
    assert f"1400 (2021/22): {printed:.2f}**" in sentences.headline(seen, 1400)
    assert "1st\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}31" in sentences.headline(seen, 1400)
