"""The reference cases' tables: read from Parquet or CSV, and turned into arrays on named axes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from forecasting.axes import SEXES

SUFFIXES = (".parquet", ".csv.gz", ".csv")
AxisValues = Sequence[object]


def has(folder: Path, name: str) -> bool:
    """Whether the table is there, in either form."""
    return any((folder / (name + suffix)).exists() for suffix in SUFFIXES)


def read(folder: Path, name: str) -> pd.DataFrame:
    """One table, from whichever form is there; text is read to the last bit, and codes keep their zeros."""
    for suffix in SUFFIXES:
        path = folder / (name + suffix)
        if path.exists() and suffix == ".parquet":
            return pd.read_parquet(path)
        if path.exists():
            return pd.read_csv(path, float_precision="round_trip", dtype={"area_code": str})
    raise FileNotFoundError(f"no {name} ({', '.join(SUFFIXES)}) in {folder}")


def cube(frame: pd.DataFrame, value: str, **axes: AxisValues) -> np.ndarray:
    """The column ``value`` as an array with one axis for each keyword, in the order of its values."""
    index = pd.MultiIndex.from_product([list(values) for values in axes.values()], names=list(axes))
    if len(axes) == 1:
        index = pd.Index(next(iter(axes.values())), name=next(iter(axes)))
    column = frame.set_index(list(axes))[value].astype(float)
    if column.index.has_duplicates:
        raise ValueError(f"{value} has two cells for {column.index[column.index.duplicated()][0]}")
    column = column.reindex(index)
    if column.isna().any():
        raise ValueError(f"{value} has no cell for {column.index[column.isna().to_numpy()][0]}")
    return column.to_numpy(copy=True).reshape([len(values) for values in axes.values()])


def values(frame: pd.DataFrame, axis: str) -> list:
    """The distinct values of a column, sorted."""
    return sorted(frame[axis].unique())


def by_sex_and_age(frame: pd.DataFrame, value: str, **leading: AxisValues) -> np.ndarray:
    """An array (..., sex, age) with this project's order of the sexes."""
    return cube(frame, value, **leading, sex=SEXES, age=values(frame, "age"))
