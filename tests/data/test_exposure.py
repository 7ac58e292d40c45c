"""A month beside a year: lengths of periods by days, in the calendar they were published in."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import jdatetime
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exposure import exposure, years_of


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_gregorian_year_is_one_whether_it_is_leap_or_not(year):
    days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert years_of(date(year, 1, 1), days, "gregorian") == 1


@pytest.mark.parametrize(("year", "days"), [(1399, 366), (1400, 365), (1403, 366)])
def test_the_months_of_a_solar_hijri_year_sum_to_one(year, days):
    firsts = [jdatetime.date(year, month, 1).togregorian() for month in range(1, 13)]
    firsts.append(jdatetime.date(year + 1, 1, 1).togregorian())
    lengths = [(after - first).days for first, after in pairwise(firsts)]
    assert sum(lengths) == days
    total = sum(
        years_of(first, length, "solar_hijri") for first, length in zip(firsts, lengths, strict=False)
    )
    assert total == pytest.approx(1)
    assert years_of(firsts[0], 31, "solar_hijri") == pytest.approx(31 / days)


@given(st.dates(date(1960, 1, 1), date(2060, 1, 1)), st.integers(0, 2000), st.integers(0, 2000))
def test_periods_one_after_the_other_add_up(start, first, second):
    for calendar in ("gregorian", "solar_hijri"):
        parts = years_of(start, first, calendar) + years_of(start + timedelta(days=first), second, calendar)
        assert years_of(start, first + second, calendar) == pytest.approx(parts)


def test_a_period_over_two_years_counts_each_day_in_its_own_year():
    assert years_of(date(2023, 12, 31), 2, "gregorian") == pytest.approx(1 / 365 + 1 / 366)


def test_the_same_pace_of_events_is_the_same_rate_in_a_month_and_a_year():
    frame = pd.DataFrame(
        {
            "period_start": [date(2024, 1, 1), date(2024, 2, 1)],
            "period_days": [366, 29],
            "calendar": "gregorian",
        }
    )
    events = np.array([366.0, 29.0])
    rates = events / exposure(frame, np.array([10_000.0, 10_000.0]))
    assert rates == pytest.approx([0.0366, 0.0366])


def test_what_cannot_be_a_period_is_said():
    with pytest.raises(ValueError, match="not negative"):
        years_of(date(2024, 1, 1), -1, "gregorian")
    with pytest.raises(ValueError, match="lunar"):
        years_of(date(2024, 1, 1), 1, "lunar")
