"""A country's people by age, as arrays: read once of a release, for all measures that rest on them."""

from __future__ import annotations

from dashboard.analysis.cubes import Cube, cubes
from dashboard.analysis.indicators.figures import BASE, MeasureContext
from data import queries


def people(context: MeasureContext, levels: tuple[str, ...]) -> tuple[Cube, ...]:
    """Every population by age of areas of these levels, counted or estimated, but those of models: in the order of time."""
    return context.cached(("people", levels), lambda: _people(context, levels))


def _people(context: MeasureContext, levels: tuple[str, ...]) -> tuple[Cube, ...]:
    rows = queries.population_by_age(context.connection, context.country, levels=levels)
    return tuple(cubes(rows[~rows["source"].isin(context.about.age_patterns)]))


def base(context: MeasureContext) -> tuple[Cube, ...]:
    """The base population of the nation and its provinces, a cube a year."""
    return tuple(cube for cube in people(context, queries.UPPER) if cube.source == BASE)
