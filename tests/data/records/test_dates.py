"""Dates in two calendars, as offices write them."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import jdatetime
import pytest

from data.ingest.records.dates import EPOCH, both_dates_sql, date_steps, period
from tests.data.records.naive import parse
from tests.data.records.registers import NOT_DATES, WRITINGS, written


def read(texts: list[str | None], calendar: str) -> list[tuple[int | None, int | None, bool]]:
    sql = "SELECT unnest($1) AS t_x, generate_subscripts($1, 1) AS place"
    for step in date_steps("x", calendar):
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})"
    return duckdb.execute(f"SELECT own_x, day_x, strange_x FROM ({sql}) ORDER BY place", [texts]).fetchall()


def test_every_day_that_is_read_has_the_same_digits_as_in_jdatetime():
    rows = duckdb.execute(f"{both_dates_sql()} ORDER BY 1").fetchall()
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
