"""Names of areas to codes: provinces and counties from the seed tables, districts from the list here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from data.ingest.readers.spelling import name_key
from data.ingest.seed import COUNTRIES, SEED

FOLDER = Path(__file__).parent

#: Old and foreign spellings offices used: key -> code
OTHER_NAMES = {
    "VN": {
        "VN": "whole country|total|ca nuoc|toan quoc|tong so|viet nam",
        "VN79": "Ho Chi Minh|Ho Chi Minh City|TP Ho Chi Minh|HCMC|HCM City|Sai Gon",
        "VN46": "Hue|Thua Thien - Hue",
        "VN66": "Dac Lac|Dak Lac|Daklak|Dac Lak",
        "VN67": "Dac Nong|Dak Nong|Daknong",
        "VN06": "Bac Can|Backan",
        "VN77": "Ba Ria Vung Tau|Vung Tau - Ba Ria",
        "VN62": "Kontum|Kon Tum",
        "VN11": "Dien Bien Phu",
    },
    "IR": {
        "IR": "whole country|total country|کل کشور|جمع کشور|iran islamic republic of",
        "IR03": "East Azarbaijan|Azarbaijan-e-Sharqi|Azarbayjan-e Sharghi",
        "IR04": "West Azarbaijan|Azarbaijan-e-Gharbi|Azarbayjan-e Gharbi",
        "IR05": "Bakhtaran",
        "IR09": "Khorasan Razavi|Khorasan-e-Razavi",
        "IR10": "Esfahan",
        "IR11": "Sistan va Baluchestan|Sistan & Baluchestan|Sistan and Baluchistan",
        "IR12": "Kordestan",
        "IR13": "Hamedan",
        "IR14": "Chahar Mahall and Bakhtiari|Chaharmahal & Bakhtiari|Chahar Mahaal and Bakhtiari",
        "IR17": "Kohgiluyeh and Buyer Ahmad|Kohgiluyeh & Boyerahmad|Kohgiluyeh va Boyer Ahmad",
        "IR18": "Booshehr",
        "IR24": "Ardebil",
        "IR28": "Khorasan-e-Shomali|Khorasan Shomali",
        "IR29": "Khorasan-e-Jonubi|Khorasan Jonoobi",
    },
}
#: Regions of Viet Nam: an attribute of a province, not areas of the store
REGIONS = frozenset(
    name_key(name)
    for name in [
        "Red River Delta",
        "Northern midlands and mountain areas",
        "Northern Central area and Central coastal area",
        "North Central and Central coastal areas",
        "North Central area and Central coastal area",
        "North Central and South Central Coast",
        "Central Highlands",
        "South East",
        "Mekong River Delta",
        "North East",
        "North West",
        "North Central Coast",
        "South Central Coast",
        "Đồng bằng sông Hồng",
        "Trung du và miền núi phía Bắc",
        "Bắc Trung Bộ và Duyên hải miền Trung",
        "Tây Nguyên",
        "Đông Nam Bộ",
        "Đồng bằng sông Cửu Long",
    ]
)
#: Other names of counties of Iran, among them those of the census of 1390: office code -> name
COUNTY_NAMES = {
    "0104": "تالش",
    "0933": "تخت جلگه",
    "1102": "چاه بهار",
    "1113": "زابلی",
    "1604": "شیروان و چرداول",
    "2108": "صدوق",
}
_PREFIX = re.compile(r"^(tinh|thanhpho|tp|استان|ostan|provinceof|province)(?=.{3})")
_SUFFIX = re.compile(r"(province|city)$")


@dataclass(frozen=True)
class Former:
    """An area that is part of another today: its figures are not the other's."""

    name: str
    into: str
    until: date


FORMER = {name_key("Ha Tay"): Former("Ha Tay", "VN01", date(2008, 7, 31))}


@cache
def seed_areas() -> pd.DataFrame:
    """Areas of the seed tables: area, country, parent, level, names in three languages, valid_from, valid_to"""
    frames = [pd.read_csv(SEED / one / "areas.csv", dtype=str, keep_default_na=False) for one in COUNTRIES]
    return pd.concat(frames, ignore_index=True)


@cache
def _names(country: str) -> dict[str, list[tuple[str, str, str]]]:
    """Key -> every area that bears the name: (code, valid from, valid to), blank where the map did not change."""
    areas = seed_areas()
    upper = areas["level"].isin(("nation", "province"))
    areas_by_name: dict[str, list[tuple[str, str, str]]] = {}
    for row in areas[(areas["country"] == country) & upper].itertuples():
        entry = (str(row.area), str(row.valid_from), str(row.valid_to))
        other_names = OTHER_NAMES[country].get(str(row.area), "").split("|")
        for name in {
            name_key(str(name)) for name in (row.name_en, row.name_fa, row.name_vi, *other_names) if name
        }:
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
    countries = {
        country: sum(area_named(name, country) is not None for name in distinct) for country in OTHER_NAMES
    }
    best = max(countries, key=lambda country: countries[country])
    return best if countries[best] and countries[best] * 3 >= len(distinct - {""}) else None


def is_region(name: str) -> bool:
    """True for a region of Viet Nam, under the names the office used."""
    return name_key(name) in REGIONS


@cache
def counties() -> pd.DataFrame:
    """Counties of Iran: office_code (index), name_fa, name_en, valid_from, valid_to (days, or None)"""
    areas = seed_areas()
    listed = areas[(areas["country"] == "IR") & (areas["level"] == "county")]
    listed = listed[["office_code", "name_fa", "name_en", "valid_from", "valid_to"]].set_index("office_code")
    for end in ("valid_from", "valid_to"):
        listed[end] = [date.fromisoformat(day) if day else None for day in listed[end]]
    return listed


@cache
def counties_by_name() -> dict[tuple[str, str], str]:
    """(province code, name key) -> office code of the county"""
    codes = {}
    for row in counties().itertuples():
        code = str(row.Index)
        for name in (row.name_fa, row.name_en, COUNTY_NAMES.get(code)):
            if name:
                codes[(code[:2], name_key(str(name)))] = code
    return codes


@cache
def districts() -> pd.DataFrame:
    """Districts of Viet Nam at the census of 2019: office_code, province, name_vi, valid_to"""
    return pd.read_csv(FOLDER / "viet_nam_districts.csv", dtype=str, keep_default_na=False)
