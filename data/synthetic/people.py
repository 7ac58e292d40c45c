"""Drawing events: when, where, to whom, and how late they were written down. numpy in, numpy out.

Shapes are those of a register (winter deaths, late summer births, most events written down within weeks, a few
after years). The numbers are invented and measure nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.synthetic.register import Event, Register

Days = NDArray[np.int32]  # days since 1970-01-01
Whole = NDArray[np.int32]
YEAR = 365.2425

#: Share of a year's events by Gregorian month, before scaling
SEASON: dict[Event, tuple[int, ...]] = {
    "births": (98, 92, 98, 95, 98, 100, 108, 111, 109, 104, 97, 96),
    "deaths": (114, 104, 104, 97, 94, 90, 91, 92, 91, 99, 102, 112),
    "marriages": (95, 100, 104, 98, 105, 112, 90, 118, 108, 96, 99, 90),
    "divorces": (100, 101, 88, 92, 102, 103, 103, 104, 103, 102, 101, 101),
    "moves": (88, 86, 92, 96, 100, 112, 122, 124, 116, 96, 88, 84),
}
BOYS_PER_100_GIRLS = 105.5


@dataclass(frozen=True)
class EventDraws:
    """A chunk of events, a column a field; (n,) each. What an event does not have is empty."""

    area: Whole
    other_area: Whole
    occurred: Days
    registered: Days
    male: NDArray[np.bool_]
    people: tuple[Days, ...]
    married: Days
    orders: tuple[Whole, ...]


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def area_weights(register: Register) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cumulative share of events and mean lateness by area: fixed by the seed, the same in every chunk"""
    rng = np.random.default_rng([register.seed, 1])
    size = rng.lognormal(0, 0.9, len(register.areas))
    return np.cumsum(size) / size.sum(), rng.lognormal(0, 0.35, len(register.areas))


def draw(register: Register, count: int, rng: np.random.Generator) -> EventDraws:
    """``count`` events of the register."""
    shares, lateness = area_weights(register)
    area = _pick(shares, count, rng)
    delay = _delay(lateness[area], rng)
    occurred = _occurred(register, delay, rng)
    people, married = _people(register.event, occurred, rng)
    return EventDraws(
        area=area,
        other_area=_elsewhere(area, _pick(shares, count, rng), len(shares)),
        occurred=occurred,
        registered=occurred + delay,
        male=rng.random(count, dtype=np.float32) < BOYS_PER_100_GIRLS / (100 + BOYS_PER_100_GIRLS),
        people=people,
        married=married,
        orders=tuple(
            np.minimum(1 + rng.geometric(0.62, count) - 1, 12).astype(np.int32)
            for _ in range({"births": 1, "marriages": 2}.get(register.event, 0))
        ),
    )


def _pick(shares: NDArray[np.float64], count: int, rng: np.random.Generator) -> Whole:
    return np.searchsorted(shares, rng.random(count) * shares[-1], side="right").astype(np.int32)


def _elsewhere(area: Whole, other: Whole, areas: int) -> Whole:
    return np.where(other == area, (other + 1) % areas, other).astype(np.int32)


def _occurred(register: Register, delay: Whole, rng: np.random.Generator) -> Days:
    """Seasonal, and never registered after the extract was taken: the last weeks are thin, as they really are."""
    first, last = day_number(register.first), day_number(register.last)
    days = np.arange(first, last + 1)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    shares = np.cumsum(np.array(SEASON[register.event], dtype=float)[months])
    occurred = (first + _pick(shares, len(delay), rng)).astype(np.int32)
    late = occurred + delay > last
    occurred[late] -= rng.integers(0, np.maximum(1, last - first), late.sum(), dtype=np.int32)
    return np.clip(np.minimum(occurred, last - delay), first - 3650, last).astype(np.int32)


def _delay(lateness: NDArray[np.float64], rng: np.random.Generator) -> Whole:
    """Days from event to registration: most within weeks, a tail of years."""
    kind = rng.random(len(lateness), dtype=np.float32)
    soon = rng.exponential(7, len(lateness))
    late = rng.lognormal(4.2, 0.8, len(lateness))
    years = rng.exponential(2.5 * YEAR, len(lateness))
    days = np.where(kind < 0.86, soon * lateness, np.where(kind < 0.985, late * lateness, years))
    return np.minimum(days, 3649).astype(np.int32)


def _people(event: Event, occurred: Days, rng: np.random.Generator) -> tuple[tuple[Days, ...], Days]:
    """Dates of birth of whom the event is about, and date of marriage of those who divorce."""
    count = len(occurred)
    if event == "deaths":
        ages = [_age_at_death(count, rng)]
    elif event == "births":
        ages = [np.clip(rng.normal(28.5, 6.1, count), 13, 54)]
    elif event == "moves":
        ages = [np.clip(rng.gamma(2.6, 11, count), 0, 99)]
    else:
        wives = np.clip(15 + rng.gamma(2.4, 4.2, count), 15, 90)
        ages = [wives, np.clip(wives + rng.normal(4.3, 4.5, count), 16, 95)]
    marriage_years = np.minimum(rng.exponential(8.5, count), ages[0] - 14 if event == "divorces" else 60)
    if event == "divorces":
        ages = [age + marriage_years for age in ages]
    born = tuple((occurred - age * YEAR).astype(np.int32) for age in ages)
    married = (occurred - marriage_years * YEAR).astype(np.int32)
    return born, married if event == "divorces" else married[:0]


def _age_at_death(count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Two of a hundred in infancy, the rest by Gompertz with a doubling of risk every eight years."""
    old = np.log1p(-np.log1p(-rng.random(count)) * 1700) / 0.0953
    infants = rng.random(count) < 0.02
    return np.clip(np.where(infants, rng.exponential(0.2, count), old), 0, 112)
