"""The United Nations' own path of a nation, to be drawn behind the reader's.

World Population Prospects 2024, median of the probabilistic projection; net migration also as estimated until 2023. The
UN's years are calendar years; an interval of the country's calendar takes the path at its middle.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.projections.scenario_curves import Curve
from dashboard.analysis.vital_rates import between, interval_middles, period_middles

#: component -> the measure of the store
MEASURES = {"total_fertility": "un_total_fertility_rate", "net_migration": "un_net_migration"}


def path(rates: pd.DataFrame, years: tuple[int, ...], calendar: str) -> list[tuple[int, float]]:
    """(year, level): the level of the interval that ends in each of ``years`` but the first; none beyond the UN's own.

    rates: period_start, period_days, value — one figure a calendar year (`data.queries.rates`).
    """
    if rates.empty:
        return []
    ordered = rates.sort_values("period_start")
    moments = period_middles(ordered)
    middles = interval_middles(years, calendar)
    levels = between(middles, moments, ordered["value"].to_numpy(dtype=np.float64))
    covered = (middles >= moments[0]) & (middles <= moments[-1])
    return [(year, float(level)) for year, level, one in zip(years[1:], levels, covered, strict=True) if one]


def path_level(path: list[tuple[int, float]], curve: Curve) -> tuple[tuple[int, float], ...]:
    """The path at the years of a curve's points, its last level held beyond it; empty where there is no path."""
    levels = dict(path)
    if not levels:
        return ()
    last = max(levels)
    return tuple(
        (year, round(levels[min(year, last)], curve.kind.decimals))
        for year, _ in curve.points
        if min(year, last) in levels
    )
