"""One country as its folder describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.country_calendar import CountryCalendar
from data.country_identity import IdentityNumber

Texts = Mapping[str, str]


def _table() -> dict[str, str]:
    return {}


@dataclass(frozen=True)
class Country:
    """What is true of a country.

    calendar: key of the one that its office counts years in. own_calendar: where the folder declares it.
    un_number: the United Nations' code, 0 where none is said. readers: readers of files that only its offices print.
    office_key: the prefix of sources of its office's tables. office_names: language -> what that office is called.

    offices: its own, the more trusted first. age_patterns: sources that serve for their ages alone. register_rates:
    whether the rates that its offices print are a register's events over the people; survey_rates: whether they come
    from yearly sample surveys. expected_deaths: the source of the death rates that its register is measured against,
    empty where any will do. exceptional_years: first Gregorian years of yearly death rates that no path passes through.
    census_year: the last, in its calendar; 0 where none is said. sample: part of the people whom a census asked about
    deaths; 0 where there is none. base_population: its method, and part of it -> source, years or day that is taken.

    limits: what readers of its figures keep in mind, in English. legal_days: event -> days that the law allows to register it. reasons: measure -> why it has no figures, or none for
    provinces, in English. breaks: measure -> year -> why it cannot be compared with those before, in English.
    attribution: language -> whose boundaries the map's are. names: area -> other spellings in files.
    county_names: office code -> another name of a county. regions: names of groups of provinces in tables, not areas.
    former: name of an area that is part of another today -> that area, and its last day. identity_numbers: those that
    its people have, which no file may bring. translations: English text of the folder -> language -> the same text.
    """

    code: str
    folder: Path
    calendar: str
    own_calendar: CountryCalendar | None = None
    un_number: int = 0
    languages: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    office_key: str = "own"
    office_names: Texts = field(default_factory=_table, hash=False)
    offices: tuple[str, ...] = ()
    age_patterns: tuple[str, ...] = ()
    register_rates: bool = False
    survey_rates: bool = False
    expected_deaths: str = ""
    exceptional_years: tuple[int, ...] = ()
    census_year: int = 0
    sample: float = 0.0
    base_population: Mapping[str, object] = field(default_factory=dict, hash=False)
    legal_days: Mapping[str, int] = field(default_factory=dict, hash=False)
    reasons: Texts = field(default_factory=_table, hash=False)
    limits: tuple[str, ...] = ()
    breaks: Mapping[str, Mapping[int, str]] = field(default_factory=dict, hash=False)
    attribution: Texts = field(default_factory=_table, hash=False)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    county_names: Texts = field(default_factory=_table, hash=False)
    regions: tuple[str, ...] = ()
    former: Mapping[str, tuple[str, date]] = field(default_factory=dict, hash=False)
    identity_numbers: tuple[IdentityNumber, ...] = ()
    translations: Mapping[str, Texts] = field(default_factory=dict, hash=False)

    @property
    def file(self) -> str:
        """Where all this is said, as problems name it."""
        return f"{self.folder.name}/country.toml"
