"""Days that do not fit: in the future, of another year than they say, outside the life of the area."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from data.calendars import OWN
from data.quality.counts import facts
from data.quality.findings import Finding, Rule, Subject, Tables, groups, make_finding, mark

#: First days a Solar Hijri year can have, in March: the equinox moves between the 20th and the 22nd
_FIRST, _LAST = (3, 19), (3, 22)
_HIJRI = 621


def future_periods(tables: Tables, _previous: Tables, today: date) -> Iterator[Finding]:
    """Figures that somebody published before they happened."""
    message = mark(
        "{table}: {rows} figures of {area} for {year} are of a period that ends after {day}, and are not estimates."
    )
    for name, frame in facts(tables):
        counts = frame[~frame["status"].isin(("estimated", "projected"))]
        ends = pd.to_datetime(counts["period_start"]) + pd.to_timedelta(counts["period_days"], unit="D")
        for place, rows in groups(counts[ends > pd.Timestamp(today)], ["area", "year"]):
            values = {"rows": len(rows), "day": today.isoformat()}
            subject = Subject(name, place["area"], place["year"])
            yield make_finding("future", "error", subject, message, rows, values)


def wrong_calendar(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """A year that is not the year its first or its last day falls in."""
    message = mark(
        "{table}: {rows} figures say the year {year} of the calendar “{calendar}” and begin on {day}: which is wrong?"
    )
    for name, frame in facts(tables):
        for period, rows in groups(frame, ["year", "calendar", "period_start", "period_days"]):
            day = pd.Timestamp(period["period_start"]).date()
            last = day + timedelta(days=int(period["period_days"]))
            if not any(fits(int(period["year"]), str(period["calendar"]), end) for end in (day, last)):
                values = {"rows": len(rows), "calendar": period["calendar"], "day": day.isoformat()}
                about = f"{period['calendar']} {day.isoformat()}"
                subject = Subject(name, year=period["year"], about=about)
                yield make_finding("calendar", "error", subject, message, rows, values)


def fits(year: int, calendar: str, start: date) -> bool:
    """Whether a day may be of this year: a period from autumn to autumn is called by the year of either end."""
    if calendar == "gregorian":
        return start.year == year
    if calendar == "solar_hijri":
        return date(year + _HIJRI, *_FIRST) <= start <= date(year + _HIJRI + 1, *_LAST)
    if calendar in OWN:
        return OWN[calendar].first_day(year) <= start <= OWN[calendar].first_day(year + 1)
    return False


def areas_not_standing(tables: Tables, _previous: Tables, _today: date) -> Iterator[Finding]:
    """Figures of an area from before it was made or after it was dissolved."""
    if "area" not in tables:
        return
    message = mark("{table}: {rows} figures of {area} for {year}, but the area stood from {first} to {last}.")
    lives = tables["area"].set_index("area")[["valid_from", "valid_to"]]
    for name, frame in facts(tables):
        first, last = (
            pd.to_datetime(frame["area"].map(lives[bound])) for bound in ("valid_from", "valid_to")
        )
        day = pd.to_datetime(frame["period_start"])
        for place, rows in groups(frame[(day < first) | (day > last)], ["area", "year"]):
            from_day, to_day = lives.loc[place["area"]]
            values = {"rows": len(rows), "first": _day_text(from_day), "last": _day_text(to_day)}
            subject = Subject(name, place["area"], place["year"])
            yield make_finding("standing", "warning", subject, message, rows, values)


def _day_text(day: date | None) -> str:
    return "…" if pd.isna(day) else str(day)


RULES = (
    Rule(
        "future",
        mark("Nothing is counted before it happens"),
        "error",
        mark(
            "A published count belongs to a period that is over. Figures for later years are projections, and are marked as estimated."
        ),
        future_periods,
    ),
    Rule(
        "calendar",
        mark("Years fit their dates"),
        "error",
        mark(
            "A Solar Hijri year begins in March, 621 years behind the Gregorian; a year that does not fit its first day was read in the wrong calendar."
        ),
        wrong_calendar,
    ),
    Rule(
        "standing",
        mark("Areas stood when they were counted"),
        "warning",
        mark(
            "A province or a commune has figures of its own only while it stands: earlier ones belong to the area it was part of."
        ),
        areas_not_standing,
    ),
)
