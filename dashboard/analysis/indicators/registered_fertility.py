"""Fertility of areas whose births are counted by age of mother: rates by age, total fertility, mean age, their intervals.

f(x) = B(x) / W(x) on the finest ages of one count: births before 15 and from 50 on in the groups beside them, those of
mothers of unknown age shared out (United Nations 2003). Women are of the same area and year: counted ones where there
are, and the rate is derived; else the base population's, and it is an estimate. Births of a year without women wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis import event_cells
from dashboard.analysis.cubes import Cube
from dashboard.analysis.event_cells import EventCells
from dashboard.analysis.indicators.age_structure import people_trust
from dashboard.analysis.indicators.figures import (
    COLUMNS,
    MeasureContext,
    Method,
    join_sources,
    rows_by_age,
)
from dashboard.analysis.indicators.population import people
from forecasting.axes import FEMALE, AgeGroups, Array, freeze
from forecasting.indicators import fertility, intervals
from forecasting.indicators.fertility import FERTILE

DAYS_IN_A_YEAR = 365.25
#: A period within so many days of a year is a year: the calendars' own are 365 or 366 days long
ABOUT_A_YEAR = 2.0
#: Ages that curves are drawn at
FIVE = AgeGroups.five(100)


@dataclass(frozen=True, eq=False)
class RegisteredFertility:
    """Births [age] of an area and year beside the woman-years [age] they are of, at ``ages`` from 15 to 50 and over.

    ``share_unknown`` of the births were of mothers of unknown age.
    """

    area: str
    year: int
    ages: AgeGroups
    births: Array
    women: Array
    share_unknown: float
    status: str
    provisional: int
    source: str

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def rates(self) -> Array:
        """Births per woman-year. -> (age)"""
        return np.nan_to_num(fertility.age_specific_fertility_rates(self.births, self.women))

    @property
    def closed(self) -> slice:
        """The groups that have births: all but the one from 50 on."""
        return slice(0, len(self.ages) - 1)

    def at_five_year_ages(self) -> tuple[Array, Array] | None:
        """Women, and births per woman-year, at five-year ages to 100; None where the groups cut across those. -> (age) twice

        A group of ten years has one rate, in both its halves.
        """
        women, rates = np.zeros(len(FIVE)), np.zeros(len(FIVE))
        bounds = [*zip(self.ages.lower, self.ages.lower[1:], strict=False)]
        if any(low // 5 != (high - 1) // 5 and (low % 5 or high % 5) for low, high in bounds):
            return None
        births = np.zeros(len(FIVE))
        for place, (low, high) in enumerate(bounds):
            fives = range(FIVE.position(low // 5 * 5), FIVE.position((high + 4) // 5 * 5))
            for five in fives:
                women[five] += self.women[place] / len(fives)
                births[five] += self.births[place] / len(fives)
        np.divide(births, women, out=rates, where=women > 0)
        return women, rates


def registered_fertility(context: MeasureContext) -> tuple[RegisteredFertility, ...]:
    """Every area and year whose births by age of mother have women to be set against"""
    return context.cached("registered fertility", lambda: tuple(_with_women(context)))


def births_by_age(context: MeasureContext) -> tuple[EventCells, ...]:
    """Births [age of mother] registered: one count an area and year"""
    return context.cached(
        "births by age of mother",
        lambda: event_cells.births_by_age_of_mother(rows_by_age(context, "births"), context.order),
    )


def waiting_years(context: MeasureContext) -> dict[str, tuple[int, ...]]:
    """Area -> years of its births by age of mother that wait: there are no people by sex and age to set them against"""
    ready = {(own.area, own.year) for own in registered_fertility(context)}
    years: dict[str, list[int]] = {}
    for cells in births_by_age(context):
        if (cells.area, cells.year) not in ready:
            years.setdefault(cells.area, []).append(cells.year)
    return {area: tuple(sorted(own)) for area, own in years.items()}


def _with_women(context: MeasureContext) -> Iterator[RegisteredFertility]:
    stocks: dict[tuple[str, int], list[tuple[Cube, int]]] = {}
    for cube in sorted(people(context, context.levels), key=lambda each: preference(context, each)):
        for place, area in enumerate(cube.areas):
            stocks.setdefault((area, cube.year), []).append((cube, place))
    for cells in births_by_age(context):
        own = [_of_women(cells, *stock) for stock in stocks.get((cells.area, cells.year), [])]
        yield from [each for each in own if each is not None][:1]


def preference(context: MeasureContext, cube: Cube) -> tuple[int, float, int]:
    """Counted people before the base population before what others estimate; then the date nearest to mid-year"""
    return people_trust(cube), cube.distance, context.order.ranks.get(cube.source, len(context.order.ranks))


def _of_women(cells: EventCells, cube: Cube, place: int) -> RegisteredFertility | None:
    """Births beside the women of a population; None where its ages do not fit or nobody bore what was born."""
    bounds = event_cells.fertile_bounds(cells.groups)
    ages = AgeGroups((*(low for low, _ in bounds), FERTILE[1]))
    if cube.counts.shape[-2] != 2 or not set(ages.lower) <= set(cube.ages.lower):
        return None
    births = np.zeros(len(ages))
    for (lower, width), events in zip(cells.groups, cells.events, strict=True):
        last = lower + width if width else FERTILE[1]
        births[0 if last <= FERTILE[0] else ages.lower.index(min(max(lower, FERTILE[0]), FERTILE[1]))] += (
            events
        )
    women = np.add.reduceat(cube.counts[place, FEMALE], [cube.ages.position(age) for age in ages.lower])
    inside = fertility.births_in_fertile_ages(births, ages).births
    if (inside[women == 0] > 0).any() or _are_implausible(inside, women, ages):
        return None
    lived = women * (1.0 if abs(cells.days - DAYS_IN_A_YEAR) <= ABOUT_A_YEAR else cells.days / DAYS_IN_A_YEAR)
    return RegisteredFertility(
        cells.area,
        cells.year,
        ages,
        inside,
        lived,
        cells.share_unknown,
        "estimated" if cube.status == "estimated" else "derived",
        max(cells.provisional, cube.provisional),
        join_sources(cells.source, cube.source),
    )


def _are_implausible(births: Array, women: Array, ages: AgeGroups) -> bool:
    """Births and women that cannot be of the same place: more children per woman than any people has had"""
    rates = np.divide(births, women, out=np.zeros_like(births), where=women > 0)
    return bool((rates[:-1] * ages.width[:-1]).sum() > fertility.LARGEST_TFR / 2)


def measure(arithmetic: Callable[[Array, AgeGroups], Array]) -> Method:
    """A measure of the rates by age (age), ages -> one number, of every area and year that has them."""

    def way(context: MeasureContext, _key: str) -> pd.DataFrame:
        rows = [
            (
                own.area,
                own.year,
                float(arithmetic(own.rates, own.ages)),
                own.status,
                own.provisional,
                own.source,
            )
            for own in registered_fertility(context)
        ]
        return pd.DataFrame(rows, columns=COLUMNS)

    return way


total_fertility = measure(fertility.total_fertility_rate)
mean_age = measure(fertility.mean_age_at_childbearing)


def total_fertility_bounds(own: RegisteredFertility) -> tuple[float, float]:
    """Gamma interval (Fay & Feuer 1997) of the sum of rates by age, each of a Poisson count."""
    width = own.ages.width[own.closed]
    low, high = intervals.standardised_rate_interval(own.births[own.closed], own.women[own.closed], width)
    return float(low * width.sum()), float(high * width.sum())


def mean_age_bounds(own: RegisteredFertility) -> tuple[float, float]:
    """Normal interval of the mean age, each age's births a Poisson count."""
    width = own.ages.width[own.closed]
    middles = np.asarray(own.ages.lower[:-1]) + width / 2
    low, high = intervals.weighted_mean_interval(
        own.births[own.closed], own.women[own.closed], width, middles
    )
    return float(low), float(high)


def bounds(
    context: MeasureContext, of_rates: Callable[[RegisteredFertility], tuple[float, float]]
) -> pd.DataFrame:
    """area, year, source, events, low, high — of every area and year with rates of its own"""
    rows = [
        (own.area, own.year, own.source, float(own.births.sum()), *of_rates(own))
        for own in registered_fertility(context)
    ]
    return pd.DataFrame(rows, columns=["area", "year", "source", "events", "low", "high"])
