"""How far trajectories of a country stray, measured on what was known by a year: migration, fertility, errors of a start.

Three things are measured and the rest is published (`forecasting.probabilistic.deviations`):

Migration   an autoregression: of the nation on the United Nations' estimates of its net migration, of a province on its
            published rates or on its residual beyond the nation's.
Fertility   the nation's shocks over five years are the published ones, or as large as its own changes over five years have
            been, whichever is more; the published size counts as one more change.
The start   root mean square distance of the births that a start's fertility gives from those known in its year, and of the
            people under 15 and of 65 and over from published shares, over all base years so far. How provinces differ is
            taken from births of the years before, as a start knows them that is made before its own are published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections.jump_off import national_fertility, own_year, population_of, unit_pattern
from dashboard.analysis.projections.relative_fertility import relatives
from dashboard.analysis.uncertainty.migration_variability import (
    migration_rates,
    migration_wanders,
    nations_rates,
)
from data.columns import COUNTS
from forecasting.probabilistic.deviations import FERTILITY_STRAYS, NO_ERRORS, StartErrors
from forecasting.probabilistic.provinces import Wander

STEP = 5


@dataclass(frozen=True)
class Evidence:
    """What is known of a country: frames of `data.queries` and of measures by area and year.

    births are registered, or the birth rate times the people; registered are the registered alone.
    """

    people: pd.DataFrame
    pattern: pd.DataFrame
    fertility: pd.DataFrame
    births: pd.DataFrame
    registered: pd.DataFrame
    young: pd.DataFrame
    old: pd.DataFrame
    totals: pd.DataFrame
    net_rates: pd.DataFrame
    residuals: pd.DataFrame
    united_nations: pd.DataFrame


@dataclass(frozen=True)
class Spread:
    """What `trajectories.deviations_of` draws from: each area's migration, the nation's fertility, errors of nation's and provinces' starts."""

    moves: Mapping[str, Wander] = field(default_factory=dict)
    fertility: Wander = FERTILITY_STRAYS
    nation: StartErrors = NO_ERRORS
    provinces: StartErrors = NO_ERRORS


def measure_spread(nation: str, calendar: str, evidence: Evidence, until: int | None = None) -> Spread:
    """The spread as it could be measured by the end of a year of the country's calendar; on all there is without one."""
    cut = evidence if until is None else _until(evidence, until, calendar)
    moves = migration_wanders(migration_rates(cut.net_rates, cut.residuals, nation))
    moves |= migration_wanders(nations_rates(cut.united_nations, cut.totals, cut.people, nation, calendar))
    errors = start_errors(nation, calendar, cut)
    own, provinces = (_size(errors[errors["area"].eq(nation) == of_nation]) for of_nation in (True, False))
    return Spread(moves, own_fertility(cut.fertility, nation), own, provinces)


def own_fertility(published: pd.DataFrame, nation: str) -> Wander:
    """Shocks to the nation's fertility over five years. area, year, value -> Wander"""
    rows = published[(published["area"] == nation) & published["status"].isin(COUNTS)]
    line = rows.set_index("year")["value"].sort_index()
    if len(line) < 2:
        return FERTILITY_STRAYS
    line = line.reindex(range(int(line.index.min()), int(line.index.max()) + 1)).interpolate()
    changes = (line - line.shift(STEP)).dropna().to_numpy(dtype=np.float64)
    usual = FERTILITY_STRAYS.noise
    size = float(np.sqrt((usual**2 + (changes**2).sum()) / (1 + len(changes))))
    return replace(FERTILITY_STRAYS, noise=max(usual, size))


def start_errors(nation: str, calendar: str, evidence: Evidence) -> pd.DataFrame:
    """area, year, births, young, old — logarithm of what a base population gives over what is published; nan where nothing is"""
    base = evidence.people[evidence.people["source"] == BASE]
    women = unit_pattern(base, evidence.pattern, calendar)
    frames = [_of_year(nation, evidence, base, women, int(year)) for year in sorted(base["year"].unique())]
    columns = ["area", "year", "births", "young", "old"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def _of_year(
    nation: str, evidence: Evidence, base: pd.DataFrame, women: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Errors of one start; how provinces differ is taken from births of the years before, or it would be right by itself."""
    counts = population_of(base[base["year"] == year])
    births, young, old = (
        _values_of_year(frame, year) for frame in (evidence.births, evidence.young, evidence.old)
    )
    expected = women[women["year"] == year].set_index("area")["value"]
    registered = _values_of_year(evidence.registered, year)
    published = evidence.fertility[evidence.fertility["year"] <= year]
    before = evidence.births[evidence.births["year"] < year]
    relative = relatives(nation, tuple(counts), published, before, women)
    rows = []
    for area, people in counts.items():
        row = {"area": area, "year": year, "births": np.nan}
        if area in births.index and (published["area"] == nation).any():
            level = float(registered[nation] / expected[nation]) if nation in registered.index else None
            tfr = national_fertility(nation, published, level) * relative[area].ratio
            row["births"] = np.log(tfr * expected[area] / births[area])
        parts = (("young", young, people[:, :15].sum()), ("old", old, people[:, 65:].sum()))
        for name, shares, part in parts:
            row[name] = np.log(100 * part / people.sum() / shares[area]) if area in shares.index else np.nan
        rows.append(row)
    return pd.DataFrame(rows)


def _values_of_year(frame: pd.DataFrame, year: int) -> pd.Series:
    rows = frame[(frame["year"] == year) & frame["status"].isin(COUNTS) & (frame["value"] > 0)]
    return rows.set_index("area")["value"]


def _size(errors: pd.DataFrame) -> StartErrors:
    """Root mean squares; 0 where nothing is known."""
    sizes = np.sqrt((errors[["births", "young", "old"]].astype(float) ** 2).mean()).fillna(0.0)
    return StartErrors(*(float(size) for size in sizes))


def _until(evidence: Evidence, year: int, calendar: str) -> Evidence:
    """What was known by the end of a year."""
    names = (
        "people",
        "fertility",
        "births",
        "registered",
        "young",
        "old",
        "totals",
        "net_rates",
        "residuals",
    )
    cut = {name: (frame := getattr(evidence, name))[frame["year"] <= year] for name in names}
    rows = evidence.united_nations
    in_time = [own_year(int(each), calendar) <= year for each in rows["year"]]
    return replace(evidence, **cut, united_nations=rows[in_time])
