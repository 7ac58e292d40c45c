"""Every text a person reads, in the reader's language.

The English text is the key: ``words("Total fertility rate")``. Catalogues are gettext files,
``<language>/LC_MESSAGES/rasad.po``, read as they are: there is no compile step. A text that is not yet
translated is shown in English, and a test names it. ``python -m dashboard.words`` lists what is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from numbers import Integral

from babel import Locale

from dashboard.words import numerals
from dashboard.words.catalogues import translations

LANGUAGES: dict[str, str] = {code: str(Locale(code).display_name) for code in ("fa", "vi", "en")}
"""Code -> the language's own name, in the order they are offered"""


def mark(message: str) -> str:
    """The same text: says that a declared string, a title or a definition, is translated where it is shown"""
    return message


@dataclass(frozen=True)
class Words:
    """The reader's language: English text in, the reader's text out.

    >>> words = Words("fa")
    >>> words("Total fertility rate")
    'نرخ باروری کل'
    >>> words.count("{n} source for all years", "{n} sources for all years", 31)
    '۳۱ منبع برای همهٔ سال‌ها'
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"no language {self.language!r}: the languages are {', '.join(LANGUAGES)}")

    def __call__(self, message: str, /, **values: str | int) -> str:
        """The text of `message` with its {placeholders} filled; numbers come formatted, save plain years"""
        text = str(translations(self.language).get(message) or message)
        return text.format(**self._formatted(values)) if values else text

    def count(self, one: str, many: str, n: int, /, **values: str | int) -> str:
        """The text for n things, by the language's own plural rule (CLDR); {n} is n, grouped"""
        forms = translations(self.language).get((one, many)) or (one, many)
        form = forms[plural_form(n, self.language)]
        return form.format(n=numerals.digits_in(n, self.language), **self._formatted(values))

    def listed(self, texts: Iterable[str]) -> str:
        """The texts one after the other, with the language's own comma."""
        return ("، " if self.language == "fa" else ", ").join(texts)

    @property
    def direction(self) -> str:
        """'rtl' or 'ltr'"""
        return _direction(self.language)

    @property
    def name(self) -> str:
        """The language in its own words: 'فارسی'"""
        return LANGUAGES[self.language]

    def _formatted(self, values: dict[str, str | int]) -> dict[str, str]:
        return {key: self._one(key, value) for key, value in values.items()}

    def _one(self, key: str, value: str | int) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, Integral):
            return numerals.digits(str(value), self.language)
        raise TypeError(f"{key}={value!r} is not text: write it with dashboard.format first")


@cache
def _direction(language: str) -> str:
    return str(Locale(language).text_direction)


def plural_form(n: int, language: str) -> int:
    """Which of the language's plural forms n takes: 0 for the first in its catalogue"""
    rule = Locale(language).plural_form
    # Babel leaves out "other", the rest of all numbers; it is the last form of every language.
    forms = [*(tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags), "other"]
    return forms.index(rule(abs(n)))
