"""One sheet of an Iranian census workbook: its county, and persons by residence, sex and age."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from data.ingest.readers.figures import NotANumber, figure
from data.ingest.readers.provenance import finding
from data.ingest.readers.spelling import DIGITS, clean, name_key
from data.ingest.readers.workbooks import Cell, Rows
from data.quality import Finding
from data.sentences import Sentence

AGE = name_key("سن")
RESIDENCES = {"جمع": "all", "نقاط شهری": "urban", "نقاط روستایی": "rural", "غیر ساکن": "unsettled"}
SEXES = {"مرد و زن": "both", "مرد": "male", "زن": "female"}
_RESIDENCE = {name_key(word): value for word, value in RESIDENCES.items()} | {name_key("جمع کل"): "all"}
_SEX = {name_key(word): value for word, value in SEXES.items()} | {name_key("زن و مرد"): "both"}
_TITLE = re.compile(r"\(\s*(?:(\d{4})\s*[:：-]\s*)?([^()]+?)\s*\)\s*$")
_WORDS = {"یکصد": 100, "صد": 100, "نود": 90, "هشتاد": 80}
#: An age label: (lower, width); all ages (0, 0), open ends (n, 0), unknown (-1, 0)
Age = tuple[int, int]
Cells = tuple[list[Age], tuple[tuple[str, str], ...], np.ndarray]


@dataclass(frozen=True, eq=False)
class CensusSheet:
    """A county's table: ``persons`` by age down and (residence, sex) across, as printed. (age, column)"""

    place: str
    title: str
    code: str | None
    county: str
    ages: tuple[Age, ...]
    columns: tuple[tuple[str, str], ...]
    persons: np.ndarray
    findings: tuple[Finding, ...] = ()

    @property
    def single(self) -> np.ndarray:
        """True for single ages, the open end and the unknown: together they are everybody once. (age)"""
        return np.array([width == 1 or (width == 0 and lower != 0) for lower, width in self.ages])

    def column(self, residence: str, sex: str) -> np.ndarray | None:
        """Persons by age, None if the sheet has no such column. (age)"""
        key = (residence, sex)
        return self.persons[:, self.columns.index(key)] if key in self.columns else None

    def single_ages(self) -> pd.DataFrame:
        """Rows by sex and single age: sex, age_lower, age_width, persons"""
        ages = [age for age, single in zip(self.ages, self.single, strict=True) if single]
        parts = []
        for sex in ("female", "male"):
            persons = self.column("all", sex)
            if persons is not None:
                frame = pd.DataFrame(ages, columns=["age_lower", "age_width"])
                parts.append(frame.assign(sex=sex, persons=persons[self.single]).sort_values("age_lower"))
        return (
            pd.concat(parts, ignore_index=True)
            if parts
            else pd.DataFrame(columns=["sex", "age_lower", "persons"])
        )

    def urban_share(self) -> float | None:
        """Percent living in towns, to one decimal."""
        whole, urban = self.column("all", "both"), self.column("urban", "both")
        if (
            whole is None
            or (urban is None and self.column("rural", "both") is None)
            or (0, 0) not in self.ages
        ):
            return None
        total = self.ages.index((0, 0))
        return (
            round(100 * float(urban[total] if urban is not None else 0) / float(whole[total]), 1)
            if whole[total]
            else None
        )


def looks_right(rows: Rows) -> bool:
    """True if the first rows hold «سن» and, under it or beside it, the headings of residence and sex."""
    head = _heading(rows)
    if head is None:
        return False
    keys = {name_key(str(cell)) for row in rows[head : head + 3] for cell in row}
    return len(keys & set(_RESIDENCE)) >= 2 and len(keys & set(_SEX)) == 3


