"""Where several say one fact one is taken, in the declared order; nothing is ever added up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.selection import (
    PLACE,
    SourceOrder,
    finest_partition,
    first_choice,
    one_age_grid,
    publication_day,
    rank_rows,
    source_order,
)
from data.countries import Country

CELL = ["area", "year"]
IRAN = Country("IR", Path(), "solar_hijri", offices=("Registry", "Statistics"))


def sources(*rows: tuple[str, str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["source", "office_en", "published", "origin", "loaded_in"])


def facts(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """Flows of one cell: source, status, value, basis"""
    frame = pd.DataFrame(rows, columns=["source", "status", "value", "basis"])
    return frame.assign(
        area="IR23", year=1402, calendar="solar_hijri", period_start=date(2023, 3, 21), period_days=366
    )


def test_a_correction_of_the_office_is_taken_whatever_its_key():
    order = source_order(
        sources(
            ("a_registry_series", "Registry", "2025", "seed", ""),
            ("zz_correction", "Registry", "", "file", "20260101T000000Z"),
        ),
        IRAN,
    )
    rows = facts(
        ("a_registry_series", "published", 1.0, "registration"),
        ("zz_correction", "published", 2.0, "registration"),
    )
    assert first_choice(rows, CELL, order)["value"].tolist() == [2.0]
    assert rank_rows(rows, CELL, order)["source"].tolist() == ["zz_correction", "a_registry_series"]


def test_what_others_load_does_not_take_the_office_s_place():
    order = source_order(
        sources(
            ("registry", "Registry", "2020", "seed", ""), ("un", "United Nations", "2025", "file", "2026")
        ),
        IRAN,
    )
    rows = facts(("un", "published", 2.0, "occurrence"), ("registry", "published", 1.0, "registration"))
    assert first_choice(rows, CELL, order)["source"].tolist() == ["registry"]


def test_the_register_before_the_survey_and_the_newer_publication_before_the_older():
    order = source_order(
        sources(
            ("survey", "Statistics", "2026", "seed", ""),
            ("register_1402", "Registry", "1402", "seed", ""),
            ("register_1403", "Registry", "1403-", "seed", ""),
            ("register_2025", "Registry", "2025-02-01", "seed", ""),
        ),
        IRAN,
    )
    assert sorted(order.ranks, key=lambda key: order.ranks[key]) == [
        "register_2025",
        "register_1402",
        "register_1403",
        "survey",
    ]


def test_published_before_derived_before_estimated():
    rows = facts(
        ("a", "estimated", 1.0, "occurrence"),
        ("b", "derived", 2.0, "occurrence"),
        ("c", "published", 3.0, "occurrence"),
    )
    assert rank_rows(rows, CELL, SourceOrder())["value"].tolist() == [3.0, 2.0, 1.0]


def test_of_two_dates_of_a_year_the_one_nearest_to_its_middle():
    stocks = pd.DataFrame(
        {
            "area": "IR01",
            "year": 1402,
            "calendar": "solar_hijri",
            "period_days": 0,
            "status": "published",
            "source": "office",
            "period_start": [date(2023, 3, 21), date(2023, 9, 23)],
            "value": [818.0, 409.0],
        }
    )
    assert first_choice(stocks, CELL, SourceOrder())["value"].tolist() == [409.0]
    assert abs(year_middle(1402, "solar_hijri") - date(2023, 9, 20).toordinal()) <= 1


def test_days_of_publication():
    assert publication_day("2024") == date(2024, 1, 1).toordinal()
    assert publication_day("2024-07-11") == date(2024, 7, 11).toordinal()
    assert publication_day("1403") == date(2024, 3, 20).toordinal()
    assert publication_day("") == publication_day("soon") == publication_day("2024-19-01") == 0


@given(st.permutations(range(5)), st.lists(st.sampled_from("ab"), min_size=5, max_size=5))
def test_the_order_of_rows_changes_nothing_and_every_row_has_a_place(order, areas):
    rows = pd.DataFrame(
        {
            "area": areas,
            "year": 2020,
            "status": ["published", "derived", "published", "estimated", "published"],
            "source": list("vwxyz"),
            "value": range(5),
        }
    )
    first = rank_rows(rows, CELL, SourceOrder({"x": 0}))
    other = rank_rows(rows.iloc[list(order)], CELL, SourceOrder({"x": 0}))
    assert first.set_index("value")[PLACE].to_dict() == other.set_index("value")[PLACE].to_dict()
    for _, cell in first.groupby("area"):
        assert sorted(cell[PLACE]) == list(range(len(cell)))


def test_a_second_copy_under_another_key_changes_no_value():
    rows = facts(("office", "published", 5.0, "occurrence"))
    both = pd.concat([rows, rows.assign(source="a_copy")], ignore_index=True)
    assert first_choice(both, CELL, SourceOrder({"office": 0}))["value"].tolist() == [5.0]


# ---- ages


def test_single_ages_beside_groups_and_a_shorter_open_end():
    single = [(age, 1) for age in range(100)] + [(100, 0)]
    groups = [(age, 5) for age in range(0, 80, 5)] + [(80, 0)]
    assert finest_partition([*single, *groups]) == tuple(single)
    assert finest_partition(groups) == tuple(groups)
    assert finest_partition([*groups, (0, 1), (1, 4)])[:3] == ((0, 1), (1, 4), (5, 5))


def test_groups_that_are_not_whole_are_no_grid():
    assert finest_partition([(0, 5), (10, 5), (15, 0)]) == ()
    assert finest_partition([(0, 5), (5, 5)]) == ()
    assert finest_partition([]) == ()


@given(st.sets(st.sampled_from([1, 4, 5, 9, 10, 15, 20, 40, 60, 80, 85, 99]), max_size=8))
def test_a_partition_covers_every_age_once(bounds):
    lower = sorted({0, *bounds})
    groups = [(low, high - low) for low, high in zip(lower, [*lower[1:], lower[-1]], strict=True)]
    found = finest_partition([*groups, (0, 0), (lower[-1], 0)])
    ages = [age for low, width in found for age in range(low, low + width if width else 131)]
    assert ages == list(range(131))


def test_one_grid_a_count():
    def people(source: str, groups: list[tuple[int, int]], sexes: tuple[str, ...]) -> pd.DataFrame:
        rows = [(source, sex, low, width, 1.0) for sex in sexes for low, width in groups]
        return pd.DataFrame(rows, columns=["source", "sex", "age_lower", "age_width", "persons"])

    five = [(0, 5), (5, 5), (10, 0)]
    single = [(age, 1) for age in range(10)] + [(10, 0)]
    rows = pd.concat(
        [
            people("a", [*five, *single], ("female", "male")),
            people("b", five, ("both",)),
            people("c", five[:2], ("both",)),
        ],
        ignore_index=True,
    ).drop_duplicates()
    kept = one_age_grid(rows, ["source"])
    assert len(kept[kept["source"] == "a"]) == 2 * 11
    assert len(kept[kept["source"] == "b"]) == 3
    assert kept[kept["source"] == "c"].empty
