"""Files of the Human Mortality Database: a line with the country and the subject, then columns set by spaces."""

from __future__ import annotations

import re

import pandas as pd

_HEAD = re.compile(
    r"\ufeff?([^,\n]+), (Death Rates|Deaths|Exposure to risk|Population size)[^\n]*\n\s*\n?\s*Year\s+Age\s"
)
_FIGURES = {"Death Rates": "mx", "Deaths": "deaths"}


def is_mortality_database(text: str) -> bool:
    """True for its first line and headings."""
    return bool(_HEAD.match(text))


def mortality_cells(text: str) -> pd.DataFrame:
    """One figure a row: area as the file names the country, year, age, sex and deaths or mx (else ``value``)."""
    match = _HEAD.match(text)
    country, subject = (match[1].strip(), match[2]) if match else ("", "")
    lines = [line.split() for line in text.splitlines() if re.match(r"\s*(Year|\d{4})\s", line)]
    rows = [
        (country, line[0], line[1], sex, cell)
        for line in lines[1:]
        for sex, cell in zip(lines[0][2:], line[2:], strict=False)
    ]
    return pd.DataFrame(
        rows, columns=["area", "year", "age", "sex", _FIGURES.get(subject, "value")], dtype=object
    )