def read_sheet(rows: Rows, place: str) -> CensusSheet | Finding:
    """The sheet, or why it is not one."""
    head = _heading(rows)
    if head is None or not looks_right(rows):
        return finding(
            "sheets are recognised",
            "warning",
            "file",
            Sentence(
                "{where}: no heading «سن» with residence and sex beside it was found, so the sheet was left out.",
                where=place,
            ),
        )
    title = next((str(cell) for row in rows[:head] for cell in row if str(cell).strip()), "")
    named = _TITLE.search(title.translate(DIGITS).strip())
    county = (
        clean(named[2])
        if named
        else clean(place.rsplit("sheet ", 1)[-1].translate(DIGITS).strip("0123456789"))
    )
    cells = _cells(rows, head, place)
    if isinstance(cells, Finding):
        return cells
    ages, columns, persons = cells
    if not ages or ("all", "female") not in columns or ("all", "male") not in columns:
        sentence = Sentence(
            "{where}: under its headings there is no row of an age, or no women or men, so it was left out.",
            where=place,
        )
        return finding("sheets are recognised", "error", "file", sentence)
    distinct, repeats = _without_repeats(ages, persons, place)
    return CensusSheet(
        place,
        title,
        named[1] if named else None,
        county,
        tuple(ages[line] for line in distinct),
        columns,
        persons[distinct],
        repeats,
    )


def _heading(rows: Rows) -> int | None:
    return next(
        (i for i, row in enumerate(rows[:12]) if any(name_key(str(cell)) == AGE for cell in row)), None
    )


def _columns(rows: Rows, head: int) -> dict[int, tuple[str, str]]:
    """Column -> (residence, sex). A merged heading stands over the columns to its right until the next."""
    columns, residence = {}, None
    for number in range(max(len(row) for row in rows[head : head + 2])):
        over = _cell_text(rows[head], number)
        residence = _RESIDENCE.get(name_key(over), None if name_key(over) else residence)
        sex = _SEX.get(name_key(_cell_text(rows[head + 1], number)))
        if residence and sex:
            columns[number] = (residence, sex)
    return columns


def _cell_text(row: list[Cell], number: int) -> str:
    return str(row[number]) if number < len(row) else ""


def _cells(rows: Rows, head: int, place: str) -> Cells | Finding:
    columns = _columns(rows, head)
    at_age = next(
        column_number for column_number, cell in enumerate(rows[head]) if name_key(str(cell)) == AGE
    )
    ages, lines = [], []
    for number, row in enumerate(rows[head + 2 :], start=head + 3):
        label = _cell_text(row, at_age)
        age = age_of(label)
        if age is None:
            continue
        try:
            lines.append(
                [
                    figure(row[column_number] if column_number < len(row) else None) or 0.0
                    for column_number in columns
                ]
            )
        except NotANumber as error:
            return finding(
                "cells hold numbers",
                "error",
                "population",
                Sentence(
                    "{where}, row {row_number} ({label}): {reason}. The county was left out.",
                    where=place,
                    row_number=number,
                    label=clean(label),
                    reason=error.sentence,
                ),
            )
        ages.append(age)
    return ages, tuple(columns.values()), np.array(lines).reshape(len(ages), len(columns))


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


def age_words(lower: int, width: int) -> Sentence:
    """The age as a finding says it."""
    if width > 1:
        return Sentence("ages {first_age} to {last_age}", first_age=lower, last_age=lower + width - 1)
    if width:
        return Sentence("age {first_age}", first_age=lower)
    if lower <= 0:
        return Sentence("unknown age" if lower else "all ages")
    return Sentence("ages {first_age} and over", first_age=lower)


def _without_repeats(
    ages: list[Age], persons: np.ndarray, place: str
) -> tuple[list[int], tuple[Finding, ...]]:
    """The open end and the unknown stand twice in 1390, as the last group and as the last single age."""
    first: dict[Age, int] = {}
    findings = []
    for line, age in enumerate(ages):
        if first.setdefault(age, line) != line and (persons[first[age]] != persons[line]).any():
            sentence = Sentence(
                "{where}: {ages} stands twice with two different numbers; the first was kept.",
                where=place,
                ages=age_words(*age),
            )
            findings.append(finding("keys are unique", "error", "population", sentence))
    return list(first.values()), tuple(findings)
