"""What is true of a country, read from ``country.toml`` in its folder: calendar, offices, years out of the ordinary.

No country's name stands in code: adding a country is adding a folder to ``data/seed`` (or to the folder that
RASAD_SEED names).
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.columns import CALENDARS
from data.problems import SeedProblem

SEED = Path(__file__).parent / "seed"
#: Names a folder of countries that is read in place of the one that comes with the program
SEED_FOLDER = "RASAD_SEED"
FILE = "country.toml"


@dataclass(frozen=True)
class Country:
    """One country's folder.

    offices: its own, the more trusted first. age_patterns: sources that serve for their ages alone. register_rates:
    whether the rates that its offices print are a register's events over the people. expected_deaths: the source of the
    death rates that its register is measured against, empty where any will do. exceptional_years: first Gregorian
    years of yearly death rates that no path passes through. census_year: the last, in its calendar; 0 where none is
    said. sample: part of the people whom a census asked about deaths; 0 where there is none.
    """

    code: str
    folder: Path
    calendar: str
    offices: tuple[str, ...] = ()
    age_patterns: tuple[str, ...] = ()
    register_rates: bool = False
    expected_deaths: str = ""
    exceptional_years: tuple[int, ...] = ()
    census_year: int = 0
    sample: float = 0.0


def seed_folder() -> Path:
    """The folder that holds the countries' folders."""
    return Path(os.environ.get(SEED_FOLDER) or SEED)


def countries(folder: Path | None = None) -> Mapping[str, Country]:
    """Code -> country, in the order of the folders' names; SeedProblem where a folder cannot be read."""
    return _countries(folder or seed_folder())


def country(code: str) -> Country:
    """The country of a code; KeyError where no folder has it."""
    return countries()[code]


@lru_cache(maxsize=8)  # of no release: the folder changes with the program
def _countries(folder: Path) -> Mapping[str, Country]:
    read = [_read(file) for file in sorted(folder.glob(f"*/{FILE}"))]
    return {each.code: each for each in read}


def _read(file: Path) -> Country:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedProblem(f"{file.parent.name}/{FILE} cannot be read: {error}.") from error
    return _country(table, file)


def _country(table: Mapping[str, Any], file: Path) -> Country:
    file_name = f"{file.parent.name}/{FILE}"
    missing = [key for key in ("code", "calendar") if not isinstance(table.get(key), str)]
    if missing:
        raise SeedProblem(f"{file_name} does not say {', '.join(missing)}.")
    code, calendar = table["code"], table["calendar"]
    if not (len(code) == 2 and code.isalpha() and code.isupper()):
        raise SeedProblem(f"{file_name}: code is {code!r}, not two capital letters.")
    if calendar not in CALENDARS:
        raise SeedProblem(f"{file_name}: calendar is {calendar!r}, which is none of {', '.join(CALENDARS)}.")
    sources, years, sample = (table.get(part, {}) for part in ("sources", "years", "sample"))
    return Country(
        code=code,
        folder=file.parent,
        calendar=calendar,
        offices=tuple(sources.get("offices", ())),
        age_patterns=tuple(sources.get("age_patterns", ())),
        register_rates=bool(sources.get("rates_are_of_a_register", False)),
        expected_deaths=str(sources.get("expected_deaths", "")),
        exceptional_years=tuple(years.get("exceptional", ())),
        census_year=int(years.get("census", 0)),
        sample=sample["asked"] / sample["people"] if sample else 0.0,
    )
