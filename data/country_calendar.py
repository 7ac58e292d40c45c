"""A calendar that a country's folder declares: its year begins on a fixed Gregorian day, and has a number of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

#: Days into the year at which its middle stands, where a calendar has no day of its own for it
HALF_YEAR = 182


@dataclass(frozen=True)
class CountryCalendar:
    """number: of a year, less the Gregorian year of its first day. begins: Gregorian month and day. names: by language.

    Its months run from that day of a Gregorian month to the day before it in the next.
    """

    key: str
    number: int
    begins: tuple[int, int]
    names: Mapping[str, str] = field(default_factory=dict, hash=False)

    def first_day(self, year: int) -> date:
        """The Gregorian date on which a year begins."""
        return self.day(year, 1, 1)

    def day(self, year: int, month: int, day: int) -> date:
        """The Gregorian date of a day of this calendar."""
        first_month, first = self.begins
        months = (year - self.number) * 12 + first_month - 1 + month - 1
        start = date(months // 12, months % 12 + 1, first)
        return date.fromordinal(start.toordinal() + day - 1)

    def year_month_day(self, day: date) -> tuple[int, int, int]:
        """A Gregorian date as year, month and day of this calendar."""
        first_month, first = self.begins
        months = day.year * 12 + day.month - 1 - (day.day < first)
        start = date(months // 12, months % 12 + 1, first)
        years, month = divmod(months - (first_month - 1), 12)
        return years + self.number, month + 1, (day - start).days + 1

    def name(self, language: str) -> str:
        """What the calendar is called in a language: in English, or by its key, where the folder does not say."""
        return self.names.get(language) or self.names.get("en") or self.key.replace("_", " ")
