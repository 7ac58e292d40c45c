"""Years, months and days of a calendar that a country's folder declares, as tables of figures write them."""

from __future__ import annotations

from datetime import date

import pytest

from data.calendars import OWN, YEARS
from data.country_calendar import CountryCalendar
from data.ingest.readers.conversions import day, year
from data.ingest.readers.figures import NotANumber
from data.ingest.readers.periods import Period, a_day, mid_year, month_of, whole_year


@pytest.fixture(
    params=[(-7, (9, 11)), (543, (1, 1))], ids=["years of the Gregorian range", "years beyond it"]
)
def own(request, monkeypatch):
    calendar = CountryCalendar("declared", *request.param)
    monkeypatch.setitem(OWN, calendar.key, calendar)
    monkeypatch.setitem(YEARS, calendar.key, range(1583 + calendar.number, 9998 + calendar.number))
    return calendar


def test_a_year_begins_and_lasts_as_the_folder_says(own):
    number = own.year_month_day(date(2023, 12, 1))[0]
    first, after = own.first_day(number), own.first_day(number + 1)
    assert whole_year(number, own.key) == Period(number, own.key, first, (after - first).days)
    assert sum(month_of(number, month, own.key).days for month in range(1, 13)) == (after - first).days
    assert first < mid_year(number, own.key).start < after


def test_a_day_is_read_in_the_declared_calendar_where_it_is_the_country_s(own):
    text = "{:04}-{:02}-{:02}".format(*own.year_month_day(date(2024, 2, 29)))
    assert day(text, own.key).start == date(2024, 2, 29)
    assert a_day(text.replace("-", "/"), own.key) == Period(int(text[:4]), own.key, date(2024, 2, 29), 0)
    assert a_day(f"{text[:4]}-02-32", own.key) is None


def test_a_year_beyond_the_built_in_calendars_is_one_of_the_declared_alone(own):
    number = 2023 + own.number
    assert year(str(number), own.key) == number
    if own.number > 0:
        with pytest.raises(NotANumber):
            year(str(number))
