"""A nation's death rates and ages at childbearing at any moment, read one way for everything that rests on them.

Moments are days (ordinals of Gregorian dates): a year of one calendar is never an index into another's. Of several
sources the one first in the order (`selection`) is taken for each period; another's period whose middle lies inside it is
only also published. Grids of different sources stand apart: each period's ages are brought to one grid by themselves,
and an open group of younger ages is closed by the method for open ages (`forecasting.old_age.split_open_group`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from dashboard.analysis import calendars
from dashboard.analysis.event_cells import ages_of_mothers
from dashboard.analysis.selection import STATUSES, SourceOrder, finest_partition
from data.columns import COUNTS
from data.countries import Country
from forecasting import fertility, mortality
from forecasting.axes import SEXES, AgeGroups, Array, freeze
from forecasting.jump_off import without_dips
from forecasting.life_table import close_at, life_table
from forecasting.old_age import split_open_group

ABRIDGED = AgeGroups.abridged(100)
SINGLE = AgeGroups.single(100)
#: The United Nations estimate to here (World Population Prospects 2024); what comes after is its projection
ESTIMATES_END = date(2024, 1, 1)
#: Days of the longest period that is one year alone
LONGEST_YEAR = 400
#: Ages at childbearing: births before 15 and from 50 on are in the groups beside them
FERTILE = tuple(range(15, 50, 5))


class RatesIncomplete(ValueError):
    """Rates from which no table can be made: the message names source, period and what is missing."""


@dataclass(frozen=True)
class Period:
    """When rates are of, and by whose word."""

    start: date
    days: int
    source: str
    status: str = STATUSES[0]

    @property
    def middle(self) -> float:
        """The moment in its middle, in days."""
        return calendars.period_middle(self.start, self.days)

    @property
    def is_past(self) -> bool:
        """Whether rates are of what has been: counted, or of before the United Nations' estimates end."""
        return self.status in COUNTS or self.middle < ESTIMATES_END.toordinal()

    def covers(self, moment: float) -> bool:
        """Whether a moment lies inside."""
        return self.start.toordinal() <= moment < self.start.toordinal() + self.days


@dataclass(frozen=True, eq=False)
class DeathRates:
    """A nation's death rates in each period: rates [period, sex, age] at ``ages``, in the order of time."""

    periods: tuple[Period, ...]
    rates: Array
    ages: AgeGroups = ABRIDGED

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def moments(self) -> Array:
        """Middles of the periods, days. -> (period)"""
        return np.array([period.middle for period in self.periods])

    @property
    def sources(self) -> tuple[str, ...]:
        """The source of each period."""
        return tuple(period.source for period in self.periods)

    def rates_at(self, moment: float) -> Array:
        """Rates at a moment in days, their logarithms linear between periods, held beyond them. -> (sex, age)"""
        return np.asarray(np.exp(between(np.array([moment]), self.moments, np.log(self.rates))[0]))

    def sources_at(self, moment: float) -> str:
        """Which sources stand behind a moment: of the period before and after it."""
        after = int(np.clip(np.searchsorted(self.moments, moment), 1, max(len(self.moments) - 1, 1)))
        return " ".join(dict.fromkeys(self.sources[max(after - 1, 0) : after + 1]))

    def single_year_path(self, moments: Array) -> Array:
        """Rates at single ages at each of some moments, in the order of time, without a dip. -> (moment, sex, age)

        An office's estimate joined to a projection made after an epidemic dips between them though nobody expects it.
        """
        first, last = neighbours(moments, self.moments)
        # making single years takes longest, and periods long past play no part
        single = np.stack([mortality.single_year_rates(table, self.ages) for table in self.rates[first:last]])
        return without_dips(np.exp(between(moments, self.moments[first:last], np.log(single))), SINGLE)


