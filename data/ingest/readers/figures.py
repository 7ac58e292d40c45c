"""Numbers as offices write them: three sets of digits, two decimal marks, dots for missing, notes in the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from data.ingest.readers.spelling import DIGITS
from data.sentences import Sentence, quoted

#: What offices print where there is no number. None of them is 0.
MISSING = frozenset(
    {"", ".", "..", "...", "…", "-", "–", "—", "ـ", "x", "n/a", "na", "nan", "null", "none", ":"}
)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’٬]")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPED_BY_DOTS = re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?|[+-]?\d{1,3}(\.\d{3})+,\d+")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_COMMAND = re.compile(r"\s*(=|@|[+-](?=[^\d\s.,٫۰-۹٠-٩]))")


class NotANumber(ValueError):
    """A sentence: what the cell holds and what it may have been meant for."""

    def __init__(self, sentence: Sentence) -> None:
        """Keep the sentence with its values."""
        super().__init__(sentence)
        self.sentence = sentence


def is_command(text: str) -> bool:
    """True for text that a spreadsheet would run: ``=cmd|...``, ``@SUM``, ``+A1``; not for «-5» or «-»."""
    return len(text.strip()) > 1 and bool(_COMMAND.match(text))


def figure(cell: object, *, decimal: str = ".") -> float | None:
    """The number in a cell, None where the office says there is none; NotANumber otherwise."""
    if cell is None or isinstance(cell, bool):
        return None if cell is None else _refuse(str(cell), Sentence("a yes or no"))
    if isinstance(cell, int | float):
        return None if cell != cell else float(cell)
    text = _SPACES.sub("", str(cell)).translate(DIGITS).replace("٫", ".").replace("،", ",").replace("−", "-")
    if text.lower() in MISSING:
        return None
    return _number(text, str(cell), decimal)


def _number(text: str, cell: str, decimal: str) -> float:
    if decimal == "," and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", text):
        return float(text.replace(".", ""))
    if decimal == "," and _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    if _PLAIN.fullmatch(text):
        return float(text)
    if _GROUPED.fullmatch(text):
        return float(text.replace(",", ""))
    if _GROUPED_BY_DOTS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return _refuse(cell, _likely(text))


def _likely(text: str) -> Sentence:
    if is_command(text):
        return Sentence("a formula or a command where a number should be")
    if text.endswith(("%", "٪")):
        return Sentence("a percentage: write the number alone and say the unit in the heading")
    if re.search(r"\d", text):
        return Sentence("a number with a note or a letter typed into the cell")
    return Sentence("text where a number should be, as when two columns are swapped")


def _refuse(cell: str, likely: Sentence) -> float:
    raise NotANumber(Sentence("{cell} is not a number but {likely}", cell=quoted(cell[:60]), likely=likely))


def decimal_mark(cells: Iterable[object]) -> str:
    """The decimal mark of a column: a comma where some cell can only be read so, else a point."""
    texts = [_SPACES.sub("", cell).translate(DIGITS) for cell in cells if isinstance(cell, str)]
    point = any(re.fullmatch(r"[+-]?\d*\.(\d{1,2}|\d{4,})", text) or _is_grouped(text) for text in texts)
    comma = any(
        _GROUPED_BY_DOTS.fullmatch(text) or (_COMMA.fullmatch(text) and not _GROUPED.fullmatch(text))
        for text in texts
    )
    return "," if comma and not point else "."


def _is_grouped(text: str) -> bool:
    return bool(_GROUPED.fullmatch(text)) and ("." in text or text.count(",") > 1)
