"""What is wrong with the data, in the reader's language: findings as sentences, lists, counts and rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard import format
from dashboard.catalogue import BY_KEY
from dashboard.quality_catalogue import CALENDAR_NAMES, SEVERITIES, SEXES, SUBJECTS, TABLES
from dashboard.words import Words, mark
from data.quality import RULES, Finding, by_key
from data.sentences import Sentence, Value

ROWS_SHOWN = 50
#: The gravest first, then in the order of the rules
_RULES = [rule.key for severity in SEVERITIES for rule in RULES if rule.severity == severity]
_COUNTED = ("year", "area")


@dataclass(frozen=True, eq=False)
class Reader:
    """Who reads: words, the calendar of the country, names of areas and titles of publications by code.

    ``markup``: what is written goes where Markdown is read, so that text from a file must not be taken for it.
    """

    words: Words
    calendar: str
    names: Mapping[str, str]
    publications: Mapping[str, str]
    markup: bool = True

    def text(self, said: str) -> str:
        """Text from a file or a person, as it is."""
        return plain(said) if self.markup else said

    def area(self, code: str) -> str:
        """An area's name; a code that is not known stays a code."""
        return str(self.names.get(code) or self.text(code))

    def year(self, year: int) -> str:
        """A year beside others."""
        return format.digits(str(year), self.words.language)

    def subject(self, key: str) -> str:
        """A measure's or an event's name."""
        known = SUBJECTS.get(key) or (BY_KEY[key].name if key in BY_KEY else None)
        return self.words(known) if known else self.text(key.replace("_", " "))


def plain(text: str) -> str:
    """Text with nothing in it taken for markup: no link, no picture, no heading."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!<>|~$:" else letter for letter in text)


def reader(words: Words, calendar: str, areas: pd.DataFrame, sources: pd.DataFrame) -> Reader:
    """The reader of one country's findings. areas, sources: the store's tables."""
    names = areas.set_index("area")[f"name_{words.language}"].to_dict()
    titles = sources.set_index("source")[f"publication_{words.language}"].to_dict()
    return Reader(words, calendar, names, titles)


def of_place(findings: Sequence[Finding], country: str, area: str) -> list[Finding]:
    """The findings of a country, or of one area; those about no one area belong to every country whose rows they hold."""
    chosen = [finding for finding in findings if country in _countries(finding)]
    chosen = chosen if area == country else [finding for finding in chosen if finding.area == area]
    return sorted(chosen, key=_order)


def _order(finding: Finding) -> tuple[int, str, int, str]:
    """A rule that is gone comes last."""
    at = _RULES.index(finding.rule) if finding.rule in _RULES else len(_RULES)
    return at, finding.area or "", finding.year or 0, finding.about


def _countries(finding: Finding) -> set[str]:
    if finding.area:
        return {finding.area[:2]}
    return set(finding.rows["area"].astype(str).str[:2]) if "area" in finding.rows else set()


def sentence(finding: Finding, who: Reader) -> str:
    """The finding, said again in the reader's language."""
    said = {name: value(name, said, who) for name, said in finding.values.items()}
    return who.words(finding.message, **said) if finding.message else finding.sentence


def said(told: Sentence, words: Words) -> str:
    """A sentence that is no finding's, in the reader's language and without names of areas."""
    nobody = Reader(words, "gregorian", {}, {}, markup=False)
    return value("", {"message": told.message, "values": told.values}, nobody)


def value(name: str, said: Value, who: Reader) -> str:
    """One value of a sentence as the reader writes it; by its name one knows what it is."""
    if isinstance(said, Mapping):
        inner: Mapping[str, Value] = said["values"]  # type: ignore[assignment]
        return who.words(str(said["message"]), **{key: value(key, one, who) for key, one in inner.items()})
    if name in _WRITERS:
        return _WRITERS[name](said, who)
    if isinstance(said, str):
        return who.text(said)
    if name.startswith(("line", "code")):
        return who.year(int(said))
    whole = float(said).is_integer() or abs(said) >= 100
    places = len(f"{said:.6f}".rstrip("0").split(".")[1]) if abs(said) < 0.1 else 2 if abs(said) < 10 else 1
    return format.number(said, who.words.language, 0 if whole else places)


