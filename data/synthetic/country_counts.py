"""A year of a made-up register as tables of counts: drawn by chance around the expected numbers, one draw for all tables.

Every table of one event is a sum of the same draw, so they agree with each other to the event.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendars import from_year_month_day
from data.synthetic.country_people import AGES, SEXES
from data.synthetic.country_rates import DURATIONS, HUSBANDS, MOTHERS, ORDERS, WIVES, Expected
from data.synthetic.people import SEASON
from data.synthetic.register import Event

Counts = NDArray[np.int64]
Labels = Sequence[object] | NDArray[np.int64]
SINGLE: Labels = [*range(AGES - 1), f"{AGES - 1}+"]
FIVE: Labels = [*(f"{age}-{age + 4}" for age in range(0, 85, 5)), "85+"]
MONTHS = range(1, 13)


def tables(
    numbers: Expected, areas: Sequence[str], calendar: str, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """Table -> its rows of the year, in the headings that `data.synthetic.country_files` describes."""
    place, sex = ("area", areas), ("sex", SEXES)
    births, deaths, weddings, divorces = (
        rng.poisson(each) for each in (numbers.births, numbers.deaths, numbers.weddings, numbers.divorces)
    )

    def months(event: Event, counts: Counts) -> Counts:
        return rng.multinomial(counts, season(event, numbers.year, calendar))

    frames = {
        "births_by_age": _frame(births.sum(2).swapaxes(1, 2), place, sex, ("mother_age", MOTHERS)),
        "births_by_order": _frame(
            births.sum(3), place, ("mother_age", MOTHERS), ("order", [*range(1, ORDERS), f"{ORDERS}+"])
        ),
        "births_by_month": _frame(months("births", births.sum((1, 2))), place, sex, ("month", MONTHS)),
        "deaths_by_age": _frame(deaths, place, sex, ("age", SINGLE)),
        "deaths_by_month": _frame(months("deaths", deaths.sum(2)), place, sex, ("month", MONTHS)),
        "marriages_by_wife": _frame(
            weddings.sum((2, 4)), place, ("wife_age", WIVES), ("wife_order", ["1", "2+"])
        ),
        "marriages_by_husband": _frame(
            weddings.sum((1, 3)), place, ("husband_age", HUSBANDS), ("husband_order", ["1", "2+"])
        ),
        "marriages_by_month": _frame(
            months("marriages", weddings.sum((1, 2, 3, 4))), place, ("month", MONTHS)
        ),
        "divorces_by_duration": _frame(
            divorces, place, ("duration", [*range(DURATIONS - 1), f"{DURATIONS - 1}+"])
        ),
        "divorces_by_month": _frame(months("divorces", divorces.sum(1)), place, ("month", MONTHS)),
        **_moves(numbers, areas, rng),
    }
    return {name: frame.assign(year=numbers.year) for name, frame in frames.items()}


def _moves(numbers: Expected, areas: Sequence[str], rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Moves between areas by sex, and those who leave and come by sex and age, whose other end is not in the table"""
    leave = _five(rng.poisson(numbers.departures))
    flows = rng.multinomial(leave, numbers.destinations[:, None, None, :])  # (origin, sex, age, destination)
    ends = flows.sum(2).swapaxes(1, 2)
    between = _frame(ends, ("origin", areas), ("destination", areas), ("sex", SEXES))
    by_age = (("sex", SEXES), ("age", FIVE))
    return {
        "moves_between": between[between["events"] > 0],
        "moves_out": _frame(leave, ("origin", areas), *by_age).assign(destination="absent"),
        "moves_in": _frame(np.moveaxis(flows.sum(0), -1, 0), ("destination", areas), *by_age).assign(
            origin="absent"
        ),
    }


def _five(counts: Counts) -> Counts:
    """Sums over ages of five years, the last from 85 on"""
    return np.asarray(np.add.reduceat(counts, range(0, 90, 5), axis=-1))


def _frame(counts: Counts, *dimensions: tuple[str, Labels]) -> pd.DataFrame:
    """One row a cell: its labels and ``events``"""
    names, labels = zip(*dimensions, strict=True)
    index = pd.MultiIndex.from_product([list(each) for each in labels], names=names)
    return pd.DataFrame({"events": counts.reshape(-1)}, index=index).reset_index()


def season(event: Event, year: int, calendar: str) -> NDArray[np.float64]:
    """Shares of a year's events by month of the calendar, by the season of each month's middle. -> (12)"""
    shares = SEASON[event]
    middles = [from_year_month_day(year, month, 15, calendar) for month in MONTHS]
    weights = np.array([shares[day.month - 1] for day in middles], dtype=float)
    return np.asarray(weights / weights.sum())


def census(numbers: Expected, areas: Sequence[str], nation: str) -> pd.DataFrame:
    """The people of a year's middle by area, sex and single age, and the nation's: whole persons"""
    people = np.rint(numbers.people).astype(np.int64)
    every = np.concatenate([people.sum(0, keepdims=True), people])
    frame = _frame(every, ("area", [nation, *areas]), ("sex", SEXES), ("age", SINGLE))
    return frame.rename(columns={"events": "persons"}).assign(year=numbers.year)
