"""The findings of a file to take away: none is left out, and a finding of no line is not one whose line is unknown."""

from __future__ import annotations

from io import StringIO

import pandas as pd

from dashboard import downloads
from dashboard.loading import findings
from data.ingest.readers.provenance import finding
from data.quality import Finding
from data.sentences import Sentence

PROPOSED = finding(
    "columns are mapped",
    "note",
    "event",
    Sentence("{file} does not say the columns: a mapping has {known}.", file="a.csv", known="table"),
)
ODD = finding(
    "cells hold what they should",
    "error",
    "event",
    Sentence("{file}, line {line}: {cell} is no month (1 to 12)", file="a.csv", line=4, cell="'13'"),
)
MANY = finding(
    "date_missing",
    "warning",
    "birth",
    Sentence(
        "{file}, row {row_number}: {why} Records in all: {n}.", file="a.csv", row_number=2, why="x", n=900
    ),
    pd.DataFrame({"file": "a.csv", "row": [2, 7]}),
    900,
)
CELL = finding(
    "cells hold what they should",
    "warning",
    "event",
    Sentence("{file}: {cell} is no month (1 to 12)", file="a.json", cell="'14'"),
)
JUMP = Finding(
    "event_jump",
    "note",
    "birth",
    "Births of IR23 went up.",
    "IR23",
    1403,
    rows=pd.DataFrame({"area": ["IR23"], "year": [1403], "events": [None]}),
    rows_found=1,
)
EVERY = (PROPOSED, ODD, MANY, CELL, JUMP)


def read_again(table):
    """The CSV as who opens it elsewhere has it."""
    return pd.read_csv(StringIO(downloads.csv(table).decode("utf-8-sig")), dtype=str, keep_default_na=False)


def test_every_finding_has_a_row_and_no_line_is_not_an_unknown_line():
    rows = read_again(findings.rows_of_findings(EVERY))
    assert set(rows["finding"]) == {one.key for one in EVERY}
    told = {
        one.rule + one.severity: rows[rows["finding"] == one.key][["place", "rows"]].to_numpy().tolist()
        for one in EVERY
    }
    assert told == {
        "columns are mappednote": [["no line", "0"]],
        "cells hold what they shoulderror": [["line of the file", "1"]],
        "date_missingwarning": [["line of the file", "1"], ["line of the file", "1"], ["not known", "898"]],
        "cells hold what they shouldwarning": [["not known", "1"]],
        "event_jumpnote": [["row of the release", "1"]],
    }
    assert rows["rows"].astype(int).sum() == sum(one.rows_found for one in EVERY)


def test_nothing_said_is_an_empty_cell_never_a_zero_or_a_word():
    rows = read_again(findings.rows_of_findings(EVERY))
    assert not rows.isin(["nan", "None", "0.0", "1403.0"]).any().any()
    assert rows.loc[
        rows["place"] == "row of the release", ["year", "events", "line"]
    ].to_numpy().tolist() == [["1403", "", ""]]
    table = read_again(findings.findings_table(EVERY))
    assert table.loc[table["rule"] == "date_missing", ["year", "area"]].to_numpy().tolist() == [["", ""]]
    assert table["severity"].tolist() == ["error", "warning", "warning", "note", "note"]
    assert dict(
        zip(table["rule"] + table["severity"], table["place"] + " " + table["first"], strict=True)
    ) == {
        "cells hold what they shoulderror": "line of the file 4",
        "date_missingwarning": "line of the file 2",
        "cells hold what they shouldwarning": "not known ",
        "columns are mappednote": "no line ",
        "event_jumpnote": "row of the release ",
    }


def test_without_findings_the_tables_have_their_headings():
    assert list(findings.findings_table(()))[-2:] == ["place", "first"]
    assert list(findings.rows_of_findings(())) == ["finding", "severity", "sentence", "place", "rows"]
