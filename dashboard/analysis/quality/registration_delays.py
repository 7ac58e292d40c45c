"""How late events are registered: the share within the time the law allows, by area and year, from records."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection

from data import queries
from forecasting.scales import PERCENT

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


def in_time(connection: Connection, country: str, event: str) -> pd.DataFrame:
    """area, year, value, status, provisional, source, known, unknown, within, legal_days

    ``value`` is the percentage of events of known delay that were registered within ``legal_days``; one row an area
    and year: of two registers that tell of a year, the one with more events.
    """
    rows = queries.delays(connection, country, event)
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
    sums = (
        sums[sums["known"] > 0]
        .sort_values(["area", "year", "known"])
        .drop_duplicates(["area", "year"], keep="last")
    )
    sums["value"] = PERCENT * sums["within"] / sums["known"]
    sums["status"] = "derived"
    sums.loc[sums["estimated"], "status"] = "estimated"
    # The time allowed is told by an area that kept it somewhere: the register's law is one
    sums["legal_days"] = sums.groupby("source")["legal_days"].transform("max")
    return sums[list(COLUMNS)].reset_index(drop=True)


def classes(connection: Connection, country: str, event: str) -> pd.DataFrame:
    """area, year, source, delay_lower, delay_width, events — every class of delay that is told"""
    rows = queries.delays(connection, country, event)
    return rows[["area", "year", "source", "delay_lower", "delay_width", "events"]]
