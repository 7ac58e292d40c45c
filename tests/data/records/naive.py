"""Counting records one by one in plain Python: what the SQL is held against. Slow and obvious on purpose."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import jdatetime

from data.ingest.records import RecordMapping, Tabulation

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})([ T].*)?|(\d{4})(\d{2})(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})([ T].*)?")


def parse(text: str) -> tuple[date, str] | None:
    """The day and the calendar it was written in."""
    text = text.translate(DIGITS).strip()
    if found := YEAR_FIRST.fullmatch(text):
        parts = [part for part in (found[1], found[3], found[4], found[6], found[7], found[8]) if part]
    elif found := DAY_FIRST.fullmatch(text):
        parts = [found[3], found[2], found[1]]
    else:
        return None
    year, month, day = map(int, parts)
    try:
        if 1240 <= year <= 1502:
            return jdatetime.date(year, month, day).togregorian(), "solar_hijri"
        return (date(year, month, day), "gregorian") if 1861 <= year <= 2124 else None
    except ValueError:
        return None


def fields(day: date, calendar: str) -> tuple[int, int, int]:
    """Year, month, day."""
    if calendar == "gregorian":
        return day.year, day.month, day.day
    solar = jdatetime.date.fromgregorian(date=day)
    return solar.year, solar.month, solar.day


def completed_years(born: date, at: date, calendar: str) -> int:
    """Birthdays passed."""
    (year, *rest), (then, *before) = fields(at, calendar), fields(born, calendar)
    return year - then - (rest < before)


def group(value: int | None, firsts: Sequence[int]) -> int:
    """First value of the group."""
    if value is None or value < firsts[0]:
        return -1
    return max(first for first in firsts if first <= value)


class Naive:
    """A register read one record at a time."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, str]],
        mapping: RecordMapping,
        areas: Mapping[str, str],
        today: date,
        salt: str,
    ) -> None:
        self.mapping, self.areas, self.today, self.salt = mapping, areas, today, salt
        self.findings: Counter[str] = Counter()
        self.valid: list[dict[str, object]] = []
        self.seen: set[object] = set()
        for row in rows:
            self._read(row)

    def _text(self, row: Mapping[str, str], role: str) -> str:
        return (
            row[self.mapping.columns[role]].translate(DIGITS).strip() if role in self.mapping.columns else ""
        )

    def _read(self, row: Mapping[str, str]) -> None:
        mapping, kind = self.mapping, self.mapping.kind
        broken: set[str] = set()
        days = {role: parse(self._text(row, role)) for role in mapping.dates}
        if any(found and found[1] != mapping.calendar for found in days.values()):
            broken.add("other_calendar")
        day = {role: found[0] if found else None for role, found in days.items()}
        at = day["occurred"]
        if at is None:
            broken.add("date_unreadable")
        registered = day.get("registered")
        if any(one and one > self.today for one in (at, registered)):
            broken.add("date_in_future")
        earlier = [one for role, one in day.items() if role not in ("occurred", "registered")]
        if at and any(one and one > at for one in earlier):
            broken.add("before_birth")
        values: dict[str, object] = {}
        for name in mapping.dimensions:
            values[name] = self._value(name, row, day)
        ages = [values[name] for name in kind.ages if name in values]
        if any(age is None for age in ages):
            broken.add("age_unknown")
        if any(isinstance(age, int) and age > 120 for age in ages):
            broken.add("too_old")
        if isinstance(values.get("mother_age"), int) and not 10 <= values["mother_age"] <= 60:  # type: ignore[operator]
            broken.add("mother_unlikely")
        if kind.sex in values and values[kind.sex] is None:
            broken.add("sex_unknown")
        where = [self._place(self._text(row, role)) for role in kind.places]
        if len(where) == 1:
            if where[0] is None:
                broken.add("area_unknown")
        else:
            texts = [self._text(row, role) for role in kind.places]
            if any(text and place is None for text, place in zip(texts, where, strict=False)) or all(
                place in (None, "abroad") for place in where
            ):
                broken.add("area_unknown")
            if where[0] == where[1] and where[0] not in (None, "abroad"):
                broken.add("move_within_area")
        if "registered" in mapping.columns:
            text = row[mapping.columns["registered"]].strip()
            if registered is None:
                broken.add("registration_unreadable" if text else "not_registered")
            elif at and registered < at:
                broken.add("registered_before_event")
        own = "|".join(row[name].translate(DIGITS).strip() for name in mapping.key)
        if mapping.key and not own:
            broken.add("number_missing")
        twin = own if mapping.key else tuple(row.values())
        if twin and twin in self.seen:
            broken.add("repeated" if mapping.key else "perhaps_repeated")
        self.seen.add(twin)
        self.findings.update(broken)
        errors = {"date_unreadable", "date_in_future", "before_birth", "too_old", "area_unknown"}
        if not broken & (errors | {"move_within_area", "repeated"}):
            self.valid.append({"where": where, "at": at, "registered": registered, "own": own, **values})

    def _place(self, text: str) -> str | None:
        if len(self.mapping.kind.places) > 1 and text in self.mapping.abroad:
            return "abroad"
        return self.areas.get(text)

    def _value(self, name: str, row: Mapping[str, str], day: Mapping[str, date | None]) -> int | None:
        mapping = self.mapping
        if name == mapping.kind.sex:
            found = mapping.sex_values.get(self._text(row, name).lower())
            return {"female": 0, "male": 1, None: None}[found]
        if name in mapping.columns:
            text = self._text(row, name)
            number = int(text) if re.fullmatch(r"\d{1,4}", text) else None
            low, high = (1, 30) if name in mapping.kind.orders else (0, 999)
            return number if number is not None and low <= number <= high else None
        born, at = day[mapping.reckoned[name]], day["occurred"]
        if born is None or at is None or born > at:
            return None
        return completed_years(born, at, mapping.calendar)

    def record_key(self, own: str) -> int:
        """For registers whose records have a number."""
        return hashlib.sha256(f"{self.salt}|{self.mapping.event}|{own}".encode()).digest()[0]

    def cells(self, tabulation: Tabulation) -> dict[tuple[object, ...], tuple[int, int]]:
        """(areas, year, month or 0, group of each dimension) -> (events, cell key)"""
        calendar = tabulation.calendar or self.mapping.calendar
        events: Counter[tuple[object, ...]] = Counter()
        keys: Counter[tuple[object, ...]] = Counter()
        for one in self.valid:
            day = one["at"] if tabulation.basis == "occurrence" else one["registered"]
            if not isinstance(day, date):
                continue
            year, month, _ = fields(day, calendar)
            split = [self._group(name, one[name], tabulation) for name in tabulation.dimensions]
            where = tuple(place or "unknown" for place in one["where"])  # type: ignore[attr-defined]
            cell = (*where, year, month if tabulation.period == "month" else 0, *split)
            events[cell] += 1
            keys[cell] += self.record_key(str(one["own"])) if one["own"] else 0
        return {cell: (count, keys[cell] % 256) for cell, count in events.items()}

    def _group(self, name: str, value: object, tabulation: Tabulation) -> object:
        if name == self.mapping.kind.sex:
            return {0: "female", 1: "male", None: "unknown"}[value]  # type: ignore[index]
        return group(value, tabulation.firsts(name, self.mapping))  # type: ignore[arg-type]
