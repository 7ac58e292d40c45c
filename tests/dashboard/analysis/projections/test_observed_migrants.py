"""Who moved between two censuses: a world whose movers are known gives them back, and areas that cancel give none."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.projections.observed_migrants import GROUPS, SINGLE, censuses, migrants_between
from forecasting.axes import FEMALE, MALE
from forecasting.life_table import life_table

AGE = np.asarray(SINGLE.lower, dtype=np.float64)
DEATHS = np.stack([5e-5 * np.exp(0.09 * AGE), 8e-5 * np.exp(0.09 * AGE)])
LIVED = np.add.reduceat(life_table(DEATHS, SINGLE).person_years, np.asarray(GROUPS.lower), axis=-1)
#: Movers of five years by age at the end: a fifth women; 20-24 most, children as the group after them
MOVED = np.zeros((2, len(GROUPS)))
MOVED[FEMALE, 3:7] = (10, 60, 40, 10)
MOVED[MALE, 3:7] = (40, 240, 160, 40)


def survived(people: np.ndarray, born: float) -> np.ndarray:
    """Five years on, nobody moving."""
    out = np.empty_like(people)
    out[:, 1:] = people[:, :-1] * LIVED[:, 1:] / LIVED[:, :-1]
    out[:, -1] = (people[:, -1] + people[:, -2]) * LIVED[:, -1] / (LIVED[:, -1] + LIVED[:, -2])
    out[:, 0] = born
    return out


def counted(area: str, people: np.ndarray, year: int) -> pd.DataFrame:
    rows = [
        {"area": area, "sex": sex, "age_lower": low, "age_width": 5 if low < 80 else 0, "persons": value}
        for sex, ages in zip(("female", "male"), people, strict=True)
        for low, value in zip(GROUPS.lower, ages, strict=True)
    ]
    return pd.DataFrame(rows).assign(
        year=year, period_start=pd.Timestamp(year, 10, 1), source=f"census_{year}", status="derived"
    )


def world(moves: dict[str, np.ndarray], undercount: float = 1.0) -> pd.DataFrame:
    first = {area: np.full((2, len(GROUPS)), 5000.0) for area in moves}
    last = {area: undercount * (survived(first[area], 5000.0) + moves[area]) for area in moves}
    parts = [counted(area, people, 2011) for area, people in first.items()]
    parts += [counted(area, people, 2016) for area, people in last.items()]
    parts += [counted("XX", sum(people.values()), year) for people, year in ((first, 2011), (last, 2016))]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize("undercount", [1.0, 0.97])
def test_movers_that_were_put_in_come_out_whatever_the_second_count_missed(undercount):
    people = world({"XX1": MOVED, "XX2": -MOVED}, undercount)
    found = migrants_between(*censuses(people, "XX"), DEATHS, "XX")
    for area in ("XX1", "XX2"):
        pattern = found[area].pattern
        assert pattern.sum() == pytest.approx(1)
        assert pattern[FEMALE].sum() == pytest.approx(0.2, abs=0.01)
        ages = pattern.sum(0)
        assert ages[15:35].sum() == pytest.approx(1, abs=0.03)
        assert ages[20:25].sum() == pytest.approx(300 / 600, abs=0.03)
        assert found[area].years == (2011, 2016)
    np.testing.assert_allclose(found["XX1"].pattern, found["XX2"].pattern, atol=0.01)


def test_where_arrivals_and_departures_cancel_there_is_no_pattern():
    swapped = np.zeros_like(MOVED)
    swapped[:, 4], swapped[:, 10] = 500, -500
    found = migrants_between(
        *censuses(world({"XX1": MOVED, "XX2": swapped, "XX3": -MOVED - swapped}), "XX"), DEATHS, "XX"
    )
    assert "XX2" not in found and "XX" not in found


def test_one_census_or_an_estimate_says_nothing():
    people = world({"XX1": MOVED})
    assert censuses(people[people["year"] == 2011], "XX") is None
    assert censuses(people.assign(status="estimated"), "XX") is None
