"""The seed tables: which areas and years are there, and what adds up to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.data.seed_rows import FOLDERS, MERGER, is_nation, people, rows, stood, value, where

PROVINCES = {"IR": 31, "VN": 63}
countries = pytest.mark.parametrize("country", FOLDERS)

# Coverage

EVERY_YEAR = {
    "IR": {
        "population sci_province_report": range(1394, 1403),
        "population sci_census_1390": [1390],
        "population sci_census_1395": [1395],
        "population sci_estimate_1399": [1399],
        "events deaths": [1399],
        "total_fertility_rate": range(1397, 1401),
        "crude_marriage_rate": range(1394, 1402),
        "crude_divorce_rate": range(1394, 1402),
        "share_0_14": range(1394, 1403),
        "share_15_64": range(1394, 1403),
        "share_65_plus": range(1394, 1403),
        "urban_share": range(1394, 1403),
    },
    "VN": {
        "population gso_average_population": range(2005, 2025),
        "population gso_census_2019_age": [2019],
        "population gso_census_2019_sex": [2019],
        "events divorces": range(2013, 2017),
        "total_fertility_rate": range(2008, 2017),
        "crude_birth_rate": range(2008, 2022),
        "crude_death_rate": range(2008, 2021),
        "in_migration_rate": range(2008, 2017),
        "out_migration_rate": range(2008, 2017),
        "net_migration_rate": range(2008, 2017),
        "infant_mortality_rate": range(2008, 2017),
        "under_five_mortality_rate": [2010, *range(2012, 2017)],
        "mean_age_first_marriage": [2010, *range(2013, 2017)],
        "urban_share": range(2005, 2025),
    },
}
#: Nearly every province: 1385 without Tehran and Alborz, whose figures cannot be parted; Ha Noi before it took in Ha Tay
NEARLY = {
    "IR": {("population sci_census_1385", 1385): 29},
    "VN": {
        (measure, year): 62
        for measure in (
            "total_fertility_rate",
            "crude_birth_rate",
            "crude_death_rate",
            "in_migration_rate",
            "out_migration_rate",
            "net_migration_rate",
            "infant_mortality_rate",
        )
        for year in (2005, 2007)
    },
}
#: Years known for a few provinces only, most of any
SCATTERED = {"IR": 12, "VN": 8}


def coverage(country):
    """(what, year) -> provinces with a figure"""
    found = defaultdict(set)
    for table in ("population", "events", "rates"):
        for row in rows(country, table):
            what = {
                "population": f"population {row['source']}",
                "events": f"events {row.get('event')}",
                "rates": row.get("measure"),
            }[table]
            if not is_nation(row):
                found[what, int(row["year"])].add(row["area"])
    return {key: len(areas) for key, areas in found.items()}


@countries
def test_every_province_is_there_in_every_year_that_is_said_to_be_complete(country):
    declared = {(what, year) for what, years in EVERY_YEAR[country].items() for year in years}
    complete = {key for key, count in coverage(country).items() if count == PROVINCES[country]}
    assert complete == declared


@countries
def test_gaps_are_the_known_ones(country):
    gaps = {key: count for key, count in coverage(country).items() if count < PROVINCES[country]}
    assert {key: count for key, count in gaps.items() if count > SCATTERED[country]} == NEARLY[country]


@countries
def test_a_country_is_a_nation_and_all_its_provinces(country):
    areas = stood(country)
    assert Counter(row["level"] for row in areas) == {"nation": 1, "province": PROVINCES[country]}
    for row in rows(country, "areas"):
        # A code that an office gave again to another territory says since when
        assert row["area"] == country + row["office_code"] + "_2025" * (row["valid_from"] == MERGER)
        above = {"nation": "", "province": country, "county": country + row["office_code"][:2]}
        assert row["parent"] == above[row["level"]]


def test_viet_nam_has_34_provinces_since_july_2025():
    assert len(stood("VN", after=True)) == 1 + 34


@pytest.mark.parametrize(("census", "number"), [("2011-10-24", 397), ("2016-09-24", 429)])
def test_iran_has_the_counties_of_each_census(census, number):
    counties = [row for row in rows("IR", "areas") if row["level"] == "county"]
    there = [row for row in counties if row["valid_from"] <= census <= (row["valid_to"] or "9999")]
    assert len(there) == number
    assert len({(row["parent"], row["name_fa"]) for row in there}) == number


# Sums


def gaps(country, source):
    """(year, sex) -> provinces less nation, all ages together"""
    whole, parts = defaultdict(float), defaultdict(float)
    for row in where(country, "population", source=source):
        if row["age_lower"] == "0" and row["age_width"] == "":
            (whole if is_nation(row) else parts)[int(row["year"]), row["sex"]] += float(row["value"])
    return {key: parts[key] - whole[key] for key in whole}


def test_the_provinces_of_iran_miss_its_national_path_by_what_sources_says():
    path = {
        int(row["year"]): float(row["value"])
        for row in where("IR", "population", source="sci_projection", sex="both")
    }
    found = {}
    for year in range(1396, 1403):
        provinces = where("IR", "population", source="sci_province_report", year=year)
        found[year] = (sum(float(row["value"]) for row in provinces) - path[year]) / 1000
    print("provinces of Iran less the national path, thousands:", found)
    assert found == {1396: 16, 1397: 3, 1398: 1, 1399: 1, 1400: -2, 1401: 0, 1402: -2}
    # Nation of 1394 and 1395 is the sum itself
    assert set(gaps("IR", "sci_province_report").values()) == {0}


def test_the_provinces_of_viet_nam_miss_the_nation_by_what_sources_says():
    found = {key: gap for key, gap in gaps("VN", "gso_average_population").items() if abs(gap) > 2}
    print("provinces of Viet Nam less the nation, persons:", found)
    assert found == {
        (2017, "male"): -100,
        (2018, "male"): 500,
        (2021, "both"): 52,
        (2021, "male"): -109,
        (2021, "female"): -31,
        (2022, "male"): 55,
        (2024, "male"): -52,
    }


@pytest.mark.parametrize(
    ("country", "source", "total"),
    [
        ("IR", "sci_census_1385", 70_495_782),
        ("IR", "sci_census_1390", 75_149_669),
        ("IR", "sci_census_1395", 79_926_270),
        ("VN", "gso_census_2019_age", 96_208_984),
        ("VN", "gso_census_2019_sex", 96_208_984),
    ],
)
def test_a_census_adds_up_to_its_published_total(country, source, total):
    counts = where(country, "population", source=source)
    counts = [row for row in counts if row["sex"] != "both" or source == "gso_census_2019_age"]
    assert sum(int(row["value"]) for row in counts if is_nation(row)) == total
    if source != "sci_census_1385":  # without Tehran and Alborz
        assert sum(int(row["value"]) for row in counts if not is_nation(row)) == total


def test_the_census_of_viet_nam_counts_the_same_people_by_age_as_by_sex_in_every_province():
    for area in (row["area"] for row in stood("VN")):
        by_age = people("VN", 0, 200, area=area, source="gso_census_2019_age")
        both = value("VN", "population", area=area, source="gso_census_2019_sex", sex="both")
        by_sex = sum(
            value("VN", "population", area=area, source="gso_census_2019_sex", sex=sex)
            for sex in ("female", "male")
        )
        assert by_age == both == by_sex, area


def test_tehran_and_alborz_are_only_in_the_nation_of_1385():
    census = where("IR", "population", source="sci_census_1385")
    together = sum(int(row["value"]) * (1 if is_nation(row) else -1) for row in census)
    assert together == pytest.approx(13.42e6, abs=5e3)
    assert not {"IR23", "IR30"} & {row["area"] for row in census}


@countries
def test_women_and_men_are_everybody(country):
    source = {"IR": "sci_projection", "VN": "gso_average_population"}[country]
    most = {"IR": 1000, "VN": 100}[country]  # the rounding of the office
    sexes = defaultdict(dict)
    for row in where(country, "population", source=source):
        sexes[row["area"], row["year"]][row["sex"]] = float(row["value"])
    assert len(sexes) == {"IR": 20, "VN": 64 * 20}[country]
    for key, of in sexes.items():
        assert abs(of["female"] + of["male"] - of["both"]) <= most, key


def test_the_divorces_of_viet_nams_courts_add_up_to_the_nation():
    totals = {2013: 18_308, 2014: 19_960, 2015: 24_101, 2016: 24_308}
    for year, total in totals.items():
        cases = where("VN", "events", event="divorces", year=year)
        assert sum(int(row["value"]) for row in cases if not is_nation(row)) == total
        assert [int(row["value"]) for row in cases if is_nation(row)] == [total]


def test_deaths_by_age_of_the_provinces_of_iran_add_up_to_the_nation():
    deaths = where("IR", "events", event="deaths", source="nocr_weekly_deaths_1399")
    ages = [row for row in deaths if (row["age_lower"], row["age_width"]) != ("0", "")]
    assert sum(int(row["value"]) for row in ages if is_nation(row)) == 507_511
    assert sum(int(row["value"]) for row in ages if not is_nation(row)) == 507_511
    of_all_ages = [row for row in deaths if (row["age_lower"], row["age_width"]) == ("0", "")]
    assert len(of_all_ages) == 31
    assert sum(int(row["value"]) for row in of_all_ages) == 507_511


def test_children_workers_and_old_people_are_everybody():
    shares = defaultdict(list)
    for measure in ("share_0_14", "share_15_64", "share_65_plus"):
        for row in where("IR", "rates", measure=measure):
            shares[row["area"], row["year"]].append(Decimal(row["value"]))
    assert len(shares) == 32 * 9
    for key, three in shares.items():
        assert len(three) == 3
        assert Decimal("99.9") <= sum(three) <= Decimal("100.1"), key


def test_who_moves_in_less_who_moves_out_is_who_is_left():
    moved = {
        (row["measure"], row["area"], row["year"]): Decimal(row["value"])
        for row in rows("VN", "rates")
        if row["measure"].endswith("migration_rate")
    }
    left = {key[1:]: value for key, value in moved.items() if key[0] == "net_migration_rate"}
    assert len(left) > 600
    for key, net in left.items():
        less = moved["in_migration_rate", *key] - moved["out_migration_rate", *key]
        assert abs(less - net) <= Decimal("0.1"), key


@countries
def test_the_ages_of_mothers_are_all_mothers(country):
    percents = defaultdict(float)
    for row in rows(country, "fertility_pattern"):
        percents[row["year"]] += float(row["value"])
    assert all(total == pytest.approx(100, abs=1e-4) for total in percents.values())


@countries
def test_ages_follow_each_other_without_gap_to_an_open_group(country):
    groups = defaultdict(list)
    for table in ("population", "death_rates"):
        for row in rows(country, table):
            if row["age_lower"] and not (row["age_lower"] == "0" and row["age_width"] == ""):
                key = (table, row["area"], row["source"], row["period_start"], row["sex"])
                groups[key].append((int(row["age_lower"]), row["age_width"]))
    assert groups
    for key, ages in groups.items():
        ages.sort()
        assert ages[0][0] == 0 and ages[-1][1] == "", key
        for (lower, width), (following, _) in pairwise(ages):
            assert lower + int(width) == following, key
