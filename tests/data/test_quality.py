"""Every rule: tables in order pass, and one broken table is found, named and shown with its rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data import queries
from data.ingest.readers.provenance import first_few
from data.ingest.reading import flows, in_store_columns
from data.ingest.seed import read_seed
from data.quality import RULES, by_key, check, from_frame, to_frame
from data.quality.dates import fits
from data.quality.expectation import chance_at_birth
from data.quality.findings import Finding

TODAY = date(2024, 6, 1)
AREAS = ("XX", "XX1", "XX2", "XX3", "XX4", "XX5")
PAPERS = {"status": "published", "provisional": 0, "source": "census"}


def papers(year, days=365):
    start = date(year, 7, 1) if days == 0 else date(year, 1, 1)
    return PAPERS | {"year": year, "calendar": "gregorian", "period_start": start, "period_days": days}


def clean():
    """A nation of five areas in perfect order, two years, the store's columns."""
    area = pd.DataFrame(
        {
            "area": AREAS,
            "country": "XX",
            "parent": [None] + ["XX"] * 5,
            "level": ["nation"] + ["province"] * 5,
        }
    )
    area["valid_from"], area["valid_to"] = None, None
    area.loc[5, "valid_from"] = date(2010, 1, 1)
    people, events, rates = [], [], []
    for year in (2020, 2021):
        for place, area_code in enumerate(AREAS):
            size = (5 if place == 0 else 1) * 1000 * (1.01 if year == 2021 else 1)
            shares = [
                (sex, lower, part)
                for sex in ("female", "male")
                for lower, part in ((0, 0.25), (15, 0.15), (65, 0.1))
            ]
            ages = [(sex, lower, {0: 15, 15: 50, 65: 0}[lower], size * part) for sex, lower, part in shares]
            totals = [("female", 0, 0, size / 2), ("male", 0, 0, size / 2), ("both", 0, 0, size)]
            for sex, lower, width, persons in [*ages, *totals]:
                people.append(
                    papers(year, 0)
                    | {
                        "area": area_code,
                        "sex": sex,
                        "age_lower": lower,
                        "age_width": width,
                        "persons": persons,
                        "rounded_to": 1,
                    }
                )
            for event, count in (("births", 0.015 * size), ("deaths", 0.005 * size)):
                boys = count * 105 / 205
                for sex, part in (("both", count), ("male", boys), ("female", count - boys)):
                    events.append(
                        papers(year)
                        | {
                            "area": area_code,
                            "event": event,
                            "sex": sex,
                            "age_lower": 0,
                            "age_width": 0,
                            "events": part,
                            "rounded_to": 1,
                        }
                    )
            for measure, value in (
                ("total_fertility_rate", 2.0),
                ("share_0_14", 40.0),
                ("share_15_64", 40.0),
                ("share_65_plus", 20.0),
            ):
                rates.append(
                    papers(year)
                    | {
                        "area": area_code,
                        "measure": measure,
                        "sex": "both",
                        "value": value,
                        "unit": "",
                        "decimals": 1,
                    }
                )
    flowing = {name: in_store_columns(name, rows) for name, rows in flows(pd.DataFrame(events)).items()}
    return flowing | {
        "area": area,
        "source": pd.DataFrame({"source": ["census"]}),
        "population": pd.DataFrame(people),
        "rate": pd.DataFrame(rates),
    }


def rules_found(tables, previous=None):
    return {finding.rule for finding in check(tables, previous, today=TODAY)}


def change(table, where, column, value):
    """Break one table: set a column where the rows match."""

    def broken(tables):
        frame = tables[table].copy()
        mask = np.logical_and.reduce([frame[name] == wanted for name, wanted in where.items()])
        assert mask.any()
        frame[column] = frame[column].astype(object)
        frame.loc[mask, column] = value
        return tables | {table: frame.infer_objects()}

    return broken


def doubled(tables):
    return tables | {"rate": pd.concat([tables["rate"], tables["rate"].head(1)], ignore_index=True)}


def without(table, **where):
    def broken(tables):
        frame = tables[table]
        return tables | {
            table: frame[~np.logical_and.reduce([frame[name] == value for name, value in where.items()])]
        }

    return broken


