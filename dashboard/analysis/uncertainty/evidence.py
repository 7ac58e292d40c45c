"""What the spread of trajectories is measured on: facts of the release, and measures of it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis import indicators
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.figures import published_rows
from dashboard.analysis.indicators.population import people_rows
from dashboard.analysis.projections.un_paths import MEASURES
from dashboard.analysis.uncertainty.spread import Evidence
from data import queries

#: Part of `Evidence` -> its measure
PARTS = {
    "fertility": "total_fertility_rate",
    "births": "births_or_derived",
    "registered": "births",
    "young": "share_0_14",
    "old": "share_65_plus",
    "totals": "population",
    "net_rates": "net_migration_rate",
}


def evidence(
    connection: Connection, country: str, answer: Callable[[str, str], pd.DataFrame] | None = None
) -> Evidence:
    """What is known of a country; ``answer`` (country, measure) gives a measure that was read already."""
    context = MeasureContext(connection, country)
    read = answer or (lambda _country, key: indicators.indicator_values(context, key))
    return Evidence(
        people=people_rows(context),
        pattern=queries.fertility_pattern(connection, country),
        residuals=queries.residuals(connection, country),
        united_nations=published_rows(context, MEASURES["net_migration"]),
        **{part: read(country, key) for part, key in PARTS.items()},
    )
