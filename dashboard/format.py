"""Values as a reader sees them: numbers, shares, rates, changes, years, dates, ages, ranks, ticks, order.

The one place where rates are scaled for eyes: everywhere else a rate is per person-year and a share is
between 0 and 1. Rounding is here too, half away from zero as offices print, and never before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date as Date  # the function below is called date, for `format.date(day, ...)`
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from math import ceil, floor, inf, isinf, log10

import pandas as pd
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal

from dashboard.words import Words, mark, numerals
from dashboard.words.alphabets import sort_key as sort_key
from dashboard.words.numerals import digits as digits
from dashboard.words.numerals import digits_in, rounded, signed
from data import calendars
from data.calendars import GREGORIAN, SOLAR_HIJRI_BESIDE_GREGORIAN
from forecasting.scales import PER_1000 as PER_1000
from forecasting.scales import PERCENT


class Missing(Enum):
    """What a cell can be besides a number: three different things, none of them 0"""

    NO_DATA = mark("no data")
    SUPPRESSED = mark("suppressed")
    NOT_APPLICABLE = mark("not applicable")


NO_DATA, SUPPRESSED, NOT_APPLICABLE = Missing
Figure = float | Decimal
Value = Figure | Missing | None


def number(value: Value, language: str, decimals: int = 0) -> str:
    """'1,234.5', '۱٬۲۳۴٫۵', '1.234,5'"""
    return _number_or_reason(value, language, lambda figure: digits_in(figure, language, decimals))


def percent(share: Value, language: str, decimals: int = 1) -> str:
    """A share between 0 and 1 as '12.3 %', '۱۲٫۳٪', '12,3%'"""
    sign = _percent_sign(language)
    return _number_or_reason(
        share, language, lambda figure: digits_in(scaled(figure, 100), language, decimals) + sign
    )


def per_100(ratio: Value, language: str, decimals: int = 1) -> str:
    """A ratio (old people to people of working age) as a number per 100; the label says of what"""
    return _number_or_reason(
        ratio, language, lambda figure: digits_in(scaled(figure, PERCENT), language, decimals)
    )


def per_1000(rate: Value, language: str, decimals: int = 1) -> str:
    """A rate per person-year as a number per 1,000; the label says of what"""
    return _number_or_reason(
        rate, language, lambda figure: digits_in(scaled(figure, PER_1000), language, decimals)
    )


def change(difference: Value, language: str, decimals: int = 2) -> str:
    """A difference with its direction: '+0.12', '−0.30'; what rounds to zero has none"""
    return _number_or_reason(difference, language, lambda figure: signed(figure, language, decimals))


def percent_change(share: Value, language: str, decimals: int = 1) -> str:
    """A relative change, 0 for none, as '+2.0 %', '−1.3 %'"""
    sign = _percent_sign(language)
    return _number_or_reason(
        share, language, lambda figure: signed(scaled(figure, 100), language, decimals) + sign
    )


def persons(value: Value, language: str, rounded_to: int = 1) -> str:
    """A count of people, no finer than its office published it: 1,234,567 rounded to 100 -> '1,234,600'"""
    return _number_or_reason(
        value,
        language,
        lambda figure: digits_in(rounded(scaled(figure, 1) / rounded_to) * rounded_to, language),
    )


def compact_persons(value: Value, language: str) -> str:
    """A count of people at a glance, three figures of it: '12.3 million', '۱۲٫۳ میلیون', '12,3 triệu'"""
    return _number_or_reason(value, language, lambda figure: _compact(figure, language))


def plain(value: Figure) -> Figure:
    """A number of Python's own: numpy's cannot be looked up beside a Decimal"""
    return value if isinstance(value, Decimal) else float(value)


def _number_or_reason(value: Value, language: str, write: Callable[[Figure], str]) -> str:
    """The number as `write` writes it, or why there is none"""
    if isinstance(value, Missing):
        return Words(language)(value.value)
    if value is None or (not isinstance(value, Decimal) and pd.isna(value)):
        return Words(language)(NO_DATA.value)
    # A rate over nobody: there is no one it could apply to.
    return Words(language)(NOT_APPLICABLE.value) if isinf(value) else write(plain(value))


def _compact(value: Figure, language: str) -> str:
    if abs(float(value)) < 10_000:
        return digits_in(value, language)
    amount = scaled(value, 1)
    three = amount.quantize(Decimal(1).scaleb(amount.adjusted() - 2), ROUND_HALF_UP)
    text = format_compact_decimal(
        int(abs(three)), format_type="long", locale=language, fraction_digits=2, numbering_system="default"
    )
    return numerals.sign(amount, language) + digits(text, language)


def scaled(value: Figure, factor: int) -> Decimal:
    """A value for eyes, exactly: 0.0285 x 1,000 is 28.5, not 28.499999999999996"""
    return Decimal(repr(float(value))) * factor


def _percent_sign(language: str) -> str:
    # English prose here writes 7 %, with a space that does not break; the others follow CLDR.
    return ("\N{NO-BREAK SPACE}" if language == "en" else "") + numerals.symbol("percentSign", language)


# ---- time


def year(number_of_year: int, calendar: str, language: str) -> str:
    """A year that stands alone: '1402 (2023/24)', '2019' (en, vi); '۱۴۰۲', '۲۰۱۹ میلادی' (fa)"""
    bare = _year_number(number_of_year, calendar, language)
    if calendar == GREGORIAN:
        return Words(language)("{year} (Gregorian calendar)", year=bare) if language == "fa" else bare
    if language == "fa" and not beside_gregorian(calendar):
        return bare
    return f"{bare} ({_span(number_of_year, calendar, language)})"


def year_short(number_of_year: int, calendar: str, language: str) -> str:
    """A year beside others of its calendar, which the axis or the column names: '1402', '۱۴۰۲', '۲۰۱۹'

    A reader who wants both calendars sees both here too: '۱۴۰۲ (۲۰۲۳/۲۴)'.
    """
    bare = _year_number(number_of_year, calendar, language)
    if not beside_gregorian(calendar):
        return bare
    return f"{bare} ({_span(number_of_year, calendar, language)})"


def year_tick(number_of_year: int, calendar: str, language: str) -> str:
    """A year under an axis; of two calendars, the Gregorian span in a second line: '1402<br>2023/24'"""
    bare = _year_number(number_of_year, calendar, language)
    if not beside_gregorian(calendar):
        return bare
    return f"{bare}<br>{_span(number_of_year, calendar, language)}"


def beside_gregorian(calendar: str) -> bool:
    """Whether the reader wants Gregorian spans beside the country's own years"""
    return calendar == SOLAR_HIJRI_BESIDE_GREGORIAN


