"""Names of areas to codes: provinces and counties from the seed tables, districts from the list here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from data.countries import countries, country, country_with_reader
from data.ingest.readers.spelling import name_key
from data.ingest.seed import country_table
from data.names import language_columns

FOLDER = Path(__file__).parent

_PREFIX = re.compile(r"^(tinh|thanhpho|tp|استان|ostan|provinceof|province)(?=.{3})")
_SUFFIX = re.compile(r"(province|city)$")


@dataclass(frozen=True)
class Former:
    """An area that is part of another today: its figures are not the other's."""

    name: str
    into: str
    until: date


FORMER = {
    name_key(name): Former(name, into, until)
    for each in countries().values()
    for name, (into, until) in each.former.items()
}


@cache
def seed_areas() -> pd.DataFrame:
    """Areas of the seed tables: area, country, parent, level, names by language, valid_from, valid_to"""
    return country_table("areas.csv")


@cache
def _names(code: str) -> dict[str, list[tuple[str, str, str]]]:
    """Key -> every area that bears the name: (code, valid from, valid to), blank where the map did not change."""
    areas = seed_areas()
    languages = list(language_columns(list(areas.columns), "name").values())
    upper = areas["level"].isin(("nation", "province"))
    areas_by_name: dict[str, list[tuple[str, str, str]]] = {}
    for row in areas[(areas["country"] == code) & upper].to_dict("records"):
        entry = (row["area"], row["valid_from"], row["valid_to"])
        other_names = country(code).names.get(row["area"], ())
        named = (*(row[column] for column in languages), *other_names)
        for name in {name_key(name) for name in named if name}:
            areas_by_name.setdefault(name, []).append(entry)
    return areas_by_name


def area_named(name: str, country: str, *, on: date | None = None) -> str | None:
    """The nation or province of that name, under any spelling known; the one that stood on the day if two did."""
    names = _names(country)
    key = name_key(name)
    area = next(
        (names[one] for one in (key, _PREFIX.sub("", key), _SUFFIX.sub("", key)) if one in names), None
    )
    if not area:
        return None
    day = on.isoformat() if on else ""
    standing = [
        code for code, first, last in area if (not last or day <= last) and (not first or first <= day)
    ]
    return (standing or [code for code, _, _ in area])[0]


def country_of(names: Iterable[str]) -> str | None:
    """The country most of whose areas' names these are; None if hardly any is known."""
    distinct = {name for name in names if name_key(name)}
    matches = {code: sum(area_named(name, code) is not None for name in distinct) for code in countries()}
    best = max(matches, key=lambda code: matches[code])
    return best if matches[best] and matches[best] * 3 >= len(distinct - {""}) else None


def is_region(name: str) -> bool:
    """True for a group of provinces that is an attribute of them and no area of the store."""
    return name_key(name) in _regions()


@cache
def _regions() -> frozenset[str]:
    return frozenset(name_key(name) for each in countries().values() for name in each.regions)


@cache
def counties() -> pd.DataFrame:
    """Counties of Iran: office_code (index), name_fa, name_en, valid_from, valid_to (days, or None)"""
    areas = seed_areas()
    listed = areas[(areas["country"] == country_with_reader("iran_census")) & (areas["level"] == "county")]
    listed = listed[["office_code", "name_fa", "name_en", "valid_from", "valid_to"]].set_index("office_code")
    for end in ("valid_from", "valid_to"):
        listed[end] = [date.fromisoformat(day) if day else None for day in listed[end]]
    return listed


@cache
def counties_by_name() -> dict[tuple[str, str], str]:
    """(province code, name key) -> office code of the county"""
    codes = {}
    listed = countries().get(country_with_reader("iran_census"))
    other_names = listed.county_names if listed else {}
    for row in counties().itertuples():
        code = str(row.Index)
        for name in (row.name_fa, row.name_en, other_names.get(code)):
            if name:
                codes[(code[:2], name_key(str(name)))] = code
    return codes


@cache
def districts() -> pd.DataFrame:
    """Districts of Viet Nam at the census of 2019: office_code, province, name_vi, valid_to"""
    return pd.read_csv(FOLDER / "viet_nam_districts.csv", dtype=str, keep_default_na=False)
