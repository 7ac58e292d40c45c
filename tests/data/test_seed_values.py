"""The seed tables: units, ranges and precision of what is told."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.data.seed_rows import FOLDERS, every, rows

countries = pytest.mark.parametrize("country", FOLDERS)

UNITS = {
    "un_total_fertility_rate": "children per woman",
    "un_net_migration": "persons",
    "total_fertility_rate": "children per woman",
    "crude_birth_rate": "per 1,000",
    "crude_death_rate": "per 1,000",
    "crude_marriage_rate": "per 1,000",
    "crude_divorce_rate": "per 1,000",
    "net_migration_rate": "per 1,000",
    "in_migration_rate": "per 1,000",
    "out_migration_rate": "per 1,000",
    "infant_mortality_rate": "per 1,000 live births",
    "under_five_mortality_rate": "per 1,000 live births",
    "life_expectancy": "years",
    "sex_ratio_at_birth": "males per 100 females",
    "mean_age_first_marriage": "years",
    "share_0_14": "percent",
    "share_15_64": "percent",
    "share_65_plus": "percent",
    "urban_share": "percent",
}
#: What these two countries have ever been near to in these years
RANGES = {
    "total_fertility_rate": (1.0, 4.0),
    "crude_birth_rate": (9, 32),
    "crude_death_rate": (3, 14.5),
    "crude_marriage_rate": (4, 12),
    "crude_divorce_rate": (0.6, 3.5),
    "net_migration_rate": (-30, 75),
    "in_migration_rate": (0, 90),
    "out_migration_rate": (0.5, 30),
    "infant_mortality_rate": (7, 63),
    "under_five_mortality_rate": (11, 74),
    "life_expectancy": (67, 80),
    "sex_ratio_at_birth": (104, 115),
    "mean_age_first_marriage": (20, 31),
    "share_0_14": (15, 40),
    "share_15_64": (57, 75),
    "share_65_plus": (3, 11),
    "urban_share": (7, 96),
    "un_total_fertility_rate": (1.6, 1.9),
    "un_net_migration": (-1_700_000, 1_460_000),
}


def test_every_measure_has_its_one_unit():
    assert {(row["measure"], row["unit"]) for _, _, row in every("rates")} == set(UNITS.items())
    assert {row["unit"] for _, _, row in every("population")} == {"persons"}
    assert {row["unit"] for _, _, row in every("events")} == {"events"}
    assert {row["unit"] for _, _, row in every("death_rates")} == {"per person-year"}


@pytest.mark.parametrize("measure", RANGES)
def test_values_are_what_people_do(measure):
    low, high = RANGES[measure]
    values = [float(row["value"]) for _, _, row in every("rates") if row["measure"] == measure]
    assert values and low <= min(values) and max(values) <= high


@countries
def test_death_rates_are_per_person_year_and_rise_with_age(country):
    tables = defaultdict(dict)
    for row in rows(country, "death_rates"):
        tables[row["period_start"], row["sex"]][int(row["age_lower"])] = float(row["value"])
    for ages in tables.values():
        assert min(ages.values()) > 0
        assert max(ages.values()) < 1.2  # of the oldest, who live less than a year
        old = [rate for age, rate in sorted(ages.items()) if age >= 40]
        assert old == sorted(old)


def test_men_die_earlier_than_women_at_every_working_age():
    for country in FOLDERS:
        rates = {
            (row["period_start"], row["sex"], row["age_lower"]): float(row["value"])
            for row in rows(country, "death_rates")
        }
        for (start, sex, age), rate in rates.items():
            if sex == "male" and 15 <= int(age) < 80:
                assert rate > rates[start, "female", age], (country, start, age)


def test_values_are_written_as_finely_as_the_office_publishes_and_no_finer():
    for country, table, row in every("rates", "death_rates", "fertility_pattern"):
        written = len(row["value"].partition(".")[2])
        assert written <= max(int(row["decimals"]), 1), (country, table, row)
        assert round(float(row["value"]), int(row["decimals"])) == float(row["value"]), (country, table, row)


def test_decimals_are_those_in_which_each_measure_is_printed():
    found = defaultdict(set)
    for country, _, row in every("rates"):
        found[country, row["measure"]].add(int(row["decimals"]))
    assert found["VN", "total_fertility_rate"] == {2}
    assert found["IR", "total_fertility_rate"] == {1, 2}  # 1.8, 2.0 as printed for some years of the nation
    assert found["IR", "crude_divorce_rate"] == {1, 2}  # one decimal in 1394 and 1395
    assert {tuple(sorted(found[key])) for key in found if key[1].startswith("share_")} == {(1,)}
    assert found["VN", "infant_mortality_rate"] == {0, 1}  # 2008 in whole numbers


def test_counts_are_rounded_to_what_they_say():
    for country, table, row in every("population", "events"):
        to = int(row["rounded_to"])
        assert to in (1, 100, 1000), (country, table, row)
        assert float(row["value"]) % to == 0 and float(row["value"]) >= 0, (country, table, row)


def test_fewer_than_everybody_are_born_or_die_in_a_year():
    everybody = {}
    for _, _, row in every("population"):
        if row["sex"] == "both" and row["age_lower"] == "0" and row["age_width"] == "":
            everybody[row["area"], row["year"]] = float(row["value"])
    compared = 0
    for _, _, row in every("events"):
        if (row["area"], row["year"]) in everybody:
            compared += 1
            assert float(row["value"]) < 0.05 * everybody[row["area"], row["year"]], row
    assert compared > 500
