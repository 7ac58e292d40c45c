"""Eurostat's TSV: dimensions run together in the first column, a column for each period, flags after figures."""

from __future__ import annotations

import re

import pandas as pd

from data.ingest.readers.codes import age_word, sex_word, year_and_month

_HEAD = re.compile(r"\ufeff?[A-Za-z_,0-9]+\\(TIME_PERIOD|time)\t")
#: Data sets whose code says what their figure is, and of which day; of every other the file does not say it
_DATA_SETS = {
    "demo_pjan": "population",
    "demo_pjangroup": "population",
    "demo_r_pjangrp3": "population",
    "demo_magec": "deaths",
    "demo_fasec": "births",
}
_FLAG = re.compile(r"^(\S*)\s*([a-z]*)$")


def is_eurostat(text: str) -> bool:
    """True if the first line is such a heading."""
    return bool(_HEAD.match(text))


def eurostat_cells(text: str, name: str) -> pd.DataFrame:
    """One figure a row: a column a dimension, the period, the figure and whether it is provisional.

    name: the file's, without its ending; Eurostat's own names hold the code of the data set.
    """
    lines = [line.split("\t") for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    dimensions = lines[0][0].split("\\")[0].split(",")
    subject = next((word for code, word in _DATA_SETS.items() if name.lower().endswith(code)), "value")
    rows = [
        (*line[0].split(","), period.strip(), cell.strip())
        for line in lines[1:]
        for period, cell in zip(lines[0][1:], line[1:], strict=False)
        if len(line[0].split(",")) == len(dimensions)
    ]
    frame = pd.DataFrame(rows, columns=[*dimensions, "period", "cell"], dtype=object)
    return _plain(frame.rename(columns={"geo": "area"}), subject)


def _plain(frame: pd.DataFrame, subject: str) -> pd.DataFrame:
    """The words of the file's codes; the population of demo_pjan is that of 1 January."""
    parts = [match.groups() if (match := _FLAG.match(cell)) else (cell, "") for cell in frame["cell"]]
    years = [year_and_month(period) for period in frame["period"]]
    plain = frame.drop(columns=["period", "cell"])
    for heading, word in (("sex", sex_word), ("age", age_word)):
        if heading in plain:
            plain[heading] = plain[heading].map(word)
    if subject == "population":
        plain["date"] = [f"{year}-01-01" for year, _ in years]
    else:
        plain["year"] = [year for year, _ in years]
        if any(month for _, month in years):
            plain["month"] = [month for _, month in years]
    plain["provisional"] = [int("p" in flags) for _, flags in parts]
    return plain.assign(**{subject: [figure for figure, _ in parts]})
