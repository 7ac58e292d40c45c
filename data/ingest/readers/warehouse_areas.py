"""Districts and wards of the census warehouse: the workbooks print names only, so codes are found or made."""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256

import pandas as pd

from data.countries import country_with_reader
from data.ingest.readers.gazetteer import area_named, districts
from data.ingest.readers.provenance import rows
from data.ingest.readers.spelling import name_key, without_marks

_TYPES = ("Thành phố", "Thị xã", "Huyện", "Quận", "Thị trấn", "Phường", "Xã")
_ENGLISH = {
    "Thành phố": "city",
    "Thị xã": "town",
    "Huyện": "district",
    "Quận": "urban district",
    "Thị trấn": "township",
    "Phường": "ward",
    "Xã": "commune",
}
COUNTRY = country_with_reader("warehouse")
#: Districts ended with June 2025; wards were drawn anew the next day
LAST_DAY = "2025-06-30"


def tidy(name: str) -> str:
    """The name as printed, composed letters, one space between words."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def province_code(name: str) -> str | None:
    """Area code of a province under the warehouse's spelling."""
    return area_named(tidy(name), COUNTRY)


@cache
def _district_codes() -> dict[tuple[str, str], str]:
    listed = districts()
    return {
        (str(row.province), _key(str(row.name_vi))): str(row.office_code) for row in listed.itertuples()
    } | _unambiguous(listed)


def _unambiguous(listed: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Bare names that only one district of the province bears: it may have become a town since."""
    bare = listed.assign(bare=[name_key(_bare(name)) for name in listed["name_vi"]])
    distinct = bare[~bare.duplicated(["province", "bare"], keep=False)]
    return {(str(row.province), str(row.bare)): str(row.office_code) for row in distinct.itertuples()}


def _key(name: str) -> str:
    """Without marks, which sit on either vowel of a pair («hoá», «hóa»); the type in front keeps homonyms apart."""
    return name_key(tidy(name)).replace("y", "i")


def _bare(name: str) -> str:
    word = next((word for word in _TYPES if name.lower().startswith(word.lower() + " ")), "")
    rest = name[len(word) :].strip()
    return name if rest.isdigit() else rest


def district_code(province: str, name: str) -> str | None:
    """Office code of a district of the province, None if no list has it."""
    codes = _district_codes()
    number = province.removeprefix(COUNTRY)
    return codes.get((number, _key(name))) or codes.get((number, name_key(_bare(tidy(name)))))


def code_from_names(parent: str, name: str, attempts: int = 0) -> str:
    """A code for a ward without one: its district's and six letters of a digest of its name. The same name in the
    same district always gets the same code; a second ward of that name gets another."""
    digest = sha256(f"{tidy(name).lower()}{'' if not attempts else f' {attempts}'}".encode()).hexdigest()[:6]
    return f"{parent}-{digest}"


def in_english(name: str) -> str:
    """«Phường Phúc Xá» -> «Phuc Xa ward»; a number stays behind its type: «Quận 1» -> «Urban district 1»."""
    name = tidy(name)
    word = next((word for word in _TYPES if name.lower().startswith(word.lower() + " ")), "")
    rest = without_marks(name[len(word) :].strip())
    if not word:
        return rest
    return f"{_ENGLISH[word].capitalize()} {rest}" if rest.isdigit() else f"{rest} {_ENGLISH[word]}"


def area_row(code: str, parent: str, level: str, name: str) -> dict[str, object]:
    """A district or ward as a row of the store. Its Persian name is the Latin one: no transliteration is official."""
    latin = in_english(name)
    office = code.removeprefix(COUNTRY) if "-" not in code else ""
    ends = (
        districts().set_index("office_code")["valid_to"].get(office, LAST_DAY)
        if level == "district"
        else LAST_DAY
    )
    return {
        "area": code,
        "country": COUNTRY,
        "parent": parent,
        "level": level,
        "office_code": office,
        "iso_3166_2": "",
        "region": "",
        "name_en": latin,
        "name_fa": latin,
        "name_vi": tidy(name),
        "valid_from": None,
        "valid_to": pd.Timestamp(ends).date(),
    }


def area_table(areas: list[dict[str, object]]) -> pd.DataFrame:
    """Rows of the area table, parents before their parts."""
    frame = pd.DataFrame(areas)
    order = frame["level"].map({"district": 0, "commune": 1})
    return rows("area", frame.assign(order=order).sort_values(["order", "area"]).drop(columns="order"))