def _signed(decimals: int) -> Callable[[object, Reader], str]:
    return lambda said, who: format.change(float(str(said)), who.words.language, decimals)


def _day(said: object, who: Reader) -> str:
    try:
        return format.date(date.fromisoformat(str(said)), who.words.language, who.calendar)
    except ValueError:
        return who.text(str(said))


def _calendar(said: object, who: Reader) -> str:
    key = str(said).replace(" ", "_")
    return who.words(CALENDAR_NAMES.get(key, str(said)))


def _names(said: object, who: Reader) -> str:
    codes = str(said).removesuffix(" …").split(", ")
    comma = "، " if who.words.language == "fa" else ", "
    return comma.join(who.area(code) for code in codes) + (" …" if str(said).endswith(" …") else "")


_WRITERS: dict[str, Callable[[object, Reader], str]] = {
    "area": lambda said, who: who.area(str(said)),
    "year": lambda said, who: who.year(int(str(said))),
    "year_before": lambda said, who: who.year(int(str(said))),
    "source": lambda said, who: who.publications.get(str(said)) or who.text(str(said)),
    "measure": lambda said, who: who.subject(str(said)),
    "what": lambda said, who: who.subject(str(said)),
    "table": lambda said, who: who.words(TABLES.get(str(said), str(said))),
    "sex": lambda said, who: who.words(SEXES.get(str(said), str(said))),
    "calendar": lambda said, who: _calendar(said, who),
    "calendar_most": lambda said, who: _calendar(said, who),
    "column": lambda said, who: who.words(_TITLES.get(str(said), str(said))),
    "names": _names,
    "row_number": lambda said, who: who.year(int(str(said))),
    "column_number": lambda said, who: who.year(int(str(said))),
    "why": lambda said, who: who.words(str(said)),
    "share_so": lambda said, who: format.percent(float(str(said)), who.words.language),
    "day": _day,
    "first": _day,
    "last": _day,
    "gap": _signed(0),
    "change": _signed(1),
    "natural": _signed(1),
    "rest": _signed(1),
}


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
    number = [sum(finding.key in accepted for finding in found) for found in rows.values()]
    language = words.language
    return pd.DataFrame(
        {
            words("Rule"): [rule_name(found[0], words) for found in rows.values()],
            words("Severity"): [severity(found[0], words) for found in rows.values()],
            words("Open"): [
                format.number(len(f) - n, language) for f, n in zip(rows.values(), number, strict=True)
            ],
            words("Accepted"): [format.number(n, language) for n in number],
        }
    )


def listed(findings: Sequence[Finding], accepted: set[str], who: Reader) -> pd.DataFrame:
    """Severity, area, year, what was found, accepted — one row a finding, titled in the reader's language"""
    words = who.words
    return pd.DataFrame(
        {
            words("Severity"): [severity(finding, words) for finding in findings],
            words("Area"): [who.area(finding.area) if finding.area else "" for finding in findings],
            words("Year"): [who.year(finding.year) if finding.year else "" for finding in findings],
            words("What was found"): [sentence(finding, who) for finding in findings],
            words("Accepted"): [
                words("yes") if finding.key in accepted else words("no") for finding in findings
            ],
        }
    )


def short(finding: Finding, who: Reader) -> str:
    """A finding in a line, to be chosen from a list."""
    place = [who.area(finding.area) if finding.area else "", who.year(finding.year) if finding.year else ""]
    return " · ".join(part for part in (rule_name(finding, who.words), *place, _about(finding, who)) if part)