def copied(tables):
    """2021 repeats 2020 in one area, to the last person."""
    people = tables["population"]
    of_area = people["area"] == "XX1"
    before = people[of_area & (people["year"] == 2020)]["persons"].to_numpy()
    frame = people.copy()
    frame.loc[of_area & (people["year"] == 2021), "persons"] = before
    return tables | {"population": frame}


def residual(share):
    cell = papers(2021, 366) | {"area": "XX1", "quantity": "net_migration_and_error"}
    return pd.DataFrame([cell | {"value": share * 1000.0, "base": 1000.0}])


TOTAL = {"area": "XX1", "year": 2021, "sex": "both", "age_lower": 0, "age_width": 0}


def with_yearbook(tables):
    """The tables with a second source"""
    return tables | {"source": pd.DataFrame({"source": ["census", "yearbook"]})}


def said_again(tables, more=0.2):
    """The total fertility rate of XX1 in 2020 again, by another source"""
    rates = tables["rate"]
    rows = rates[
        (rates["measure"] == "total_fertility_rate") & (rates["area"] == "XX1") & (rates["year"] == 2020)
    ]
    again = rows.assign(value=rows["value"] + more, source="yearbook")
    return with_yearbook(tables) | {"rate": pd.concat([rates, again], ignore_index=True)}


BROKEN = {
    "keys": doubled,
    "areas": change("rate", {"area": "XX1"}, "area", "XX9"),
    "sources": change("rate", {"area": "XX1"}, "source", "hearsay"),
    "copies": copied,
    "counts": change("population", TOTAL, "persons", -1.0),
    "ages": change("population", {"age_lower": 65}, "age_lower", 140),
    "rates": change("rate", {"measure": "total_fertility_rate", "area": "XX1", "year": 2020}, "value", 18.0),
    "rates_below_zero": change(
        "rate", {"measure": "total_fertility_rate", "area": "XX1", "year": 2020}, "value", -1.0
    ),
    "future": change("birth", {"year": 2021}, "period_start", date(2024, 3, 1)),
    "calendar": change("birth", {"year": 2021}, "period_start", date(1921, 1, 1)),
    "standing": change("area", {"area": "XX5"}, "valid_from", date(2021, 1, 1)),
    "coverage": without("rate", area="XX3", measure="total_fertility_rate", year=2021),
    "groups": without("population", area="XX3", sex="female", age_lower=15, year=2021),
    "sexes": change("population", TOTAL, "persons", 1012.0),
    "all_ages": change("population", TOTAL | {"sex": "male"}, "persons", 520.0),
    "areas_sum": change("population", TOTAL | {"area": "XX"}, "persons", 5200.0),
    "shares": change("rate", {"measure": "share_65_plus", "area": "XX1", "year": 2020}, "value", 20.4),
    "growth": change("population", TOTAL, "persons", 1200.0),
    "sex_ratio": change("population", TOTAL | {"sex": "male"}, "persons", 800.0),
    "births_sex": change("birth", {"area": "XX", "year": 2021, "child_sex": "male"}, "events", 140.0),
    "tfr_jump": change(
        "rate", {"measure": "total_fertility_rate", "area": "XX1", "year": 2021}, "value", 2.7
    ),
    "share_jump": change("rate", {"measure": "share_65_plus", "area": "XX1", "year": 2021}, "value", 20.6),
    "unexplained": lambda tables: tables | {"residual": residual(0.04)},
    "sources_differ": said_again,
    "event_jump": change("birth", {"area": "XX", "year": 2021, "child_sex": "absent"}, "events", 99.0),
}


@pytest.fixture()
def tables():
    return clean()


def test_tables_in_order_have_no_findings(tables):
    assert check(tables, today=TODAY) == []
    assert check(tables, tables, today=TODAY) == []
    assert check(tables | {"residual": residual(0.02)}, today=TODAY) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_table_is_found_with_its_rows(tables, rule, monkeypatch):
    monkeypatch.setattr("data.quality.expectation.EVENTS_ENOUGH", 50)
    findings = [finding for finding in check(BROKEN[rule](tables), today=TODAY) if finding.rule == rule]
    assert findings, rule
    for finding in findings:
        assert finding.severity == by_key(rule).severity
        assert len(finding.rows) == finding.rows_found > 0
        assert "{" not in finding.sentence
        assert finding.message.format(**finding.values)  # the sentence can be said again from its parts