def year_title(calendar: str, words: Words) -> str:
    """What an axis of years is called: by the calendar, where it is not the Gregorian one"""
    if calendar == GREGORIAN:
        return words("Year")
    if calendar in calendars.OWN:
        return words("Year ({calendar})", calendar=calendars.OWN[calendar].name(words.language))
    return words("Solar Hijri year")


def _year_number(number_of_year: int, calendar: str, language: str) -> str:
    calendars.check_number(number_of_year, calendar)  # refuses a year of the other calendar
    return digits(str(number_of_year), language)


def _span(number_of_year: int, calendar: str, language: str) -> str:
    return digits(calendars.gregorian_span(number_of_year, calendar), language)


def date(day: Date, language: str, calendar: str = GREGORIAN) -> str:
    """'24 September 2016', '3 Mehr 1395 (24 September 2016)'; fa: '۳ مهر ۱۳۹۵', '۲۴ سپتامبر ۲۰۱۶ میلادی'"""
    gregorian = digits(format_date(day, DATE_PATTERNS[language], locale=language), language)
    if calendar == GREGORIAN:
        return (
            Words(language)("{year} (Gregorian calendar)", year=gregorian) if language == "fa" else gregorian
        )
    if calendar in calendars.OWN:  # its months have no names
        return date(day, language)
    year_number, month, day_of_month = calendars.year_month_day(day, calendar)
    solar = digits(f"{day_of_month} {calendars.month_name(month, language)} {year_number}", language)
    calendar_day = language == "fa" and not beside_gregorian(calendar)
    return solar if calendar_day else f"{solar} ({gregorian})"


DATE_PATTERNS = {
    "en": "d MMMM y",
    "fa": "d MMMM y",
    "vi": "d MMMM, y",
}  # CLDR's English would put the month first


