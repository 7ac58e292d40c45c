"""Measures of marriage and divorce, as far as the sources go: counts and rates, no ages, no durations, no stock of married people."""

from __future__ import annotations

import pandas as pd

from dashboard.analysis.indicators.age_structure import from_ages
from dashboard.analysis.indicators.figures import (
    MeasureContext,
    Method,
    crude_rate,
    event_counts,
    first_available,
    measure_of_two,
    published_values,
)
from forecasting.indicators import marriage, rates
from forecasting.scales import PERCENT


def divorces_per_marriages(context: MeasureContext, key: str) -> pd.DataFrame:
    """Divorces for each 100 marriages of the year: of counts where both are known, else of the two crude rates."""
    counts = measure_of_two(
        event_counts("divorces"), event_counts("marriages"), marriage.divorces_per_100_marriages
    )
    by_rates = measure_of_two(crude_of("divorce"), crude_of("marriage"), marriage.divorces_per_100_marriages)
    return first_available([counts(context, key), by_rates(context, key)])


def per_adults(event: str) -> Method:
    """Events per 1,000 people aged 15 and over: the crude rate over the part of the people who are as old."""

    def way(context: MeasureContext, key: str) -> pd.DataFrame:
        return measure_of_two(
            crude_of(event), adults, lambda crude, share: rates.ratio(crude, share / PERCENT)
        )(context, key)

    return way


def adults(context: MeasureContext, _key: str) -> pd.DataFrame:
    """Per cent of the people who are 15 and over."""
    children = first_available([published_values(context, "share_0_14"), from_ages(context, "share_0_14")])
    return children.assign(value=PERCENT - children["value"])


def crude_of(event: str) -> Method:
    """The crude rate: as published, else of what is registered."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        return first_available(
            [published_values(context, f"crude_{event}_rate"), crude_rate(f"{event}s")(context, "")]
        )

    return way
