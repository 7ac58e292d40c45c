"""Rows of a frame with the types that pandas leaves open: column names are text."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

Row = dict[str, Any]


def records(frame: pd.DataFrame) -> list[Row]:
    """Every row as column -> value.

    As ``frame.to_dict("records")``, which asks every cell of a text what it is.
    """
    names = [str(name) for name in frame.columns]
    columns = [_cells(frame[name]) for name in frame.columns]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _cells(column: pd.Series[Any]) -> list[Any]:
    return (column.to_numpy() if isinstance(column.dtype, pd.StringDtype) else column).tolist()


def texts_by(frame: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    """The texts of a column by those of another: a name for each code."""
    return dict(zip(frame[key].astype(str), frame[column], strict=True))


def label_of_largest(values: pd.Series[Any]) -> Any:  # noqa: ANN401 - of the index's own type
    """Where a series is largest."""
    label: Hashable = values.idxmax()
    return label


def is_missing(cell: object) -> bool:
    """Whether a cell of a frame holds nothing: None, or the missing values of pandas, which are unlike themselves."""
    return cell is None or cell is pd.NA or cell != cell
