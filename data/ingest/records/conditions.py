"""When each rule is broken, as SQL over a record that has been read (`data.ingest.records.scan`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from data.ingest.records.mapping import RecordMapping
from data.ingest.records.rules import MOTHERS, OLDEST


def conditions(mapping: RecordMapping, today: date) -> dict[str, str]:
    """Rule -> SQL, for the rules that the mapped columns can break."""
    every = _of_dates(mapping, today) | _of_people(mapping) | _of_places(mapping) | _of_registration(mapping)
    if mapping.key:
        every["number_missing"] = "own_number = ''"
    return {rule: sql for rule, sql in every.items() if sql}


def _any(parts: Iterable[str]) -> str:
    return " OR ".join(f"({part})" for part in parts)


def _of_dates(mapping: RecordMapping, today: date) -> dict[str, str]:
    now = (today - date(1970, 1, 1)).days
    of_event = [role for role in ("occurred", "registered") if role in mapping.columns]
    earlier = [role for role in mapping.dates if role not in ("occurred", "registered")]
    return {
        "date_unreadable": "day_occurred IS NULL",
        "date_in_future": _any(f"day_{role} > {now}" for role in of_event),
        "before_birth": _any(f"day_{role} > day_occurred" for role in earlier),
        "other_calendar": _any(f"strange_{role}" for role in mapping.dates),
    }


def _of_people(mapping: RecordMapping) -> dict[str, str]:
    ages = [f"v_{name}" for name in mapping.kind.ages if name in mapping.dimensions]
    sex = mapping.kind.sex
    return {
        "too_old": _any(f"{age} > {OLDEST}" for age in ages),
        "age_unknown": _any(f"{age} IS NULL" for age in ages),
        "mother_unlikely": _any(
            f"{age} NOT BETWEEN {MOTHERS[0]} AND {MOTHERS[1]}" for age in ages if age == "v_mother_age"
        ),
        "sex_unknown": f"v_{sex} IS NULL" if sex in mapping.columns else "",
    }


def _of_places(mapping: RecordMapping) -> dict[str, str]:
    if len(mapping.kind.places) == 1:
        return {"area_unknown": "place_area IS NULL"}
    strange = _any(f"place_{role} IS NULL AND trim(t_{role}) <> ''" for role in mapping.kind.places)
    # The codes of what is abroad come after those of areas.
    nowhere = " AND ".join(
        f"coalesce(place_{role} >= getvariable('areas'), true)" for role in mapping.kind.places
    )
    return {"area_unknown": f"{strange} OR ({nowhere})"}


def _of_registration(mapping: RecordMapping) -> dict[str, str]:
    if "registered" not in mapping.columns:
        return {}
    return {
        # Text is looked at only where there is no day: spaces alone are never one.
        "registration_unreadable": "day_registered IS NULL AND trim(t_registered) <> ''",
        "not_registered": "day_registered IS NULL AND coalesce(trim(t_registered), '') = ''",
        "registered_before_event": "day_registered < day_occurred",
    }
