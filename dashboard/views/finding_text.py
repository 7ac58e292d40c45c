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
from dashboard.analysis.frame_rows import is_missing
from dashboard.views import role_names
from dashboard.words import Words, mark
from data.calendars import OWN
from data.names import in_language
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

    def text(self, text: str) -> str:
        """Text from a file or a person, as it is."""
        return plain(text) if self.markup else text

    def area(self, code: str) -> str:
        """An area's name; a code that is not known stays a code."""
        return str(self.names.get(code) or self.text(code))

    def year(self, year: int) -> str:
        """A year beside others."""
        return format.digits(str(year), self.words.language)

    def subject(self, key: str) -> str:
        """A measure's or an event's name."""
        name = SUBJECTS.get(key) or (BY_KEY[key].name if key in BY_KEY else None)
        return self.words(name) if name else self.text(key.replace("_", " "))


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
    names = dict(zip(areas["area"], in_language(areas, "name", words.language), strict=True))
    titles = dict(zip(sources["source"], in_language(sources, "publication", words.language), strict=True))
    return FindingReader(words, calendar, names, titles)


def sentence(finding: Finding, reader: FindingReader) -> str:
    """The finding, said again in the reader's language."""
    texts = {name: value(name, texts, reader) for name, texts in finding.values.items()}
    return reader.words(finding.message, **texts) if finding.message else finding.sentence


def sentence_text(message: Sentence, words: Words, *, markup: bool = False) -> str:
    """A sentence that is no finding's, in the reader's language and without names of areas."""
    calendar = "solar_hijri" if words.language == "fa" else "gregorian"
    nobody = FindingReader(words, calendar, {}, {}, markup)
    return value("", {"message": message.message, "values": message.values}, nobody)


def value(name: str, content: Value, reader: FindingReader) -> str:
    """One value of a sentence as the reader writes it; by its name one knows what it is."""
    if isinstance(content, Mapping):
        inner = content["values"]
        texts = (
            {key: value(key, one, reader) for key, one in inner.items()} if isinstance(inner, Mapping) else {}
        )
        return reader.words(str(content["message"]), **texts)
    if name in _WRITERS:
        return _WRITERS[name](content, reader)
    if isinstance(content, str):
        return isolated(reader.text(content), reader.words)
    if name.startswith(("line", "code")):
        return reader.year(int(content))
    whole = float(content).is_integer() or abs(content) >= 100
    places = (
        len(f"{content:.6f}".rstrip("0").split(".")[1])
        if abs(content) < 0.1
        else 2
        if abs(content) < 10
        else 1
    )
    return format.number(content, reader.words.language, 0 if whole else places)


def _signed(decimals: int) -> Callable[[object, FindingReader], str]:
    return lambda content, reader: format.change(float(str(content)), reader.words.language, decimals)


def _day(content: object, reader: FindingReader) -> str:
    try:
        return format.date(date.fromisoformat(str(content)), reader.words.language, reader.calendar)
    except ValueError:
        return reader.text(str(content))


def _calendar(content: object, reader: FindingReader) -> str:
    key = str(content).replace(" ", "_")
    if key in OWN:
        return OWN[key].name(reader.words.language)
    return reader.words(CALENDAR_NAMES.get(key, str(content)))


def _moment(content: object, reader: FindingReader) -> str:
    """A day and the time on it, UTC"""
    try:
        moment = datetime.fromisoformat(str(content))
    except ValueError:
        return reader.text(str(content))
    return reader.words.listed(
        [_day(moment.date(), reader), format.digits(f"{moment:%H:%M} UTC", reader.words.language)]
    )


def _roles(content: object, reader: FindingReader) -> str:
    """Roles of columns and events, as the form that asks for them names them"""
    return reader.words.listed(_role(role, reader) for role in str(content).split(", "))


def _role(content: str, reader: FindingReader) -> str:
    names = {**role_names.FIGURES, **role_names.RECORDS, **role_names.EVENTS}
    role, _, part = content.partition(".")  # persons.female: a column of one sex
    if role not in names:
        return isolated(reader.text(content), reader.words)
    sex = f" ({reader.words(SEXES[part])})" if part in SEXES else ""
    return f"«{reader.words(names[role])}{sex}»"


def _names(content: object, reader: FindingReader) -> str:
    codes = str(content).removesuffix(" …").split(", ")
    comma = "، " if reader.words.language == "fa" else ", "
    return comma.join(reader.area(code) for code in codes) + (" …" if str(content).endswith(" …") else "")


_WRITERS: dict[str, Callable[[object, FindingReader], str]] = {
    "area": lambda content, reader: reader.area(str(content)),
    "year": lambda content, reader: reader.year(int(str(content))),
    "year_before": lambda content, reader: reader.year(int(str(content))),
    "source": lambda content, reader: reader.publications.get(str(content)) or reader.text(str(content)),
    "other_source": lambda content, reader: (
        reader.publications.get(str(content)) or reader.text(str(content))
    ),
    "measure": lambda content, reader: reader.subject(str(content)),
    "what": lambda content, reader: reader.subject(str(content)),
    "table": lambda content, reader: reader.words(
        TABLES.get(str(content)) or TITLES.get(f"{content}s", str(content))
    ),
    "sex": lambda content, reader: reader.words(SEXES.get(str(content), str(content))),
    "calendar": lambda content, reader: _calendar(content, reader),
    "calendar_most": lambda content, reader: _calendar(content, reader),
    "column": lambda content, reader: reader.words(TITLES.get(str(content), str(content))),
    "names": _names,
    "row_number": lambda content, reader: reader.year(int(str(content))),
    "column_number": lambda content, reader: reader.year(int(str(content))),
    "why": lambda content, reader: reader.words(str(content)),
    "share_so": lambda content, reader: format.percent(float(str(content)), reader.words.language),
    "day": _day,
    "moment": _moment,
    "command": lambda content, _reader: str(content),  # of our own, between marks of code
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


def cell(column: str, content: object, reader: FindingReader) -> str:
    """A cell of a finding's rows, by the name of its column."""
    if is_missing(content):
        return ""
    if column in ("area", "source", "measure", "what", "sex", "calendar", "parent"):
        return _WRITERS["area" if column == "parent" else column](content, reader)
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
        return format.digits(str(int(float(str(content)))), reader.words.language)
    if column == "event":
        return reader.subject(str(content))
    if column in ("status", "unit"):
        return reader.words(_TEXTS.get(str(content), str(content)))
    if column in ("period_start", "period_end"):
        return _day(str(content)[:10], reader)
    return value("number", content, reader) if isinstance(content, int | float) else reader.text(str(content))


#: What tables say of a figure, in words that are translated
_TEXTS = {
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
