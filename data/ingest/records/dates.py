"""Dates as offices write them, in the calendars of their countries: SQL that makes a day of the text.

Year first (1402/05/17, 1402-05-17, 14020517) or day first (17/05/2023). Of the two built-in calendars the year says
which, because the years that are read (1240 to 1502, 1861 to 2124) belong to one alone. A calendar that a country's
folder declares comes before those whose years meet its own. Month first (05/17/2023) is not read: nothing
tells it from day first. Leap years of the Solar Hijri calendar are those of the 33-year cycle, which agrees with the
equinox until 1502.
"""

from __future__ import annotations

from datetime import date

import jdatetime

from data.calendars import OWN
from data.columns import CALENDARS
from data.country_calendar import CountryCalendar
from data.country_file import BUILT_IN
from data.identity.numbers import ARABIC, ASCII, PERSIAN

EPOCH = date(1970, 1, 1)
#: Years that are read
SOLAR, GREGORIAN = range(1240, 1503), range(1861, 2125)
YEARS = {
    "gregorian": GREGORIAN,
    "solar_hijri": SOLAR,
    **{key: range(GREGORIAN[0] + own.number, GREGORIAN[-1] + own.number) for key, own in OWN.items()},
}
#: Days that every month of either calendar has
SHORTEST_MONTH = 28
#: Days since 1970 of 1 Farvardin of the year 0, were there one: then 365 a year, and the leap days
BEFORE_SOLAR = (jdatetime.date(1400, 1, 1).togregorian() - EPOCH).days - 365 * 1400 - (8 * 1400 + 21) // 33


def clean(text: str) -> str:
    """SQL for text without spaces around it and with plain digits; text that is so already is only looked at"""
    plain = f"translate({text}, '{PERSIAN}{ARABIC}', '{ASCII}{ASCII}')"
    spaced = f"starts_with({text}, ' ') OR ends_with({text}, ' ')"
    return f"CASE WHEN strlen({text}) = length({text}) AND NOT ({spaced}) THEN {text} ELSE trim({plain}) END"


def digits_of_date(text: str) -> str:
    """SQL for a date's year, month and day as one whole number; NULL when the text is not written as a date.

    Padded dates in plain digits, the usual case, take the quick way; 1402/5/7, Persian digits and dates with a
    time of day the slow one.
    """
    turned = f"{text}[7:10] || {text}[4:5] || {text}[1:2]"
    padded = " ".join(
        f"WHEN {text} LIKE '____{mark}__{mark}__' THEN try_cast(replace({text}, '{mark}', '') AS INTEGER) "
        f"WHEN {text} LIKE '__{mark}__{mark}____' THEN try_cast({turned} AS INTEGER)"
        for mark in "/-."
    )
    padded += f" WHEN strlen({text}) = 8 AND try_cast({text} AS INTEGER) > 0 THEN try_cast({text} AS INTEGER)"
    return f"coalesce(CASE {padded} END, CASE WHEN strlen({text}) >= 8 THEN {_slowly(text)} END)"


def _slowly(text: str) -> str:
    """By patterns: to year/0month/0day, then without the zeros that are too many."""
    year, short = "([0-9]{4})", "([0-9]{1,2})"
    patterns = {
        f"^{year}([0-9]{{2}})([0-9]{{2}})$": "\\1/\\2/\\3",
        f"^{short}[-/.]{short}[-/.]{year}([ T].*)?$": "\\3/0\\2/0\\1",
        f"^{year}[-/.]{short}[-/.]{short}([ T].*)?$": "\\1/0\\2/0\\3",
    }
    cleaned = clean(text)
    for pattern, order in patterns.items():
        cleaned = f"regexp_replace({cleaned}, '{pattern}', '{order}')"
    cleaned = f"regexp_replace({cleaned}, '/0([0-9]{{2}})\\b', '/\\1', 'g')"
    whole = f"CASE WHEN {cleaned} LIKE '____/__/__' THEN replace({cleaned}, '/', '') END"
    return f"try_cast({whole} AS INTEGER)"