def period(start: Date, days: int, language: str, calendar: str) -> str:
    """What a figure is about: a day (days = 0, a stock), a whole year, or from one day to another"""
    if days == 0:
        return date(start, language, calendar)
    name = calendars.year_of(start, calendar)
    if start == calendars.first_day(name, calendar) and days == calendars.days_in_year(name, calendar):
        return year(name, calendar, language)
    last = start + timedelta(days=days - 1)
    ends = {"start": date(start, language, calendar), "end": date(last, language, calendar)}
    return Words(language)("{start} to {end}", **ends)


def years(first: int, last: int, calendar: str, language: str) -> str:
    """A run of years: '1390–1402', '۱۳۹۰ تا ۱۴۰۲'; of two calendars '1390–1402 (2011/12–2023/24)'"""
    if first == last:
        return year_short(first, calendar, language)
    words = Words(language)
    ends = [_year_number(end, calendar, language) for end in (first, last)]
    run = words("{low}–{high}", low=ends[0], high=ends[1])
    if not beside_gregorian(calendar):
        return run
    spans = [_span(end, calendar, language) for end in (first, last)]
    return f"{run} ({words('{low}–{high}', low=spans[0], high=spans[1])})"


# ---- people


def age_group(lower: int, width: float | None, language: str) -> str:
    """'0–4', '0', '85+'; fa: '۰ تا ۴', '۸۵ و بیشتر'. An open group has the width None, 0 or inf"""
    low = digits(str(lower), language)
    if width is None or pd.isna(width) or width in (0, inf):
        return Words(language)("{low}+", low=low)
    high = digits(str(lower + int(width) - 1), language)
    return low if width == 1 else Words(language)("{low}–{high}", low=low, high=high)


def rank(place: int, count: int, language: str) -> str:
    """'3rd of 31', 'رتبهٔ ۳ از ۳۱', 'thứ 3 trong 31'"""
    suffix = ORDINAL_SUFFIXES[Locale("en").ordinal_form(place)] if language == "en" else ""
    place_text = digits_in(place, language) + suffix
    text = Words(language)("{place} of {count}", place=place_text, count=digits_in(count, language))
    return text.replace(" ", "\N{NO-BREAK SPACE}")  # "3rd of" at the end of a line says nothing


ORDINAL_SUFFIXES = {"one": "st", "two": "nd", "few": "rd", "other": "th"}


# ---- axes (Plotly cannot write Persian digits: give it both the values and their texts)


def ticks(
    low: float, high: float, language: str, decimals: int | None = None, n: int = 5
) -> tuple[list[float], list[str]]:
    """About n round numbers from low to high and their texts, for `tickvals` and `ticktext`"""
    if low > high:
        raise ValueError(f"ticks from {low} to {high}: the low end is above the high end")
    if low == high:
        return [low], [digits_in(low, language, decimals or 0)]
    step, values = _round_values(low, high, (high - low) / max(n - 1, 1))
    places = max(0, -int(step.normalize().as_tuple().exponent)) if decimals is None else decimals
    return [float(value) for value in values], [digits_in(value, language, places) for value in values]


def year_ticks(
    first: int, last: int, calendar: str, language: str, n: int = 6
) -> tuple[list[int], list[str]]:
    """About n years from first to last and their short texts; round ones, never a part of a year"""
    step = max(1, int(_round_step((last - first) / max(n - 1, 1)))) if last > first else 1
    places = [each for each in range(first, last + 1) if each % step == 0]
    places = places or [first, last]  # no round year in a short run
    return places, [year_tick(each, calendar, language) for each in places]


def _round_values(low: float, high: float, rough: float) -> tuple[Decimal, list[Decimal]]:
    """A round step near `rough` and its multiples from low to high, two at least"""
    step = _round_step(rough)
    values = [step * k for k in range(ceil(scaled(low, 1) / step), floor(scaled(high, 1) / step) + 1)]
    return (step, values) if len(values) > 1 else _round_values(low, high, rough / 2)


def _round_step(rough: float) -> Decimal:
    """The nearest of 1, 2, 5 times a power of ten"""
    power = Decimal(10) ** floor(log10(rough))
    near = min((1, 2, 5, 10), key=lambda factor: abs(log10(factor) - log10(rough / float(power))))
    return near * power
