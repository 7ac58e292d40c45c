"""Divorces by how long the marriage had lasted: the mean of those divorced, and what a year's rates would lead to.

A rate by duration is the year's divorces over the marriages of the year they began in, so it asks for the marriages of as
many past years (`forecasting.indicators.marriage`). The open group of the longest marriages has no such year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from dashboard.analysis.indicators.figures import COLUMNS, MeasureContext, Method, event_counts, join_sources
from dashboard.analysis.selection import one_count
from data import queries
from forecasting.axes import Array
from forecasting.indicators import marriage
from forecasting.scales import PERCENT

EMPTY = pd.DataFrame(columns=COLUMNS)
SHORTEST_YEAR = 350  # days


def by_duration(context: MeasureContext) -> pd.DataFrame:
    """area, year, duration_lower, duration_width, events, provisional, source — of whole years, of one count each"""
    table = queries.areas(context.connection)
    areas = table.loc[table["country"] == context.country, "area"].tolist()
    rows = queries.flow(context.connection, "divorces", areas, ("duration",))
    rows = rows[(rows["period_days"] > SHORTEST_YEAR) & (rows["duration_lower"] >= 0)]
    rows = one_count(rows, ["area", "year"], context.order)
    return rows.sort_values(["area", "year", "source", "duration_lower"]).reset_index(drop=True)


def complete(rows: pd.DataFrame) -> Iterator[tuple[str, int, pd.DataFrame]]:
    """Area, year and its durations from 0 on without a gap, the last open."""
    for _, own in rows.groupby(["area", "year"]):
        starts, widths = own["duration_lower"].to_numpy(), own["duration_width"].to_numpy()
        if (starts == np.arange(len(own))).all() and (widths[:-1] == 1).all():
            yield str(own["area"].iloc[0]), int(own["year"].iloc[0]), own


def mean_of_divorces(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Average years the marriages divorced in the year had lasted; those of the open group half a year past its start."""
    rows = [
        _row(area, year, own, float(marriage.mean_duration_of_divorces(own["events"].to_numpy(float))), "")
        for area, year, own in complete(by_duration(context))
    ]
    return pd.DataFrame(rows, columns=COLUMNS) if rows else EMPTY


def period_divorce_table(arithmetic: Callable[[Array, Array], Array]) -> Method:
    """A measure of divorces by duration and the marriages of each year they began in, where at least 25 are known."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        weddings = event_counts("marriages")(context, "")
        counts = weddings.set_index(["area", "year"])["value"]
        rows = []
        for area, year, own in complete(by_duration(context)):
            closed = own[own["duration_width"] > 0]
            cohorts = counts.reindex([(area, year - int(each)) for each in closed["duration_lower"]])
            complete_cohorts = int(cohorts.notna().to_numpy().cumprod().sum())
            if complete_cohorts < marriage.LEAST_COHORTS:
                continue
            events = closed["events"].to_numpy(float)[:complete_cohorts]
            value = float(arithmetic(events, cohorts.to_numpy(float)[:complete_cohorts]))
            sources = weddings.loc[weddings["area"] == area, "source"].unique()
            rows.append(_row(area, year, own, value, " ".join(map(str, sources))))
        return pd.DataFrame(rows, columns=COLUMNS) if rows else EMPTY

    return way


total_divorce_rate = period_divorce_table(
    lambda divorces, marriages: PERCENT * marriage.total_divorce_rate(divorces, marriages)
)
mean_at_divorce = period_divorce_table(
    lambda divorces, marriages: marriage.mean_duration_at_divorce(
        marriage.duration_specific_divorce_rates(divorces, marriages)
    )
)


def _row(area: str, year: int, own: pd.DataFrame, value: float, more: str) -> dict[str, object]:
    return {
        "area": area,
        "year": year,
        "value": value,
        "status": "derived",
        "provisional": int(own["provisional"].max()),
        "source": join_sources(str(own["source"].iloc[0]), more),
    }
