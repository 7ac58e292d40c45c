"""Reading ``country.toml``: what a folder says of its country, and what it must say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.country import Country
from data.country_calendar import CountryCalendar
from data.country_identity import CHECKS, LONGEST, SHORTEST, IdentityNumber
from data.problems import SeedProblem

FILE = "country.toml"
#: Calendars that every country may count years in
BUILT_IN = ("gregorian", "solar_hijri")
#: Letters that the store keeps of a calendar's key, and the last day that every month has
LONGEST_KEY, LAST_COMMON_DAY = 12, 28

Table = Mapping[str, Any]


def read(file: Path) -> Country:
    """The country of a folder; SeedProblem where its file cannot be read or leaves out what it must say."""
    name = f"{file.parent.name}/{file.name}"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedProblem(f"{name} cannot be read: {error}.") from error
    try:
        return _country(table, file.parent, name)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise SeedProblem(f"{name} is not as it should be: {error!r}.") from error


def _country(table: Table, folder: Path, name: str) -> Country:
    missing = [key for key in ("code", "calendar") if key not in table]
    if missing:
        raise SeedProblem(f"{name} does not say {', '.join(missing)}.")
    code = table["code"]
    if not (
        isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()
    ):
        raise SeedProblem(f"{name}: code is {code!r}, not two capital letters.")
    calendar, own = _calendar(table["calendar"], name)
    return Country(
        code=code,
        folder=folder,
        calendar=calendar,
        own_calendar=own,
        un_number=int(table.get("un_number", 0)),
        languages=tuple(table.get("languages", ())),
        readers=tuple(table.get("readers", ())),
        office_key=str(table.get("office_key", "own")),
        office_names=dict(table.get("office", {})),
        legal_days=dict(table.get("legal_days", {})),
        reasons={measure: _english(text) for measure, text in table.get("reasons", {}).items()},
        limits=tuple(_english(text) for text in table.get("limits", ())),
        breaks=_breaks(table.get("breaks", ())),
        identity_numbers=tuple(_identity_number(row, name) for row in table.get("identity_numbers", ())),
        translations=_translations(table),
        attribution=dict(table.get("boundaries", {}).get("attribution", {})),
        names={area: tuple(names) for area, names in table.get("names", {}).items()},
        county_names=dict(table.get("county_names", {})),
        regions=tuple(table.get("regions", ())),
        former={row["name"]: (row["into"], row["until"]) for row in table.get("former", ())},
        base_population=dict(table.get("base_population", {})),
        **_of_sources(table),
    )


def _of_sources(table: Table) -> dict[str, Any]:
    sources, years, sample = (table.get(part, {}) for part in ("sources", "years", "sample"))
    return {
        "offices": tuple(sources.get("offices", ())),
        "age_patterns": tuple(sources.get("age_patterns", ())),
        "register_rates": bool(sources.get("rates_are_of_a_register", False)),
        "survey_rates": bool(sources.get("rates_are_of_surveys", False)),
        "expected_deaths": str(sources.get("expected_deaths", "")),
        "exceptional_years": tuple(years.get("exceptional", ())),
        "census_year": int(years.get("census", 0)),
        "sample": sample["asked"] / sample["people"] if sample else 0.0,
    }


def _breaks(rows: list[Table] | tuple[()]) -> dict[str, dict[int, str]]:
    """Measure -> year -> why"""
    breaks: dict[str, dict[int, str]] = {}
    for row in rows:
        for measure in row["measures"]:
            breaks.setdefault(measure, {})[int(row["year"])] = _english(row["reason"])
    return breaks


def _english(text: str | Table) -> str:
    """A text for readers in English, whether it is said in English alone or by language."""
    return text if isinstance(text, str) else str(text["en"])


def _translations(table: Table) -> dict[str, dict[str, str]]:
    """English text -> language -> the same text, of those that the folder says by language"""
    texts = [
        *table.get("reasons", {}).values(),
        *table.get("limits", ()),
        *(row["reason"] for row in table.get("breaks", ())),
        *(row["name"] for row in table.get("identity_numbers", ())),
    ]
    return {_english(text): dict(text) for text in texts if not isinstance(text, str)}


def _identity_number(row: Table, name: str) -> IdentityNumber:
    number = IdentityNumber(
        name=_english(row["name"]),
        digits=int(row["digits"]),
        shortest=int(row.get("shortest", row["digits"])),
        begins=tuple(row.get("begins", ())),
        continuation=str(row.get("continuation", "")),
        check=str(row.get("check", "none")),
        headings=tuple(row.get("headings", ())),
    )
    if number.check not in CHECKS:
        raise SeedProblem(
            f"{name}: an identity number is checked by one of {', '.join(CHECKS)}, not {number.check!r}."
        )
    if not SHORTEST <= number.shortest <= number.digits <= LONGEST:
        raise SeedProblem(
            f"{name}: an identity number has {SHORTEST} to {LONGEST} digits, not {number.shortest} to {number.digits}."
        )
    starts = (*number.begins, number.continuation or "0")
    if (
        not all(start.isascii() and start.isdigit() for start in starts)
        or len({*map(len, number.begins)}) > 1
    ):
        raise SeedProblem(f"{name}: an identity number begins with digits, all beginnings of one length.")
    if number.check == "none" and not number.begins:
        raise SeedProblem(f"{name}: an identity number is told by its beginnings, or by a check.")
    return number


def _calendar(value: str | Table, name: str) -> tuple[str, CountryCalendar | None]:
    """The key of a built-in calendar, or of the one that the table declares."""
    if isinstance(value, str):
        if value in BUILT_IN:
            return value, None
        raise SeedProblem(
            f"{name}: calendar is {value!r}, which is none of {', '.join(BUILT_IN)}; declare it as [calendar]."
        )
    missing = [key for key in ("key", "number", "begins") if key not in value]
    if missing:
        raise SeedProblem(f"{name}: [calendar] does not say {', '.join(missing)}.")
    month, day = (int(part) for part in value["begins"].split("-"))
    key = value["key"]
    if not (key.isidentifier() and key.isascii()) or len(key) > LONGEST_KEY or key in BUILT_IN:
        raise SeedProblem(
            f"{name}: the calendar's key is {key!r}, not at most {LONGEST_KEY} letters of its own."
        )
    if not (1 <= month <= 12 and 1 <= day <= LAST_COMMON_DAY):
        raise SeedProblem(
            f"{name}: the calendar begins on {value['begins']!r}, not a month and a day up to {LAST_COMMON_DAY} such as 09-11."
        )
    return key, CountryCalendar(key, int(value["number"]), (month, day), dict(value.get("names", {})))