def test_a_broken_table_breaks_its_own_rule_and_at_most_the_sums_it_is_part_of(tables):
    assert rules_found(BROKEN["shares"](tables)) == {"shares"}
    assert rules_found(BROKEN["coverage"](tables)) == {"coverage"}
    assert rules_found(BROKEN["tfr_jump"](tables)) == {"tfr_jump"}


def test_every_rule_is_broken_by_some_table():
    assert {rule.key for rule in RULES} == {*BROKEN, "moved", "gone", "other_keys"}


def test_the_lowest_of_rates_below_nothing_is_named_and_a_net_rate_may_be_negative(tables):
    rates = tables["rate"].copy()
    fertility = rates.index[rates["measure"] == "total_fertility_rate"][:2]
    rates.loc[fertility, "value"] = [-1.0, -3.0]
    [finding] = [each for each in check(tables | {"rate": rates}) if each.rule == "rates_below_zero"]
    assert "-3" in finding.sentence and finding.rows_found == 2
    net = tables["rate"].assign(measure="net_migration_rate", value=-4.0)
    assert "rates_below_zero" not in {each.rule for each in check(tables | {"rate": net})}


def test_two_sources_that_agree_within_their_rounding_are_no_finding(tables):
    assert "sources_differ" not in rules_found(said_again(tables, 0.0))
    half = 10.0 ** -float(tables["rate"]["decimals"].iloc[0])
    assert "sources_differ" not in rules_found(said_again(tables, 0.9 * half))


def test_two_sources_that_differ_are_named_with_their_figures(tables):
    [found] = [each for each in check(said_again(tables), today=TODAY) if each.rule == "sources_differ"]
    assert (found.area, found.year, found.rows_found) == ("XX1", 2020, 2)
    assert {"source", "other_source", "figure", "other_figure", "what"} <= set(found.values)
    births = tables["birth"]
    other = births.assign(events=births["events"] + 3, source="yearbook")
    tables = with_yearbook(tables)
    both = tables | {"birth": pd.concat([births, other], ignore_index=True)}
    found = [each for each in check(both, today=TODAY) if each.rule == "sources_differ"]
    assert len(found) == len(births)
    ways = births.assign(basis="occurrence"), other.assign(basis="registration")
    assert "sources_differ" not in rules_found(tables | {"birth": pd.concat(ways, ignore_index=True)})


def test_what_moved_since_the_last_release_is_found(tables):
    before = change("population", TOTAL, "persons", 900.0)(tables)
    found = [finding for finding in check(tables, before, today=TODAY) if finding.rule == "moved"]
    assert [(finding.area, finding.year) for finding in found] == [("XX1", 2021)]
    assert "from 900 to 1,010" in found[0].sentence
    small = change("population", TOTAL, "persons", 1005.0)(tables)
    assert "moved" not in rules_found(tables, small)


def test_what_the_last_release_had_and_this_one_has_not_is_found(tables):
    now = without("rate", measure="total_fertility_rate")(tables)
    found = [finding for finding in check(now, tables, today=TODAY) if finding.rule == "gone"]
    assert len(found) == 1 and found[0].rows_found == 12
    assert "gone" not in rules_found(tables, now), "more than before is no loss"


def test_counts_made_with_another_secret_are_found(tables):
    births = tables["birth"]
    keyed = tables | {"birth": births.assign(cell_key=np.arange(len(births)) % 256)}
    other = tables | {"birth": births.assign(cell_key=(np.arange(len(births)) + 7) % 256)}
    found = [finding for finding in check(keyed, other, today=TODAY) if finding.rule == "other_keys"]
    assert [(finding.table, finding.rows_found) for finding in found] == [("birth", len(births))]
    assert "other_keys" not in rules_found(keyed, keyed)
    assert "other_keys" not in rules_found(keyed, tables), "counts that had no keys have no other ones"
    corrected = keyed["birth"].copy()
    corrected.loc[:3, "cell_key"] = 99
    assert "other_keys" not in rules_found(keyed, tables | {"birth": corrected}), "a record was corrected"


def test_an_estimate_may_be_of_the_future_and_a_count_may_not(tables):
    late = change("birth", {"year": 2021}, "period_start", date(2024, 3, 1))(tables)
    late["birth"].loc[late["birth"]["year"] == 2021, ["year", "status"]] = [2024, "estimated"]
    assert "future" not in rules_found(late)


