"""One sheet of an Iranian census workbook: its county, and persons by residence, sex and age."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.papers import finding
from data.ingest.readers.spelling import DIGITS, clean, name_key
from data.ingest.readers.workbooks import Cell, Rows
from data.quality import Finding

AGE = name_key("سن")
RESIDENCES = {"جمع": "all", "نقاط شهری": "urban", "نقاط روستایی": "rural", "غیر ساکن": "unsettled"}
SEXES = {"مرد و زن": "both", "مرد": "male", "زن": "female"}
_RESIDENCE = {name_key(word): value for word, value in RESIDENCES.items()} | {name_key("جمع کل"): "all"}
_SEX = {name_key(word): value for word, value in SEXES.items()} | {name_key("زن و مرد"): "both"}
_TITLE = re.compile(r"\(\s*(?:(\d{4})\s*[:：-]\s*)?([^()]+?)\s*\)\s*$")
_WORDS = {"یکصد": 100, "صد": 100, "نود": 90, "هشتاد": 80}
#: An age label: (lower, width); all ages (0, 0), open ends (n, 0), unknown (-1, 0)
Age = tuple[int, int]


@dataclass(frozen=True, eq=False)
class CensusSheet:
    """A county's table: persons by (age_lower, age_width) down and (residence, sex) across, as printed."""

    where: str
    title: str
    code: str | None
    county: str
    persons: pd.DataFrame
    findings: tuple[Finding, ...] = ()

    def single_ages(self) -> pd.DataFrame:
        """Rows by sex and single age, the open end and unknown: every person once. sex, ages, persons"""
        wide = self.persons.loc[_is_single(self.persons), "all"][["female", "male"]]
        long = wide.reset_index().melt(["age_lower", "age_width"], var_name="sex", value_name="persons")
        return long.sort_values(["sex", "age_lower"], ignore_index=True)

    def urban_share(self) -> float | None:
        """Percent living in towns, to one decimal."""
        if (0, 0) not in self.persons.index or not {"urban", "rural"} & set(
            self.persons.columns.get_level_values(0)
        ):
            return None
        everyone = self.persons.loc[[(0, 0)]].iloc[0].to_dict()
        whole = float(everyone["all", "both"])
        return round(100 * float(everyone.get(("urban", "both"), 0)) / whole, 1) if whole else None


def _is_single(persons: pd.DataFrame) -> np.ndarray:
    lower, width = (persons.index.get_level_values(level).to_numpy() for level in (0, 1))
    single: np.ndarray = (width == 1) | ((width == 0) & (lower != 0))
    return single


def looks_right(rows: Rows) -> bool:
    """True if the first rows hold «سن» and, under it or beside it, the headings of residence and sex."""
    head = _heading(rows)
    if head is None:
        return False
    keys = {name_key(str(cell)) for row in rows[head : head + 3] for cell in row}
    return len(keys & set(_RESIDENCE)) >= 2 and len(keys & set(_SEX)) == 3


def read_sheet(rows: Rows, where: str) -> CensusSheet | Finding:
    """The sheet, or why it is not one."""
    head = _heading(rows)
    if head is None or not looks_right(rows):
        return finding(
            "sheets are recognised",
            "warning",
            "file",
            f"{where}: no heading «سن» with residence and sex beside it was found, so the sheet was left out",
        )
    title = next((str(cell) for row in rows[:head] for cell in row if str(cell).strip()), "")
    named = _TITLE.search(title.translate(DIGITS).strip())
    county = (
        clean(named[2])
        if named
        else clean(where.rsplit("sheet ", 1)[-1].translate(DIGITS).strip("0123456789"))
    )
    cells = _cells(rows, head, where)
    if isinstance(cells, Finding):
        return cells
    persons, repeats = _without_repeats(cells, where)
    return CensusSheet(where, title, named[1] if named else None, county, persons, repeats)


def _heading(rows: Rows) -> int | None:
    return next(
        (i for i, row in enumerate(rows[:12]) if any(name_key(str(cell)) == AGE for cell in row)), None
    )


def _columns(rows: Rows, head: int) -> dict[int, tuple[str, str]]:
    """Column -> (residence, sex). A merged heading stands over the columns to its right until the next."""
    columns, residence = {}, None
    for at in range(max(len(row) for row in rows[head : head + 2])):
        over = _at(rows[head], at)
        residence = _RESIDENCE.get(name_key(over), None if name_key(over) else residence)
        sex = _SEX.get(name_key(_at(rows[head + 1], at)))
        if residence and sex:
            columns[at] = (residence, sex)
    return columns


def _at(row: list[Cell], at: int) -> str:
    return str(row[at]) if at < len(row) else ""


