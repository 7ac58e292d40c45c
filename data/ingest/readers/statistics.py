"""A statistical table as a long list of cells, whatever file it came from, made into rows of the store.

PxWeb's CSV and JSON-stat hold the same thing: dimensions whose values are words («Ha Noi», «Prel. 2016», «Female»,
«Crude birth rate»). Here the words are understood; the readers only take files apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from data.countries import countries, country_with_reader, first_country
from data.ingest.readers.gazetteer import area_named, country_of
from data.ingest.readers.periods import YEAR, calendar_of
from data.ingest.readers.spelling import DIGITS, name_key

#: What marks a year, or a cell, that the office may still change
_PRELIMINARY = re.compile(
    r"\b(prel(iminary)?|prov(isional)?|est(imated|imate)?|sơ bộ|so bo|مقدماتی|موقت)\b[._ ]*", re.IGNORECASE
)
SEX_WORDS = {"male": "male", "males": "male", "nam": "male", "مرد": "male", "men": "male"} | {
    "female": "female",
    "females": "female",
    "nu": "female",
    "زن": "female",
    "women": "female",
}
RESIDENCE_WORDS = {
    "urban": "urban",
    "thanhthi": "urban",
    "شهری": "urban",
    "نقاطشهری": "urban",
    "rural": "rural",
    "nongthon": "rural",
    "روستایی": "rural",
    "نقاطروستایی": "rural",
}
TOTAL_WORDS = frozenset({"total", "tongso", "جمع", "whole", "bothsexes", "all", "chung", "general", "کل"})
#: Levels of court: the total is the figure, its parts have no place in the store
PART_WORDS = ("provinciallevel", "districtlevel")


@dataclass(frozen=True)
class Meaning:
    """What one word of one dimension says. Empty where it says nothing of the kind."""

    area: str = ""
    place: str = ""
    year: int = 0
    provisional: int = 0
    sex: str = ""
    residence: str = ""
    item: str = ""
    part: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A title and cells: one column a dimension, then ``value`` (None for no figure) and ``provisional``."""

    title: str
    cells: pd.DataFrame

    @property
    def subject(self) -> str:
        """The title without the list of dimensions PxWeb puts at its end: « by Cities, provinces and Year»."""
        before, _, dimensions = self.title.rpartition(" by ")
        listed = before and any(
            name_key(one) in name_key(dimensions) for one in self.dimensions if one.strip()
        )
        return before if listed else self.title

    @property
    def dimensions(self) -> list[str]:
        """The columns that are dimensions."""
        return [column for column in self.cells.columns if column not in ("value", "provisional", "text")]


def understand(table: Table) -> tuple[pd.DataFrame, str]:
    """Cells with area, place, year, provisional, sex, residence, item, part and value; and their country."""
    names = {str(word) for name in table.dimensions for word in table.cells[name].unique()}
    country = (
        country_of(_area_words(table))
        or country_of(names)
        or country_with_reader("statistics")
        or first_country()
    )
    merged = pd.DataFrame({"value": table.cells["value"], "mark": table.cells.get("provisional", 0)})
    for column in Meaning.__dataclass_fields__:
        merged[column] = 0 if column in ("year", "provisional") else ""
    for name in table.dimensions:
        is_area = _is_area(name, table.cells[name])
        meanings = {
            word: meaning_of(str(word), country, is_area=is_area) for word in table.cells[name].unique()
        }
        meanings_of_words = pd.DataFrame(
            [vars(meanings[word]) for word in table.cells[name]], index=merged.index
        )
        for column in ("area", "place", "sex", "residence", "part"):
            merged[column] = merged[column].where(merged[column] != "", meanings_of_words[column])
        merged["item"] = (merged["item"] + " " + meanings_of_words["item"]).str.strip()
        for column in ("year", "provisional"):
            merged[column] = merged[[column]].assign(said=meanings_of_words[column]).max(axis=1)
    merged["provisional"] = merged[["provisional", "mark"]].max(axis=1)
    return merged.drop(columns="mark"), country


def _area_words(table: Table) -> set[str]:
    return {
        str(word)
        for name in table.dimensions
        if _is_area(name, table.cells[name])
        for word in table.cells[name].unique()
    }


def _is_area(name: str, words: pd.Series) -> bool:
    key = name_key(name)
    if any(
        word in key for word in ("cit", "provin", "region", "locality", "diaphuong", "tinh", "استان", "area")
    ):
        return True
    distinct = [str(word) for word in words.unique()]
    areas = sum(area_named(word, country) is not None for word in distinct for country in countries())
    return len(distinct) > 2 and areas * 2 > len(distinct)


def meaning_of(word: str, country: str, *, is_area: bool) -> Meaning:
    """A word understood: an area where the dimension is one, else a year, a sex, a residence or an item."""
    plain = word.strip().translate(DIGITS)
    if is_area:
        code = area_named(plain, country)
        return Meaning(area=code or "", place=" ".join(plain.split()))
    provisional = int(bool(_PRELIMINARY.search(plain.replace("_", " "))))
    year = YEAR.search(plain)
    rest = _PRELIMINARY.sub(" ", plain.replace("_", " ")) if provisional else plain
    if year:
        rest = YEAR.sub(" ", rest, count=1).replace("(*)", " ")
    key = name_key(rest)
    meaning = Meaning(year=int(year[1]) if year else 0, provisional=provisional)
    if key in SEX_WORDS:
        return Meaning(**{**vars(meaning), "sex": SEX_WORDS[key]})
    if key in RESIDENCE_WORDS:
        return Meaning(**{**vars(meaning), "residence": RESIDENCE_WORDS[key]})
    if key in PART_WORDS:
        return Meaning(**{**vars(meaning), "part": " ".join(rest.split())})
    if not key or key in TOTAL_WORDS or area_named(rest, country) == country:
        return meaning
    return Meaning(**{**vars(meaning), "item": " ".join(rest.replace("_", " ").split())})


def calendars(years: set[int]) -> set[str]:
    """The calendars the years can belong to."""
    return {calendar for year in years if (calendar := calendar_of(year))}
