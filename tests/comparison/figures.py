"""Measures, life tables and projections of a country as plain values."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


def figures_of(country: str) -> Iterator[tuple[str, object]]:
    """Each measure's rows, each area's life tables and each area's projected people, by key"""
    from dashboard import store
    from dashboard.analysis.catalogue import INDICATORS

    for key in sorted({each.key for each in INDICATORS}):
        yield f"measure {country} {key}", _rows(store.measure(country, key))
    for key in ("births", "deaths"):
        yield f"completeness {country} {key}", _rows(store.completeness(country, key))
    for quantity in ("population", "births", "deaths", "share_65_plus"):
        yield f"projection {country} {quantity}", _rows(store.area_projections(country, quantity))


def _rows(frame: pd.DataFrame) -> list[list[str]]:
    """Rows in the order of their keys, values with the digits that survive another order of sums"""
    columns = sorted(frame.columns)
    made = frame[columns].map(lambda value: f"{value:.10g}" if isinstance(value, float) else str(value))
    return [list(row) for row in [columns, *sorted(made.itertuples(index=False, name=None))]]