def _cells(rows: Rows, head: int, where: str) -> pd.DataFrame | Finding:
    columns = _columns(rows, head)
    at_age = next(at for at, cell in enumerate(rows[head]) if name_key(str(cell)) == AGE)
    ages, found = [], []
    for number, row in enumerate(rows[head + 2 :], start=head + 3):
        label = _at(row, at_age)
        age = age_of(label)
        if age is None:
            continue
        try:
            found.append([figure(row[at] if at < len(row) else None) or 0.0 for at in columns])
        except NotANumber as error:
            return finding(
                "cells hold numbers",
                "error",
                "population",
                f"{where}, row {number} ({clean(label)}): {error}. The county was left out",
            )
        ages.append(age)
    index = pd.MultiIndex.from_tuples(ages, names=["age_lower", "age_width"])
    across = pd.MultiIndex.from_tuples(list(columns.values()), names=["residence", "sex"])
    return pd.DataFrame(found, index=index, columns=across)


@cache
def age_of(label: str) -> Age | None:
    """«تمامی سنین», «0-4 ساله», «کمتر از یک ساله», «7 ساله», «صد ساله و بیشتر», «نامشخص»; None for a note."""
    text = clean(label).translate(DIGITS)
    key = name_key(text)
    if not key:
        return None
    if key.startswith(name_key("تمامی سنین")) or key in (name_key("جمع"), name_key("کل سنین")):
        return 0, 0
    if name_key("نامشخص") in key or name_key("اظهار نشده") in key:
        return -1, 0
    if key.startswith(name_key("کمتر از")):
        return 0, 1
    numbers = [int(one) for one in re.findall(r"\d+", text)] or [
        n for word, n in _WORDS.items() if word in text
    ][:1]
    if not numbers or numbers[0] > 130:
        return None
    if name_key("بیشتر") in key or name_key("بالاتر") in key or text.endswith("+"):
        return numbers[0], 0
    if len(numbers) == 2:
        low, high = sorted(numbers)  # right-to-left typing swaps the ends of a range
        return low, high - low + 1
    return (numbers[0], 1) if name_key("سال") in key or text.isdigit() else None


def parts_that_do_not_sum(sheet: CensusSheet) -> Iterator[Finding]:
    """Groups against their single ages, sexes against both, residence against all: only where they differ."""
    persons = sheet.persons
    residences = [one for one in persons.columns.get_level_values(0).unique() if one != "all"]
    for residence in ("all", *residences):
        if {"female", "male", "both"} <= set(persons[residence]):
            yield from _gaps(
                sheet, persons[residence]["both"], persons[residence][["male", "female"]], residence
            )
    if residences:
        parts = persons.loc[:, [(residence, "both") for residence in residences]].droplevel("sex", axis=1)
        yield from _gaps(sheet, persons["all"]["both"], parts, "both sexes")
    yield from _groups(sheet)


def _gaps(sheet: CensusSheet, whole: pd.Series, parts: pd.DataFrame, of: str) -> Iterator[Finding]:
    gap = (parts.sum(axis=1) - whole).to_numpy()
    for at in np.flatnonzero(gap):
        shown = " + ".join(f"{name} {value:,.0f}" for name, value in parts.iloc[at].items())
        age = _age_words(*whole.index[int(at)])
        yield _differs(sheet, f"{age}, {of}: {shown} is not {whole.iloc[at]:,.0f} ({gap[at]:+,.0f})")


def _groups(sheet: CensusSheet) -> Iterator[Finding]:
    single = _is_single(sheet.persons)
    lower = sheet.persons.index.get_level_values(0).to_numpy()
    values = sheet.persons.to_numpy()
    for at in np.flatnonzero(~single):
        start, width = sheet.persons.index[int(at)]
        members = single & (lower >= start) & (lower < start + width) if width else single
        gap = values[members].sum(axis=0) - values[at]
        for column in np.flatnonzero(gap):
            printed, of = values[at, column], ", ".join(sheet.persons.columns[int(column)])
            yield _differs(
                sheet,
                f"{_age_words(start, width)} ({of}) is printed as {printed:,.0f}, its single ages sum to "
                f"{printed + gap[column]:,.0f} ({gap[column]:+,.0f})",
            )


def _without_repeats(persons: pd.DataFrame, where: str) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """The open end and the unknown stand twice in 1390, as the last group and as the last single age."""
    again = persons.index.duplicated()
    first = persons[~again]
    different = (first.loc[persons.index[again]].to_numpy() != persons[again].to_numpy()).any(axis=1)
    found = [
        finding(
            "keys are unique",
            "error",
            "population",
            f"{where}: {_age_words(*age)} stands twice with two different numbers; the first was kept",
        )
        for age in persons.index[again][different]
    ]
    return first, tuple(found)


def _age_words(lower: int, width: int) -> str:
    if width:
        return f"ages {lower} to {lower + width - 1}" if width > 1 else f"age {lower}"
    return {0: "all ages", -1: "unknown age"}.get(lower, f"ages {lower} and over")


def _differs(sheet: CensusSheet, what: str) -> Finding:
    return finding("parts sum to the whole", "warning", "population", f"{sheet.where}: {what}")
