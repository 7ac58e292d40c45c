"""From the store's figures to where a projection of an area starts. Pure.

What each starting level is and where it comes from is in `Start`; the method is in `forecasting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from dashboard.analysis.cubes import cubes
from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections import observed_migrants
from dashboard.analysis.projections.observed_migrants import Movers
from dashboard.analysis.projections.relative_fertility import Relative, national_relative, relatives
from dashboard.settings import LAST_PROJECTED_YEAR, USUAL_HORIZON
from forecasting import fertility, mortality
from forecasting.axes import FEMALE, MALE, AgeGroups, Array, freeze
from forecasting.jump_off import without_dips
from forecasting.life_table import life_table

#: The residual that closing an estimate to the published total leaves
MIGRATION = "net_migration_and_error"
AGES = AgeGroups.single(100)
#: Years of deaths that no path should pass through, by area: the pandemic
EXCEPTIONAL = {("IR", 2020)}
#: Largest net migration a recent residual may suggest as a default, per person and year
STEEPEST_MIGRATION = 0.015


@dataclass(frozen=True)
class Assumptions:
    """What the reader sets, all reached in the last year: children per woman, years of life, movers per person."""

    total_fertility_rate: float
    life_expectancy: float
    net_migration_rate: float


@dataclass(frozen=True, eq=False)
class Start:
    """Where a projection starts: ``years`` in the country's calendar, T+1 of them; paths have T intervals.

    population (sex, age); pattern (interval, age) of childbearing; standard (interval, sex, age) death rates;
    standard_e0 (interval, sex); usual: the assumptions under which recent levels go on;
    release: the data version all of it was read from; usual_horizon: the last year of a scenario that says none;
    movers: who moved here between two censuses, where that is known; relative: how fertility stands to the nation's.
    """

    area: str
    years: tuple[int, ...]
    population: Array
    total_fertility_rate: float
    pattern: Array
    standard: Array
    standard_e0: Array
    sex_ratio: float
    usual: Assumptions
    provisional: bool
    release: str = ""
    usual_horizon: int = 0
    movers: Movers | None = None
    calendar: str = ""
    relative: Relative | None = None

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def life_expectancy(self) -> float:
        """Both sexes at the start, years."""
        return both_sexes(self.standard_e0[0], self.sex_ratio)


def both_sexes(by_sex: Array, sex_ratio: float) -> float:
    """Life expectancy at birth of both sexes: that of the newborn, who are girls and boys in the sex ratio at birth."""
    return float((by_sex[..., FEMALE] + sex_ratio * by_sex[..., MALE]) / (1 + sex_ratio))


def start(
    area: str,
    nation: str,
    calendar: str,
    *,
    people: pd.DataFrame,
    death_rates: pd.DataFrame,
    pattern: pd.DataFrame,
    fertility_published: pd.DataFrame,
    births: pd.DataFrame,
    births_or_derived: pd.DataFrame,
    sex_ratio: pd.DataFrame,
    residuals: pd.DataFrame,
    paths: tuple[Array, Array] | None = None,
    release: str = "",
) -> Start | None:
    """The start of a projection, from frames of `data.queries` for the country; None when there is no base population.

    Fertility begins at the level that the nation's registered births of the base year imply, where they are known; a
    province's differs from it as its published rate did, or its births where they are known later. Mortality is the
    nation's. Migration goes on at the area's recent residual. ``paths``: the nation's, where they are at hand
    (`national_paths`).
    """
    found = starts(
        nation,
        calendar,
        people=people,
        death_rates=death_rates,
        pattern=pattern,
        fertility_published=fertility_published,
        births=births,
        births_or_derived=births_or_derived,
        sex_ratio=sex_ratio,
        residuals=residuals,
        paths=paths,
        release=release,
        only=area,
    )
    return found.get(area)


def starts(
    nation: str,
    calendar: str,
    *,
    people: pd.DataFrame,
    death_rates: pd.DataFrame,
    pattern: pd.DataFrame,
    fertility_published: pd.DataFrame,
    births: pd.DataFrame,
    births_or_derived: pd.DataFrame,
    sex_ratio: pd.DataFrame,
    residuals: pd.DataFrame,
    paths: tuple[Array, Array] | None = None,
    release: str = "",
    movers: Mapping[str, Movers] | None = None,
    only: str | None = None,
) -> dict[str, Start]:
    """`start` of every area of a country that has a base population, or of one: area -> Start."""
    base = people[people["source"] == BASE]
    last = base.groupby("area")["year"].max()
    wanted = last if only is None else last[last.index == only]
    if wanted.empty:
        return {}
    year = int(wanted.max())
    rows = base[base["year"] == year]
    years = tuple(range(year, own_year(LAST_PROJECTED_YEAR, calendar) + 1))
    standard, shape = paths or national_paths(death_rates, pattern, years, calendar, nation)
    ratio = float(sex_ratio.sort_values("year")["value"].iloc[-1]) / 100
    counts = population_of(rows)
    level = implied_fertility(counts.get(nation), births[births["year"] == year], shape[0])
    now = national_fertility(nation, fertility_published, level)
    women = unit_pattern(base, pattern, calendar)
    relative = relatives(nation, tuple(counts), fertility_published, births_or_derived, women)
    relative[nation] = national_relative(nation, fertility_published, None if level is None else year)
    e0 = np.asarray(life_table(standard, AGES).e[..., 0])
    lives = round(both_sexes(e0[usual_years(years, calendar) - 1], ratio), 1)
    provisional = rows.groupby("area")["provisional"].max()
    moved = movers or {}
    found = {}
    for area in wanted.index[wanted == year]:
        tfr = now * relative[area].ratio
        usual = Assumptions(round(tfr, 2), lives, usual_migration(area, nation, residuals))
        found[str(area)] = Start(
            str(area),
            years,
            counts[area],
            tfr,
            shape,
            standard,
            e0,
            ratio,
            usual,
            bool(provisional[area]),
            release,
            own_year(USUAL_HORIZON, calendar),
            moved.get(str(area)),
            calendar,
            relative[area],
        )
    return found


def movers_between_censuses(
    people: pd.DataFrame, death_rates: pd.DataFrame, calendar: str, nation: str
) -> dict[str, Movers]:
    """Who moved in each area between the last two censuses that can be followed; frames of `data.queries`. -> area: Movers"""
    found = observed_migrants.censuses(people, nation)
    if found is None:
        return {}
    first, last = found
    year = (int(first["year"].iloc[0]) + int(last["year"].iloc[0])) // 2
    rates = death_rate_path(death_rates, (year, year + 1), calendar, nation)[0]
    return observed_migrants.observed(first, last, rates, nation)


def projection_years(people: pd.DataFrame, calendar: str) -> tuple[int, ...]:
    """From the year of the latest base population to the last projected one; empty without a base population."""
    base = people[people["source"] == BASE]
    if base.empty:
        return ()
    return tuple(range(int(base["year"].max()), own_year(LAST_PROJECTED_YEAR, calendar) + 1))


def national_paths(
    death_rates: pd.DataFrame, pattern: pd.DataFrame, years: tuple[int, ...], calendar: str, nation: str
) -> tuple[Array, Array]:
    """What all areas of a country share: death rates (interval, sex, age) and ages at birth (interval, age)."""
    return death_rate_path(death_rates, years, calendar, nation), pattern_path(pattern, years, calendar)


def usual_years(years: tuple[int, ...], calendar: str) -> int:
    """Intervals to the horizon of a scenario that says none."""
    return own_year(USUAL_HORIZON, calendar) - years[0]


def own_year(gregorian: int, calendar: str) -> int:
    """The country's year in which most of a Gregorian year lies."""
    return calendars.number_in(gregorian, calendar)


