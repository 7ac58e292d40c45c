"""Cells of a mapped column as values of the store. Each converter returns a value or raises NotANumber in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from data.calendars import YEARS
from data.countries import country_with_reader, declared_calendar
from data.flows import NOT_AREAS
from data.ingest.proposals import EVENTS, SEXES
from data.ingest.readers.ages import age_group
from data.ingest.readers.figures import MISSING, NotANumber, figure
from data.ingest.readers.gazetteer import area_named, counties_by_name, districts, seed_areas
from data.ingest.readers.indicators import INDICATORS, indicator_of
from data.ingest.readers.periods import Period, a_day, calendar_of
from data.ingest.readers.spelling import DIGITS, clean, name_key
from data.sentences import Sentence, mark, quoted

Converter = Callable[[object], object]
#: Dimensions of a flow that a column may hold beside age and sex, in groups written like ages: "3", "20-24", "5+"
GROUPS = ("order", "duration", "wife_age", "husband_age", "wife_order", "husband_order")
#: The two areas of a move
ENDS = ("origin", "destination")
_SEX = {name_key(word): sex for sex, words in SEXES.items() for word in words.split("|")}
_EVENT = {name_key(word): event for event, words in EVENTS.items() for word in words.split("|")}


_NO_WORD = {
    "sex": mark("{cell} is no sex: known are {known}"),
    "event": mark("{cell} is no event: known are {known}"),
}


def _excerpt(cell: object) -> str:
    return quoted(str(cell)[:40])


@cache
def codes_of_country() -> frozenset[str]:
    """Codes of every area known here."""
    country = country_with_reader("warehouse")
    return frozenset([*seed_areas()["area"], *((country + districts()["office_code"]) if country else ())])


@cache
def _office_codes() -> dict[tuple[str, str], str]:
    """(country, office code) -> nation or province: an office's codes need not be a part of ours."""
    areas = seed_areas()
    upper = areas[areas["level"].isin(("nation", "province")) & (areas["office_code"] != "")]
    return dict(zip(zip(upper["country"], upper["office_code"], strict=True), upper["area"], strict=True))


def area(cell: object, country: str) -> str:
    """A code, an office code of the country, or a name under any spelling."""
    text = clean(str(cell)).translate(DIGITS).removesuffix(".0")
    upper = text.upper().replace(" ", "")
    for code in (upper, text):
        if code in codes_of_country():
            return code
    if text.isdigit():
        numbered = next(
            (one for one in (f"{country}{text}", f"{country}{text.zfill(2)}") if one in codes_of_country()),
            _office_codes().get((country, text)),
        )
        if numbered:
            return numbered
        raise NotANumber(
            Sentence("{cell} is no office code of an area of {area}", cell=quoted(text), area=country)
        )
    named = area_named(text, country) or _county(text, country) or _office_codes().get((country, text))
    if named is None:
        raise NotANumber(
            Sentence(
                "{cell} is no area known here: it is spelt otherwise, or this is another column",
                cell=quoted(text[:60]),
            )
        )
    return named


def _county(name: str, country: str) -> str | None:
    """A county by name alone, if only one in the country bears it."""
    if country != country_with_reader("iran_census"):
        return None
    codes = {code for (_, key), code in counties_by_name().items() if key == name_key(name)}
    return f"{country}{codes.pop()}" if len(codes) == 1 else None


def year(cell: object, own: str = "") -> int:
    """A year of either built-in calendar, or of the one that the country's folder declares."""
    number = figure(cell)
    allowed = number is not None and number == int(number)
    if number is None or not allowed or not (calendar_of(int(number)) or (own and int(number) in YEARS[own])):
        raise NotANumber(
            Sentence(
                "{cell} is no year of either calendar (1300 to 1480 or 1850 to 2150)", cell=_excerpt(cell)
            )
        )
    return int(number)


def month(cell: object) -> int:
    """1 to 12."""
    number = figure(cell)
    if number is None or number not in range(1, 13):
        raise NotANumber(Sentence("{cell} is no month (1 to 12)", cell=_excerpt(cell)))
    return int(number)


def day(cell: object, own: str = "") -> Period:
    """A date written year first, in the calendar that the country's folder declares, or a built-in one."""
    value = a_day(str(cell), own)
    if value is None:
        raise NotANumber(Sentence("{cell} is no date written year-month-day", cell=_excerpt(cell)))
    return value


def age(cell: object) -> tuple[int, int]:
    """An age group or a single age."""
    group = age_group(str(cell))
    if group is None:
        raise NotANumber(Sentence("{cell} is no age or age group", cell=_excerpt(cell)))
    return group


def word(cell: object, words: Mapping[str, str], column: str) -> str:
    """One of a few words, in three languages or as the mapping says."""
    meaning = words.get(name_key(str(cell)))
    if meaning is None:
        message = _NO_WORD[column]
        raise NotANumber(Sentence(message, cell=_excerpt(cell), known=", ".join(sorted(set(words.values())))))
    return meaning


def measure(cell: object) -> str:
    """An indicator by the store's key or by its name."""
    text = str(cell).strip()
    if any(text == one.key for one in INDICATORS):
        return text
    indicator = indicator_of(text, "")
    if indicator is None or indicator.table != "rate":
        raise NotANumber(Sentence("{cell} is no indicator the store keeps", cell=quoted(text[:60])))
    return indicator.key


def number(cell: object, decimal: str) -> float:
    """A figure; a gap is not 0 and has no row."""
    value = figure(cell, decimal=decimal)
    if value is None:
        raise Gap
    return value


class Gap(Exception):
    """The office has no figure here."""


def is_gap(cell: object) -> bool:
    """True for an empty cell or a mark that stands for one."""
    return cell is None or cell != cell or str(cell).strip().lower() in MISSING


def converter(column: str, *, country: str, words: Mapping[str, str], decimal: str = ".") -> Converter:
    """How the cells of a column of the store are read."""
    own = {name_key(key): value for key, value in words.items()}
    calendar = declared_calendar(country)
    plain: dict[str, Converter] = {
        **dict.fromkeys(GROUPS, age),
        "year": partial(year, own=calendar),
        "month": month,
        "date": partial(day, own=calendar),
        "age": age,
    }
    if column in plain:
        return plain[column]
    if column == "area":
        return lambda cell: own.get(name_key(str(cell))) or area(cell, country)
    if column in ENDS:
        return lambda cell: str(cell) if cell in NOT_AREAS else area(cell, country)
    if column == "sex":
        return lambda cell: word(cell, _SEX | own, "sex")
    if column == "event":
        return lambda cell: word(cell, _EVENT | {one: one for one in EVENTS} | own, "event")
    if column == "measure":
        return lambda cell: own.get(name_key(str(cell))) or measure(cell)
    if column in ("persons", "events", "value", "mx", "percent", "age_lower", "age_width", "provisional"):
        return lambda cell: number(cell, decimal)
    return str
