"""Births of records are counted by sex, age and order at once: their ages and their sexes are read all the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.event_cells import births_by_age_of_mother, births_by_sex
from dashboard.analysis.selection import SourceOrder
from data.columns import ABSENT

COUNT = {
    "area": "A",
    "year": 1402,
    "calendar": "solar_hijri",
    "period_start": pd.Timestamp("2023-03-21"),
    "period_days": 365,
    "status": "published",
    "source": "records",
    "basis": "occurrence",
    "place": "residence",
    "provisional": 0,
}
AGES = [(0, 15), *((low, 5) for low in range(15, 50, 5)), (50, 0), (-1, 0)]
ORDERS = [*((order, 1) for order in range(1, 5)), (5, 0), (-1, 0)]


@pytest.fixture
def rows():
    """Births by sex, age and order, of each of which some are unknown"""
    draw = np.random.default_rng(7)
    cells = [
        {
            **COUNT,
            "sex": sex,
            "order_lower": order,
            "order_width": order_width,
            "age_lower": age,
            "age_width": age_width,
            "events": float(draw.poisson(40)),
        }
        for sex in ("female", "male", "unknown")
        for order, order_width in ORDERS
        for age, age_width in AGES
    ]
    return pd.DataFrame(cells)


def test_ages_are_summed_over_sexes_and_orders(rows):
    [cells] = births_by_age_of_mother(rows, SourceOrder())
    of_age = rows[rows["age_lower"] >= 0].groupby("age_lower")["events"].sum()
    unknown = rows.loc[rows["age_lower"] < 0, "events"].sum()
    np.testing.assert_allclose(cells.events, of_age * (1 + unknown / of_age.sum()))
    assert cells.share_unknown == pytest.approx(unknown / rows["events"].sum())


def test_sexes_are_summed_over_ages_and_orders(rows):
    sums = births_by_sex(rows.iloc[:0].drop(columns=["order_lower", "order_width"]), rows).set_index("sex")
    for sex in ("female", "male"):
        assert sums.loc[sex, "events"] == rows.loc[rows["sex"] == sex, "events"].sum()


def test_what_is_not_split_by_order_is_never_added_to_what_is(rows):
    plain = rows.groupby([*COUNT, "sex", "age_lower", "age_width"], as_index=False)["events"].sum()
    both = pd.concat([rows, plain.assign(order_lower=ABSENT, order_width=0)])
    [once] = births_by_age_of_mother(rows, SourceOrder())
    [again] = births_by_age_of_mother(both, SourceOrder())
    np.testing.assert_allclose(again.events, once.events)
