"""What the starts of a country's projections are made from: read from a release here, once for all who ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from dashboard.analysis.indicators import MeasureContext, first_available, indicator_values
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.indicators.death_rates import death_rate_rows
from dashboard.analysis.indicators.fertility import un_fertility_pattern
from dashboard.analysis.indicators.figures import published_rows, published_values
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.indicators.population import people_rows
from dashboard.analysis.projections.observed_migrants import Movers
from dashboard.analysis.selection import SourceOrder
from data import queries
from data.countries import Country
from forecasting.axes import Array

LEVELS = ["area", "year", "sex", "value", "source"]


@dataclass(frozen=True, eq=False)
class StartInputs:
    """Figures of one country: frames of `data.queries`, and measures (area, year, value, ...) of `indicator_values`.

    people            by age: the base population, and counts
    death_rates       of the nation, by sex and abridged age
    pattern           the nation's births by age of mother, per cent of total fertility
    births, deaths    registered; births_or_derived: those a birth rate gives, too
    sex_ratio         boys per 100 girls at birth
    residuals         what births and deaths leave over between two base populations
    about             what the country's folder says; order: of its sources
    paths             the nation's death rates and ages at birth by interval, where they are made already
    movers            area -> ages and sexes of those who moved there, where two censuses tell
    life_expectancy   published: area, year, sex, value, source; life_tables: of every area that has one
    """

    country: str
    calendar: str
    people: pd.DataFrame
    death_rates: pd.DataFrame
    pattern: pd.DataFrame
    fertility_published: pd.DataFrame
    births: pd.DataFrame
    deaths: pd.DataFrame
    births_or_derived: pd.DataFrame
    sex_ratio: pd.DataFrame
    residuals: pd.DataFrame
    about: Country
    order: SourceOrder
    release: str = ""
    paths: tuple[Array, Array] | None = None
    movers: Mapping[str, Movers] = field(default_factory=dict)
    life_expectancy: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=LEVELS))
    life_tables: tuple[AreaTable, ...] = ()


def read_start_inputs(context: MeasureContext, tables: tuple[AreaTable, ...] | None = None) -> StartInputs:
    """All that the release says for the starts of the context's country. tables: its life tables, where they are made already"""
    connection, country = context.connection, context.country
    return StartInputs(
        country=country,
        calendar=context.about.calendar,
        people=people_rows(context),
        death_rates=death_rate_rows(context),
        pattern=un_fertility_pattern(context),
        fertility_published=first_available([published_values(context, "total_fertility_rate")]),
        births=indicator_values(context, "births"),
        deaths=indicator_values(context, "deaths"),
        births_or_derived=indicator_values(context, "births_or_derived"),
        sex_ratio=published_rows(context, "sex_ratio_at_birth"),
        residuals=queries.residuals(connection, country),
        about=context.about,
        order=context.order,
        life_expectancy=published_rows(context, "life_expectancy"),
        life_tables=area_tables(context) if tables is None else tables,
    )
