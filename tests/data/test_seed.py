"""The seed tables: complete where they say so, adding up, dated, sourced and named. Figures are SOURCES.md's."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date

import pytest

from data import calendars
from tests.data.seed_rows import FACTS, FOLDERS, every, rows, stood

OWN_CALENDAR = {"IR": "solar_hijri", "VN": "gregorian"}
KEYS = {
    "areas": ("area",),
    "sources": ("source",),
    "population": ("area", "source", "period_start", "sex", "age_lower", "age_width"),
    "events": (
        "area",
        "event",
        "source",
        "period_start",
        "period_days",
        "sex",
        "age_lower",
        "age_width",
        "duration_lower",
    ),
    "rates": ("area", "measure", "source", "period_start", "period_days", "sex"),
    "death_rates": ("area", "source", "period_start", "sex", "age_lower"),
    "fertility_pattern": ("area", "source", "period_start", "age_lower"),
}
countries = pytest.mark.parametrize("country", FOLDERS)

# Keys and papers


@countries
@pytest.mark.parametrize("table", KEYS)
def test_no_fact_is_told_twice(country, table):
    keys = Counter(tuple(row.get(column) for column in KEYS[table]) for row in rows(country, table))
    assert [key for key, times in keys.items() if times > 1] == []


@countries
def test_every_fact_is_about_an_area_of_its_own_country(country):
    known = {row["area"] for row in rows(country, "areas")}
    assert {row["area"] for table in FACTS for row in rows(country, table)} <= known


@countries
def test_every_source_cited_is_described_and_every_source_described_is_cited(country):
    cited = {row["source"] for table in (*FACTS, "area_links") for row in rows(country, table)}
    assert cited == {row["source"] for row in rows(country, "sources")}


@countries
def test_every_source_names_office_and_publication_in_three_languages(country):
    parts = [f"{part}_{language}" for part in ("office", "publication") for language in ("en", "fa", "vi")]
    silent = [
        (row["source"], part) for row in rows(country, "sources") for part in parts if not row[part].strip()
    ]
    assert silent == []
    for row in rows(country, "sources"):
        assert re.search("[آ-ی]", row["office_fa"]) and re.search("[آ-ی]", row["publication_fa"]), row[
            "source"
        ]


@countries
def test_every_source_says_its_date_or_why_it_has_none_and_its_licence(country):
    for row in rows(country, "sources"):
        assert row["licence"], row["source"]
        seen = row["url"].startswith(("http://", "https://"))
        assert seen or "not read in the resolution" in row["note"], row["source"]
        if not row["published"]:
            assert re.search("not (seen|stated|known|given|found)|no date|unknown", row["note"]), row[
                "source"
            ]


def test_status_and_provisional_are_said_in_every_row():
    assert {row["status"] for _, _, row in every()} == {"published", "derived", "estimated", "projected"}
    ahead = [(row["source"], int(row["year"])) for _, _, row in every() if row["status"] == "projected"]
    assert ahead and all(source.startswith("un_wpp_2024") and year > 2023 for source, year in ahead)
    assert {row["provisional"] for _, _, row in every()} == {"0", "1"}


def test_what_the_united_nations_models_is_called_estimated_or_projected():
    un = [row for _, _, row in every() if row["source"].startswith("un_")]
    assert {row["status"] for row in un} == {"estimated", "projected"}


# Time


@countries
def test_each_office_counts_in_its_own_calendar_and_the_un_in_the_gregorian(country):
    for table in FACTS:
        for row in rows(country, table):
            un = row["source"].startswith("un_")
            assert row["calendar"] == ("gregorian" if un else OWN_CALENDAR[country]), row


def test_every_period_begins_in_the_year_it_is_labelled_with():
    for country, table, row in every():
        began = calendars.year_of(date.fromisoformat(row["period_start"]), row["calendar"])
        assert began == int(row["year"]), (country, table, row)


def test_a_population_is_a_stock_and_has_no_length():
    assert {row["period_days"] for _, _, row in every("population")} == {"0"}


def test_a_flow_begins_on_new_years_day_and_lasts_the_year():
    shorter = Counter()
    for _, _, row in every("events", "rates"):
        if row["period_days"] == "0":
            continue
        year = int(row["year"])
        assert row["period_start"] == calendars.first_day(year, row["calendar"]).isoformat(), row
        if int(row["period_days"]) != calendars.days_in_year(year, row["calendar"]):
            shorter[row["source"], int(row["period_days"])] += 1
    # 52 weeks of registered deaths of 1399, and the first seven months of 1404: both in SOURCES.md
    assert {source: days for source, days in shorter} == {
        "nocr_weekly_deaths_1399": 364,
        "nocr_first_marriage_1404": 216,
    }


@countries
def test_shares_of_a_population_are_stocks_and_rates_of_events_are_flows(country):
    stocks = {row["measure"] for row in rows(country, "rates") if row["period_days"] == "0"}
    flows = {row["measure"] for row in rows(country, "rates") if row["period_days"] != "0"}
    assert stocks <= {"share_0_14", "share_15_64", "share_65_plus", "urban_share"}
    assert not stocks & flows


# Names

PERSIAN = re.compile("^[آ-غف-قلمنهوپچژکگیءأؤئۀ \u200c-]+$")  # neither Arabic's yeh and kaf nor Latin letters


@countries
@pytest.mark.parametrize("language", ["en", "fa", "vi"])
def test_every_area_has_a_name_of_its_own_in_each_language(country, language):
    for after in (False, True):
        names = [row[f"name_{language}"] for row in stood(country, after=after)]
        assert all(name.strip() == name and name for name in names)
        assert len(set(names)) == len(names)


@countries
def test_names_are_in_the_letters_of_their_language(country):
    for row in rows(country, "areas"):
        assert PERSIAN.match(row["name_fa"]), row["name_fa"]
        assert "ي" not in row["name_fa"] and "ك" not in row["name_fa"]
        assert row["name_en"].isascii(), row["name_en"]
        assert unicodedata.is_normalized("NFC", row["name_vi"]), row["name_vi"]


def test_vietnamese_names_carry_their_marks_and_english_ones_do_not():
    marked = [row for row in rows("VN", "areas") if not row["name_vi"].isascii()]
    assert len(marked) > 50
    for row in rows("VN", "areas"):
        plain = unicodedata.normalize("NFD", row["name_vi"]).replace("đ", "d").replace("Đ", "D")
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if row["area"] not in ("VN79", "VN79_2025"):
            assert re.sub("[^a-z]", "", plain.lower()) == re.sub("[^a-z]", "", row["name_en"].lower()), row


@pytest.mark.parametrize("table", ["sources", "areas"])
def test_no_text_has_an_arabic_letter_where_persian_has_its_own(table):
    for _, _, row in every(table):
        for column in (column for column in row if column.endswith("_fa")):
            assert not set(row[column]) & set("يكىة"), (row[column], column)
        for column in (column for column in row if column.endswith("_vi")):
            assert unicodedata.is_normalized("NFC", row[column]), row[column]


def test_codes_known_to_everybody_are_the_places_they_should_be():
    names = {row["area"]: row["name_en"] for _, _, row in every("areas")}
    assert [names[area] for area in ("IR23", "IR30", "IR11")] == [
        "Tehran",
        "Alborz",
        "Sistan and Baluchestan",
    ]
    assert [names[area] for area in ("VN01", "VN79", "VN48")] == ["Ha Noi", "Ho Chi Minh City", "Da Nang"]
