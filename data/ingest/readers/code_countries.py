"""Whose areas an office's bare numbers are: «01» is a province in more countries than one."""

from __future__ import annotations

from collections.abc import Collection

from data.countries import countries
from data.ingest.guards import UnreadableFile
from data.ingest.readers.conversions import area
from data.ingest.readers.figures import NotANumber
from data.ingest.readers.periods import YEAR, calendar_of
from data.ingest.readers.spelling import DIGITS
from data.sentences import Sentence


def country_of_codes(codes: Collection[str], dates: Collection[object], label: str) -> str | None:
    """The only country all of whose numbers these can be, by its areas, then by the calendar of the years.

    None if they are not numbers, or no country's. Where two countries are left the file is refused: it does not say.
    """
    numbers = {one.strip().translate(DIGITS).removesuffix(".0") for one in codes if one.strip()}
    if not numbers or not all(one.isdigit() for one in numbers):
        return None
    able = [code for code in countries() if all(_is_area(one, code) for one in numbers)]
    if len(able) > 1:
        calendars = {
            calendar_of(int(year[1])) for one in dates if (year := YEAR.search(str(one).translate(DIGITS)))
        }
        able = [code for code in able if countries()[code].calendar in calendars] or able
    if len(able) > 1:
        raise UnreadableFile(
            Sentence(
                "{file}: its areas are bare numbers ({cell}), which are codes in {known} alike. Write country under [constants] in its mapping, or the codes with their country.",
                file=label,
                cell=", ".join(sorted(numbers)[:5]),
                known=", ".join(able),
            )
        )
    return able[0] if able else None


def _is_area(code: str, country: str) -> bool:
    try:
        return bool(area(code, country))
    except NotANumber:
        return False
