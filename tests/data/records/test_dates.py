"""Dates as offices write them, in the built-in calendars and in one that a country's folder declares."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import jdatetime
import pytest

from data.calendars import OWN
from data.country_calendar import CountryCalendar
from data.ingest.records.dates import EPOCH, YEARS, calendar_dates_sql, calendars_read, date_steps, period
from tests.data.records.naive import parse
from tests.data.records.registers import NOT_DATES, WRITINGS, written


def read(texts: list[str | None], calendar: str) -> list[tuple[int | None, int | None, bool]]:
    sql = "SELECT unnest($1) AS t_x, generate_subscripts($1, 1) AS place"
    for step in date_steps("x", calendar):
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})"
    return duckdb.execute(f"SELECT own_x, day_x, strange_x FROM ({sql}) ORDER BY place", [texts]).fetchall()


def test_every_day_that_is_read_has_the_same_digits_as_in_jdatetime():
    rows = duckdb.execute(f"{calendar_dates_sql()} ORDER BY 1").fetchall()
    day = date(1861, 3, 21)
    for gregorian, solar in rows:
        same = jdatetime.date.fromgregorian(date=day)
        assert gregorian == day.year * 10000 + day.month * 100 + day.day
        assert solar == same.year * 10000 + same.month * 100 + same.day
        day += timedelta(days=1)
    assert len(rows) == 96_059


@pytest.mark.parametrize("calendar", ["gregorian", "solar_hijri"])
@pytest.mark.parametrize("how", WRITINGS)
def test_every_way_of_writing_is_read(how, calendar):
    days = [date(1900, 2, 28) + timedelta(days=number) for number in range(0, 60_000, 41)]
    for day, (own, number, strange) in zip(
        days, read([written(one, how) for one in days], calendar), strict=True
    ):
        solar = jdatetime.date.fromgregorian(date=day)
        shown = day if calendar == "gregorian" else solar
        assert number == (day - EPOCH).days
        assert own == shown.year * 10000 + shown.month * 100 + shown.day
        assert strange == (how.startswith("solar") != (calendar == "solar_hijri"))


@pytest.mark.parametrize(
    "text", [*NOT_DATES, None, "1402/5", "2023/0517", "99999999", "17-05-02", "1403/12/31", "٣١/١١/٢٠٢٠"]
)
def test_what_is_not_a_date_is_none(text):
    assert read([text], "solar_hijri") == [(None, None, False)]
    assert not text or parse(text) is None


@pytest.mark.parametrize(
    ("number", "begins", "also"),
    [
        (-7, (9, 11), ("solar_hijri",)),
        (543, (1, 1), ("gregorian", "solar_hijri")),
        (1, (2, 28), ("solar_hijri",)),
    ],
)
def test_a_declared_calendar_is_read_as_its_folder_says(monkeypatch, number, begins, also):
    own = CountryCalendar("declared", number, begins)
    monkeypatch.setitem(OWN, own.key, own)
    monkeypatch.setitem(YEARS, own.key, range(1861 + number, 2124 + number))
    days = [date(1900, 2, 28) + timedelta(days=number) for number in range(0, 60_000, 41)]
    written_days = ["{:04}/{}/{}".format(*own.year_month_day(day)) for day in days]
    for day, text, (digits, number_of_day, strange) in zip(
        days, written_days, read(written_days, own.key), strict=True
    ):
        assert (number_of_day, strange) == ((day - EPOCH).days, False), text
        assert digits == digits_in(own, day)
    assert calendars_read(own.key) == (own.key, *also)
    # A day written in another calendar is converted, where its year can be none of this one.
    ((digits, number_of_day, strange),) = read(["1402/05/17"], own.key)
    assert (digits, strange) == (digits_in(own, date(2023, 8, 8)), True)
    assert number_of_day == (date(2023, 8, 8) - EPOCH).days
    assert period(own.year_month_day(date(2020, 6, 1))[0], own.key)[0] == own.first_day(
        own.year_month_day(date(2020, 6, 1))[0]
    )


def digits_in(calendar: CountryCalendar, day: date) -> int:
    year, month, day_of_month = calendar.year_month_day(day)
    return year * 10000 + month * 100 + day_of_month


def test_a_day_that_no_month_of_a_declared_calendar_has_is_none(monkeypatch):
    own = CountryCalendar("declared", -7, (9, 11))
    monkeypatch.setitem(OWN, own.key, own)
    monkeypatch.setitem(YEARS, own.key, range(1854, 2117))
    # Its sixth month runs from 11 February to 10 March: 28 days, and 29 in a leap year.
    assert read(["2015/06/29"], own.key) == [(None, None, False)]
    assert read(["2016/06/29"], own.key)[0][1] == (date(2024, 3, 10) - EPOCH).days
    assert read(["2016/06/30", "2016/13/01"], own.key) == [(None, None, False)] * 2


@pytest.mark.parametrize("year", [1399, 1403])
def test_esfand_has_thirty_days_in_a_leap_year(year):
    assert read([f"{year}/12/30", f"{year + 1}/12/30"], "solar_hijri")[0][0] == year * 10000 + 1230
    assert read([f"{year + 1}/12/30"], "solar_hijri") == [(None, None, False)]


@pytest.mark.parametrize(
    ("digits", "calendar", "first", "days"),
    [
        (1403, "solar_hijri", date(2024, 3, 20), 366),
        (140212, "solar_hijri", date(2024, 2, 20), 29),
        (140312, "solar_hijri", date(2025, 2, 19), 30),
        (2024, "gregorian", date(2024, 1, 1), 366),
        (202402, "gregorian", date(2024, 2, 1), 29),
    ],
)
def test_years_and_months_begin_and_last_as_their_calendar_says(digits, calendar, first, days):
    assert period(digits, calendar) == (first, days)
