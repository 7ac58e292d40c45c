"""What is wrong with the tables about to be published: findings, as sentences with their rows. Nothing is mended.

``check`` asks every rule. A rule says nothing about tables that are in order; what it finds has a key that stays the
same from release to release, so that a registrar can accept it once, with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from data.quality import agreement, coverage, dates, expectation, keys, last_release, sums, values
from data.quality.findings import Finding, Rule, Severity, merge
from data.quality.readers import READER_RULES, ReaderRule
from data.quality.table import from_frame, to_frame
from data.quality.values import PLAUSIBLE

__all__ = [
    "PLAUSIBLE",
    "READER_RULES",
    "RULES",
    "Finding",
    "Rule",
    "Severity",
    "by_key",
    "check",
    "from_frame",
    "to_frame",
]

#: Every rule, in the order a registrar would ask
RULES: tuple[Rule, ...] = (
    *keys.RULES,
    *values.RULES,
    *dates.RULES,
    *coverage.RULES,
    *sums.RULES,
    *agreement.RULES,
    *expectation.RULES,
    *last_release.RULES,
)
_ORDER = ("error", "warning", "note")


_BY_KEY: dict[str, Rule | ReaderRule] = {rule.key: rule for rule in RULES} | {
    rule.key: rule for rule in READER_RULES
}


def by_key(key: str) -> Rule | ReaderRule | None:
    """The rule of that key, if there is one: a finding of an older release may name a rule that is gone."""
    return _BY_KEY.get(key)


def check(
    tables: Mapping[str, pd.DataFrame],
    previous: Mapping[str, pd.DataFrame] | None = None,
    *,
    today: date | None = None,
) -> list[Finding]:
    """Every finding over the tables of a release, errors first. ``previous``: those of the release before it."""
    day = today or date.today()
    findings = [finding for rule in RULES for finding in rule.find(tables, previous or {}, day)]
    return sorted(merge(findings), key=lambda finding: _ORDER.index(finding.severity))
