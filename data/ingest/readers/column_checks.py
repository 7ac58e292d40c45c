"""What may be wrong in a file of columns: commands, swapped columns, repeats, two calendars, wrong units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data.calendars import OWN
from data.countries import first_country
from data.ingest.readers.conversions import ENDS, GROUPS
from data.ingest.readers.figures import NotANumber, figure, is_command
from data.ingest.readers.periods import calendar_of
from data.ingest.readers.provenance import finding
from data.ingest.readers.suspicions import odd_population, without_odd_years
from data.quality import Finding
from data.sentences import Sentence, mark, quoted

_KEYS = (
    *("area", "event", "measure", "source", "period_start", "period_days", "sex", "age_lower", "age_width"),
    *ENDS,
    *(f"{name}_{part}" for name in GROUPS for part in ("lower", "width")),
)


@dataclass(frozen=True)
class Failure:
    """Cells of one column that are not what the column holds: why the first is not, and all of them by line."""

    column: str
    heading: str
    reason: Sentence
    cells: pd.Series

    @property
    def line(self) -> int:
        """The first of the lines."""
        return int(self.cells.index[0])

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.cells)

    def rows(self, label: str) -> pd.DataFrame:
        """file, line, heading, cell — what a person has to look at"""
        return pd.DataFrame(
            {
                "file": label,
                "line": [str(line) for line in self.cells.index],
                "heading": self.heading,
                "cell": [quoted(str(cell)[:60]) for cell in self.cells],
            }
        )


def without_commands(cells: pd.DataFrame, label: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows in which no cell is text a spreadsheet would run."""
    bad = pd.Series(False, index=cells.index)
    findings = []
    for name in cells:
        runs = {cell for cell in cells[name].unique() if isinstance(cell, str) and is_command(cell)}
        hit = cells[name].isin(runs)
        for line in cells.index[hit & ~bad]:
            findings.append(
                finding(
                    "cells hold no commands",
                    "error",
                    "file",
                    Sentence(
                        "{file}, line {line}: {cell} is a formula or a command that a spreadsheet would run, not data. The line was left out; who wrote it?",
                        file=label,
                        line=line,
                        cell=quoted(str(cells[name][line])[:60]),
                    ),
                )
            )
        bad |= hit
    return cells[~bad], findings


def failure_findings(failures: list[Failure], cells: pd.DataFrame, label: str) -> Iterator[Finding]:
    """A finding a column; if a column fails in most rows, which other column looks like it."""
    for one in failures:
        values: dict[str, object] = {
            "where": Sentence(
                "{file}, line {line}, column «{heading}»", file=label, line=one.line, heading=one.heading
            ),
            "reason": one.reason,
            "n": one.count,
        }
        if one.count * 2 > len(cells) and len(cells) > 1:
            other = _looks_like(one.column, cells)
            values |= {"all": len(cells)} | ({"other": other} if other else {})
            message = (
                mark(
                    "{where}: {reason}. {n} of {all} cells are so; «{other}» looks like it. Were two columns swapped?"
                )
                if other
                else mark("{where}: {reason}. {n} of {all} cells are so. Is this the right column?")
            )
            yield finding(
                "columns are in place", "error", "file", Sentence(message, **values), one.rows(label)
            )
        else:
            sentence = (
                Sentence("{where}: {reason}. Left out ({n} lines in all).", **values)
                if one.count > 1
                else Sentence("{where}: {reason}. Left out.", **values)
            )
            yield finding("cells hold what they should", "error", "file", sentence, one.rows(label))


def _looks_like(column: str, cells: pd.DataFrame) -> str | None:
    """Another column most of whose cells would do, for the columns that can be told by their numbers."""
    for name in cells:
        if name != column and not str(name).startswith("_") and _share(column, cells[name]) > 0.8:
            return str(name)
    return None


def _share(column: str, cells: pd.Series) -> float:
    from data.ingest.readers.conversions import converter

    read = converter(column, country=first_country(), words={})
    good = 0
    sample = cells.head(50)
    for cell in sample:
        try:
            read(cell)
            good += column not in ("persons", "events", "value") or not _is_year(cell)
        except Exception:  # any failure means only that the cell does not fit
            continue
    return good / max(len(sample), 1)


def _is_year(cell: object) -> bool:
    try:
        number = figure(cell)
    except NotANumber:
        return False
    return number is not None and number == int(number) and calendar_of(int(number)) is not None


