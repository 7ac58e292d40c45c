"""What can be wrong with a record: each rule with a name, a severity and a sentence; a bit each in ``flags``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OLDEST = 120
#: Ages outside which a mother is unlikely
MOTHERS = (10, 60)


@dataclass(frozen=True)
class Rule:
    """An error keeps the record out of the counts; a warning does not."""

    name: str
    severity: Literal["error", "warning"]
    explanation: str


RULES = (
    Rule("date_unreadable", "error", "The date of the event is empty or is not a date of either calendar."),
    Rule("date_in_future", "error", "The event or its registration lies after the day the file was read."),
    Rule("before_birth", "error", "The event lies before a birth or marriage that must have come first."),
    Rule("too_old", "error", f"A person would be older than {OLDEST} years."),
    Rule("area_unknown", "error", "The area is empty or is not an area the store knows."),
    Rule("move_within_area", "error", "A move begins and ends in the same area: no boundary was crossed."),
    Rule("repeated", "error", "The record repeats an earlier one: the same number, or all the same."),
    Rule("perhaps_repeated", "warning", "All fields are those of an earlier record: a repeat, or twins."),
    Rule("sex_unknown", "warning", "The sex is empty or is not a value the mapping knows."),
    Rule("age_unknown", "warning", "An age or date of birth is empty or cannot be read."),
    Rule("mother_unlikely", "warning", "The mother would be under 10 or over 60: are the columns right?"),
    Rule("registration_unreadable", "warning", "The date of registration is not a date of either calendar."),
    Rule("not_registered", "warning", "There is no date of registration."),
    Rule("registered_before_event", "warning", "It was registered before it happened: dates exchanged?"),
    Rule("other_calendar", "warning", "A date is written in the other calendar. It was read as what it is."),
    Rule("number_missing", "warning", "The record has no number, so that a repeat of it cannot be seen."),
    Rule("line_broken", "error", "The line does not have as many fields as the heading, or is not UTF-8."),
)
BIT = {rule.name: 1 << place for place, rule in enumerate(RULES)}
#: Records with one of these are not counted
EXCLUDING = sum(BIT[rule.name] for rule in RULES if rule.severity == "error")