def population_of(rows: pd.DataFrame) -> dict[str, Array]:
    """Area -> (sex, age) by single years."""
    return {
        area: cube.counts[i] for cube in cubes(rows) for i, area in enumerate(cube.areas) if cube.ages == AGES
    }


def middle(start_date: date, days: int) -> float:
    """The moment in the middle of a period, in decimal Gregorian years."""
    return start_date.year + (start_date.timetuple().tm_yday - 1 + days / 2) / 365.25


def middles(years: tuple[int, ...], calendar: str) -> Array:
    """The moments in the middle of the intervals from each year's stock to the next. -> (interval)"""
    first = middle(calendars.first_day(years[0], calendar), 365) + 0.5
    return first + np.arange(len(years) - 1, dtype=np.float64)


def death_rate_path(rates: pd.DataFrame, years: tuple[int, ...], calendar: str, nation: str) -> Array:
    """Death rates by single age in each interval, their logarithms linear between the published years.

    data.queries.death_rates of the nation -> (interval, sex, age)
    """
    known = []
    for (begins, days), rows in rates.groupby(["period_start", "period_days"]):
        if (nation, begins.year) in EXCEPTIONAL and days < 400:
            continue
        wide = rows.pivot_table(index="sex", columns="age_lower", values="mx").loc[["female", "male"]]
        known.append(
            (middle(begins, days), wide.to_numpy(dtype=np.float64), tuple(int(age) for age in wide.columns))
        )
    known.sort(key=lambda one: one[0])
    abridged, moments = AgeGroups(known[0][2]), middles(years, calendar)
    first, last = around(moments, [when for when, _, _ in known])
    known = known[first:last]  # making single years takes longest, and periods long past play no part
    single = np.stack([mortality.single_year_rates(rates_then, abridged) for _, rates_then, _ in known])
    path = np.exp(between(moments, [when for when, _, _ in known], np.log(single)))
    # An office's estimate joined to a projection made after an epidemic dips between them though nobody expects it to.
    return without_dips(path, AGES)


