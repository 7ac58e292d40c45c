"""Who moved: net migrants of provinces by sex and age between two censuses, what survival does not account for.

The people of the first census are survived by the nation's death rates to the second (forward residual; Siegel & Hamilton
1952). What the nation as a whole has left over at a sex and age is mostly error of the counts and is taken from every
province in proportion, so that provinces' nets sum to none. Nobody of the youngest group was born at the first count: they
are taken to move as the next one. An estimate, not a count of moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.columns import COUNTS
from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.graduation import split_closed_groups, spread_open_group
from forecasting.life_table import life_table
from forecasting.migration_residual import NoAgePattern, age_pattern_of, residual_migrants

GROUPS = AgeGroups((*range(0, 85, 5),))
SINGLE = AgeGroups.single(100)
#: Years between two counts that groups of five years can be followed over
APART = (4.5, 5.5)


@dataclass(frozen=True, eq=False)
class Movers:
    """Ages of an area's net migrants: ``pattern`` (sex, age) sums to 1; ``readiness`` (sex, age) per person, the same ages.

    Ages that moved against the net flow are left out of both. ``sources``: keys of the two counts.
    """

    pattern: Array
    readiness: Array
    years: tuple[int, int]
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        freeze(self)


def censuses(people: pd.DataFrame, nation: str) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The last two counts of every area by sex and five-year age, some five years apart; None without two.

    people: by age, one count an area and year (`indicators.population.people_rows`).
    """
    rows = people[people["status"].isin(COUNTS) & people["sex"].isin(SEXES)]
    whole = rows[(rows["area"] == nation) & rows["age_width"].between(1, 5)]
    groups = (whole["age_lower"] // 5).groupby(whole["period_start"]).nunique()
    days = sorted(groups.index[groups >= len(GROUPS) - 1])
    for later in reversed(days):
        for earlier in reversed(days):
            apart = (pd.Timestamp(later) - pd.Timestamp(earlier)).days / 365.25
            if APART[0] <= apart <= APART[1]:
                return rows[rows["period_start"] == earlier], rows[rows["period_start"] == later]
    return None


def migrants_between(
    first: pd.DataFrame, last: pd.DataFrame, death_rates: Array, nation: str
) -> dict[str, Movers]:
    """Area -> who moved between two counts; areas whose arrivals and departures cancel have no pattern and are left out.

    death_rates: the nation's between them, by single year (sex, age).
    """
    before, after = _counts(first), _counts(last)
    areas = [area for area in before if area in after]
    if nation not in areas:
        return {}
    lived = np.asarray(life_table(death_rates, SINGLE).person_years)
    survival = _survival(lived)
    start, end = (np.stack([counts[area] for area in areas]) for counts in (before, after))
    # Births that leave nothing over at the youngest age: who moved there is said by the next one.
    births = end[..., 0] / survival[:, 0]
    net = residual_migrants(start, end, births, survival, GROUPS, timing="end")
    expected = end - net
    whole = areas.index(nation)
    beyond = net - expected * (net[whole] / np.maximum(expected[whole], 1))
    rates = beyond / np.maximum(expected, 1)
    beyond[..., 0] = rates[..., 1] * expected[..., 0]
    years = int(first["year"].iloc[0]), int(last["year"].iloc[0])
    sources = tuple(dict.fromkeys((str(first["source"].iloc[0]), str(last["source"].iloc[0]))))
    movers_by_area = {}
    for place, area in enumerate(areas):
        if area != nation and (movers := _movers(beyond[place], expected[place], lived)) is not None:
            movers_by_area[area] = replace(movers, years=years, sources=sources)
    return movers_by_area


def _movers(net: Array, expected: Array, lived: Array) -> Movers | None:
    try:
        shares = np.maximum(age_pattern_of(net, GROUPS), 0)
    except NoAgePattern:
        return None
    shares /= shares.sum()
    single = np.concatenate(
        [split_closed_groups(shares, GROUPS), spread_open_group(shares[:, -1], GROUPS.open_age, lived)],
        axis=-1,
    )
    rates = shares / np.maximum(expected, 1)
    middles = np.asarray(GROUPS.lower, dtype=np.float64) + 2.5
    ages = np.asarray(SINGLE.lower) + 0.5
    readiness = np.stack([np.interp(ages, middles, one) for one in rates])
    return Movers(single / single.sum(), readiness / readiness.max(), (0, 0))


def _counts(rows: pd.DataFrame) -> dict[str, Array]:
    """Area -> (sex, group), those of unknown age shared out by the known, ages above the last group in it."""
    of_age = rows[rows["age_lower"] >= 0]
    group = np.minimum(of_age["age_lower"] // 5 * 5, GROUPS.open_age)
    wide = of_age.assign(group=group).pivot_table(
        index=["area", "sex"], columns="group", values="persons", aggfunc="sum"
    )
    totals = rows.groupby(["area", "sex"])["persons"].sum()
    wide = wide.mul(totals / wide.sum(axis=1), axis=0)
    counts: dict[str, Array] = {}
    for area in wide.index.get_level_values("area").unique():
        cells = wide.loc[area]
        if (
            list(cells.columns) == list(GROUPS.lower)
            and set(SEXES) <= set(cells.index)
            and cells.notna().all().all()
        ):
            counts[str(area)] = cells.loc[list(SEXES)].to_numpy(dtype=np.float64)
    return counts


def _survival(lived: Array) -> Array:
    """Five-year survival ratios into each group from single years of a life table. (sex, age) -> (sex, group)"""
    grouped = np.add.reduceat(lived, np.asarray(GROUPS.lower), axis=-1)
    ratios = np.empty_like(grouped)
    ratios[:, 1:] = grouped[:, 1:] / grouped[:, :-1]
    ratios[:, -1] = grouped[:, -1] / (grouped[:, -1] + grouped[:, -2])
    ratios[:, 0] = grouped[:, 0] / GROUPS.interval
    return np.minimum(ratios, 1.0)
