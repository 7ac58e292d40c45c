"""How each area's net migration has wandered from year to year, from what the store has of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.analysis.projections.jump_off import MIGRATION, own_year
from data.columns import COUNTS
from forecasting.axes import SEXES
from forecasting.probabilistic import migration
from forecasting.probabilistic.provinces import Wander
from forecasting.scales import PER_1000

WHOLE_YEAR = 360  # days
#: A yearly net rate beyond this, per person, is an error of counting and not a spell of migration
LARGEST_RATE = 0.03
LEAST_YEARS_OF_MIGRATION = 4


def nations_rates(
    united_nations: pd.DataFrame, totals: pd.DataFrame, people: pd.DataFrame, nation: str, calendar: str
) -> pd.DataFrame:
    """area, year, rate per person-year — the United Nations' estimates of net migration over the office's people

    totals (area, year, value); people, counts by age, for censuses before there are totals. Years between are interpolated.
    """
    estimates = united_nations[united_nations["status"] == "estimated"]
    population = _people(totals, people, nation)
    if population.empty or estimates.empty:
        return pd.DataFrame({"area": [], "year": [], "rate": []})
    line = population.reindex(
        range(int(population.index.min()), int(population.index.max()) + 1)
    ).interpolate()
    years = [own_year(int(year), calendar) for year in estimates["year"]]
    rates = estimates["value"].to_numpy(dtype=np.float64) / line.reindex(years).to_numpy(dtype=np.float64)
    return pd.DataFrame({"area": nation, "year": years, "rate": rates}).dropna()


def _people(totals: pd.DataFrame, people: pd.DataFrame, nation: str) -> pd.Series:
    """Year -> people of the nation: published totals, and counts by age (one a year) where there is none."""
    totals_by_year = totals[totals["area"] == nation].set_index("year")["value"]
    counts = people[(people["area"] == nation) & people["status"].isin(COUNTS)]
    by_sex = counts[counts["sex"].isin(SEXES)]
    whole = counts[~counts["year"].isin(by_sex["year"])]
    sums = pd.concat([by_sex, whole]).groupby("year")["persons"].sum()
    return totals_by_year.combine_first(sums).sort_index()


def migration_rates(published: pd.DataFrame, residuals: pd.DataFrame, nation: str) -> pd.DataFrame:
    """area, year, rate per person-year — as published (per 1,000) for provinces, else the residual beyond the nation's

    A residual is net migration and error together, so what is drawn from it strays rather too far than too little.
    """
    provinces = published[published["area"] != nation]
    if len(provinces):
        return provinces.assign(rate=provinces["value"] / PER_1000)[["area", "year", "rate"]]
    rows = residuals[(residuals["quantity"] == MIGRATION) & (residuals["period_days"] > WHOLE_YEAR)]
    rates = rows.assign(rate=rows["value"] / rows["base"])[["area", "year", "rate"]]
    national = rates[rates["area"] == nation].set_index("year")["rate"]
    own = rates[rates["area"] != nation]
    return own.assign(rate=own["rate"] - own["year"].map(national)).dropna()


def migration_wanders(rates: pd.DataFrame) -> dict[str, Wander]:
    """How each area's net migration has wandered. area, year, rate per person-year -> area: Wander

    Only areas known in each of the last common years; with fewer than four nothing can be said.
    """
    if rates.empty:
        return {}
    wide = rates.pivot_table(index="area", columns="year", values="rate").sort_index(axis=1).dropna(axis=0)
    if wide.shape[1] < LEAST_YEARS_OF_MIGRATION or wide.empty:
        return {}
    model = migration.fit(np.clip(wide.to_numpy(dtype=np.float64), -LARGEST_RATE, LARGEST_RATE))
    return {
        area: Wander(0.0, model.persistence, float(noise), years=1)
        for area, noise in zip(wide.index, model.noise, strict=True)
    }