def pattern_path(pattern: pd.DataFrame, years: tuple[int, ...], calendar: str) -> Array:
    """Share of lifetime births at each single age of the mother in each interval. -> (interval, age)"""
    wide = pattern.pivot_table(index="year", columns="age_lower", values="percent").sort_index()
    first = int(wide.columns.min())
    shares = fertility.single_year_pattern(
        wide.to_numpy(dtype=np.float64), AGES, first=first, end=int(wide.columns.max()) + 5
    )
    path = between(middles(years, calendar), [year + 0.5 for year in wide.index], shares)
    return np.asarray(path / path.sum(-1, keepdims=True))


def around(moments: Array, known: list[float]) -> tuple[int, int]:
    """Which of the known moments `between` takes values of, from one to before another, for moments in order of time."""
    right = np.clip(np.searchsorted(known, moments[[0, -1]]), 1, len(known) - 1)
    return int(right[0]) - 1, int(right[-1]) + 1


def between(moments: Array, known: list[float], values: Array) -> Array:
    """Values linear between known moments, the first and last held beyond them. (moment), (known, ...) -> (moment, ...)"""
    right = np.clip(np.searchsorted(known, moments), 1, len(known) - 1)
    low, high = np.asarray(known)[right - 1], np.asarray(known)[right]
    weight = np.clip((moments - low) / (high - low), 0, 1).reshape(-1, *(1,) * (values.ndim - 1))
    return np.asarray(values[right - 1] * (1 - weight) + values[right] * weight)


def implied_fertility(population: Array | None, births: pd.DataFrame, pattern: Array) -> float | None:
    """The total fertility rate that registered births imply: births over the women they would come from."""
    nation = births[births["area"].str.len() == 2] if len(births) else births
    if population is None or nation.empty:
        return None
    return float(nation["value"].iloc[0] / (population[FEMALE] * pattern).sum())


def national_fertility(nation: str, published: pd.DataFrame, level: float | None) -> float:
    """Children per woman of the nation at the start: what registered births imply, else the rate last published."""
    rates = published[published["area"] == nation].sort_values("year")
    return float(rates["value"].iloc[-1]) if level is None else level


def unit_pattern(base: pd.DataFrame, pattern: pd.DataFrame, calendar: str) -> pd.DataFrame:
    """area, year, value — births that the women of each base population would have at one child each"""
    known = sorted({int(year) for year in base["year"]})
    if not known:
        return pd.DataFrame(columns=["area", "year", "value"])
    years = tuple(range(known[0], known[-1] + 2))
    shapes = dict(zip(years, pattern_path(pattern, years, calendar), strict=False))
    rows = [
        (area, year, float((people[FEMALE] * shapes[year]).sum()))
        for year in known
        for area, people in population_of(base[base["year"] == year]).items()
    ]
    return pd.DataFrame(rows, columns=["area", "year", "value"])


def usual_migration(area: str, nation: str, residuals: pd.DataFrame) -> float:
    """Net migration per person and year from the recent years' residuals, to 0.1 per 1,000; the nation's is 0.

    A residual is net migration and error together. The nation's is mostly error, shared by its provinces, so a
    province's own is what it has beyond the nation's: internal migration, which sums to nothing over the nation.
    """
    whole_years = residuals[(residuals["quantity"] == MIGRATION) & (residuals["period_days"] > 360)]
    rates = (whole_years["value"] / whole_years["base"]).groupby(whole_years["area"]).mean()
    if area not in rates or nation not in rates:
        return 0.0
    beyond = float(np.clip(rates[area] - rates[nation], -STEEPEST_MIGRATION, STEEPEST_MIGRATION))
    return round(beyond, 4)


def outflow_limit(stock: Array, survival: Array) -> Array:
    """People of each age who are there at both ends of a year: half of those who move leave at each end.

    (sex, age), survival ratios (sex, age) -> (sex, age)
    """
    end = stock.copy()
    end[..., 1:] = stock[..., :-1] * survival[..., 1:]
    end[..., -1] += stock[..., -1] * survival[..., -1]
    return np.minimum(stock, end)
