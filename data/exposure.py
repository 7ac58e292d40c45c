"""How long people were exposed: lengths of periods in years, so that a month's rate can be set beside a year's.

A year is a year of the calendar the period was published in, 365 or 366 days long. The months of a year sum to 1
exactly, and a whole year is 1 whether it is leap or not.
"""

from __future__ import annotations

from datetime import date, timedelta

import jdatetime
import numpy as np
import pandas as pd
from numpy.typing import NDArray


def years_of(period_start: date, period_days: int, calendar: str) -> float:
    """Length of a period in years, each day counting 1/365 or 1/366 by the year it falls in."""
    if period_days < 0:
        raise ValueError(f"A period of {period_days} days from {period_start}: lengths are not negative.")
    end, total, day = period_start + timedelta(days=period_days), 0.0, period_start
    while day < end:
        first, following = _year_around(day, calendar)
        last = min(end, following)
        total += (last - day).days / (following - first).days
        day = last
    return total


def _year_around(day: date, calendar: str) -> tuple[date, date]:
    """The first day of the calendar's year that ``day`` is in, and of the next."""
    if calendar == "gregorian":
        return date(day.year, 1, 1), date(day.year + 1, 1, 1)
    if calendar == "solar_hijri":
        year = jdatetime.date.fromgregorian(date=day).year
        return jdatetime.date(year, 1, 1).togregorian(), jdatetime.date(year + 1, 1, 1).togregorian()
    raise ValueError(f"Unknown calendar {calendar!r}: gregorian or solar_hijri.")


def exposure(frame: pd.DataFrame, persons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Person-years lived by a mid-period population: persons times the length of each row's period.

    ``frame`` has ``period_start, period_days, calendar``. Events over this are rates a year, whatever the period.
    """
    lengths = {
        key: years_of(*key)
        for key in set(zip(frame["period_start"], frame["period_days"], frame["calendar"], strict=True))
    }
    keys = zip(frame["period_start"], frame["period_days"], frame["calendar"], strict=True)
    return np.asarray(persons, dtype=np.float64) * np.array([lengths[key] for key in keys], dtype=np.float64)
