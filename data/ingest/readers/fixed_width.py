"""Lines of fixed width, by a layout kept beside them: ``births.txt`` by ``births.layout.toml``.

::

    [[columns]]
    heading = "province"
    first = 1                # places from 1, both ends included
    last = 2
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.ingest.guards import UnreadableFile
from data.problems import cause
from data.sentences import Sentence

ENDING = ".layout.toml"


@dataclass(frozen=True)
class Field:
    """A column: its heading and its places in the line, from 1, both ends included."""

    heading: str
    first: int
    last: int


def layout_file(path: Path) -> Path | None:
    """The layout kept beside the file, if there is one."""
    layout = path.with_name(path.name.split(".")[0] + ENDING)
    return layout if layout.is_file() else None


def read_layout(path: Path) -> tuple[Field, ...]:
    """The columns of a layout; a slip in it is a sentence."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        fields = tuple(
            Field(str(one["heading"]), int(one["first"]), int(one["last"])) for one in content["columns"]
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise UnreadableFile(
            Sentence(
                "{file} is no layout ({cause}): each of its [[columns]] needs heading, first and last.",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    if not fields:
        raise UnreadableFile(Sentence("{file}: a layout has at least one of [[columns]].", file=path.name))
    if bad := next((one for one in fields if not 1 <= one.first <= one.last), None):
        raise UnreadableFile(
            Sentence(
                "{file}: column {heading} must begin at 1 or later and not end before it begins.",
                file=path.name,
                heading=bad.heading,
            )
        )
    return fields


def fixed_cells(text: str, fields: tuple[Field, ...], name: str) -> pd.DataFrame:
    """The cells by heading; a line that ends before the last column is refused, as its figures would be cut."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    width = max(one.last for one in fields)
    start_of_last = max(one.first for one in fields)
    short = next(((number, line) for number, line in lines if len(line) < start_of_last), None)
    if short:
        raise UnreadableFile(
            Sentence(
                "{file}, line {line} has {n} characters and the layout needs {expected}: is it another layout, or was the line cut?",
                file=name,
                line=short[0],
                n=len(short[1]),
                expected=width,
            )
        )
    rows = [[line[one.first - 1 : one.last].strip() for one in fields] for _, line in lines]
    headings = [one.heading for one in fields]
    return pd.DataFrame(rows, columns=headings, index=[number for number, _ in lines], dtype=object)
