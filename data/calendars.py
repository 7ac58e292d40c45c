"""Years and days of the calendars people publish in: Gregorian, Solar Hijri, and those that countries' folders declare.

Two things people confuse:

* a *year's number* (1402) belongs to a calendar and means nothing without it;
* a *span* (2023/24) is where that year lies in the other calendar. It is a caption, never a new year of the
  figure: a Solar Hijri total is not relabelled as a Gregorian one.

A Solar Hijri year begins on 1 Farvardin, the spring equinox at Tehran: 20, 21 or 22 March. Its months have
31 days (six of them), 30 (five) and 29, or 30 in a leap year. ``jdatetime`` counts leap years by the 33-year
cycle, which agrees with the equinox for every year this module accepts.
"""

from __future__ import annotations

from datetime import date, timedelta

import jdatetime

from data.countries import own_calendars
from data.country_calendar import HALF_YEAR, CountryCalendar

SOLAR_HIJRI, GREGORIAN = "solar_hijri", "gregorian"
#: Solar Hijri years for a reader who wants the Gregorian span beside each: another way to write, not to count
SOLAR_HIJRI_BESIDE_GREGORIAN = "solar_hijri_beside_gregorian"

#: Key -> calendar, of those that a country's folder declares
OWN = own_calendars()


def _years_of(calendar: CountryCalendar, first: int, last: int) -> range:
    """Its years that begin in these Gregorian ones."""
    return range(first + calendar.number, last + calendar.number)


# Solar Hijri: from the law of 11 Farvardin 1304 that made it the civil calendar to the last year before the
# 33-year cycle first parts from the equinox (1 Farvardin 1503). Gregorian: from the reform to Python's end.
# The ranges do not meet, so a year that was given the wrong calendar is caught here.
YEARS = {
    SOLAR_HIJRI: range(1304, 1503),
    SOLAR_HIJRI_BESIDE_GREGORIAN: range(1304, 1503),
    GREGORIAN: range(1583, 9999),
    **{key: _years_of(own, 1583, 9998) for key, own in OWN.items()},
}

# Years that can be named, beyond those whose days are known: projections to 2150 need numbers and spans alone, and
# where the cycle has parted from the equinox by a day the spans still hold.
NUMBERS = {
    SOLAR_HIJRI: range(1304, 1530),
    SOLAR_HIJRI_BESIDE_GREGORIAN: range(1304, 1530),
    GREGORIAN: range(1583, 9999),
    **{key: _years_of(own, 1583, 9998) for key, own in OWN.items()},
}
#: Solar Hijri year 1 began in March 622
GREGORIAN_LESS_SOLAR = 621


def first_day(year: int, calendar: str) -> date:
    """The Gregorian date on which this year of this calendar begins"""
    return from_year_month_day(year, 1, 1, calendar)


def last_day(year: int, calendar: str) -> date:
    """The Gregorian date on which this year of this calendar ends"""
    _check(year, calendar)
    if calendar == GREGORIAN:
        return date(year, 12, 31)
    if calendar in OWN:
        return OWN[calendar].first_day(year + 1) - timedelta(days=1)
    new_year: date = jdatetime.date(year + 1, 1, 1).togregorian()
    return new_year - timedelta(days=1)


def days_in_year(year: int, calendar: str) -> int:
    """365, or 366 in a leap year: by this a year's events become a yearly rate"""
    return (last_day(year, calendar) - first_day(year, calendar)).days + 1


def period_middle(first: date, days: float) -> float:
    """The moment in the middle of a period of so many days, in days: ordinals of Gregorian dates, at midnight"""
    return first.toordinal() + days / 2


def year_middle(year: int, calendar: str) -> float:
    """The moment in the middle of a year of this calendar, in days"""
    return period_middle(first_day(year, calendar), days_in_year(year, calendar))


def year_of(day: date, calendar: str) -> int:
    """The year of this calendar in which a (Gregorian) date lies"""
    return year_month_day(day, calendar)[0]


def year_month_day(day: date, calendar: str) -> tuple[int, int, int]:
    """A (Gregorian) date as year, month and day of this calendar"""
    if calendar == GREGORIAN:
        year, month, day_of_month = day.year, day.month, day.day
    elif calendar in OWN:
        year, month, day_of_month = OWN[calendar].year_month_day(day)
    else:
        solar = jdatetime.date.fromgregorian(date=day)
        year, month, day_of_month = solar.year, solar.month, solar.day
    _check(year, calendar)
    return year, month, day_of_month


def from_year_month_day(year: int, month: int, day: int, calendar: str) -> date:
    """The Gregorian date of a day of this calendar; the way back from year_month_day"""
    _check(year, calendar)
    if calendar == GREGORIAN:
        return date(year, month, day)
    if calendar in OWN:
        return OWN[calendar].day(year, month, day)
    gregorian: date = jdatetime.date(year, month, day).togregorian()
    return gregorian


def month_name(month: int, language: str) -> str:
    """The name of a Solar Hijri month: in Persian letters for Persian readers, else in Latin ones"""
    names = jdatetime.date.j_months_fa if language == "fa" else jdatetime.date.j_months_en
    return str(names[month - 1])


def gregorian_span(year: int, calendar: str) -> str:
    """The Gregorian years a year touches, in Latin digits: 1402 -> '2023/24', 1378 -> '1999/2000'"""
    check_number(year, calendar)
    start, end = _gregorian_years(year, calendar)
    if start == end:
        return str(start)
    return f"{start}/{end % 100:02d}" if start // 100 == end // 100 else f"{start}/{end}"


def _gregorian_years(year: int, calendar: str) -> tuple[int, int]:
    """The first and the last Gregorian year that a year touches."""
    if year_span(calendar) == SOLAR_HIJRI:
        return year + GREGORIAN_LESS_SOLAR, year + GREGORIAN_LESS_SOLAR + 1
    if calendar in OWN:
        return OWN[calendar].first_day(year).year, last_day(year, calendar).year
    return year, year


def year_span(calendar: str) -> str:
    """The calendar whose years these are, however they are written"""
    return SOLAR_HIJRI if calendar == SOLAR_HIJRI_BESIDE_GREGORIAN else calendar


def number_in(gregorian: int, calendar: str) -> int:
    """The year of this calendar in which most of a Gregorian year lies: 2055 -> 1434"""
    if calendar in OWN:
        return year_of(date(gregorian, 7, 1), calendar)
    return gregorian - GREGORIAN_LESS_SOLAR if year_span(calendar) == SOLAR_HIJRI else gregorian


def reference_day(year: int, calendar: str) -> date:
    """The day at which a year's people are counted where none is said: 1 July, 1 Mehr, the middle of another's year"""
    if calendar in OWN:
        return first_day(year, calendar) + timedelta(days=HALF_YEAR)
    return from_year_month_day(year, 7, 1, calendar)


def check_number(year: int, calendar: str) -> None:
    """Refuse a year that this calendar, as used here, cannot name"""
    _check(year, calendar, NUMBERS)


def _check(year: int, calendar: str, allowed: dict[str, range] = YEARS) -> None:
    usual = (SOLAR_HIJRI, GREGORIAN, *OWN)
    if calendar not in allowed:
        raise ValueError(f"no calendar {calendar!r}: the calendars are {', '.join(usual)}")
    if year not in allowed[calendar]:
        fitting = [name for name in usual if year in allowed[name]]
        hint = f": is it {fitting[0]}?" if fitting else ""
        raise ValueError(f"{year} is not a year of the {calendar} calendar as used here{hint}")
