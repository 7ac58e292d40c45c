"""Cells of one count: added up within it, on ages that do not overlap, what is unknown shared out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from dashboard.analysis.event_cells import (
    ages_of_mothers,
    births_by_age_of_mother,
    births_by_sex,
    deaths_by_age,
    deaths_by_sex_and_age,
    fertile_bounds,
)
from dashboard.analysis.selection import SourceOrder, first_choice

FIVE = [(low, 5) for low in range(15, 50, 5)]
ORDER = SourceOrder({"office": 0, "other": 1})


def rows(cells, *, source="office", sex="both", order=-2, **more) -> pd.DataFrame:
    """cells: (age, width, events)"""
    frame = pd.DataFrame(cells, columns=["age_lower", "age_width", "events"]).astype({"events": float})
    fixed = {
        "area": "IR23",
        "year": 1402,
        "calendar": "solar_hijri",
        "period_start": date(2023, 3, 21),
        "period_days": 365,
        "status": "published",
        "provisional": 0,
        "source": source,
        "basis": "registration",
        "place": "residence",
        "sex": sex,
        "order_lower": order,
        "order_width": 0 if order in (-2, 3) else 1,
    }
    return frame.assign(**fixed | more)


def births(*parts):
    [one] = births_by_age_of_mother(pd.concat(parts, ignore_index=True), ORDER)
    return one


def even(each=10.0):
    return [(low, width, each) for low, width in FIVE]


def test_the_finest_ages_are_taken_and_none_twice():
    single = [(age, 1, 2.0) for age in range(15, 50)]
    both = births(rows(single), rows(even()))
    assert both.groups == tuple((age, 1) for age in range(15, 50)) and both.events.sum() == 70


def test_births_before_15_and_an_open_group_are_kept():
    one = births(rows([(0, 15, 1), *even()[:-1], (45, 0, 4)]))
    assert one.groups[0] == (0, 15) and one.groups[-1] == (45, 0) and one.events.sum() == 65
    assert fertile_bounds(one.groups) == [(low, low + 5) for low in range(15, 50, 5)]


@pytest.mark.parametrize(
    "pairs", [[(15, 35)], [(20, 5), (25, 0)], [(15, 5), (25, 0)], [(15, 15), (30, 0)]], ids=str
)
def test_ages_with_a_hole_or_too_wide_give_no_rates(pairs):
    assert ages_of_mothers(pairs) == ()


def test_unknown_ages_are_shared_out():
    one = births(rows([*even(), (-1, 0, 7)]))
    assert one.events.sum() == 77 and one.share_unknown == pytest.approx(7 / 77)


def test_sexes_and_orders_are_added_up_where_there_is_no_whole():
    by_sex = births(rows(even(5), sex="female"), rows(even(6), sex="male"))
    assert by_sex.events.sum() == 77
    by_order = births(*(rows(even(1), order=order) for order in (1, 2, 3)))
    assert by_order.events.sum() == 21
    whole = births(rows(even(5), sex="female"), rows(even(6), sex="male"), rows(even(12)))
    assert whole.events.sum() == 84, "the count's own births of both sexes"


def test_orders_with_a_hole_are_no_births():
    assert births_by_age_of_mother(pd.concat([rows(even(1), order=order) for order in (1, 3)]), ORDER) == ()


def test_two_sources_are_two_counts():
    one = births(rows(even(10)), rows(even(99), source="other"))
    assert (one.source, one.events.sum()) == ("office", 70)


def test_births_by_sex_of_ages_stand_beside_those_of_totals():
    totals = rows([(-2, 0, 300.0)], sex="female", year=1401), rows([(-2, 0, 310.0)], sex="male", year=1401)
    ages = rows([*even(5), (-1, 0, 5)], sex="female"), rows(even(6), sex="male")
    found = births_by_sex(pd.concat(totals), pd.concat(ages)).set_index(["year", "sex"])["events"]
    assert found.to_dict() == {
        (1401, "female"): 300,
        (1401, "male"): 310,
        (1402, "female"): 40,
        (1402, "male"): 42,
    }


def test_deaths_of_unknown_sex_and_age_are_shared_out():
    ages = [(0, 1, 10.0), (1, 4, 5.0), (5, 0, 85.0)]
    parts = (
        rows(ages, sex="female"),
        rows(ages, sex="male"),
        rows([(5, 0, 10.0), (-1, 0, 10.0)], sex="unknown"),
    )
    [by_sex] = deaths_by_sex_and_age(pd.concat(parts), ORDER)
    assert by_sex.events.sum() == pytest.approx(220) and by_sex.share_unknown == pytest.approx(20 / 220)
    [both] = deaths_by_age(pd.concat(parts), ORDER)
    assert both.events.sum() == pytest.approx(220)
    assert deaths_by_sex_and_age(rows(ages), ORDER) == ()


def test_what_a_correction_adds_up_to_is_as_good_as_its_figures():
    order = SourceOrder({"mine": 0, "office": 1}, frozenset({"mine"}))
    totals = pd.concat(
        [rows([(-2, 0, 100)]), rows([(-2, 0, 120)], source="mine", status="derived")], ignore_index=True
    )
    assert first_choice(totals, ["area", "year"], order)["events"].tolist() == [120]
    assert first_choice(totals, ["area", "year"], SourceOrder(order.ranks))["events"].tolist() == [100]
