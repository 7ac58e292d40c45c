"""Who moves: age patterns, net migrants from a total, and the limit that keeps a cell from emptying."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import SEXES, AgeGroups, Array
from forecasting.problems import ScenarioProblem

LARGEST_SHARE_LEAVING = 0.8
OLDEST = 110
#: years in which the people of an open group are spread, where a schedule of shares is read as rates
OPEN_YEARS = 10.0


@dataclass(frozen=True)
class RogersCastro:
    """A model migration schedule: children move with parents, the young most, a level remains at all ages.

    M(x) = a1 exp(-alpha1 x) + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2))) + c.
    Defaults: the basic standard of Rogers & Castro (1981), Model Migration Schedules, IIASA RR-81-30.
    """

    a1: float = 0.02
    alpha1: float = 0.1
    a2: float = 0.06
    alpha2: float = 0.1
    mu2: float = 20.0
    lambda2: float = 0.4
    c: float = 0.003

    def __post_init__(self) -> None:
        if not all(np.isfinite(astuple(self))) or min(self.a1, self.a2, self.c) < 0:
            raise ValueError(f"levels of a migration schedule are finite and not negative: {self}")


# The two below are asked for in every year of every projection: made once, and not to be written to
@lru_cache(maxsize=64)
def age_pattern(ages: AgeGroups, schedule: RogersCastro | None = None) -> Array:
    """Share of migrants in each age group under a model schedule. -> (age) summing to 1"""
    level = _by_single_year(ages, schedule)
    grouped = np.add.reduceat(level, np.asarray(ages.lower))
    return _for_good(np.asarray(grouped / grouped.sum()))


@lru_cache(maxsize=64)
def leaving_rates(ages: AgeGroups, schedule: RogersCastro | None = None) -> Array:
    """How readily a person of each age group moves, by a model schedule; only ratios between ages mean anything. (age)"""
    level = _by_single_year(ages, schedule)
    years = np.diff([*ages.lower, len(level)])
    return _for_good(np.asarray(np.add.reduceat(level, np.asarray(ages.lower)) / years))


def _for_good(values: Array) -> Array:
    values.flags.writeable = False
    return values


def _by_single_year(ages: AgeGroups, schedule: RogersCastro | None) -> Array:
    chosen = schedule or RogersCastro()
    x = np.arange(max(OLDEST, ages.open_age + 1), dtype=np.float64)
    young = chosen.a1 * np.exp(-chosen.alpha1 * x)
    since = x - chosen.mu2
    labour = chosen.a2 * np.exp(-chosen.alpha2 * since - np.exp(-chosen.lambda2 * since))
    return np.asarray(young + labour + chosen.c)


def propensities(population: Array, ages: AgeGroups) -> Array:
    """How much likelier people of each age are to move than the average person. (sex, age) -> (age)

    The standard Rogers-Castro schedule as rates of moving; 1 on the average over the population.
    """
    moving = age_pattern(ages) / np.append(ages.width[:-1], ages.interval)
    return np.asarray(moving * population.sum() / (population * moving).sum())


def net_migrants(
    total: ArrayLike, ages: AgeGroups, *, female_share: ArrayLike = 0.5, pattern: ArrayLike | None = None
) -> Array:
    """Net migrants by sex and age from a total of both sexes. (...) -> (..., sex, age)

    ``pattern`` (..., age) or (..., sex, age) sums to 1 over ages; the standard Rogers-Castro schedule when
    not given.
    """
    movers = validation.finite("net migration", validation.floats("net migration", total), ())
    women = validation.floats("female share", female_share)
    if (women < 0).any() or (women > 1).any() or np.isnan(women).any():
        raise ValueError(
            f"female share of migrants is {women.min():g} .. {women.max():g}, not between 0 and 1"
        )
    shares = age_pattern(ages) if pattern is None else np.asarray(pattern, dtype=np.float64)
    if shares.shape[-1:] != (len(ages),) or not np.allclose(shares.sum(-1), 1, atol=1e-6):
        raise ValueError(f"a migration pattern has {len(ages)} ages and sums to 1, got shape {shares.shape}")
    if shares.ndim < 2 or shares.shape[-2] != len(SEXES):
        shares = shares[..., np.newaxis, :]
    by_sex = np.stack([movers * women, movers * (1 - women)], axis=-1)
    return np.asarray(by_sex[..., np.newaxis] * shares)


def net_migrants_from_rate(
    crude_rate: ArrayLike,
    population: ArrayLike,
    ages: AgeGroups,
    *,
    years: float,
    female_share: ArrayLike = 0.5,
    pattern: ArrayLike | None = None,
) -> Array:
    """Net migrants of ``years`` years from a crude rate per person-year. (...), (..., sex, age) -> same

    Those who come are aged as ``pattern`` says. Those who leave are taken from the people of each sex and age who
    are there, as readily as the pattern says of their age: `net_movers`.
    """
    rate = validation.finite("net migration rate", validation.floats("net migration rate", crude_rate), ())
    if (np.abs(rate) > 0.5).any():
        raise ValueError(f"net migration rate {rate.flat[np.abs(rate).argmax()]:g} a year: is it per 1,000?")
    people = validation.counts("population", population, ages)
    total = rate * people.sum((-2, -1)) * years
    return net_movers(total, people, ages, female_share=female_share, pattern=pattern)


def net_movers(
    total: ArrayLike,
    present: ArrayLike,
    ages: AgeGroups,
    *,
    female_share: ArrayLike = 0.5,
    pattern: ArrayLike | None = None,
    readiness: ArrayLike | None = None,
) -> Array:
    """Net migrants by sex and age from a total of both sexes and the people there. (...), (..., sex, age) -> same

    A total above 0 comes by ``pattern``, shares of the migrants (`net_migrants`): who comes does not depend on who is
    here. A total below 0 is taken from the people present in proportion to their number times ``readiness`` (age) or
    (sex, age), how readily each age moves: a schedule of shares would take more of the oldest than there are. By
    default both are the standard Rogers-Castro schedule; with a ``pattern`` of one's own, its shares over the years of
    each group are the readiness.
    """
    movers = validation.finite("net migration", validation.floats("net migration", total), ())
    people = validation.counts("population", present, ages)
    coming = net_migrants(np.maximum(movers, 0), ages, female_share=female_share, pattern=pattern)
    ready = (
        leaving_rates(ages)
        if pattern is None
        else np.asarray(pattern) / np.append(ages.width[:-1], OPEN_YEARS)
    )
    if readiness is not None:
        ready = validation.non_negative(
            "readiness to move", validation.floats("readiness to move", readiness), ("age",)
        )
    weight = people * (ready if ready.ndim > 1 else ready[np.newaxis, :])
    mass = weight.sum((-2, -1), keepdims=True)
    share = np.divide(weight, mass, out=np.zeros_like(weight), where=mass > 0)
    return np.asarray(coming + np.minimum(movers, 0)[..., np.newaxis, np.newaxis] * share)


def limit_outflow(
    net: ArrayLike, population: ArrayLike, ages: AgeGroups, *, largest_share: float = LARGEST_SHARE_LEAVING
) -> Array:
    """Net migrants that leave no cell empty, each area's total kept. (..., sex, age) twice -> same

    No cell loses more than ``largest_share`` of its people over the interval (0.8, as bayesPop does). What a
    cell cannot give is taken from the area's other cells in proportion to the people they can still spare. An
    area asked for more than all cells together can spare is an error: the total itself is impossible.
    """
    if not 0 < largest_share <= 1:
        raise ValueError(f"the largest share that may leave is in (0, 1], not {largest_share}")
    people = validation.counts("population", population, ages)
    planned = validation.shaped(
        "net migration", validation.floats("net migration", net), ("sex", "age"), ages
    )
    validation.finite("net migration", planned, ("sex", "age"), ages)
    lowest = -largest_share * people
    limited = np.maximum(planned, lowest)
    excess = (limited - planned).sum((-2, -1))
    spare = limited - lowest
    room = spare.sum((-2, -1))
    if (excess > room * (1 + 1e-12)).any():
        cell = tuple(int(index) for index in np.argwhere(excess > room * (1 + 1e-12))[0])
        requested = planned.sum((-2, -1))[cell]
        raise ScenarioProblem(
            f"net migration of {validation.value_text(requested)} for {validation.place(cell, (), None)} is more than "
            f"{largest_share:.0%} of each age can supply: are persons and thousands mixed, "
            "or is the total per 1,000?"
        )
    part = np.divide(excess, room, out=np.zeros_like(excess), where=room > 0)
    return np.asarray(limited - part[..., np.newaxis, np.newaxis] * spare)
