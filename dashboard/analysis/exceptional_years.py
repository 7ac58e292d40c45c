"""Years of deaths that no path between others should pass through: the pandemic's."""

from __future__ import annotations

from datetime import date

#: country, Gregorian year
EXCEPTIONAL = {("IR", 2020)}
#: Days of the longest period that is one year alone
LONGEST_YEAR = 400


def is_exceptional(country: str, start: date, days: int) -> bool:
    """Whether a period of death rates is an exceptional year alone, not several years of which it is one"""
    return (country, start.year) in EXCEPTIONAL and days < LONGEST_YEAR
