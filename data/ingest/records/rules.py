"""What can be wrong with a record: each rule with a name, a severity and a sentence; a bit each in ``flags``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from data.quality.readers import BY_KEY

OLDEST = 120
#: Ages outside which a mother is unlikely
MOTHERS = (10, 60)


@dataclass(frozen=True)
class Rule:
    """An error keeps the record out of the counts; a warning does not."""

    name: str
    severity: Literal["error", "warning"]
    explanation: str


def _rule(name: str, severity: Literal["error", "warning"]) -> Rule:
    return Rule(name, severity, BY_KEY[name].explanation)


RULES = (
    _rule("date_unreadable", "error"),
    _rule("date_in_future", "error"),
    _rule("before_birth", "error"),
    _rule("too_old", "error"),
    _rule("area_unknown", "error"),
    _rule("move_within_area", "error"),
    _rule("repeated", "error"),
    _rule("perhaps_repeated", "warning"),
    _rule("sex_unknown", "warning"),
    _rule("age_unknown", "warning"),
    _rule("mother_unlikely", "warning"),
    _rule("registration_unreadable", "warning"),
    _rule("not_registered", "warning"),
    _rule("registered_before_event", "warning"),
    _rule("other_calendar", "warning"),
    _rule("number_missing", "warning"),
    _rule("line_broken", "error"),
)
BIT = {rule.name: 1 << place for place, rule in enumerate(RULES)}
#: Records with one of these are not counted
EXCLUDING = sum(BIT[rule.name] for rule in RULES if rule.severity == "error")