def date_steps(role: str, calendar: str) -> list[list[str]]:
    """Columns that make a date of the text t_role, step by step, each step reading the one before.

    In the end ``day_role`` is days since 1970, ``own_role`` the same day as year, month and day of ``calendar``
    (14020517), both NULL when there is no such date; ``strange_role`` tells that it was written in the other
    calendar. All is arithmetic: a join would not keep rows in the order of the file.
    """
    parts = ("// 10000", "// 100 % 100", "% 100")
    return [
        [f"{digits_of_date(f't_{role}')} AS f_{role}"],
        [f"f_{role} {part} AS {name}_{role}" for part, name in zip(parts, "ymd", strict=True)],
        [f"{_day(f'y_{role}', f'm_{role}', f'd_{role}', calendar)} AS day_{role}"],
        [f"coalesce({_strange(role, calendar)}, false) AS strange_{role}"],
        [f"{_own(role, calendar)} AS own_{role}"],
    ]


def _day(year: str, month: str, day: str, calendar: str) -> str:
    """Days since 1970 of a date of either calendar, known by its year; NULL when there is no such date.

    Days that every month has, in the office's own calendar, take the quick way.
    """
    whens = " ".join(
        f"WHEN {_within(year, name)} AND {day} <= {_last_day(year, month, name)} THEN {_day_number(year, month, day, name)}"
        for name in calendars_read(calendar)
    )
    possible = f"{month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND 31"
    quick = f"{_within(year, calendar)} AND {month} BETWEEN 1 AND 12 AND {day} BETWEEN 1 AND {SHORTEST_MONTH}"
    return (
        f"(CASE WHEN {quick} THEN {_day_number(year, month, day, calendar)} "
        f"WHEN {possible} THEN CASE {whens} END END)::INTEGER"
    )


def calendars_read(calendar: str) -> tuple[str, ...]:
    """The office's calendar, then the built-in ones whose years no date of its own can have."""
    own = YEARS[calendar]
    built_in = [name for name in BUILT_IN if name != calendar]
    return (calendar, *[name for name in built_in if not set(YEARS[name]) & set(own)])


def _day_number(year: str, month: str, day: str, calendar: str) -> str:
    if calendar in OWN:
        return _own_day(year, month, day, OWN[calendar])
    return (_gregorian_day if calendar == "gregorian" else _solar_day)(year, month, day)


def _within(year: str, calendar: str) -> str:
    years = YEARS[calendar]
    return f"{year} BETWEEN {years[0]} AND {years[-1]}"


def _last_day(year: str, month: str, calendar: str) -> str:
    if calendar in OWN:
        start = _own_month_start(year, month, OWN[calendar])
        return f"day(last_day({start}))"  # a month runs to the day before it began in the next: as long as this one
    if calendar == "gregorian":
        leap = f"CASE WHEN {year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0) THEN 29 ELSE 28 END"
        return f"CASE WHEN {month} = 2 THEN {leap} WHEN {month} IN (4, 6, 9, 11) THEN 30 ELSE 31 END"
    long = f"{month} <= 11 OR {_leaps(f'({year} + 1)')} > {_leaps(year)}"
    return f"CASE WHEN {month} <= 6 THEN 31 WHEN {long} THEN 30 ELSE 29 END"


def _gregorian_day(year: str, month: str, day: str) -> str:
    return f"make_date({year}, {month}, {day}) - DATE '1970-01-01'"


def _own_day(year: str, month: str, day: str, own: CountryCalendar) -> str:
    return f"{_own_month_start(year, month, own)} - DATE '1970-01-01' + {day} - 1"


def _own_month_start(year: str, month: str, own: CountryCalendar) -> str:
    """Months are counted from January of the year 0: those of a declared calendar begin in the Gregorian ones."""
    first_month, first_day = own.begins
    months = f"(({year} - {own.number}) * 12 + {first_month - 2} + {month})"
    return f"make_date({months} // 12, {months} % 12 + 1, {first_day})"


def _solar_day(year: str, month: str, day: str) -> str:
    """Six months of 31 days, then of 30: 30 a month, and one more for each of the first six gone by."""
    return f"({BEFORE_SOLAR - 32} + 365 * {year} + {_leaps(year)} + 30 * {month} + CASE WHEN {month} < 7 THEN {month} ELSE 7 END + {day})"