@dataclass(frozen=True, eq=False)
class ChildbearingAges:
    """A nation's ages at childbearing in each period: shares [period, age] of total fertility at ``FERTILE``, sum 1."""

    periods: tuple[Period, ...]
    shares: Array

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def moments(self) -> Array:
        """Middles of the periods, days. -> (period)"""
        return np.array([period.middle for period in self.periods])

    @property
    def sources(self) -> tuple[str, ...]:
        """Each source once."""
        return tuple(dict.fromkeys(period.source for period in self.periods))

    def five_year(self, moments: Array) -> Array:
        """Shares at five-year ages from 15 to 49 at each moment. -> (moment, age)"""
        shares = between(np.asarray(moments, dtype=np.float64), self.moments, self.shares)
        return np.asarray(shares / shares.sum(-1, keepdims=True))

    def single_year(self, moments: Array) -> Array:
        """Shares at single ages 0 to 100 at each moment. -> (moment, age)"""
        return np.asarray(fertility.single_year_pattern(self.five_year(moments), SINGLE))


def death_rates(
    rows: pd.DataFrame, order: SourceOrder, *, country: Country | None = None, exceptional: bool = False
) -> DeathRates | None:
    """A nation's death rates by `data.queries.death_rates`; None where there are none.

    Without the years out of the ordinary of the country, unless ``exceptional``: no path between others passes them.
    """
    tables = [
        (period, _abridged(period, part))
        for period, part in _periods(rows, order)
        if exceptional or not (country and is_exceptional(country, period.start, period.days))
    ]
    if not tables:
        return None
    return DeathRates(tuple(period for period, _ in tables), np.stack([rates for _, rates in tables]))


def is_exceptional(country: Country, start: date, days: int) -> bool:
    """Whether a period of death rates is an exceptional year alone, not several years of which it is one"""
    return start.year in country.exceptional_years and days < LONGEST_YEAR


def childbearing_ages(rows: pd.DataFrame, order: SourceOrder) -> ChildbearingAges | None:
    """A nation's ages at childbearing by `data.queries.fertility_pattern`; None where there are none."""
    tables = [(period, _fertile(period, part)) for period, part in _periods(rows, order)]
    if not tables:
        return None
    return ChildbearingAges(tuple(period for period, _ in tables), np.stack([shares for _, shares in tables]))


def _periods(rows: pd.DataFrame, order: SourceOrder) -> Iterator[tuple[Period, pd.DataFrame]]:
    """The periods taken, in the order of time, each with its rows of one source"""
    parts = {}
    for _, part in rows.groupby(["period_start", "period_days", "source"], sort=False):
        first = part.iloc[0]
        start = pd.Timestamp(first["period_start"]).date()
        period = Period(start, int(first["period_days"]), str(first["source"]), str(first["status"]))
        parts[period] = part
    for period in chosen_periods(parts, order):
        yield period, parts[period]


def chosen_periods(periods: Iterable[Period], order: SourceOrder) -> list[Period]:
    """Of overlapping periods those of the source first in the order, in the order of time"""
    ranks = {
        period: (STATUSES.index(period.status), order.ranks.get(period.source, len(order.ranks)))
        for period in periods
    }
    chosen: list[Period] = []
    for period in sorted(ranks, key=lambda each: (ranks[each], each.source, each.start, each.days)):
        rivals = [each for each in chosen if each.source != period.source]
        if not any(each.covers(period.middle) or period.covers(each.middle) for each in rivals):
            chosen.append(period)
    return sorted(chosen, key=lambda period: period.middle)


def _abridged(period: Period, rows: pd.DataFrame) -> Array:
    """One period's rates at the abridged ages. -> (sex, age)"""
    pairs = sorted(
        {(int(low), int(width)) for low, width in zip(rows["age_lower"], rows["age_width"], strict=True)}
    )
    grid = finest_partition(pairs)
    if not grid:
        raise RatesIncomplete(
            f"The death rates of {period.source} from {period.start} do not cover every age from 0 to an open group."
        )
    ages = AgeGroups(tuple(low for low, _ in grid))
    table = rows[[pair in set(grid) for pair in zip(rows["age_lower"], rows["age_width"], strict=True)]]
    wide = table.pivot(index="sex", columns="age_lower", values="mx").reindex(list(SEXES))
    rates = wide.to_numpy(np.float64)
    if not np.isfinite(rates).all():
        raise RatesIncomplete(
            f"The death rates of {period.source} from {period.start} are not there for both sexes at every age."
        )
    return on_abridged_ages(rates, ages)


