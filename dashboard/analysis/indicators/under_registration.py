"""Registered rates beside the same adjusted for under-registration.

Births: what is registered over what the published total fertility rate gives the women of the area and year
(`dashboard.analysis.indicators.registration`); the office's rate counts all residents. Deaths: one part for the whole country, what is
registered over what the United Nations' death rates give in the years before the pandemic
(`dashboard.analysis.indicators.register_tables.registered_part`), because an expectation at the nation's rates would make every province as
the nation is. An adjusted rate is an estimate, never published; where more is registered than expected nothing is
adjusted: one of the two is wrong, and which is not known.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.indicators import death_rates
from dashboard.analysis.indicators.fertility import general_fertility
from dashboard.analysis.indicators.figures import (
    BASE,
    MeasureContext,
    Method,
    crude_rate,
    first_available,
    join_sources,
    published_values,
)
from dashboard.analysis.indicators.mortality import age_standardised_rate
from dashboard.analysis.indicators.register_tables import registered_part
from dashboard.analysis.indicators.registration import completeness
from forecasting.scales import PERCENT

COLUMNS = ["area", "year", "raw", "completeness", "adjusted", "status", "provisional", "source"]
#: Rates of registered births, and of registered deaths
BIRTHS = ("crude_birth_rate", "general_fertility_rate")
DEATHS = ("crude_death_rate", "age_standardised_death_rate")
#: How many events stand behind them as the register counted them
_RAW: dict[str, Method] = {
    "crude_birth_rate": crude_rate("births"),
    "general_fertility_rate": general_fertility,
    "crude_death_rate": lambda context, key: first_available(
        [published_values(context, key), crude_rate("deaths")(context, key)]
    ),
    "age_standardised_death_rate": age_standardised_rate,
}


def adjusted_rates(context: MeasureContext, key: str) -> pd.DataFrame:
    """area, year, raw, completeness (per cent), adjusted, status, provisional, source

    ``adjusted`` is missing where more is registered than expected. Empty where no register publishes its counts.
    """
    if not context.about.register_rates:
        return pd.DataFrame(columns=COLUMNS)
    raw = _RAW[key](context, key).rename(columns={"value": "raw"})
    rows = (_of_births if key in BIRTHS else _of_deaths)(context, raw)
    part = rows["completeness"].to_numpy(float) / PERCENT
    values = np.where(part <= 1, rows["raw"].to_numpy(float) / part, np.nan)
    return rows.assign(adjusted=values, status="estimated")[COLUMNS].reset_index(drop=True)


def _of_births(context: MeasureContext, raw: pd.DataFrame) -> pd.DataFrame:
    """Each area's own part, in the years that both are known."""
    part = completeness(context, "births")
    both = raw.merge(
        part[["area", "year", "value", "source"]].rename(columns={"value": "completeness"}),
        on=["area", "year"],
        suffixes=("", "_part"),
    )
    sources = [join_sources(*each) for each in zip(both["source"], both["source_part"], strict=True)]
    return both.assign(source=sources)


def _of_deaths(context: MeasureContext, raw: pd.DataFrame) -> pd.DataFrame:
    """The nation's part before the pandemic, for every area and year."""
    rates = death_rates.national_rates(context)
    expected = rates.sources if rates is not None else ()
    sources = [join_sources(each, BASE, *expected) for each in raw["source"]]
    return raw.assign(completeness=PERCENT * registered_part(context), source=sources)
