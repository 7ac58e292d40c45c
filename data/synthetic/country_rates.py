"""Events that a country's made-up rates lead to in a year, by area: expected numbers, before chance.

The rates are the release's, varied by area by factors that the seed fixes. Shapes by order, of ages of husbands, by
duration and of movers are invented; they measure nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.synthetic.country_people import AGES, Ages, Array, CountryBasis

#: Mothers' ages; children's orders, the last open; wives' and husbands' ages; years a marriage lasted, the last open
MOTHERS: Ages = np.arange(15, 50, dtype=np.int64)
ORDERS = 5
WIVES: Ages = np.arange(13, 60, dtype=np.int64)
HUSBANDS: Ages = np.arange(15, 75, dtype=np.int64)
DURATIONS = 31
#: Spread (standard deviation of logarithms) of an area's level about the release's
SPREAD = {
    "births": 0.08,
    "deaths": 0.08,
    "marriages": 0.10,
    "divorces": 0.15,
    "moves": 0.25,
    "arrivals": 0.30,
}
LATER = 0.7  # years, standard deviation of areas' ages at childbearing and at marriage
MOVERS = 0.012  # of the people who move to another area in a year


@dataclass(frozen=True, eq=False)
class Factors:
    """What an area's rates are multiplied by, and by how many years its ages are later. (area) each"""

    level: dict[str, Array]
    later: Array


@dataclass(frozen=True, eq=False)
class Expected:
    """Numbers of a year: people (area, sex, age); births (area, age, order, sex); deaths (area, sex, age); weddings
    (area, wife's age, husband's age, wife's order, husband's order); divorces (area, duration); departures
    (area, sex, age); ``destinations`` (area, area): shares of those who leave, each row's sum 1."""

    year: int
    people: Array
    births: Array
    deaths: Array
    weddings: Array
    divorces: Array
    departures: Array
    destinations: Array


def factors(areas: int, seed: int) -> Factors:
    """The factors of so many areas, by the seed."""
    rng = np.random.default_rng([seed, 11])
    level = {name: rng.lognormal(0, spread, areas) for name, spread in SPREAD.items()}
    return Factors(level, rng.normal(0, LATER, areas))


def expected(basis: CountryBasis, year: int, people: Array, own: Factors) -> Expected:
    """Events expected of the people of a year's middle. people: (area, sex, age)"""
    weddings = _weddings(basis, year, people, own)
    everyone = people.sum((1, 2))
    return Expected(
        year,
        people,
        _births(basis, year, people, own),
        people * np.minimum(own.level["deaths"][:, None, None] * basis.mx[year], 1.5),
        weddings,
        _divorces(basis, year, everyone, own),
        people * MOVERS * own.level["moves"][:, None, None] * _mobility(),
        _destinations(everyone * own.level["arrivals"]),
    )


def _births(basis: CountryBasis, year: int, people: Array, own: Factors) -> Array:
    place = basis.years.index(year)
    curves = _moved(MOTHERS, basis.childbearing[year], own.later)
    total = basis.levels["total_fertility_rate"][place] * own.level["births"]
    births = people[:, 0, MOTHERS] * curves * total[:, None]
    ratio = basis.levels["sex_ratio_at_birth"][place]
    sexes = np.stack([100 / (100 + ratio), ratio / (100 + ratio)], axis=-1)
    return np.einsum("ax,xo,as->axos", births, _orders(), sexes)


def _moved(ages: Ages, curve: Array, later: Array) -> Array:
    """A curve over ages, later by so many years in each area; its sum stays. -> (area, age)"""
    moved = np.stack([np.interp(ages - years, ages, curve, left=0, right=0) for years in later])
    return np.asarray(moved / moved.sum(-1, keepdims=True) * curve.sum())


def _orders() -> Array:
    """Shares of births by order at each age of mother. -> (age, order)"""
    before = np.clip(0.085 * (MOTHERS - 17), 0.02, None)
    terms = np.stack([np.exp(-before)] * ORDERS, axis=-1)
    for order in range(1, ORDERS):
        terms[:, order] = terms[:, order - 1] * before / order
    terms[:, -1] = 1 - terms[:, :-1].sum(-1)
    return terms


def _weddings(basis: CountryBasis, year: int, people: Array, own: Factors) -> Array:
    place = basis.years.index(year)
    years = WIVES - 13.0
    bell = years**2.2 * np.exp(-years / 3.4)
    brides = people[:, 0, WIVES] * _moved(WIVES, bell / bell.sum(), own.later)
    total = people.sum((1, 2)) * basis.levels["crude_marriage_rate"][place] * own.level["marriages"] / 1000
    brides *= (total / brides.sum(-1))[:, None]
    firsts = [_first(WIVES, 34.0), _first(HUSBANDS, 39.0)]
    return np.einsum("aw,wh,wi,hj->awhij", brides, _husbands(), *firsts)


def _husbands() -> Array:
    """Shares of husbands' ages by wife's age. -> (wife's age, husband's age)"""
    bell = np.exp(-(((HUSBANDS[None, :] - WIVES[:, None] - 3.5) / 4.0) ** 2) / 2)
    return np.asarray(bell / bell.sum(-1, keepdims=True))


def _first(ages: Ages, half: float) -> Array:
    """Shares of first and of later marriages by age; half and half at an age. -> (age, 2)"""
    first = 0.99 / (1 + np.exp((ages - half) / 4))
    return np.stack([first, 1 - first], axis=-1)


def _divorces(basis: CountryBasis, year: int, everyone: Array, own: Factors) -> Array:
    place = basis.years.index(year)
    shares = np.exp(-np.arange(DURATIONS) / 7.5)
    shares[0] *= 0.6
    total = everyone * basis.levels["crude_divorce_rate"][place] * own.level["divorces"] / 1000
    return np.asarray(total[:, None] * shares / shares.sum())


def _mobility() -> Array:
    """Relative mobility by age: children with their parents, most in the twenties (Rogers & Castro 1981). -> (age)"""
    ages = np.arange(AGES)
    labour = 2.6 * np.exp(-0.1 * (ages - 21) - np.exp(-0.4 * (ages - 21)))
    return 0.35 + 0.9 * np.exp(-0.1 * ages) + labour


def _destinations(attraction: Array) -> Array:
    shares = np.tile(attraction, (len(attraction), 1))
    np.fill_diagonal(shares, 0)
    return np.asarray(shares / shares.sum(-1, keepdims=True))


def a_year_later(numbers: Expected) -> Array:
    """The people (area, sex, age) a year after: survivors a year older, children born, those who came and went."""
    hazard = np.divide(
        numbers.deaths, numbers.people, out=np.zeros_like(numbers.people), where=numbers.people > 0
    )
    alive = numbers.people * np.exp(-hazard)
    older = np.zeros_like(alive)
    older[..., 1:] = alive[..., :-1]
    older[..., -1] += alive[..., -1]
    older[..., 0] = numbers.births.sum((1, 2)) * np.exp(-hazard[..., 0] * 0.8)
    come = np.einsum("asx,ab->bsx", numbers.departures, numbers.destinations)
    return np.maximum(older + come - numbers.departures, 0)
