"""Everything that analysis says of a country, as plain values by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.catalogue import INDICATORS
from dashboard.analysis.indicators import MeasureContext, indicator_values, quality_tests, surfaces
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.indicators.life_tables import area_tables
from dashboard.analysis.indicators.registration import completeness
from dashboard.analysis.indicators.under_registration import BIRTHS, DEATHS, adjusted_rates
from dashboard.analysis.projections import jump_off
from dashboard.analysis.projections.start_inputs import read_start_inputs

Figures = dict[tuple[object, ...], tuple[float, ...]]


def figures(connection: Connection, country: str) -> Figures:
    """Key -> numbers, of measures, tables, curves, tests and the start of the nation's and provinces' projections"""
    context = MeasureContext(connection, country)
    found: Figures = {}
    for indicator in INDICATORS:
        values = indicator_values(context, indicator.key)
        _rows(found, indicator.key, values, [name for name in ("value", "low", "high") if name in values])
    for event in ("births", "deaths"):
        _rows(found, f"completeness {event}", completeness(context, event), ["registered", "expected"])
    for key in (*BIRTHS, *DEATHS):
        _rows(found, f"adjusted {key}", adjusted_rates(context, key), ["raw", "adjusted"])
    _rows(found, "heaping", quality_tests.heaping(context), ["whipple", "myers"])
    _rows(found, "accuracy", quality_tests.accuracy(context), ["joint"])
    for table in area_tables(context):
        found["table", table.area, table.year, table.kind, table.sexes] = tuple(table.table.e[..., 0])
    mothers = childbearing(context)
    for place, (area, year, basis) in enumerate(
        mothers.rows[["area", "year", "basis"]].itertuples(index=False, name=None)
    ):
        found["curve", area, year, basis] = tuple(mothers.rates[place])
    surface = surfaces.death_rates(context)
    for year, rows in surface.groupby("year"):
        found["surface", year] = tuple(rows["value"])
    for area, numbers in _starts(context):
        found["start", area] = numbers
    return found


def _starts(context: MeasureContext) -> Iterator[tuple[str, tuple[float, ...]]]:
    inputs = read_start_inputs(context)
    inputs = replace(inputs, movers=jump_off.movers_between_censuses(inputs))
    for area, start in jump_off.starts(inputs).items():
        movers = start.movers.pattern.sum(-1) if start.movers is not None else np.zeros(2)
        yield (
            area,
            (
                float(start.population.sum()),
                start.total_fertility_rate,
                float(start.standard_e0.sum()),
                start.sex_ratio,
                start.usual.total_fertility_rate,
                start.usual.life_expectancy,
                start.usual.net_migration_rate,
                *(float(part) for part in movers),
            ),
        )


def _rows(found: Figures, key: str, values: pd.DataFrame, columns: list[str]) -> None:
    for area, year, *numbers in values[["area", "year", *columns]].itertuples(index=False, name=None):
        found[key, area, int(year)] = tuple(float(number) for number in numbers)


def moved(before: Figures, after: Figures, *, new: bool) -> list[tuple[object, ...]]:
    """Keys whose numbers are not the same, or that are gone; those that are new too, unless such are looked for"""
    keys = before.keys() if new else before.keys() | after.keys()
    return [
        key
        for key in keys
        if key not in before
        or key not in after
        or not np.allclose(before[key], after[key], rtol=1e-9, atol=1e-9, equal_nan=True)
    ]
