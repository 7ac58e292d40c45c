"""How the columns of a file that is no office's standard become columns of the store: learned once, kept beside it.

A mapping is a small TOML file a person can read and mend::

    table = "population"

    [columns]            # column of the store -> heading of the file
    area = "استان"
    age = "گروه سنی"     # "0-4", "85 و بیشتر": becomes age_lower and age_width
    "persons.female" = "زن"   # a column for each sex

    [constants]          # the same in every row
    year = 1402

    [factors]            # what to multiply a figure by
    persons = 1000

    [words.sex]          # the file's word -> the store's
    "خانم" = "female"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from data.ingest.guards import UnreadableFile
from data.ingest.readers.spelling import heading_key
from data.problems import cause
from data.sentences import Sentence, quoted

ENDING = ".mapping.toml"
#: Tables a file of columns may fill, and the column of each that holds the figure
VALUES = {
    "population": "persons",
    "event": "events",
    "rate": "value",
    "death_rate": "mx",
    "fertility_pattern": "percent",
}
Constant = str | int | float


@dataclass(frozen=True, eq=True)
class ColumnMap:
    """Which table, which heading is which column, what is the same in every row, and in what unit."""

    table: str
    columns: Mapping[str, str]
    constants: Mapping[str, Constant] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def value(self) -> str:
        """The column of the store that holds the figure."""
        return VALUES[self.table]

    def fits(self, headings: Iterable[str]) -> bool:
        """True if the file has every heading the mapping names, however spelt."""
        keys = {heading_key(one) for one in headings}
        return all(heading_key(one) in keys for one in self.columns.values())

    def lacks(self) -> list[str]:
        """What must still be said before a row can be read."""
        columns = {*self.columns, *self.constants}
        ends = {"origin", "destination"} <= columns  # a move is of two areas
        needed = [
            "" if ends else "area",
            "event" if self.table == "event" else "",
            "measure" if self.table == "rate" else "",
        ]
        missing = [one for one in needed if one and one not in columns]
        if not columns & {"year", "date"}:
            missing.append("year")
        if not any(one.split(".")[0] == self.value for one in self.columns):
            missing.append(self.value)
        return missing


def load(path: Path) -> ColumnMap:
    """A mapping from its file; a slip in it is named with its line or its key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableFile(
            Sentence(
                "{file}: {cause}. Mend the mapping or delete it to have it proposed again.",
                file=path.name,
                cause=cause(error),
            )
        ) from error
    table = content.get("table")
    if table not in VALUES:
        raise UnreadableFile(
            Sentence(
                "{file}: table is {cell}; it must be one of {known}.",
                file=path.name,
                cell=quoted(table),
                known=", ".join(VALUES),
            )
        )
    strange = set(content) - {"table", "columns", "constants", "factors", "words"}
    if strange or not isinstance(content.get("columns"), dict):
        allowed = "table, columns, constants, factors, words"
        raise UnreadableFile(
            Sentence(
                "{file} says {headings}, which a mapping does not have: it has {known}.",
                file=path.name,
                headings=", ".join(sorted(strange)),
                known=allowed,
            )
            if strange
            else Sentence(
                "{file} does not say the columns: a mapping has {known}.", file=path.name, known=allowed
            )
        )
    factors = {name: float(value) for name, value in content.get("factors", {}).items()}
    return ColumnMap(
        table, content["columns"], content.get("constants", {}), factors, content.get("words", {})
    )


def save(mapping: ColumnMap, file: Path) -> Path:
    """Write the mapping beside the file it was learned from; the place it was written to."""
    path = file.with_name(file.stem + ENDING)
    lines = [
        f"# How the columns of {file.name} are read. May be edited.",
        f"table = {_text(mapping.table)}",
    ]
    lines += _section("columns", mapping.columns) + _section("constants", mapping.constants)
    lines += _section("factors", mapping.factors)
    for column, words in mapping.words.items():
        lines += _section(f"words.{column}", words)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def find(path: Path, headings: Iterable[str]) -> ColumnMap | None:
    """The mapping kept beside the file: its own, else one of the folder's that fits its headings."""
    candidates = list(headings)
    own = path.with_name(path.stem + ENDING)
    for one in [own, *sorted(path.parent.glob(f"*{ENDING}"))]:
        if one.is_file():
            mapping = load(one)
            if mapping.fits(candidates):
                return mapping
            if one == own:
                gone = [
                    name
                    for name in mapping.columns.values()
                    if heading_key(name) not in map(heading_key, candidates)
                ]
                raise UnreadableFile(
                    Sentence(
                        "{file} has no column «{heading}», which {mapping} names. Its headings are: {headings}. Were columns renamed? Mend the mapping or delete it.",
                        file=path.name,
                        heading=gone[0],
                        mapping=own.name,
                        headings=", ".join(candidates[:12]),
                    )
                )
    return None


def _section(name: str, content: Mapping[str, object]) -> list[str]:
    if not content:
        return []
    return ["", f"[{name}]", *(f"{_text(key)} = {_text(value)}" for key, value in content.items())]


def _text(value: object) -> str:
    """A TOML value: its strings are written as JSON's, letters left as they are."""
    return json.dumps(value, ensure_ascii=False)