def _about(finding: Finding, who: Reader) -> str:
    told = finding.values.get("what") or finding.values.get("measure")
    return who.subject(str(told)) if told else ""


def rows(finding: Finding, who: Reader) -> pd.DataFrame:
    """The first rows behind a finding, with names for codes and columns that say something; one row stands on end."""
    table = finding.rows.head(ROWS_SHOWN)
    told = [column for column in table if table[column].notna().any()]
    shown = pd.DataFrame(
        {
            who.words(_TITLES.get(column, column)): [_cell(column, cell, who) for cell in table[column]]
            for column in told
        }
    )
    if len(shown) != 1:
        return shown
    return pd.DataFrame({who.words("Column"): shown.columns, who.words("Value"): shown.iloc[0].tolist()})


def _cell(column: str, cell: object, who: Reader) -> str:
    if cell is None or pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if column in ("area", "source", "measure", "what", "sex", "calendar", "parent"):
        return _WRITERS["area" if column == "parent" else column](cell, who)
    if column in (
        "year",
        "year_before",
        "age_lower",
        "age_width",
        "period_days",
        "provisional",
        "rounded_to",
        "decimals",
    ):
        return format.digits(str(int(float(str(cell)))), who.words.language)
    if column == "event":
        return who.subject(str(cell))
    if column in ("status", "unit"):
        return who.words(_SAID.get(str(cell), str(cell)))
    if column in ("period_start", "period_end"):
        return _day(str(cell)[:10], who)
    return value("number", cell, who) if isinstance(cell, int | float) else who.text(str(cell))


#: What tables say of a figure, in words that are translated
_SAID = {
    "published": mark("published"),
    "derived": mark("derived"),
    "estimated": mark("estimated"),
    "projected": mark("projected"),
    "percent": mark("percent"),
    "years": mark("years"),
    "children per woman": mark("children per woman"),
    "per 1,000": mark("per 1,000 people"),
    "per 1,000 live births": mark("per 1,000 live births"),
    "males per 100 females": mark("males per 100 females"),
}
_TITLES = {
    "area": mark("Area"),
    "parent": mark("Area"),
    "year": mark("Year"),
    "year_before": mark("Year before"),
    "source": mark("Source"),
    "calendar": mark("Calendar"),
    "period_start": mark("First day"),
    "period_days": mark("Days"),
    "status": mark("Status"),
    "provisional": mark("Provisional"),
    "sex": mark("Sex"),
    "age_lower": mark("Age from"),
    "age_width": mark("Years of age"),
    "persons": mark("Persons"),
    "events": mark("Events"),
    "event": mark("Event"),
    "rounded_to": mark("Rounded to"),
    "measure": mark("Measure"),
    "what": mark("Measure"),
    "value": mark("Value"),
    "unit": mark("Unit"),
    "decimals": mark("Decimals"),
    "before": mark("Before"),
    "parts": mark("Sum of parts"),
    "whole": mark("Published total"),
    "gap": mark("Difference"),
    "years": mark("Years between"),
    "female": mark("Women"),
    "male": mark("Men"),
    "ratio": mark("Males per 100 females"),
    "total": mark("Sum"),
    "file": mark("File"),
    "row": mark("Row"),
    "line": mark("Line"),
    "sheet": mark("Sheet"),
    "heading": mark("Heading"),
    "cell": mark("Cell"),
    "mx": mark("Death rate"),
    "percent": mark("Percent"),
}


def counted(findings: Sequence[Finding], by: str) -> pd.DataFrame:
    """area or year, severity, count — of findings that are about one"""
    assert by in _COUNTED, by
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
    done = words.count(
        "{n} is accepted with a reason.", "{n} are accepted with a reason.", len(findings) - len(open_ones)
    )
    said = words("Open: {kinds}.", kinds=comma.join(kinds))
    return f"{said} {done}" if len(open_ones) < len(findings) else said


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
