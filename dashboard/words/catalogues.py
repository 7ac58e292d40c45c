"""The catalogues on disk: reading them for the app, keeping them in step with the code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from data import countries

Message = str | tuple[str, str]
"""An English text, or (one, many)"""

TRANSLATED = ("fa", "vi")
"""The languages that have a catalogue: all but English, which is the key"""

# No dates and no people: a catalogue changes when a text does.
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"
"""

# CLDR's rules in gettext's words. Persian and Vietnamese keep the noun as it is after a number, yet CLDR
# gives Persian a form for 0 and 1.
PLURAL_FORMS = {"fa": "nplurals=2; plural=(n > 1);", "vi": "nplurals=1; plural=0;"}


def path(language: str) -> Path:
    """Where a language's catalogue lies"""
    return Path(__file__).parent / language / "LC_MESSAGES" / "rasad.po"


def read(language: str) -> Catalog:
    """The whole catalogue, comments and all"""
    with path(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def translations(language: str) -> dict[Message, str | tuple[str, ...]]:
    """English text -> translated text, (one, many) -> a text a plural form; the untranslated are left out

    What a country's folder says in the language itself stands where the catalogue has nothing.
    """
    if language not in TRANSLATED:
        return {}
    folders: dict[Message, str | tuple[str, ...]] = dict(countries.translations(language).items())
    return folders | {
        _key(entry.id): _value(entry.string) for entry in read(language) if entry.id and _full(entry.string)
    }


def messages(catalogue: Catalog) -> set[Message]:
    """The English texts a catalogue has an entry for"""
    return {_key(entry.id) for entry in catalogue if entry.id}


def untranslated(catalogue: Catalog) -> set[Message]:
    """The English texts with an entry and no translation"""
    return {_key(entry.id) for entry in catalogue if entry.id and not _full(entry.string)}


def update(language: str, add: Iterable[Message] = (), remove: Iterable[Message] = ()) -> None:
    """Add texts to be translated and drop unused ones; rewrite the catalogue sorted by its English text"""
    catalogue = read(language)
    for message in remove:
        catalogue.delete(message)
    for message in add:
        catalogue.add(message)
    path(language).write_bytes(text(catalogue))


def text(catalogue: Catalog) -> bytes:
    """The catalogue as it lies on disk: the same entries always give the same bytes"""
    language = str(catalogue.locale)
    header = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    for entry in catalogue:
        entry.flags -= {"python-format", "python-brace-format"}  # a guess of Babel's, misled by "7 % of"
    body = BytesIO()
    # One line an entry, however long: a changed word is one changed line, and search finds a text.
    write_po(
        body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    name = Locale(language).english_name
    return f"# {name} texts of Rasad; the English text is the key.\n{header}\n".encode() + body.getvalue()


def _key(identifier: str | Sequence[str]) -> Message:
    return identifier if isinstance(identifier, str) else (identifier[0], identifier[1])


def _value(string: str | Sequence[str] | None) -> str | tuple[str, ...]:
    return string if isinstance(string, str) else tuple(string or ())


def _full(string: str | Sequence[str] | None) -> bool:
    forms = [string] if isinstance(string, str) else list(string or ())
    return bool(forms) and all(forms)
