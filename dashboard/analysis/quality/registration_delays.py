"""How late events are registered: the share within the time the law allows, by area and year, from records."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis.selection import SourceOrder, one_count
from forecasting.scales import PERCENT

COUNT = ["area", "year", "source", "period_start", "period_days", "basis", "place"]
COLUMNS = (
    "area",
    "year",
    "value",
    "status",
    "provisional",
    "source",
    "known",
    "unknown",
    "within",
    "legal_days",
)


def in_time(delays: pd.DataFrame, order: SourceOrder) -> pd.DataFrame:
    """area, year, value, status, provisional, source, known, unknown, within, legal_days

    delays: `data.queries.delays` of one event. ``value`` is the percentage of events of known delay that were registered
    within ``legal_days``; one row an area and year, of the register first in the order.
    """
    rows = classes(delays, order)
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    is_dated, lawful = rows["delay_lower"] >= 0, rows["delay_lower"] == 0
    parts = rows.assign(
        known=rows["events"].where(is_dated, 0.0),
        unknown=rows["events"].where(~is_dated, 0.0),
        within=rows["events"].where(lawful, 0.0),
        # A class of days that begins at 0 and is that wide: the last day of it is the law's
        legal_days=(rows["delay_width"] - 1).where(lawful, 0),
    )
    sums = parts.groupby(["area", "year", "source"], as_index=False).agg(
        known=("known", "sum"),
        unknown=("unknown", "sum"),
        within=("within", "sum"),
        legal_days=("legal_days", "max"),
        provisional=("provisional", "max"),
        estimated=("status", lambda status: (status == "estimated").any()),
    )
    sums = sums[sums["known"] > 0].copy()
    sums["value"] = PERCENT * sums["within"] / sums["known"]
    sums["status"] = "derived"
    sums.loc[sums["estimated"], "status"] = "estimated"
    # The time allowed is told by an area that kept it somewhere: the register's law is one
    sums["legal_days"] = sums.groupby("source")["legal_days"].transform("max")
    return sums[list(COLUMNS)].reset_index(drop=True)


def classes(delays: pd.DataFrame, order: SourceOrder) -> pd.DataFrame:
    """area, year, source, delay_lower, delay_width, events and provenance — every class of delay of one count an area and year

    Of counts whose delays are all unknown none is taken while there is another.
    """
    dated = delays.groupby(COUNT)["delay_lower"].transform("max") >= 0
    return one_count(delays[dated], ["area", "year"], order)
