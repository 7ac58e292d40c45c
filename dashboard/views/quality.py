"""What is wrong with the data, in the reader's language: findings of a place, their lists, counts and rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue.quality import SEVERITIES
from dashboard.views.finding_text import TITLES, FindingReader, cell, sentence
from dashboard.words import Words
from data.quality import RULES, Finding, by_key

ROWS_SHOWN = 50
#: The gravest first, then in the order of the rules
_RULES = [rule.key for severity in SEVERITIES for rule in RULES if rule.severity == severity]
_COUNT_TEXTS = ("year", "area")


def of_place(findings: Sequence[Finding], country: str, area: str) -> list[Finding]:
    """The findings of a country, or of one area; those about no one area belong to every country whose rows they hold."""
    chosen = [finding for finding in findings if country in _countries(finding)]
    chosen = chosen if area == country else [finding for finding in chosen if finding.area == area]
    return sorted(chosen, key=_order)


def _order(finding: Finding) -> tuple[int, str, int, str]:
    """A rule that is gone comes last."""
    place = _RULES.index(finding.rule) if finding.rule in _RULES else len(_RULES)
    return place, finding.area or "", finding.year or 0, finding.about


def _countries(finding: Finding) -> set[str]:
    if finding.area:
        return {finding.area[:2]}
    return set(finding.rows["area"].astype(str).str[:2]) if "area" in finding.rows else set()


def rule_name(finding: Finding, words: Words) -> str:
    """The rule's name; a rule that is gone keeps its key."""
    rule = by_key(finding.rule)
    return words(rule.name) if rule else finding.rule


def explanation(finding: Finding, words: Words) -> str:
    """Why the rule is asked."""
    rule = by_key(finding.rule)
    return words(rule.explanation) if rule else ""


def severity(finding: Finding, words: Words) -> str:
    """How much it matters: an error stops a release, a warning asks for a look, a note for a sentence."""
    return words(SEVERITIES[finding.severity])


def summary(findings: Sequence[Finding], accepted: set[str], words: Words) -> pd.DataFrame:
    """Rule, severity, open, accepted — one row a rule that found something, titled in the reader's language"""
    rows: dict[str, list[Finding]] = {}
    for finding in findings:
        rows.setdefault(finding.rule, []).append(finding)
    number = [sum(finding.key in accepted for finding in counts) for counts in rows.values()]
    language = words.language
    return pd.DataFrame(
        {
            words("Rule"): [rule_name(counts[0], words) for counts in rows.values()],
            words("Severity"): [severity(counts[0], words) for counts in rows.values()],
            words("Open"): [
                format.number(len(f) - n, language) for f, n in zip(rows.values(), number, strict=True)
            ],
            words("Accepted"): [format.number(n, language) for n in number],
        }
    )


def listed(findings: Sequence[Finding], accepted: set[str], reader: FindingReader) -> pd.DataFrame:
    """Severity, area, year, what was found, accepted — one row a finding, titled in the reader's language"""
    words = reader.words
    return pd.DataFrame(
        {
            words("Severity"): [severity(finding, words) for finding in findings],
            words("Area"): [reader.area(finding.area) if finding.area else "" for finding in findings],
            words("Year"): [reader.year(finding.year) if finding.year else "" for finding in findings],
            words("What was found"): [sentence(finding, reader) for finding in findings],
            words("Accepted"): [
                words("yes") if finding.key in accepted else words("no") for finding in findings
            ],
        }
    )


def short(finding: Finding, reader: FindingReader) -> str:
    """A finding in a line, to be chosen from a list."""
    place = [
        reader.area(finding.area) if finding.area else "",
        reader.year(finding.year) if finding.year else "",
    ]
    return " · ".join(
        part for part in (rule_name(finding, reader.words), *place, _about(finding, reader)) if part
    )


def _about(finding: Finding, reader: FindingReader) -> str:
    subject = finding.values.get("what") or finding.values.get("measure")
    return reader.subject(str(subject)) if subject else ""


def rows(finding: Finding, reader: FindingReader) -> pd.DataFrame:
    """The first rows behind a finding, with names for codes and columns that say something; one row stands on end."""
    table = finding.rows.head(ROWS_SHOWN)
    columns = [str(column) for column in table if table[column].notna().any()]
    frame = pd.DataFrame(
        {
            reader.words(TITLES.get(column, column)): [
                cell(column, content, reader) for content in table[column]
            ]
            for column in columns
        }
    )
    if len(frame) != 1:
        return frame
    return pd.DataFrame(
        {reader.words("Column"): frame.columns, reader.words("Value"): frame.iloc[0].tolist()}
    )


def counts(findings: Sequence[Finding], by: str) -> pd.DataFrame:
    """area or year, severity, count — of findings that are about one"""
    assert by in _COUNT_TEXTS, by
    rows = [(getattr(finding, by), finding.severity) for finding in findings if getattr(finding, by)]
    frame = pd.DataFrame(rows, columns=[by, "severity"])
    return frame.groupby([by, "severity"], as_index=False).size().rename(columns={"size": "count"})


def headline(findings: Sequence[Finding], accepted: set[str], words: Words) -> str:
    """How many there are and how many are open, in a sentence."""
    if not findings:
        return words("No rule found anything here: the tables of this release are in order.")
    open_ones = [finding for finding in findings if finding.key not in accepted]
    kinds = [
        words.count("{n} error", "{n} errors", sum(f.severity == "error" for f in open_ones)),
        words.count("{n} warning", "{n} warnings", sum(f.severity == "warning" for f in open_ones)),
        words.count("{n} note", "{n} notes", sum(f.severity == "note" for f in open_ones)),
    ]
    comma = "، " if words.language == "fa" else ", "
    accepted_text = words.count(
        "{n} is accepted with a reason.", "{n} are accepted with a reason.", len(findings) - len(open_ones)
    )
    sentence = words("Open: {kinds}.", kinds=comma.join(kinds))
    return f"{sentence} {accepted_text}" if len(open_ones) < len(findings) else sentence


def chosen(
    findings: Sequence[Finding],
    accepted: set[str],
    *,
    severities: Sequence[str],
    rule: str | None,
    state: str,
) -> list[Finding]:
    """The findings of these severities, of one rule or all, open, accepted or all."""
    return [
        finding
        for finding in findings
        if finding.severity in severities
        and rule in (None, finding.rule)
        and (state == "all" or (finding.key in accepted) == (state == "accepted"))
    ]