def _leaps(year: str) -> str:
    """Leap years of the 33-year cycle before this year: of every 33 the 1st, 5th, 9th, 13th, 17th, 22nd, 26th, 30th."""
    return f"((8 * {year} + 21) // 33)"


def _new_year(year: str) -> str:
    return f"({BEFORE_SOLAR} + 365 * {year} + {_leaps(year)})"


def _strange(role: str, calendar: str) -> str:
    years = YEARS[calendar]
    return f"day_{role} IS NOT NULL AND y_{role} NOT BETWEEN {years[0]} AND {years[-1]}"


def _own(role: str, calendar: str) -> str:
    """Digits of a day in the office's calendar; converted only where it was written in another."""
    return f"CASE WHEN strange_{role} THEN {digits_of_day(f'day_{role}', calendar)} WHEN day_{role} IS NOT NULL THEN f_{role} END"


def digits_of_day(day: str, calendar: str) -> str:
    """SQL for days since 1970 as year, month and day of a calendar in one whole number"""
    if calendar in OWN:
        return _own_digits(day, OWN[calendar])
    return gregorian_digits(day) if calendar == "gregorian" else solar_digits(day)


def _own_digits(day: str, own: CountryCalendar) -> str:
    first_month, first_day = own.begins
    date_of = f"(DATE '1970-01-01' + {day})"
    months = f"(year({date_of}) * 12 + month({date_of}) - 1 - (day({date_of}) < {first_day})::INTEGER)"
    start = f"make_date({months} // 12, {months} % 12 + 1, {first_day})"
    since = f"({months} - {first_month - 1})"
    return f"(({since} // 12 + {own.number}) * 10000 + ({since} % 12 + 1) * 100 + ({date_of} - {start} + 1))::INTEGER"


def gregorian_digits(day: str) -> str:
    """SQL for days since 1970 as 20230808"""
    date_of = f"(DATE '1970-01-01' + {day})"
    return f"(year({date_of}) * 10000 + month({date_of}) * 100 + day({date_of}))::INTEGER"


def solar_digits(day: str) -> str:
    """SQL for days since 1970 as 14020517"""
    about = f"((33 * ({day} - {BEFORE_SOLAR})) // 12053)"  # 33 years have 12,053 days: right, or a year off
    year = f"({about} + CASE WHEN {_new_year(f'({about} + 1)')} <= {day} THEN 1 WHEN {_new_year(about)} > {day} THEN -1 ELSE 0 END)"
    # A list of one lets what was found be named: year, then days since its first.
    return f"""list_transform(list_transform([{year}], lambda y: {{'y': y, 'n': {day} - {_new_year("y")}}}), lambda s:
        (s.y * 10000 + CASE WHEN s.n < 186 THEN (s.n // 31 + 1) * 100 + s.n % 31 + 1
                           ELSE ((s.n - 186) // 30 + 7) * 100 + (s.n - 186) % 30 + 1 END)::INTEGER)[1]"""


def calendar_dates_sql() -> str:
    """SELECT of every day that is read as digits of each calendar, which its column is called by"""
    first, last = (_first_day(year, 1, "solar_hijri") for year in (SOLAR[0], SOLAR[-1] + 1))
    days = f"(SELECT range::INTEGER AS day FROM range({(first - EPOCH).days}, {(last - EPOCH).days}))"
    columns = ", ".join(f"{digits_of_day('day', calendar)} AS {calendar}" for calendar in CALENDARS)
    return f"SELECT {columns} FROM {days}"


def period(digits: int, calendar: str) -> tuple[date, int]:
    """First day (Gregorian) and length of the year 1402 or the month 140205 of a calendar"""
    year, month = (digits, 0) if digits < 10_000 else divmod(digits, 100)
    first = _first_day(year, month or 1, calendar)
    after = _first_day(year + 1, 1, calendar) if month in (0, 12) else _first_day(year, month + 1, calendar)
    return first, (after - first).days


def _first_day(year: int, month: int, calendar: str) -> date:
    if calendar in OWN:
        return OWN[calendar].day(year, month, 1)
    if calendar == "gregorian":
        return date(year, month, 1)
    return jdatetime.date(year, month, 1).togregorian()
