"""An estimate as rows of the store: people, and beside them every residual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from dashboard.analysis.base_population import inputs
from dashboard.analysis.base_population.estimate import Estimate
from dashboard.analysis.base_population.interval import AGES
from dashboard.analysis.cubes import tidy_population
from forecasting.axes import Array

SOURCE = "rasad_base_population"
#: measure published in percent -> quantity of the residual, and the ages it is of
SHARES = {
    "share_0_14": ("estimate_less_published_0_14", slice(0, 15)),
    "share_65_plus": ("estimate_less_published_65_plus", slice(65, None)),
}


def population(estimate: Estimate) -> pd.DataFrame:
    """Rows of the population table: provinces and nation, sexes, ages 0 .. 100+, each date."""
    frames = []
    for number in stored_dates(estimate):
        counts = np.concatenate(
            [estimate.population[number].sum(0, keepdims=True), estimate.population[number]]
        )
        frame = tidy_population((estimate.country, *estimate.areas), estimate.years[number], AGES, counts)
        frames.append(
            frame.assign(period_start=estimate.dates[number], provisional=estimate.provisional[number])
        )
    rows = pd.concat(frames, ignore_index=True)
    return rows.assign(
        calendar=estimate.calendar, period_days=0, status="estimated", source=SOURCE, rounded_to=0
    )


def stored_dates(estimate: Estimate) -> range:
    """The dates that are stored: all, but not a census of the same year as the total that follows it."""
    return range(1 if estimate.years[0] == estimate.years[1] else 0, len(estimate.years))


def residual(estimate: Estimate, tables: Mapping[str, pd.DataFrame], totals: str) -> pd.DataFrame:
    """Rows of the residual table; ``totals`` is the source of the nation's published total."""
    parts = [*_migration_and_error(estimate), _nation(estimate, tables, totals), *_shares(estimate, tables)]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(calendar=estimate.calendar, status="estimated", source=SOURCE)


def _migration_and_error(estimate: Estimate) -> Iterator[pd.DataFrame]:
    """What survival and births leave over in each interval, against the people at its end."""
    for number, interval in enumerate(estimate.intervals):
        people = with_nation(estimate.population[number + 1].sum((1, 2)))
        left = with_nation(estimate.residual(number).sum(1))
        frame = _frame(estimate, "net_migration_and_error", left, people, number + 1)
        yield frame.assign(period_start=interval.start, period_days=(interval.end - interval.start).days)


def _nation(estimate: Estimate, tables: Mapping[str, pd.DataFrame], totals: str) -> pd.DataFrame:
    """Sum of the provinces less the total published for the nation."""
    people = inputs.all_ages(tables["population"])
    people = people[
        (people["area"] == estimate.country) & (people["sex"] == "both") & (people["source"] == totals)
    ]
    published = people.set_index("period_start")["persons"]
    frames = []
    for number, day in enumerate(estimate.dates):
        if day in published.index:
            summed = estimate.population[number].sum()
            frame = _frame(estimate, "provinces_less_nation", summed - published[day], published[day], number)
            frames.append(frame[:1])
    return pd.concat(frames, ignore_index=True)


def _shares(estimate: Estimate, tables: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Estimate less the persons of the published shares, where an office publishes them."""
    areas = [estimate.country, *estimate.areas]
    for measure, (quantity, ages) in SHARES.items():
        rows = tables["rate"]
        rows = rows[(rows["measure"] == measure) & (rows["sex"] == "both") & rows["area"].isin(areas)]
        wide = rows.pivot_table(index="area", columns="year", values="value").reindex(areas)
        for number in stored_dates(estimate):
            if estimate.years[number] in wide:
                people = with_nation(estimate.population[number].sum(1))
                published = people.sum(-1) * wide[estimate.years[number]].to_numpy(dtype=np.float64) / 100
                gap = people[:, ages].sum(-1) - published
                yield _frame(estimate, quantity, gap, published, number).dropna(subset="value")


def with_nation(values: Array) -> Array:
    """The nation, as the sum of its areas, before them. (area, ...) -> (1 + area, ...)"""
    return np.concatenate([values.sum(0, keepdims=True), values])


def _frame(estimate: Estimate, quantity: str, value: Array, base: Array, number: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": [estimate.country, *estimate.areas],
            "quantity": quantity,
            "value": value,
            "base": base,
            "year": estimate.years[number],
            "period_start": estimate.dates[number],
            "period_days": 0,
            "provisional": estimate.provisional[number],
        }
    )
