"""What the release answers a page's question, as rows of `page_answer`, and back: tables, cell for cell of the same type."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.indicators.childbearing import Childbearing
from data import indicator_queries
from data.problems import StoreProblem
from data.sentences import Sentence

#: Type of a column whose cells are days
DAY = "day"
COLUMNS = ["question", "choice", "part", "content"]
ROWS, WOMEN, RATES, WAITING = "rows", "women", "rates", "waiting"


def rows(country: str, question: str, answers: Mapping[str, object]) -> pd.DataFrame:
    """Rows of `data.indicator_tables.page_answer`. answers: choice -> the function's answer"""
    cells = [
        (question, choice, part, content(table))
        for choice, answer in answers.items()
        for part, table in _parts(answer).items()
    ]
    return pd.DataFrame(cells, columns=COLUMNS).assign(country=country)


def _parts(answer: object) -> dict[str, pd.DataFrame]:
    if isinstance(answer, pd.DataFrame):
        return {"": answer}
    if isinstance(answer, Childbearing):
        waiting = [(area, year) for area, years in answer.waiting.items() for year in years]
        return {
            ROWS: answer.rows,
            WOMEN: pd.DataFrame(answer.women),
            RATES: pd.DataFrame(answer.rates),
            WAITING: pd.DataFrame(waiting, columns=["area", "year"]),
        }
    raise TypeError(f"{type(answer).__name__} is no answer that a release keeps")


def table_of(connection: Connection, country: str, question: str, choice: str = "") -> pd.DataFrame:
    """The table that the release answers with; StoreProblem where the question was not put"""
    return table(_contents(connection, country, question, choice)[""])


def childbearing_of(connection: Connection, country: str, question: str) -> Childbearing:
    """Births by age of mother of all areas and years, as the release keeps them; StoreProblem where it does not"""
    parts = _contents(connection, country, question)
    waiting = table(parts[WAITING])
    return Childbearing(
        table(parts[ROWS]),
        table(parts[WOMEN]).to_numpy(np.float64),
        table(parts[RATES]).to_numpy(np.float64),
        {str(area): tuple(map(int, own["year"])) for area, own in waiting.groupby("area", sort=False)},
    )


def _contents(connection: Connection, country: str, question: str, choice: str = "") -> dict[str, str]:
    contents = indicator_queries.page_answers(connection, country, question, choice)
    if not contents:
        name = f"{question}({choice})"
        raise StoreProblem(Sentence("The release does not answer {question}: make it again.", question=name))
    return contents


def content(frame: pd.DataFrame) -> str:
    """A table as JSON: its columns in their order, each with name, type and cells; what is missing is null"""
    columns = []
    for name, column in frame.items():
        cells = column.astype(object).where(column.notna(), None)
        present = [cell for cell in cells if cell is not None]
        days = column.dtype == object and present and all(isinstance(cell, date) for cell in present)
        columns.append(
            {
                "name": name,
                "type": DAY if days else _type(column),
                "cells": [cell.isoformat() if isinstance(cell, date) else _plain(cell) for cell in cells],
            }
        )
    return json.dumps({"columns": columns, "rows": len(frame)}, ensure_ascii=False, allow_nan=False)


def table(text: str) -> pd.DataFrame:
    """The table that `content` wrote"""
    document = json.loads(text)
    index = pd.RangeIndex(document["rows"])
    return pd.DataFrame(
        {each["name"]: _column(each["type"], each["cells"], index) for each in document["columns"]},
        index=index,
    )


def _type(column: pd.Series) -> str:
    return "str" if isinstance(column.dtype, pd.StringDtype) else str(column.dtype)


def _plain(cell: object) -> object:
    return cell.item() if isinstance(cell, np.generic) else cell


def _column(kind: str, cells: Sequence[Any], index: pd.Index) -> pd.Series:
    if kind == DAY:
        return pd.Series([cell and date.fromisoformat(cell) for cell in cells], index=index, dtype=object)
    return pd.Series(cells, index=index, dtype=kind)