@pytest.mark.parametrize(
    ("year", "calendar", "day", "right"),
    [
        (1395, "solar_hijri", date(2016, 3, 20), True),
        (1395, "solar_hijri", date(2017, 3, 20), True),
        (1395, "solar_hijri", date(2017, 9, 1), False),
        (2016, "solar_hijri", date(2016, 3, 20), False),
        (1395, "gregorian", date(2016, 3, 20), False),
        (2016, "gregorian", date(2016, 12, 31), True),
        (2016, "lunar_hijri", date(2016, 3, 20), False),
    ],
)
def test_a_year_fits_its_day(year, calendar, day, right):
    assert fits(year, calendar, day) is right


def test_few_births_may_have_any_sex_ratio():
    low, high = chance_at_birth(1_000_000)
    assert 102 < low < 103 and 107 < high < 108
    assert chance_at_birth(4) == (0.0, float("inf")) or chance_at_birth(4)[1] > 300


# Keys, and the way to the store and back


def test_a_key_names_the_place_and_not_the_numbers():
    one = Finding("sexes", "warning", "population", "off by 3", "IR", 1395, "census")
    assert one.key == Finding("sexes", "error", "population", "off by 5", "IR", 1395, "census").key
    assert len(one.key) == 16
    others = [
        ("ages", "IR", 1395, "census"),
        ("sexes", "VN", 1395, "census"),
        ("sexes", "IR", 1390, "census"),
        ("sexes", "IR", 1395, "x"),
    ]
    keys = {
        Finding(rule, "warning", "population", "", area, year, about).key
        for rule, area, year, about in others
    }
    assert len(keys) == 4 and one.key not in keys


def test_a_key_is_the_same_tomorrow():
    # accepted findings are kept by this key: changing how it is made forgets what was accepted
    assert Finding("sexes", "warning", "population", "", "VN", 2021, "x").key == "be269dc2079352ea"


def test_a_readers_findings_are_told_apart_by_their_sentences_and_keep_their_keys():
    told = ["a.csv, line 3: «x» is no number.", "b.csv, line 3: «x» is no number."]
    found = [Finding("cells hold numbers", "error", "file", sentence) for sentence in told]
    kept = from_frame(to_frame(found))
    assert len({one.key for one in found}) == 2
    assert [one.key for one in kept] == [one.key for one in found]
    left_out = [first_few([one] * 10)[-1] for one in found]
    assert left_out[0].sentence == left_out[1].sentence and left_out[0].key != left_out[1].key


def test_findings_of_one_key_are_one_with_all_rows(tables):
    twice = pd.concat([tables["rate"]] + [tables["rate"].head(2)] * 2, ignore_index=True)
    found = check(tables | {"rate": twice}, today=TODAY)
    assert len({finding.key for finding in found}) == len(found)


def test_findings_go_to_the_store_and_back(tables):
    found = check(BROKEN["sexes"](BROKEN["coverage"](tables)), today=TODAY)
    back = from_frame(to_frame(found))
    assert back == found
    for one, other in zip(found, back, strict=True):
        assert one.key == other.key and dict(one.values) == dict(other.values)
        assert list(one.rows.columns) == list(other.rows.columns) and len(one.rows) == len(other.rows)


def test_the_seed_has_no_errors_and_keeps_its_findings(connection):
    kept = from_frame(queries.findings(connection))
    assert kept and not [finding for finding in kept if finding.severity == "error"]
    assert {finding.key for finding in check(read_seed()) if finding.rule == "sexes"} <= {
        finding.key for finding in kept
    }


def test_the_seed_shows_what_is_known_to_be_odd_in_it(connection):
    kept = {
        (finding.rule, finding.area, finding.year) for finding in from_frame(queries.findings(connection))
    }
    assert ("event_jump", "IR", 1399) in kept, "deaths of the pandemic's first year"
    assert ("growth", "VN01", 2008) in kept, "Ha Noi took in Ha Tay"
    assert ("sex_ratio", "IR18", 1390) in kept, "Bushehr's gas works"
    assert ("coverage", "IR", 1385) in kept, "Tehran and Alborz cannot be told apart"
    assert ("share_jump", "IR", 1400) in kept, "another base of the age shares"
    assert ("unexplained", "VN74", 2022) in kept, "Binh Duong after the pandemic"
