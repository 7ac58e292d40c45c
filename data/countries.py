"""The countries whose folders stand in ``data/seed``, or in the folder that RASAD_SEED names.

No country's name stands in code: adding a country is adding a folder with ``country.toml`` and its tables. What a
country's file may say is listed with `data.country.Country`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from data import country_file
from data.country import Country
from data.country_calendar import CountryCalendar
from data.problems import SeedProblem

__all__ = [
    "Country",
    "countries",
    "country",
    "country_with_calendar",
    "country_with_reader",
    "declared_calendar",
    "first_country",
    "own_calendars",
    "seed_folder",
    "translations",
]

SEED = Path(__file__).parent / "seed"
#: Names a folder of countries that is read in place of the one that comes with the program
SEED_FOLDER = "RASAD_SEED"


def seed_folder() -> Path:
    """The folder that holds the countries' folders."""
    return Path(os.environ.get(SEED_FOLDER) or SEED)


def countries(folder: Path | None = None) -> Mapping[str, Country]:
    """Code -> country, in the order of the folders' names; SeedProblem where a folder cannot be read."""
    return _countries(folder or seed_folder())


def country(code: str) -> Country:
    """The country of a code; KeyError where no folder has it."""
    return countries()[code]


def first_country() -> str:
    """The country of the first folder: a guess where neither a file nor a reader says which is meant."""
    return next(iter(countries()))


def country_with_reader(reader: str) -> str:
    """The country whose folder says that only its offices print the files of a reader; '' where none does."""
    return next((each.code for each in countries().values() if reader in each.readers), "")


def country_with_calendar(calendar: str) -> str:
    """The first country whose office counts years in a calendar; '' where none does."""
    return next((each.code for each in countries().values() if each.calendar == calendar), "")


def declared_calendar(code: str) -> str:
    """The key of the calendar that a country's folder declares; '' where it declares none, or no folder has the code."""
    listed = countries().get(code)
    return listed.own_calendar.key if listed and listed.own_calendar else ""


def translations(language: str) -> dict[str, str]:
    """English text -> the same in a language, of the texts that the countries' folders say by language."""
    return {
        english: texts[language]
        for each in countries().values()
        for english, texts in each.translations.items()
        if language in texts
    }


def own_calendars() -> dict[str, CountryCalendar]:
    """Key -> calendar, of those that a country's folder declares."""
    own = [each.own_calendar for each in countries().values() if each.own_calendar]
    return {calendar.key: calendar for calendar in own}


@lru_cache(maxsize=8)  # of no release: the folder changes with the program
def _countries(folder: Path) -> Mapping[str, Country]:
    listed: dict[str, Country] = {}
    for file in sorted(folder.glob(f"*/{country_file.FILE}")):
        each = country_file.read(file)
        if each.code in listed:
            raise SeedProblem(f"{file.parent.name} and {listed[each.code].folder.name} both are {each.code}.")
        listed[each.code] = each
    nameless = [
        file.parent.name
        for file in folder.glob("*/areas.csv")
        if not (file.parent / country_file.FILE).exists()
    ]
    if nameless:
        raise SeedProblem(
            f"{nameless[0]}/{country_file.FILE} is missing from {folder}, where its tables are."
        )
    if not listed:
        raise SeedProblem(f"{folder} has no folder of a country: none there holds {country_file.FILE}.")
    return listed
