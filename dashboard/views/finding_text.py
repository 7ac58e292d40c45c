"""What a finding says, as one reader writes it: sentences, values by their names, cells of its rows. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from dashboard import format
from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.catalogue.quality import CALENDAR_NAMES, SEXES, SUBJECTS, TABLES
from dashboard.analysis.frame_rows import is_missing, texts_by
from dashboard.views import role_names
from dashboard.words import Words, mark
from data.quality import Finding
from data.sentences import Sentence, Value


@dataclass(frozen=True, eq=False)
class FindingReader:
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


def isolated(text: str, words: Words) -> str:
    """Text from a file written the other way than the sentence it stands in, held together: stops stay where they belong."""
    if words.direction == "rtl":
        foreign = any(letter.isascii() and letter.isalnum() for letter in text)
    else:
        foreign = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return f"\u2068{text}\u2069" if foreign else text


def reader(words: Words, calendar: str, areas: pd.DataFrame, sources: pd.DataFrame) -> FindingReader:
    """The reader of one country's findings. areas, sources: the store's tables."""
    names = texts_by(areas, "area", f"name_{words.language}")
    titles = texts_by(sources, "source", f"publication_{words.language}")
    return FindingReader(words, calendar, names, titles)


def sentence(finding: Finding, who: FindingReader) -> str:
    """The finding, said again in the reader's language."""
    said = {name: value(name, said, who) for name, said in finding.values.items()}
    return who.words(finding.message, **said) if finding.message else finding.sentence


def sentence_text(told: Sentence, words: Words, *, markup: bool = False) -> str:
    """A sentence that is no finding's, in the reader's language and without names of areas."""
    calendar = "solar_hijri" if words.language == "fa" else "gregorian"
    nobody = FindingReader(words, calendar, {}, {}, markup)
    return value("", {"message": told.message, "values": told.values}, nobody)


def value(name: str, said: Value, who: FindingReader) -> str:
    """One value of a sentence as the reader writes it; by its name one knows what it is."""
    if isinstance(said, Mapping):
        inner = said["values"]
        texts = (
            {key: value(key, one, who) for key, one in inner.items()} if isinstance(inner, Mapping) else {}
        )
        return who.words(str(said["message"]), **texts)
    if name in _WRITERS:
        return _WRITERS[name](said, who)
    if isinstance(said, str):
        return isolated(who.text(said), who.words)
    if name.startswith(("line", "code")):
        return who.year(int(said))
    whole = float(said).is_integer() or abs(said) >= 100
    places = len(f"{said:.6f}".rstrip("0").split(".")[1]) if abs(said) < 0.1 else 2 if abs(said) < 10 else 1
    return format.number(said, who.words.language, 0 if whole else places)


def _signed(decimals: int) -> Callable[[object, FindingReader], str]:
    return lambda said, who: format.change(float(str(said)), who.words.language, decimals)


def _day(said: object, who: FindingReader) -> str:
    try:
        return format.date(date.fromisoformat(str(said)), who.words.language, who.calendar)
    except ValueError:
        return who.text(str(said))


def _calendar(said: object, who: FindingReader) -> str:
    key = str(said).replace(" ", "_")
    return who.words(CALENDAR_NAMES.get(key, str(said)))


def _moment(said: object, who: FindingReader) -> str:
    """A day and the time on it, UTC"""
    try:
        moment = datetime.fromisoformat(str(said))
    except ValueError:
        return who.text(str(said))
    return who.words.listed(
        [_day(moment.date(), who), format.digits(f"{moment:%H:%M} UTC", who.words.language)]
    )


def _roles(said: object, who: FindingReader) -> str:
    """Roles of columns and events, as the form that asks for them names them"""
    return who.words.listed(_role(role, who) for role in str(said).split(", "))


def _role(said: str, who: FindingReader) -> str:
    names = {**role_names.FIGURES, **role_names.RECORDS, **role_names.EVENTS}
    role, _, part = said.partition(".")  # persons.female: a column of one sex
    if role not in names:
        return isolated(who.text(said), who.words)
    sex = f" ({who.words(SEXES[part])})" if part in SEXES else ""
    return f"«{who.words(names[role])}{sex}»"


def _names(said: object, who: FindingReader) -> str:
    codes = str(said).removesuffix(" …").split(", ")
    comma = "، " if who.words.language == "fa" else ", "
    return comma.join(who.area(code) for code in codes) + (" …" if str(said).endswith(" …") else "")


_WRITERS: dict[str, Callable[[object, FindingReader], str]] = {
    "area": lambda said, who: who.area(str(said)),
    "year": lambda said, who: who.year(int(str(said))),
    "year_before": lambda said, who: who.year(int(str(said))),
    "source": lambda said, who: who.publications.get(str(said)) or who.text(str(said)),
    "measure": lambda said, who: who.subject(str(said)),
    "what": lambda said, who: who.subject(str(said)),
    "table": lambda said, who: who.words(TABLES.get(str(said)) or TITLES.get(f"{said}s", str(said))),
    "sex": lambda said, who: who.words(SEXES.get(str(said), str(said))),
    "calendar": lambda said, who: _calendar(said, who),
    "calendar_most": lambda said, who: _calendar(said, who),
    "column": lambda said, who: who.words(TITLES.get(str(said), str(said))),
    "names": _names,
    "row_number": lambda said, who: who.year(int(str(said))),
    "column_number": lambda said, who: who.year(int(str(said))),
    "why": lambda said, who: who.words(str(said)),
    "share_so": lambda said, who: format.percent(float(str(said)), who.words.language),
    "day": _day,
    "moment": _moment,
    "command": lambda said, _who: str(said),  # of our own, between marks of code
    "role": _roles,
    "roles": _roles,
    "event": _roles,
    "first": _day,
    "last": _day,
    "gap": _signed(0),
    "change": _signed(1),
    "natural": _signed(1),
    "rest": _signed(1),
}


def cell(column: str, said: object, who: FindingReader) -> str:
    """A cell of a finding's rows, by the name of its column."""
    if is_missing(said):
        return ""
    if column in ("area", "source", "measure", "what", "sex", "calendar", "parent"):
        return _WRITERS["area" if column == "parent" else column](said, who)
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
        return format.digits(str(int(float(str(said)))), who.words.language)
    if column == "event":
        return who.subject(str(said))
    if column in ("status", "unit"):
        return who.words(_SAID.get(str(said), str(said)))
    if column in ("period_start", "period_end"):
        return _day(str(said)[:10], who)
    return value("number", said, who) if isinstance(said, int | float) else who.text(str(said))


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
#: Column of a finding's rows -> its heading
TITLES: dict[str, str] = {
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
