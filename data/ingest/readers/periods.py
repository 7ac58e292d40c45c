"""Years of two calendars as the store keeps them: a first day and a length."""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta

import jdatetime

from data.calendars import (
    OWN,
    YEARS,
    days_in_year,
    first_day,
    from_year_month_day,
    reference_day,
    year_month_day,
)
from data.ingest.readers.spelling import DIGITS

#: Years a calendar may have in a file of this century and the last
RANGES = {"solar_hijri": range(1300, 1480), "gregorian": range(1850, 2151)}
YEAR = re.compile(r"(?<!\d)(1[34]\d\d|1[89]\d\d|20\d\d|21[0-4]\d)(?!\d)")


@dataclass(frozen=True)
class Period:
    """When a figure is of: the year as published, its calendar, its first day and its length (0 for a stock)."""

    year: int
    calendar: str
    start: date
    days: int


def calendar_of(year: int) -> str | None:
    """The calendar in which this can be a year of a population table."""
    return next((name for name, years in RANGES.items() if year in years), None)


def whole_year(year: int, calendar: str) -> Period:
    """The year as a flow: 1 Farvardin or 1 January, and its days."""
    if calendar == "solar_hijri":
        start = jdatetime.date(year, 1, 1).togregorian()
        return Period(year, calendar, start, (jdatetime.date(year + 1, 1, 1).togregorian() - start).days)
    if calendar in OWN:
        return Period(year, calendar, first_day(year, calendar), days_in_year(year, calendar))
    return Period(year, calendar, date(year, 1, 1), 365 + isleap(year))


def mid_year(year: int, calendar: str) -> Period:
    """The year as a stock where no day is stated: 1 Mehr or 1 July, as in the seed tables."""
    if calendar == "solar_hijri":
        return Period(year, calendar, jdatetime.date(year, 7, 1).togregorian(), 0)
    if calendar in OWN:
        return Period(year, calendar, reference_day(year, calendar), 0)
    return Period(year, calendar, date(year, 7, 1), 0)


def month_of(year: int, month: int, calendar: str) -> Period:
    """One month as a flow."""
    if calendar == "solar_hijri":
        start = jdatetime.date(year, month, 1).togregorian()
        after = jdatetime.date(year + month // 12, month % 12 + 1, 1).togregorian()
        return Period(year, calendar, start, (after - start).days)
    if calendar in OWN:
        start, after = (OWN[calendar].day(year, each, 1) for each in (month, month + 1))
        return Period(year, calendar, start, (after - start).days)
    start = date(year, month, 1)
    return Period(year, calendar, start, (date(year + month // 12, month % 12 + 1, 1) - start).days)


def a_day(text: str, own: str = "") -> Period | None:
    """A date written with digits, year first, in the calendar its year belongs to; None if it is none.

    own: key of the calendar that the country's folder declares, which then comes first.
    """
    match = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", text.strip().translate(DIGITS))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups())
    calendar = own if own and year in YEARS[own] else calendar_of(year)
    try:
        if calendar in OWN:
            day_start = from_year_month_day(year, month, day, calendar)
            exists = year_month_day(day_start, calendar) == (year, month, day)
            return Period(year, calendar, day_start, 0) if exists else None
        if calendar == "solar_hijri":
            return Period(year, calendar, jdatetime.date(year, month, day).togregorian(), 0)
        return Period(year, calendar, date(year, month, day), 0) if calendar else None
    except ValueError:
        return None


def solar_hijri_of(year: int) -> int:
    """The Solar Hijri year that begins in March of this Gregorian year."""
    first = date(year, 3, 22) + timedelta(days=3)
    return int(jdatetime.date.fromgregorian(date=first).year)
