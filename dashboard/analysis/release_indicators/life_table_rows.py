"""Life tables as rows of the table `life_table`, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.analysis.indicators.area_table import AreaTable
from forecasting.axes import AgeGroups
from forecasting.life_table import LifeTable

#: Column of the table -> array of `forecasting.life_table.LifeTable`
ARRAYS = {
    "mx": "mx",
    "ax": "ax",
    "qx": "qx",
    "lx": "lx",
    "dx": "dx",
    "person_years": "person_years",
    "total_years": "total_years",
    "ex": "e",
}
#: What a table has once for each sex: it stands at age 0
OF_SEXES = ("low", "high", "deaths")


def rows(tables: Sequence[AreaTable], country: str, calendar: str) -> pd.DataFrame:
    """Rows of `data.indicator_tables.life_table`, an age group each"""
    frames = [
        _rows_of_sex(table, place).assign(number=number)
        for number, table in enumerate(tables)
        for place in range(len(table.sexes))
    ]
    if not frames:
        return pd.DataFrame()
    return pd.concat(frames, ignore_index=True).assign(country=country, calendar=calendar)


def _rows_of_sex(table: AreaTable, place: int) -> pd.DataFrame:
    ages = table.table.ages
    widths = [0 if np.isinf(width) else int(width) for width in ages.width]
    frame = pd.DataFrame(
        {
            "area": table.area,
            "year": table.year,
            "kind": table.kind,
            "sex": table.sexes[place],
            "age_lower": ages.lower,
            "age_width": widths,
            "source": table.source,
            "provisional": table.provisional,
            **{column: getattr(table.table, array)[place] for column, array in ARRAYS.items()},
        }
    )
    at_birth = frame["age_lower"] == 0
    for name in OF_SEXES:
        values = getattr(table, name)
        frame[name] = np.where(at_birth, np.nan if values is None else values[place], np.nan)
    return frame


def tables(frame: pd.DataFrame) -> tuple[AreaTable, ...]:
    """`data.indicator_queries.life_tables` as life tables, in the order in which they were made"""
    return tuple(_table(own) for _, own in frame.groupby("number", sort=True))


def _table(own: pd.DataFrame) -> AreaTable:
    first = own.iloc[0]
    sexes = tuple(str(sex) for sex in own["sex"].unique())
    ages = AgeGroups(tuple(int(age) for age in own.loc[own["sex"] == sexes[0], "age_lower"]))
    shape = (len(sexes), len(ages))
    at_birth = own[own["age_lower"] == 0]
    of_sexes = {
        name: None if at_birth[name].isna().any() else at_birth[name].to_numpy(np.float64)
        for name in OF_SEXES
    }
    arrays = {array: own[column].to_numpy(float).reshape(shape) for column, array in ARRAYS.items()}
    return AreaTable(
        str(first["area"]),
        int(first["year"]),
        str(first["kind"]),
        sexes,
        LifeTable(ages, **arrays),
        str(first["source"]),
        provisional=int(first["provisional"]),
        **of_sexes,
    )
