"""A country's people by age: of each area and year one count, read once of a release for all that rest on them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.cubes import Cube, cubes
from dashboard.analysis.indicators.figures import BASE, MeasureContext
from dashboard.analysis.selection import SourceOrder, one_age_grid, one_count
from data import queries

#: How people came to be known: what was counted and what others estimate never stand for the base population
COUNT, OTHER = "count", "other"
_COUNT = ["area", "source", "year", "period_start"]


def people_rows(context: MeasureContext, levels: tuple[str, ...] = queries.UPPER) -> pd.DataFrame:
    """`data.queries.population_by_age` but that of models: of each area and year one count, on its finest whole ages, with
    its people of unknown age; beside it the base population, and one estimate of others"""

    def chosen() -> pd.DataFrame:
        rows = queries.population_by_age(context.connection, context.country, levels=levels)
        return chosen_people(rows[~rows["source"].isin(context.about.age_patterns)], context.order)

    return context.cached(("rows of people", levels), chosen)


def chosen_people(rows: pd.DataFrame, order: SourceOrder) -> pd.DataFrame:
    """Of rows by age those of one count an area, year and kind: counted, the base population, what others estimate"""
    if rows.empty:
        return rows
    estimated = np.where(rows["source"] == BASE, BASE, OTHER)
    kinds = rows.assign(kind=np.where(rows["status"] == "estimated", estimated, COUNT))
    counts = one_count(one_age_grid(kinds, _COUNT), ["area", "year", "kind"], order)
    choice = pd.MultiIndex.from_frame(counts[_COUNT].drop_duplicates())
    unknown = kinds[kinds["age_lower"] < 0]
    unknown = unknown[pd.MultiIndex.from_frame(unknown[_COUNT]).isin(choice)]
    whole = pd.concat([counts, unknown]) if len(unknown) else counts
    arranged = whole.sort_values(["area", "period_start", "source", "sex", "age_lower"], kind="stable")
    return arranged.drop(columns="kind").reset_index(drop=True)


def people_of(context: MeasureContext, area: str | None = None) -> pd.DataFrame:
    """`people_rows` of a country, or of one of its areas"""
    rows = people_rows(context)
    return rows if area is None else rows[rows["area"] == area].reset_index(drop=True)


def people(context: MeasureContext, levels: tuple[str, ...]) -> tuple[Cube, ...]:
    """Every population by age of areas of these levels, counted or estimated, but those of models: in the order of time."""
    return context.cached(("people", levels), lambda: tuple(cubes(people_rows(context, levels))))


def base(context: MeasureContext) -> tuple[Cube, ...]:
    """The base population of the nation and its provinces, a cube a year."""
    return tuple(cube for cube in people(context, queries.UPPER) if cube.source == BASE)
