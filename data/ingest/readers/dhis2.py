"""DHIS2's analytics as a CSV: Data, Period, Organisation unit, Value, or the identifiers dx, pe, ou, value."""

from __future__ import annotations

import pandas as pd

from data.ingest.proposals import event_of
from data.ingest.readers.codes import year_and_month

_NAMES = {"data": "data", "dx": "data", "period": "period", "pe": "period", "value": "value"} | {
    "organisation unit": "area",
    "ou": "area",
}


def is_dhis2(headings: list[str]) -> bool:
    """True if the four columns are there, by name or by identifier."""
    return {_NAMES.get(one.strip().lower()) for one in headings} >= {"data", "period", "area", "value"}


def dhis2_cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Area, year, month where there are any, and events or values of indicators as the data elements' names say."""
    plain = cells.rename(
        columns={name: _NAMES.get(str(name).strip().lower(), name) for name in cells.columns}
    )
    periods = [year_and_month(str(one)) for one in plain["period"]]
    dated = plain.drop(columns="period").assign(year=[year for year, _ in periods])
    if any(month for _, month in periods):
        dated["month"] = [month for _, month in periods]
    events = {name: event_of(str(name)) for name in dated["data"].unique()}
    if not all(events.values()):
        return dated.rename(columns={"data": "measure"})
    return dated.assign(data=dated["data"].map(events)).rename(columns={"data": "event", "value": "events"})
