"""What the columns of a census warehouse workbook are of: residence, sex, age, size of household."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.ingest.readers.provenance import finding
from data.ingest.readers.spelling import name_key
from data.ingest.readers.workbooks import Rows
from data.quality import Finding
from data.sentences import Sentence

_RESIDENCE = {
    "tongso": "all",
    "thanhthi": "urban",
    "nongthon": "rural",
    "total": "all",
    "urban": "urban",
    "rural": "rural",
}
_SEX = {"nam": "male", "nu": "female", "male": "male", "female": "female"}
_AGE = re.compile(
    r"^(\d{1,3})\s*[-–]\s*(\d{1,3})$|^(\d{1,3})\s*\+$|^(\d{1,3})\s*(?:trở lên|tuổi trở lên)$", re.IGNORECASE
)
_SIZE = re.compile(r"^(\d+)\s*người(\s*trở lên)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """A column of figures: where it stands, and of whom. ``other`` is a heading that means something else."""

    position: int
    place: int
    words: str
    residence: str = "all"
    sex: str = "both"
    age: tuple[int, int] | None = None
    size: int | None = None
    other: str = ""


def residence_of(heading: str) -> str | None:
    """«1. Thành thị (Tổng số)» -> urban; None for anything else."""
    words = re.sub(r"^\d+", "", name_key(heading))
    return _RESIDENCE.get(re.sub(r"(?<=.)tongso$", "", words))


def columns_of(headings: Rows, depth: int) -> list[Column]:
    """The columns right of the names. A heading over several columns stands in the first of them."""
    width = max(len(line) for line in headings)
    over = [""] * len(headings)
    columns: list[Column] = []
    for number in range(depth, width):
        for level, line in enumerate(headings):
            cell = str(line[number]).strip() if number < len(line) else ""
            if cell:
                over[level] = cell
                over[level + 1 :] = [""] * (len(over) - level - 1)
            elif level == len(headings) - 1 and len(headings) > 1 and not _below(headings, number):
                over[level] = ""
        words = " / ".join(one for one in over if one)
        if words:
            columns.append(_column(number, len(columns), [one for one in over if one], words))
    return columns


def _below(headings: Rows, number: int) -> bool:
    return any(number < len(line) and str(line[number]).strip() for line in headings)


def _column(position: int, place: int, over: list[str], words: str) -> Column:
    column = Column(position, place, words)
    for heading in over:
        plain = re.sub(r"^\s*\d+\.\s*", "", heading).strip()
        bare = re.sub(r"\s*\(\s*tổng số\s*\)\s*$", "", plain, flags=re.IGNORECASE)
        if residence := residence_of(heading):
            column = replace(column, residence=residence)
        elif sex := _SEX.get(name_key(bare)):
            column = replace(column, sex=sex)
        elif age := _age(bare):
            column = replace(column, age=age)
        elif size := _SIZE.match(bare):
            column = replace(column, size=int(size[1]))
        else:
            column = replace(column, other=heading)
    return column


def _age(text: str) -> tuple[int, int] | None:
    match = _AGE.match(text)
    if not match:
        return None
    low, high, *ends = match.groups()
    return (int(low), int(high) - int(low) + 1) if low else (int(next(end for end in ends if end)), 0)


def tables(
    columns: list[Column], values: np.ndarray, areas: np.ndarray, title: str
) -> dict[str, pd.DataFrame]:
    """Store table -> rows, without provenance. Of what the store keeps: people, households, the urban share."""
    plain = [column for column in columns if not column.other]
    households = name_key("hộ") in name_key(title.split("(")[0][:12]) or any(column.size for column in plain)
    frames = dict(_households(plain, values, areas) if households else _people(plain, values, areas))
    return {name: frame for name, frame in frames.items() if len(frame)}


def _people(
    columns: list[Column], values: np.ndarray, areas: np.ndarray
) -> Iterator[tuple[str, pd.DataFrame]]:
    by_age = [column for column in columns if column.age]
    chosen = by_age or [column for column in columns if column.residence == "all"]
    parts = []
    for sex in ("both", "female", "male"):
        of_sex = [column for column in chosen if column.sex == sex]
        for age in sorted({column.age or (0, 0) for column in of_sex}):
            mine = [column for column in of_sex if (column.age or (0, 0)) == age]
            whole = [column for column in mine if column.residence == "all"]
            persons = np.nansum(values[:, [column.place for column in whole or mine]], axis=1)
            status = "published" if whole else "derived"
            parts.append(
                _rows(areas, persons=persons, sex=sex, age_lower=age[0], age_width=age[1], status=status)
            )
    if parts:
        yield "population", pd.concat(parts).assign(rounded_to=1).sort_values(["area", "sex", "age_lower"])
    yield "rate", _urban_share(columns, values, areas)


def _households(
    columns: list[Column], values: np.ndarray, areas: np.ndarray
) -> Iterator[tuple[str, pd.DataFrame]]:
    whole = next((column for column in columns if column.residence == "all" and not column.size), None)
    if whole is None:
        return
    every = values[:, whole.place]
    one_person = np.nansum(values[:, [column.place for column in columns if column.size == 1]], axis=1)
    count = _rows(
        areas,
        value=every,
        measure="households",
        unit="households",
        decimals=0,
        sex="both",
        status="published",
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.round(100 * one_person / every, 1)
    single = _rows(
        areas,
        value=share,
        measure="one_person_households",
        unit="percent",
        decimals=1,
        sex="both",
        status="derived",
    )
    has_sizes = any(column.size for column in columns)
    frame = pd.concat([count, single]) if has_sizes else count
    yield "rate", frame[np.isfinite(frame["value"])]


def _urban_share(columns: list[Column], values: np.ndarray, areas: np.ndarray) -> pd.DataFrame:
    plain = {column.residence: column.place for column in columns if not column.age and column.sex == "both"}
    if not {"all", "urban"} <= set(plain):
        return pd.DataFrame()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.round(100 * np.nan_to_num(values[:, plain["urban"]]) / values[:, plain["all"]], 1)
    frame = _rows(
        areas, value=share, measure="urban_share", unit="percent", decimals=1, sex="both", status="derived"
    )
    return frame[np.isfinite(frame["value"])]


def _rows(areas: np.ndarray, **cells: object) -> pd.DataFrame:
    return pd.DataFrame({"area": areas, **cells})


def odd_sums(columns: list[Column], values: np.ndarray, numbers: np.ndarray, name: str) -> Iterator[Finding]:
    """Rows whose residences do not sum to the total, or whose ages (or sizes) do not sum to their residence."""
    plain = {
        column.residence: column
        for column in columns
        if not (column.age or column.size or column.other) and column.sex == "both"
    }
    parts = [plain[one] for one in ("urban", "rural") if one in plain]
    if "all" in plain and len(parts) == 2:
        yield from _gap(plain["all"], parts, values, numbers, name)
    for residence, whole in plain.items():
        mine = [
            one
            for one in columns
            if one.residence == residence and (one.age or one.size) and one.sex == "both"
        ]
        if mine:
            yield from _gap(whole, mine, values, numbers, name)


def _gap(
    whole: Column, parts: list[Column], values: np.ndarray, numbers: np.ndarray, name: str
) -> Iterator[Finding]:
    summed = np.nansum(values[:, [part.place for part in parts]], axis=1)
    gap = summed - np.nan_to_num(values[:, whole.place])
    for row in np.flatnonzero(np.abs(gap) > 0.5):
        yield finding(
            "parts sum to the whole",
            "warning",
            "population",
            Sentence(
                "{file}, row {row_number}: {whole} is printed as {printed}, {first_part} to {last_part} sum to {total} ({gap}).",
                file=name,
                row_number=numbers[row],
                whole=whole.words,
                printed=values[row, whole.place],
                first_part=parts[0].words,
                last_part=parts[-1].words,
                total=summed[row],
                gap=gap[row],
            ),
        )
