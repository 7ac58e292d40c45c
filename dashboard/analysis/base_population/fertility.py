"""Birth rates by area and mother's age: the nation's level and age pattern, and how each area differs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis import vital_rates
from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.interval import AGES
from dashboard.analysis.selection import SourceOrder
from forecasting import fertility
from forecasting.axes import Array


def nations_pattern(tables: Mapping[str, pd.DataFrame], nation: str, moment: float) -> Array:
    """Share of lifetime births by the mother's single age, at a date. -> (age) summing to 1

    Births under 15 and from 50 are put into the fertile groups beside them.
    """
    rows = tables["fertility_pattern"]
    ages = vital_rates.childbearing_ages(rows[rows["area"] == nation], SourceOrder())
    if ages is None:
        raise inputs.EstimateProblem(
            f"There are no ages at childbearing of {nation}, which the base population needs."
        )
    return np.asarray(ages.single_year(np.array([moment]))[0])


def nations_total_fertility(tables: Mapping[str, pd.DataFrame], nation: str, moment: float) -> float:
    """Children per woman, as the office published it, interpolated in time."""
    rows = _total_fertility(tables)
    return inputs.published_rate_between_dates(rows[rows["area"] == nation], moment)


def published_relative_fertility(
    tables: Mapping[str, pd.DataFrame], nation: str, areas: tuple[str, ...], since: date
) -> pd.DataFrame:
    """Each area's total fertility over the nation's of the same year: a row an area, a column a date in days.

    Empty where an area or its nation did not publish.
    """
    rows = _total_fertility(tables)
    rows = rows[rows["period_start"] >= since]
    wide = rows.assign(middle=vital_rates.period_middles(rows)).pivot_table(
        index="area", columns="middle", values="value"
    )
    return wide.reindex(list(areas)) / wide.loc[nation]


def asfr_by_area(
    tables: Mapping[str, pd.DataFrame], nation: str, moment: float, relative: pd.DataFrame
) -> Array:
    """Births per woman-year by area and age at a date. -> (area, age)

    ``relative`` as ``published_relative_fertility``: interpolated between an area's own dates and held beyond
    them; an area without any has the nation's fertility.
    """
    filled = relative.interpolate(axis=1, method="index", limit_direction="both").fillna(1.0)
    level = inputs.values_between_dates(
        moment, filled.columns.to_numpy(dtype=np.float64), filled.to_numpy(dtype=np.float64).T
    )
    total = nations_total_fertility(tables, nation, moment) * level
    return fertility.birth_rates(total, nations_pattern(tables, nation, moment), AGES)


def implied_relative_fertility(births: Array, women: Array, pattern: Array) -> Array:
    """Areas' fertility over their nation's. (area), (area, age), (age) -> (area)

    Births over those that the area's women would have at the nation's age pattern (indirect standardisation),
    the nation's mean at 1.
    """
    expected = (women * pattern).sum(-1)
    return np.asarray(births / expected * expected.sum() / births.sum())


def _total_fertility(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["rate"]
    return rows[rows["measure"] == "total_fertility_rate"]