def on_abridged_ages(rates: Array, ages: AgeGroups) -> Array:
    """Death rates on another grid at ages 0, 1, 5, ... 100 and over. (sex, age) -> (sex, abridged age)

    An open group below 100 is drawn on by the Kannisto line with its life expectancy kept; groups finer than the
    abridged ones are joined by the years lived in them.
    """
    if ages == ABRIDGED:
        return rates
    if ages.open_age < ABRIDGED.open_age:
        rates, ages = split_open_group(rates, ages)
    if not set(ABRIDGED.lower) <= set(ages.lower):
        raise RatesIncomplete(
            f"Death rates at ages from {ages.lower[:4]} ... cannot be read at ages 0, 1-4, 5-9 ..."
        )
    table = close_at(life_table(rates, ages), ABRIDGED.open_age)
    starts = [table.ages.lower.index(age) for age in ABRIDGED.lower]
    deaths, years = (np.add.reduceat(part, starts, axis=-1) for part in (table.dx, table.person_years))
    return np.asarray(deaths / years)


def _fertile(period: Period, rows: pd.DataFrame) -> Array:
    """One period's shares at five-year ages of the mother, births outside 15-49 in the end groups. -> (age)"""
    pairs = list(zip(rows["age_lower"].astype(int), rows["age_width"].astype(int), strict=True))
    if grid := set(ages_of_mothers(pairs)):  # groups beside finer ages are the same births again
        rows = rows[[pair in grid for pair in pairs]]
    groups = (rows["age_lower"].clip(FERTILE[0], FERTILE[-1]) // 5 * 5).astype(int)
    shares = rows.groupby(groups)["percent"].sum().reindex(list(FERTILE)).fillna(0.0).to_numpy(np.float64)
    if not shares.sum() > 0:
        raise RatesIncomplete(
            f"The ages at childbearing of {period.source} from {period.start} hold no births between 15 and 49."
        )
    part: Array = shares / float(shares.sum())
    return part


def period_middles(rows: pd.DataFrame) -> Array:
    """The middle of each row's period (period_start, period_days), in days. -> (row)"""
    pairs = zip(pd.to_datetime(rows["period_start"]), rows["period_days"], strict=True)
    return np.array([calendars.period_middle(start, float(days)) for start, days in pairs], dtype=np.float64)


def between(moments: Array, observed: Array, values: Array) -> Array:
    """Values linear between observed moments, the first and last held beyond them.

    (moment), (observed moment), (observed moment, ...) -> (moment, ...)
    """
    if len(observed) == 1:
        return np.repeat(values, len(moments), axis=0)
    right = np.clip(np.searchsorted(observed, moments), 1, len(observed) - 1)
    low, high = observed[right - 1], observed[right]
    weight = np.clip((moments - low) / (high - low), 0, 1).reshape(-1, *(1,) * (values.ndim - 1))
    return np.asarray(values[right - 1] * (1 - weight) + values[right] * weight)


def neighbours(moments: Array, observed: Array) -> tuple[int, int]:
    """First observed moment that `between` takes values of, and the one after its last, for moments in the order of time"""
    if len(observed) == 1:
        return 0, 1
    right = np.clip(np.searchsorted(observed, moments[[0, -1]]), 1, len(observed) - 1)
    return int(right[0]) - 1, int(right[-1]) + 1


def interval_middles(years: Sequence[int], calendar: str) -> Array:
    """Moments in the middle of the intervals from each year's mid-year stock to the next, in days. -> (interval)

    Beyond the years whose days the calendar names, years of 365.2425 days.
    """
    first = calendars.first_day(years[0], calendar).toordinal() + 365.2425
    return np.asarray(first + 365.2425 * np.arange(len(years) - 1), dtype=np.float64)
