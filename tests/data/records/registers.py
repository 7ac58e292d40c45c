"""Small registers for tests: any event, calendar and way of writing, with faults, drawn by Hypothesis."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import jdatetime
from hypothesis import strategies as st

from data.ingest.records import KINDS, RecordMapping, Tabulation

SALT = "a secret of tests, not of any office"
TODAY = date(2024, 3, 1)
AREAS = {"01": "IR01", "1": "IR01", "02": "IR02", "23": "IR23"}
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True)
class Small:
    """A register, how it is read and how it is counted."""

    headings: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    mapping: RecordMapping
    tabulation: Tabulation

    def write(self, path: Path, delimiter: str = ",") -> Path:
        """As CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.headings, delimiter=delimiter)
            writer.writeheader()
            writer.writerows(self.rows)
        return path


def written(day: date, how: str) -> str:
    """A date as some office writes it."""
    solar = jdatetime.date.fromgregorian(date=day)
    return {
        "iso": day.isoformat(),
        "day_first": day.strftime("%d/%m/%Y"),
        "short": f"{day.day}/{day.month}/{day.year}",
        "time": f"{day.isoformat()} 10:30:00",
        "solar": solar.strftime("%Y/%m/%d"),
        "solar_dash": solar.strftime("%Y-%m-%d"),
        "solar_short": f"{solar.year}/{solar.month}/{solar.day}",
        "solar_integer": solar.strftime("%Y%m%d"),
        "solar_persian": solar.strftime("%Y/%m/%d").translate(PERSIAN),
    }[how]


WRITINGS = (
    "iso",
    "day_first",
    "short",
    "time",
    "solar",
    "solar_dash",
    "solar_short",
    "solar_integer",
    "solar_persian",
)
NOT_DATES = (
    "",
    "1402/13/01",
    "30/02/2020",
    "1402/12/30",
    "x",
    "00/00/0000",
    "2023/1/1/1",
    "1700-01-01",
    "14020231x",
)


@st.composite
def dates(draw: st.DrawFn, first: date, last: date) -> str:
    """Mostly dates; some are not."""
    day = draw(st.dates(first, last))
    usual = written(day, draw(st.sampled_from(WRITINGS)))
    return draw(st.sampled_from((usual,) * 8 + NOT_DATES[:1] + (draw(st.sampled_from(NOT_DATES)),)))


def _cell(role: str, event: str) -> st.SearchStrategy[str]:
    kind = KINDS[event]
    if role in kind.places:
        abroad = ("", "ABROAD") if event == "moves" else ()
        return st.sampled_from(("01", "1", "02", "23", " 23", "99", "", *abroad))
    if role in ("occurred", "registered"):
        return dates(date(2022, 1, 1), date(2024, 6, 1))
    if role in kind.dates:
        return dates(date(1895, 1, 1), date(2023, 12, 31))
    if role == kind.sex:
        return st.sampled_from(("1", "2", "M", "f", "زن", "مرد", "Nữ", "?", "", "۲"))
    return st.sampled_from(("", "x", *map(str, range(0, 135, 7)), "1", "2", "3", "31"))


@st.composite
def registers(draw: st.DrawFn, *, key: bool | None = None) -> Small:
    """A register of any event with up to forty records."""
    event = draw(st.sampled_from(sorted(KINDS)))
    kind = KINDS[event]
    needed = ("occurred", *kind.places)
    more = draw(st.lists(st.sampled_from([role for role in kind.roles if role not in needed]), unique=True))
    columns = {role: f"heading {number} ستون" for number, role in enumerate((*needed, *more))}
    has_key = draw(st.booleans()) if key is None else key
    mapping = RecordMapping(
        event,
        draw(st.sampled_from(("solar_hijri", "gregorian"))),
        columns,
        key=("number",) if has_key else (),
        abroad=("ABROAD",),
        legal_days=draw(st.integers(1, 90)),
    )
    headings = (*columns.values(), *mapping.key, "remark")
    cells = {heading: _cell(role, event) for role, heading in columns.items()}
    cells |= {"remark": st.sampled_from(("", "a", "ب", 'with "quotes", and more'))}
    numbers = st.sampled_from((*map(str, range(60)), ""))
    rows = draw(
        st.lists(st.fixed_dictionaries(cells | ({"number": numbers} if has_key else {})), max_size=40)
    )
    return Small(
        headings,
        tuple({name: row[name] for name in headings} for row in rows),
        mapping,
        draw(tabulations(mapping)),
    )


@st.composite
def tabulations(draw: st.DrawFn, mapping: RecordMapping) -> Tabulation:
    """Any way of counting these records."""
    chosen = tuple(name for name in mapping.dimensions if draw(st.booleans()))
    bases: Sequence[str] = (
        ("occurrence", "registration") if "registered" in mapping.columns else ("occurrence",)
    )
    groups = []
    for name in chosen:
        if name != mapping.kind.sex and draw(st.booleans()):
            firsts = draw(st.lists(st.integers(0, 100), min_size=2, max_size=9, unique=True))
            groups.append((name, tuple(sorted(firsts))))
    return Tabulation(
        draw(st.sampled_from(("year", "month"))),
        draw(st.sampled_from(bases)),  # type: ignore[arg-type]
        chosen,
        tuple(groups),
        draw(st.sampled_from(("", "gregorian", "solar_hijri"))),
    )


__all__ = ["AREAS", "SALT", "TODAY", "Small", "registers", "written"]