def mixed_calendars(frame: pd.DataFrame, label: str) -> Iterator[Finding]:
    """Years of two calendars in one column: one of them was typed or pasted by mistake."""
    if "year" not in frame:
        return
    calendars = frame["year"].map(lambda year: calendar_of(int(year)))
    calendar_cells = frame.get("calendar")
    counts = calendars.value_counts()
    if len(counts) > 1:
        rare = counts.index[-1]
        row = frame[calendars == rare].iloc[0]
        yield finding(
            "one calendar a file",
            "error",
            "file",
            Sentence(
                "{file}, line {line}: year {year} is {calendar}, most of the file is {calendar_most}: {n} of {all} rows. Convert them first.",
                file=label,
                line=row.get("_line", "?"),
                year=row["year"],
                calendar=str(rare).replace("_", " "),
                calendar_most=str(counts.index[0]).replace("_", " "),
                n=counts.iloc[-1],
                all=len(frame),
            ),
        )
    elif calendar_cells is not None and (calendar_cells != calendars)[~calendar_cells.isin(OWN)].any():
        yield finding(
            "one calendar a file",
            "error",
            "file",
            Sentence(
                "{file}: the mapping says {calendar}, but {year} is a year of {calendar_most}.",
                file=label,
                calendar=calendar_cells.iloc[0],
                year=frame["year"].iloc[0],
                calendar_most=calendars.iloc[0],
            ),
        )


def without_repeats(frame: pd.DataFrame, table: str, label: str, findings: list[Finding]) -> pd.DataFrame:
    """Each key once: a line that repeats another word for word, and one that contradicts it."""
    keys = [one for one in _KEYS if one in frame]
    value = next(one for one in ("persons", "events", "value", "mx", "percent") if one in frame)
    repeats = frame.duplicated(keys)
    first_rows = frame[~repeats].to_dict("records") if repeats.any() else []
    firsts = {tuple(row[key] for key in keys): row for row in first_rows}
    for row in frame[repeats].to_dict("records"):
        first = firsts[tuple(row[key] for key in keys)]
        is_equal = first[value] == row[value]
        cell = ", ".join(str(row[key]) for key in ("area", "year", "sex", "age_lower") if key in row)
        lines = {"file": label, "line": row.get("_line"), "line_first": first.get("_line"), "what": cell}
        sentence = (
            Sentence(
                "{file}, line {line}: the same row as line {line_first} ({what}). Counted once.", **lines
            )
            if is_equal
            else Sentence(
                "{file}, line {line}: {what} is {value} here and {before} in line {line_first}. The first was kept; which is right?",
                **lines,
                value=row[value],
                before=first[value],
            )
        )
        findings.append(finding("keys are unique", "warning" if is_equal else "error", table, sentence))
    return frame[~repeats].reset_index(drop=True)


def suspicious(frame: pd.DataFrame, table: str, label: str) -> Iterator[Finding]:
    """Negative counts; thousands for persons; percent for a rate; a year where people should be."""
    value = next(one for one in ("persons", "events", "value", "mx", "percent") if one in frame)
    low = frame[frame[value] < 0]
    if table != "rate" and len(low):
        row = low.iloc[0]
        yield finding(
            "values are possible",
            "error",
            table,
            Sentence(
                "{file}, line {line}: {column} is {value}. Nobody is negative.",
                file=label,
                line=row.get("_line"),
                column=value,
                value=row[value],
            ),
        )
    if table == "population":
        whole = frame[(frame["age_lower"] == 0) & (frame["age_width"] == 0) & (frame["sex"] == "both")]
        if whole.empty:
            keys = ["area", "year"]
            parts = frame if frame["sex"].eq("both").all() else frame[frame["sex"] != "both"]
            whole = parts.groupby(keys)["persons"].sum().reset_index()
        yield from odd_population(whole["area"], whole["persons"], label)
    if table == "death_rate" and (frame["mx"] > 2).any():
        row = frame.iloc[int(frame["mx"].to_numpy().argmax())]
        sentence = Sentence(
            "{file}, line {line}: a death rate of {value} a year: is it per 1,000?",
            file=label,
            line=row.get("_line"),
            value=row["mx"],
        )
        yield finding("units are right", "error", table, sentence)
    if table == "rate":
        for measure, rows in frame.groupby("measure"):
            _, odd = without_odd_years(str(measure), rows, label)
            yield from odd
