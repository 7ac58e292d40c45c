"""The two calendars against printed calendars, and against themselves.

Golden: leap years of the civil calendar as printed in Iran, and first days of years. 1 Farvardin of 1304 to
1502 was also compared once with the equinox at Tehran, computed astronomically: the first difference is 1503.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import calendars
from data.calendars import GREGORIAN, SOLAR_HIJRI

# From 1342 to 1370 every fourth year; then five years pass to 1375, and again to 1408.
LEAP_YEARS = (
    1342,
    1346,
    1350,
    1354,
    1358,
    1362,
    1366,
    1370,
    1375,
    1379,
    1383,
    1387,
    1391,
    1395,
    1399,
    1403,
    1408,
)

solar_years = st.sampled_from(calendars.YEARS[SOLAR_HIJRI])
days = st.dates(date(1926, 1, 1), date(2123, 1, 1))


@pytest.mark.parametrize(
    ("year", "begins"),
    [
        (1304, date(1925, 3, 21)),
        (1335, date(1956, 3, 21)),
        (1358, date(1979, 3, 21)),
        (1395, date(2016, 3, 20)),
        (1400, date(2021, 3, 21)),
        (1403, date(2024, 3, 20)),
        (1404, date(2025, 3, 21)),
    ],
)
def test_a_solar_hijri_year_begins_on_1_farvardin(year, begins):
    assert calendars.first_day(year, SOLAR_HIJRI) == begins


def test_leap_years_are_those_of_the_printed_calendars():
    found = [year for year in range(1342, 1409) if calendars.days_in_year(year, SOLAR_HIJRI) == 366]
    assert tuple(found) == LEAP_YEARS


@given(solar_years)
def test_a_solar_hijri_year_begins_at_the_spring_equinox(year):
    begins = calendars.first_day(year, SOLAR_HIJRI)
    assert (begins.month, begins.day) in {(3, 20), (3, 21), (3, 22)}


@given(st.integers(1304, 1501), st.integers(1, 100))
def test_days_of_years_add_up(first, count):
    last = min(first + count, 1502)
    total = sum(calendars.days_in_year(year, SOLAR_HIJRI) for year in range(first, last))
    assert calendars.first_day(first, SOLAR_HIJRI) + timedelta(total) == calendars.first_day(
        last, SOLAR_HIJRI
    )


@given(days, st.sampled_from([SOLAR_HIJRI, GREGORIAN]))
def test_a_date_comes_back(day, calendar):
    assert calendars.from_year_month_day(*calendars.year_month_day(day, calendar), calendar) == day


@given(days, st.sampled_from([SOLAR_HIJRI, GREGORIAN]))
def test_a_day_lies_in_its_year(day, calendar):
    year = calendars.year_of(day, calendar)
    assert calendars.first_day(year, calendar) <= day <= calendars.last_day(year, calendar)


def test_the_census_of_1395_was_on_3_mehr():
    assert calendars.year_month_day(date(2016, 9, 24), SOLAR_HIJRI) == (1395, 7, 3)


@pytest.mark.parametrize(
    ("year", "calendar", "span"),
    [
        (1402, SOLAR_HIJRI, "2023/24"),
        (1388, SOLAR_HIJRI, "2009/10"),
        (1378, SOLAR_HIJRI, "1999/2000"),
        (2019, GREGORIAN, "2019"),
    ],
)
def test_the_span_says_where_a_year_lies(year, calendar, span):
    assert calendars.gregorian_span(year, calendar) == span


def test_a_gregorian_year_is_not_taken_for_a_solar_hijri_one():
    with pytest.raises(
        ValueError, match=r"^2019 is not a year of the solar_hijri calendar .*: is it gregorian\?$"
    ):
        calendars.first_day(2019, SOLAR_HIJRI)
    with pytest.raises(
        ValueError, match=r"^1395 is not a year of the gregorian calendar .*: is it solar_hijri\?$"
    ):
        calendars.days_in_year(1395, GREGORIAN)


def test_a_calendar_nobody_publishes_in_is_refused():
    with pytest.raises(ValueError, match="no calendar 'lunar': the calendars are solar_hijri, gregorian"):
        calendars.year_of(date(2020, 1, 1), "lunar")


def test_months_have_their_names():
    assert calendars.month_name(7, "en") == calendars.month_name(7, "vi") == "Mehr"
    assert calendars.month_name(7, "fa") == "مهر"
