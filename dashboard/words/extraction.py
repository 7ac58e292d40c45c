"""Which texts the code asks for: ``words("...")``, ``mark("...")``, ``Sentence("...")`` and ``words.count("...", "...", n)``;
and what the countries' folders say of their measures.

Read from the syntax tree rather than with Babel's extractor, which joins the two texts of
``words("rose" if up else "fell")`` into one, takes any ``.count(`` for a plural, and lets an f-string pass:
a text that is made at run time can be in no catalogue.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from dashboard.words.catalogues import Message
from data import country_file

FOLDERS = ("dashboard", "pages", "data")


def messages_in(root: Path) -> dict[Message, list[str]]:
    """Text -> where it is asked for ('pages/overview.py:12'), in the code under `root`"""
    places: dict[Message, list[str]] = {}
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*.py")):
            name = file.relative_to(root).as_posix()
            for message, line in messages_of(file.read_text(encoding="utf-8"), name):
                places.setdefault(message, []).append(f"{name}:{line}")
    for file in sorted(root.glob(f"data/seed/*/{country_file.FILE}")):
        for text in texts_of_country(file):
            places.setdefault(text, []).append(file.relative_to(root).as_posix())
    return places


def texts_of_country(file: Path) -> Iterator[str]:
    """The texts a country's folder has for readers: why a measure has no figures, what to keep in mind, what breaks a series, and how its
    identity numbers are called"""
    country = country_file.read(file)
    yield from country.reasons.values()
    yield from country.limits
    for years in country.breaks.values():
        yield from years.values()
    yield from (number.name for number in country.identity_numbers)


def messages_of(code: str, name: str = "<code>") -> Iterator[tuple[Message, int]]:
    """(text, line) for each text one module asks for"""
    for node in ast.walk(ast.parse(code, name)):
        if isinstance(node, ast.Call) and node.args:
            if _is_plural(node.func):
                forms = [text for argument in node.args[:2] for text in _texts(argument, name)]
                if len(forms) == 2:
                    yield (forms[0], forms[1]), node.lineno
            elif _is_words(node.func) or _named(node.func) in ("mark", "Sentence"):
                yield from ((text, node.lineno) for text in _texts(node.args[0], name))


def _texts(argument: ast.expr, name: str) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return _texts(argument.body, name) + _texts(argument.orelse, name)
    if isinstance(argument, ast.JoinedStr):
        raise ValueError(
            f"{name}:{argument.lineno} asks for an f-string, which no catalogue can hold: "
            'write words("... {value} ...", value=value)'
        )
    return []  # A name: its text was declared elsewhere, with mark().


def _is_plural(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr == "count" and _is_words(function.value)


def _is_words(function: ast.expr) -> bool:
    """words, view.words, self.words, or Words(language)"""
    if isinstance(function, ast.Call):
        return _named(function.func) == "Words"
    return _named(function) == "words"


def _named(expression: ast.expr) -> str | None:
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else None
