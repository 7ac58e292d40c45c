"""Numbers as people type them: Persian, Arabic or Latin digits, any sign and separator."""

from __future__ import annotations

import unicodedata

MINUS = "-\u2212\u2013"
DECIMAL = ".,\u066b/"
IGNORED = "\u066c\u200e\u200f\u00a0\u202f '\u2019"


def number(text: str, *, whole_things: bool = False) -> float | None:
    """The number that was typed, None when it is none. A comma, point or slash alone is a decimal sign.

    ``whole_things``: people or years, say; then a comma, point or slash before three figures sets thousands apart,
    as the table itself writes them: 12,300 is not twelve people and a part.
    """
    plain = "".join(_figure(letter) for letter in text.strip() if letter not in IGNORED)
    sign = -1.0 if plain[:1] in MINUS and plain else 1.0
    plain = plain.lstrip(MINUS + "+")
    marks = [place for place, letter in enumerate(plain) if letter in DECIMAL]
    pieces = plain.translate(dict.fromkeys(map(ord, DECIMAL), " ")).split(" ")
    thousands = whole_things and 1 <= len(pieces[0]) <= 3 and all(len(piece) == 3 for piece in pieces[1:])
    if len(marks) > 1 or (marks and thousands):
        plain = "".join(letter for letter in plain if letter not in DECIMAL)
    elif marks:
        plain = f"{plain[: marks[0]]}.{plain[marks[0] + 1 :]}"
    if not plain or not plain.replace(".", "").isdecimal():
        return None
    return sign * float(plain)


def whole(text: str) -> int | None:
    """The whole number that was typed, None when it is none."""
    value = number(text, whole_things=True)
    return int(value) if value is not None and value == int(value) and abs(value) < 1e12 else None


def _figure(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if unicodedata.decimal(letter, None) is not None else letter
