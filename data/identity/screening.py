"""Looking at a whole table for identity data, and what is done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import duckdb
import pandas as pd

from data.identity.headings import kind_of_heading, plain_words
from data.identity.rules import number_rules
from data.identity.shapes import (
    Counts,
    Suspect,
    judge,
    kinds,
    name_shape,
    quoted,
    shape_counts,
    suspicious,
    with_shapes,
)
from data.problems import StoreProblem
from data.sentences import Sentence, joined, mark

#: ``refuse`` the file whole, or ``drop`` the columns and read the rest
Policy = Literal["refuse", "drop"]


class IdentityRefused(StoreProblem):
    """The file holds identity data and was not read."""


@dataclass(frozen=True)
class Report:
    """What was found, column by column. Holds no value of any of them."""

    suspects: tuple[Suspect, ...]
    rows: int

    @property
    def certain(self) -> tuple[Suspect, ...]:
        """The columns that hold identity data beyond doubt."""
        return tuple(suspect for suspect in self.suspects if suspect.verdict == "certain")


def decide(report: Report, policy: Policy, *, place: str = "The file") -> tuple[str, ...]:
    """Columns to leave behind; IdentityRefused when the policy is to refuse and there is one"""
    if report.certain and policy == "refuse":
        raise IdentityRefused(
            Sentence(
                mark(
                    "{file} was not read, because {columns}. Take these columns out where the file is made, or choose to have them dropped here."
                ),
                file=place,
                columns=joined([suspect.sentence for suspect in report.certain]),
            )
        )
    return tuple(suspect.column for suspect in report.certain)


def screen(
    frame: pd.DataFrame, policy: Policy, *, places: Collection[str] = (), place: str = "The table"
) -> tuple[pd.DataFrame, Report]:
    """The frame without identity data, and what was found; ``places`` are names of areas, which are no person's"""
    renamed = frame.set_axis([str(position) for position in range(frame.shape[1])], axis=1)
    with duckdb.connect() as connection:
        connection.register("looked_at", renamed.astype("string"))
        headings = [str(column) for column in frame.columns]
        report = examine(connection, "looked_at", headings, list(renamed.columns), places=places)
    unwanted = decide(report, policy, place=place)
    names = column_list(headings)
    return frame.loc[:, [name not in unwanted for name in names]], report


def examine(
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    headings: Sequence[str],
    columns: Sequence[str] | None = None,
    *,
    places: Collection[str] = (),
    limit: int | None = None,
) -> Report:
    """Look at every value (or the first ``limit`` rows) of these text columns of a table, view or SELECT in
    parentheses. ``columns`` are their names in SQL where these differ from the headings a reader knows."""
    columns = columns or headings
    source = f"(SELECT * FROM {relation} LIMIT {limit})" if limit else relation
    rows, filled, counts_by_column = _count(connection, source, columns)
    suspects = []
    for name, heading, column, cells, counts in zip(
        column_list(headings), headings, columns, filled, counts_by_column, strict=True
    ):
        close = any(suspicious(cells, *counts[kind]) for kind in kinds())
        by_values = judge(name, _closely(connection, source, column, cells, counts)) if close else None
        by_heading = _by_heading(connection, source, heading, name, column, places)
        suspect = by_heading if by_heading and by_heading.verdict == "certain" else by_values or by_heading
        suspects += [suspect] if suspect else []
    return Report(tuple(suspects), rows)


def column_list(headings: Sequence[str]) -> list[str]:
    """Headings as they may be repeated: a file without a heading has a person's data where headings should be"""
    return [
        f"column {number}" if sum(letter.isdigit() for letter in heading) >= 6 or "@" in heading else heading
        for number, heading in enumerate(headings, start=1)
    ]


def _count(
    connection: duckdb.DuckDBPyConnection, source: str, columns: Sequence[str]
) -> tuple[int, list[int], list[dict[str, tuple[int, int]]]]:
    """Rows; filled values by column; and by column and kind how many could be identity and how many pass."""
    sums = [sql for number in range(len(columns)) for sql in shape_counts(f"a{number}")]
    row = connection.execute(
        f"SELECT {', '.join(['count(*)', *sums])} FROM {_with_names(source, columns)}"
    ).fetchone()
    assert row is not None
    return row[0], *split_counts(row[1:])


def split_counts(numbers: Sequence[int]) -> tuple[list[int], list[dict[str, tuple[int, int]]]]:
    """The numbers of `shape_counts`, column after column: filled values, and by kind (could be, pass)"""
    width = 1 + 2 * len(kinds())
    parts = [numbers[start : start + width] for start in range(0, len(numbers), width)]
    return [part[0] for part in parts], [
        {kind: (part[1 + 2 * place], part[2 + 2 * place]) for place, kind in enumerate(kinds())}
        for part in parts
    ]


def _with_names(source: str, columns: Sequence[str]) -> str:
    """`with_shapes` and the shape of a name: a0, a1, ... Slow on long text, so not for millions of rows."""
    every = ", ".join(
        f"s{number} | {name_shape(column)} AS a{number}" for number, column in enumerate(columns)
    )
    return f"(SELECT *, {every} FROM {with_shapes(source, columns)})"


def _closely(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    column: str,
    filled: int,
    counts: dict[str, tuple[int, int]],
) -> Counts:
    """How many different values pass, and whether those that nothing checks lie too far apart to be serial numbers."""
    name = quoted(column)
    different = ", ".join(
        f"approx_count_distinct({name}) FILTER (a0 & {bit} > 0)" for bit, _ in kinds().values()
    )
    unchecked = [rule for rule in number_rules() if rule.number.check == "apart"]
    spreads = "".join(
        f", (max(try_cast(r0 AS BIGINT)) {among} - min(try_cast(r0 AS BIGINT)) {among}) / count(*) {among}"
        for among in (f"FILTER (s0 & {rule.passes} > 0)" for rule in unchecked)
    )
    row = connection.execute(f"SELECT {different}{spreads} FROM {_with_names(source, [column])}").fetchone()
    assert row is not None
    spread = {rule.kind: value or 0.0 for rule, value in zip(unchecked, row[len(kinds()) :], strict=True)}
    candidates, passing = ({kind: pair[place] for kind, pair in counts.items()} for place in (0, 1))
    return Counts(filled, candidates, passing, dict(zip(kinds(), row, strict=False)), spread)


def _by_heading(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    heading: str,
    name: str,
    column: str,
    places: Collection[str],
) -> Suspect | None:
    kind = kind_of_heading(heading)
    if kind == "bare_name":
        kind = "name" if _names_people(connection, source, column, places) else ""
    return Suspect(name, kind, "heading", 1.0, "certain") if kind else None


def _names_people(
    connection: duckdb.DuckDBPyConnection, source: str, column: str, places: Collection[str]
) -> bool:
    """A column headed only "name" holds people unless nine in ten of its different values are known places."""
    values = connection.execute(
        f"SELECT DISTINCT {quoted(column)} FROM {source} WHERE {quoted(column)} <> '' LIMIT 5000"
    ).fetchall()
    place_words = {plain_words(place) for place in places}
    strange = sum(plain_words(value) not in place_words for (value,) in values)
    return bool(values) and strange > 0.1 * len(values)
