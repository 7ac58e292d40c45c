"""Sentences that are said again in the reader's language: English text that keeps its message and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: A value of a sentence, as a release keeps it: a nested sentence is its message and values
Value = str | int | float | Mapping[str, object]
#: What joins and parts the letters of Persian words
JOINERS = "\u200c\u200d"
#: Numbers that are names: written without thousands
_NAMES = ("year", "line", "row_number", "column_number", "code")


def mark(message: str) -> str:
    """The same text: says that it is translated where it is shown, which is not here."""
    return message


class Sentence(str):
    """A message with its values put in, in English; both are kept, and a value may be a sentence.

    >>> where = Sentence(mark("{file}, line {line}"), file="births.csv", line=12000)
    >>> Sentence(mark("{where}: {n} cells hold no figure."), where=where, n=2500)
    'births.csv, line 12000: 2,500 cells hold no figure.'
    """

    message: str
    values: dict[str, Value]

    def __new__(cls, message: str, /, **values: object) -> Sentence:
        """Put the values in."""
        text = message.format(**{name: value_texts(name, value) for name, value in values.items()})
        sentence = super().__new__(cls, text)
        sentence.message = message
        sentence.values = {name: plain(value) for name, value in values.items()}
        return sentence


#: How several sentences follow each other
CLAUSES, ITEMS, FOLLOWING = mark("{first}; {rest}"), mark("{first}, {rest}"), mark("{first} {rest}")


def quoted(value: object) -> str:
    """A value between quotes as the file has it; what cannot be seen is written out, but not the marks of Persian script."""
    text = str(value)
    letters = "".join(
        letter if letter.isprintable() or letter in JOINERS else repr(letter)[1:-1] for letter in text
    )
    mark_of = '"' if "'" in letters and '"' not in letters else "'"
    return f"{mark_of}{letters}{mark_of}"


def joined(sentences: Sequence[Sentence], between: str = CLAUSES) -> Sentence:
    """Several as one."""
    first, *rest = sentences
    return Sentence(between, first=first, rest=joined(rest, between)) if rest else first


def plain(value: object) -> Value:
    """A value as text, a number of Python's own, or a sentence taken apart."""
    if isinstance(value, Sentence):
        return {"message": value.message, "values": value.values}
    own = value.item() if hasattr(value, "item") else value
    return own if isinstance(own, str | int | float | Mapping) else str(own)


def value_texts(name: str, value: object) -> str:
    """A value as English prose has it; a year or a line has no thousands."""
    own = plain(value) if not isinstance(value, str) else value
    if isinstance(own, Mapping):
        return str(Sentence(str(own["message"]), **own["values"]))  # type: ignore[arg-type]
    if isinstance(own, str) or name.startswith(_NAMES):
        return str(own)
    if name == "factor":  # to be typed into a form
        return f"{own:g}"
    if name == "share_so":
        return f"{own:.1%}"
    return f"{own:,.0f}" if float(own).is_integer() or abs(own) >= 100 else f"{own:,.3g}"
