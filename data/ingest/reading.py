"""What a reader hands over: rows in the store's columns and what it found wrong on the way.

A reader is a module in ``data.ingest.readers`` with two functions::

    recognises(path: Path) -> bool          # by looks alone: quick, never raises
    read(path: Path) -> Reading             # or a StoreProblem in a sentence

``tables`` maps names of `data.schema` to frames. Names of areas, offices and publications are columns by language there
(``name_en``, ``office_am``, as many as there are): `in_store_tables` makes rows of them. A fact's frame needs the table's columns; those the store fills
itself (``parts``) and those that say *absent* (``basis``, ``place`` and every dimension of a flow) may be left out.
Only a reader of records has ``cell_key``. Every source that facts name must be a row of ``source``, in this reading or in the store already; areas likewise.

An area without a single event still needs one row, of 0, in each split and period that the source covers: what is
not there is not known, and the areas above it are then not summed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.columns import ABSENT, ABSENT_WORD
from data.flows import DIMENSIONS, EVENTS
from data.names import TEXT_TABLES, language_columns, text_rows, without_texts
from data.problems import ReadingProblem
from data.quality import Finding
from data.schema import FACTS, TABLES
from data.sentences import Sentence

COLUMNS = {table.name: tuple(column.name for column in table.columns) for table in TABLES}
FACT_NAMES = tuple(table.name for table in FACTS)
_MADE_HERE: dict[str, int | str | None] = {
    "parts": 0,
    "cell_key": None,
    "origin": "file",
    "loaded_in": "",
    "provisional": 0,
    "basis": ABSENT_WORD,
    "place": ABSENT_WORD,
}


@dataclass(frozen=True, eq=False)
class Reading:
    """What one file says: store table -> rows, and findings about them."""

    tables: Mapping[str, pd.DataFrame]
    findings: tuple[Finding, ...] = field(default=())

    def sources(self) -> frozenset[str]:
        """Keys of the sources whose rows these are: what they replace."""
        return frozenset(
            key
            for name, frame in self.tables.items()
            if name in FACT_NAMES
            for key in frame["source"].unique()
        )


def in_store_columns(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's columns in order; what may be left out is filled with what it means."""
    if table not in COLUMNS:
        raise ReadingProblem(
            Sentence(
                "There is no table {name} in the store: it has {known}.", name=table, known=", ".join(COLUMNS)
            )
        )
    filled = frame.copy(deep=False)
    for column, value in _left_out(table).items():
        if column not in filled:
            filled[column] = value
    missing = [column for column in required(table) if column not in frame]
    if missing:
        raise ReadingProblem(_without_columns(table, missing))
    return filled[list(COLUMNS[table])]


def in_store_tables(table: str, frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The frame as the store keeps it: in the table's columns, and its texts as rows by language beside it."""
    if table not in TEXT_TABLES:
        return {table: in_store_columns(table, frame)}
    texts, parts = TEXT_TABLES[table]
    unsaid = [f"{part}_en" for part in parts if not language_columns(list(frame.columns), part)]
    if unsaid:
        raise ReadingProblem(_without_columns(table, unsaid))
    return {
        table: in_store_columns(table, without_texts(table, frame)),
        texts: in_store_columns(texts, text_rows(table, frame)),
    }


def required(table: str) -> tuple[str, ...]:
    """The columns a reader must give."""
    return tuple(column for column in COLUMNS[table] if column not in _left_out(table))


def _without_columns(table: str, headings: list[str]) -> Sentence:
    return Sentence(
        "The rows of {table} have no column {headings}.", table=table, headings=", ".join(headings)
    )


def flows(events: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """One table of events of every kind as the store's flows, not yet in their columns.

    There ``event`` names the kind, "both" a sex that is not split, and an age of (0, 0) all ages: here they are absent.
    """
    if "event" not in events:
        raise ReadingProblem(Sentence("The rows of events have no column event."))
    strange = sorted(set(events["event"].astype(str)) - set(EVENTS))
    if strange:
        raise ReadingProblem(
            Sentence(
                "Unknown event {cell}: known are {known}.",
                cell=", ".join(strange[:5]),
                known=", ".join(EVENTS),
            )
        )
    event_rows = events
    if "sex" in event_rows:
        event_rows = event_rows.assign(sex=event_rows["sex"].replace("both", ABSENT_WORD))
    if "age_lower" in event_rows:
        every_age = (event_rows["age_lower"] == 0) & (event_rows["age_width"] == 0)
        event_rows = event_rows.assign(age_lower=event_rows["age_lower"].mask(every_age, ABSENT))
    tables = {EVENTS[str(event)].name: rows for event, rows in event_rows.groupby("event")}
    if "birth" in tables:
        names = {"sex": "child_sex", "age_lower": "mother_age_lower", "age_width": "mother_age_width"}
        tables["birth"] = tables["birth"].rename(columns=names)
    return tables


def _left_out(table: str) -> dict[str, int | str | None]:
    values: dict[str, int | str | None] = {
        column: value for column, value in _MADE_HERE.items() if column in COLUMNS[table]
    }
    if table in DIMENSIONS:
        values |= {word: ABSENT_WORD for word in DIMENSIONS[table].words}
        for group in DIMENSIONS[table].groups:
            values |= {f"{group}_lower": ABSENT, f"{group}_width": 0}
    return values


def join(*parts: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rows of all, table by table."""
    names = dict.fromkeys(name for part in parts for name in part)
    return {
        name: pd.concat([part[name] for part in parts if name in part], ignore_index=True) for name in names
    }
