"""The calendars under the name that analysis calls them by; they stand in `data.calendars`, which readers use too."""

from __future__ import annotations

from data.calendars import (
    GREGORIAN,
    SOLAR_HIJRI,
    YEARS,
    days_in_year,
    first_day,
    from_year_month_day,
    last_day,
    number_in,
    period_middle,
    reference_day,
    year_middle,
    year_month_day,
    year_of,
)

__all__ = [
    "GREGORIAN",
    "SOLAR_HIJRI",
    "YEARS",
    "days_in_year",
    "first_day",
    "from_year_month_day",
    "last_day",
    "number_in",
    "period_middle",
    "reference_day",
    "year_middle",
    "year_month_day",
    "year_of",
]
