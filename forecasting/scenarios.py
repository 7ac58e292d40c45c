"""Scenarios: a few plain choices that turn one set of assumptions into another.

A `Scenario` is a value: it can be compared, hashed, printed, put in a link and used as a cache key. The
variants are those
of the United Nations' World Population Prospects 2024, by their definitions ("Definition of projection scenarios").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args, get_type_hints

import numpy as np

from forecasting.assumptions import Assumptions
from forecasting.axes import AgeGroups, Array
from forecasting.conventions import PRESTON, Conventions
from forecasting.mortality import death_rates_for_life_expectancy
from forecasting.mortality_methods import METHODS
from forecasting.paths import Path, follow
from forecasting.problems import ScenarioProblem, is_text
from forecasting.shocks import Shock, with_shocks

Fertility = Literal[
    "medium",
    "high",
    "low",
    "constant",
    "replacement",
    "no_births_below_18",
    "fewer_adolescent_births",
    "later_adolescent_births",
]
Mortality = Literal["medium", "constant"]
Migration = Literal["medium", "zero", "constant"]
MigrantAges = Literal["rogers_castro", "as_people", "observed"]
# High and low differ from the medium by so many children per woman, after so many years.
STEPS_TO_HALF_A_CHILD = ((0, 0.25), (5, 0.40), (10, 0.50))
CHOICES = ("fertility", "mortality", "migration", "migrant_ages")
ADULT = 18
#: No year of either calendar is above it; nobody means that many times the migrants there are
LAST_YEAR, LARGEST_FACTOR = 9999, 1000
FIFTEEN, TWENTY, TWENTY_FIVE, THIRTY = 15, 20, 25, 30
LOW_ADOLESCENT_RATE = 0.010  # births per woman aged 15-19 a year under which the decline is over
RECOVERED, YEARS_LATER = 0.5, 10


@dataclass(frozen=True)
class Scenario:
    """What is changed in a set of assumptions, in words and plain numbers; nothing, unless said.

    total_fertility: children per woman reached, in a straight line, after ``reached_in`` years and kept
    life_expectancy: years of life added to both sexes by then    net_migration: factor on the net migrants
    adolescent_decline: part of the birth rates under 20 that goes each year in the two adolescent variants
    migrant_ages: who moves, by the model schedule, as the people who are there, or as observed in the area
    paths, shocks: levels through time by area, and what happens on a date; ``mortality_method`` moves death rates
    horizon: the last year, in the projection's calendar           conventions: those of the run
    """

    name: str = "medium"
    fertility: Fertility = "medium"
    mortality: Mortality = "medium"
    migration: Migration = "medium"
    total_fertility: float | None = None
    life_expectancy: float = 0.0
    net_migration: float = 1.0
    reached_in: int = 25
    adolescent_decline: float = 0.2
    paths: tuple[Path, ...] = ()
    shocks: tuple[Shock, ...] = ()
    mortality_method: str = "brass"
    migrant_ages: MigrantAges = "rogers_castro"
    horizon: int | None = None
    conventions: Conventions = PRESTON

    def __post_init__(self) -> None:
        allowed = get_type_hints(type(self))
        for field in fields(self):
            choices = get_args(allowed[field.name])
            value = getattr(self, field.name)
            if field.name in CHOICES and value not in choices:
                raise ScenarioProblem(f"{field.name} cannot be {value!r}: choose one of {', '.join(choices)}")
        if not is_text(self.name):
            raise ScenarioProblem(f"a scenario is named in letters, not {self.name!r}")
        if self.horizon is not None and (type(self.horizon) is not int):
            raise ScenarioProblem(f"a horizon is a whole year, not {self.horizon!r}")
        if self.mortality_method not in METHODS:
            raise ScenarioProblem(
                f"no mortality method {self.mortality_method!r}: the methods are {', '.join(METHODS)}"
            )
        if not 0 <= self.adolescent_decline < 1:
            raise ScenarioProblem(
                f"adolescent decline of {self.adolescent_decline:g} a year: a part, 0.2 for a fifth"
            )
        if self.total_fertility is not None and not 0 <= self.total_fertility <= 10:
            raise ScenarioProblem(f"{self.total_fertility:g} children per woman: is it per 1,000 women?")
        if (
            not -30 <= self.life_expectancy <= 30
            or not 1 <= self.reached_in <= LAST_YEAR
            or not abs(self.net_migration) <= LARGEST_FACTOR
        ):
            raise ScenarioProblem(
                f"a scenario adds up to 30 years of life, takes at least a year and multiplies net migration by "
                f"{LARGEST_FACTOR} at most: {self}"
            )

    def __str__(self) -> str:
        """The scenario in one line, only what it changes."""
        default = Scenario(name=self.name)
        changed = [f.name for f in fields(self) if getattr(self, f.name) != getattr(default, f.name)]
        parts = ", ".join(f"{name.replace('_', ' ')} {getattr(self, name)}" for name in changed)
        return f"{self.name}: {parts or 'as assumed'}"


def stored(scenario: Scenario) -> str:
    """The scenario as text to keep, the same for equal scenarios: JSON with sorted keys."""
    return json.dumps(asdict(scenario), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Scenario:
    """The scenario that was kept; what it cannot understand is named."""
    try:
        return scenario_of(json.loads(text))
    except json.JSONDecodeError as error:
        raise _unreadable(error) from error


def scenario_of(stored_fields: dict[str, Any]) -> Scenario:
    """The scenario of fields that anybody may have written; ScenarioProblem where they are none."""
    try:
        fields = dict(stored_fields)
        fields["paths"] = tuple(
            Path(**{**path, "points": tuple(map(tuple, path["points"]))}) for path in fields.get("paths", ())
        )
        fields["shocks"] = tuple(
            Shock(**{**shock, "ages": tuple(shock["ages"])}) for shock in fields.get("shocks", ())
        )
        fields["conventions"] = Conventions(**fields.get("conventions", {}))
        return Scenario(**fields)
    except (
        TypeError,
        KeyError,
        AttributeError,
        OverflowError,
    ) as error:  # another kind of value than is meant
        raise _unreadable(error) from error


def _unreadable(error: Exception) -> ScenarioProblem:
    return ScenarioProblem(
        f"this is not a scenario that was kept here ({error}): was the file cut or edited?"
    )


def fingerprint(scenario: Scenario) -> str:
    """Twelve letters that differ when anything in the scenario differs, its name aside."""
    return hashlib.sha256(stored(replace(scenario, name="")).encode()).hexdigest()[:12]


VARIANTS: dict[str, Scenario] = {
    scenario.name: scenario
    for scenario in (
        Scenario("medium"),
        Scenario("high", fertility="high"),
        Scenario("low", fertility="low"),
        Scenario("constant fertility", fertility="constant"),
        Scenario("instant replacement", fertility="replacement"),
        Scenario("instant replacement, zero migration", fertility="replacement", migration="zero"),
        Scenario("momentum", fertility="replacement", mortality="constant", migration="zero"),
        Scenario("constant mortality", mortality="constant"),
        Scenario("no change", fertility="constant", mortality="constant"),
        Scenario("zero migration", migration="zero"),
        Scenario("no births below 18", fertility="no_births_below_18"),
        Scenario("accelerated adolescent decline", fertility="fewer_adolescent_births"),
        Scenario("accelerated adolescent decline, recovered", fertility="later_adolescent_births"),
    )
}


def apply(
    scenario: Scenario, medium: Assumptions, *, first: float | None = None, areas: Sequence[str] = ()
) -> Assumptions:
    """The assumptions of a scenario, from those of the medium path. Scenario, Assumptions -> Assumptions

    A scenario with paths or shocks needs ``first``, the moment the first interval begins, and, for paths of one
    area, the names of the ``areas`` on the leading axis.
    """
    changed = _mortality(scenario, medium.under(scenario.conventions))
    changed = _migration(scenario, changed)
    # Fertility last: replacement depends on how many daughters live to be mothers.
    changed = _fertility(scenario, changed)
    if not scenario.paths and not scenario.shocks:
        return changed
    if first is None:
        raise ValueError(
            f"scenario {scenario.name!r} has paths or shocks in time: say when the first interval begins"
        )
    changed = follow(
        changed, scenario.paths, first=first, areas=areas, mortality_method=scenario.mortality_method
    )
    return with_shocks(changed, scenario.shocks, first=first)


def _mortality(scenario: Scenario, medium: Assumptions) -> Assumptions:
    held = medium.constant("death_rates") if scenario.mortality == "constant" else medium
    if not scenario.life_expectancy:
        return held
    # Years are added on the tables that the pattern is moved on, however the run closes its own.
    now = replace(held, closing="open_rate").life_table().e[..., 0]
    gained = now + scenario.life_expectancy * _way(scenario, held)[:, np.newaxis]
    moved = death_rates_for_life_expectancy(held.death_rates, gained, held.death_ages, a0=held.a0)
    return replace(held, death_rates=moved)


def _migration(scenario: Scenario, medium: Assumptions) -> Assumptions:
    if scenario.migration == "zero":
        return replace(medium, net_migration=np.zeros_like(medium.net_migration))
    held = medium.constant("net_migration") if scenario.migration == "constant" else medium
    return replace(held, net_migration=held.net_migration * scenario.net_migration)


def _fertility(scenario: Scenario, medium: Assumptions) -> Assumptions:
    changed = medium
    if scenario.fertility == "constant":
        changed = medium.constant("total_fertility", "pattern")
    elif scenario.fertility == "replacement":
        changed = replace(medium, total_fertility=medium.total_fertility / medium.net_reproduction())
    elif scenario.fertility in ("high", "low"):
        sign = 1 if scenario.fertility == "high" else -1
        changed = replace(
            medium, total_fertility=np.maximum(medium.total_fertility + sign * _half_a_child(medium), 0)
        )
    elif scenario.fertility == "no_births_below_18":
        changed = _no_births_below(medium, ADULT)
    elif scenario.fertility in ("fewer_adolescent_births", "later_adolescent_births"):
        recovered = scenario.fertility == "later_adolescent_births"
        changed = _adolescent_decline(medium, scenario.adolescent_decline, recovered=recovered)
    if scenario.total_fertility is None:
        return changed
    way = _way(scenario, changed)
    start = changed.total_fertility[..., :1]
    return replace(changed, total_fertility=start + way * (scenario.total_fertility - start))


def _half_a_child(medium: Assumptions) -> Array:
    """The difference of high and low from medium in each interval. -> (interval)

    An interval that covers a step (five-year intervals never do) takes the step it begins in.
    """
    begins = np.arange(medium.total_fertility.shape[-1]) * medium.ages.interval
    after, difference = (np.array(column) for column in zip(*STEPS_TO_HALF_A_CHILD, strict=True))
    return np.asarray(difference[np.searchsorted(after, begins, side="right") - 1])


def _way(scenario: Scenario, medium: Assumptions) -> Array:
    """Part of the way to the scenario's levels gone in each interval, taken at its end. -> (interval) up to 1"""
    ends = (np.arange(medium.total_fertility.shape[-1]) + 1) * medium.ages.interval
    return np.minimum(ends / scenario.reached_in, 1.0)


def _adolescent_decline(medium: Assumptions, pace: float, *, recovered: bool) -> Assumptions:
    """Birth rates under 20 fall by ``pace`` a year until fewer than 10 are born per 1,000 women aged 15 to 19.

    They are never above the medium's. ``recovered``: half of what women of 15 to 19 did not bear they bear ten years
    later, at 25 to 29. United Nations, WPP 2024, Definition of Projection Scenarios (accelerated ABR decline, with
    recovery); the rates of the year before the first are taken to be the first interval's.
    """
    rates = medium.birth_rates()
    young = slice(0, medium.ages.position(TWENTY))
    fewer = _falling(rates[..., young], medium.ages, pace)
    changed = np.concatenate([fewer, rates[..., young.stop :]], axis=-1)
    if recovered:
        changed += _borne_later(rates[..., young] - fewer, medium.ages)
    total = (changed * np.append(medium.ages.width[:-1], 0)).sum(-1)
    births = changed * medium.ages.interval
    pattern = np.divide(
        births, total[..., np.newaxis], out=np.array(medium.pattern), where=total[..., np.newaxis] > 0
    )
    return replace(medium, total_fertility=total, pattern=pattern)


def _falling(rates: Array, ages: AgeGroups, pace: float) -> Array:
    """Rates under 20 interval by interval: down by ``pace`` a year while adolescents' are high, then no higher. Same shape"""
    width = ages.interval
    adolescent = slice(ages.position(FIFTEEN), None)
    at_first = np.mean((1 - pace) ** np.arange(1, width + 1))
    fallen = np.empty_like(rates)
    before, limit = rates[..., 0, :], np.full_like(rates[..., 0, :], np.inf)
    for interval in range(rates.shape[-2]):
        high = before[..., adolescent].mean(-1, keepdims=True) >= LOW_ADOLESCENT_RATE
        left = at_first if interval == 0 else (1 - pace) ** width
        limit = np.where(high, before * left, limit)
        before = np.minimum(rates[..., interval, :], limit)
        fallen[..., interval, :] = before
    return fallen


def _borne_later(unborn: Array, ages: AgeGroups) -> Array:
    """Half of the births that women of 15 to 19 did not have, at 25 to 29 ten years on. -> (..., interval, age)"""
    later = np.zeros((*unborn.shape[:-1], len(ages)))
    on = YEARS_LATER // ages.interval
    if on < unborn.shape[-2]:
        postponed = unborn[..., :-on, ages.position(FIFTEEN) :]
        later[..., on:, ages.between(TWENTY_FIVE, THIRTY)] = RECOVERED * postponed
    return later


def _no_births_below(medium: Assumptions, age: int) -> Assumptions:
    """Births to mothers under ``age`` left out; those of older mothers keep their rates."""
    shares = np.array(medium.pattern)
    shares[..., : medium.ages.position(age)] = 0
    remaining = shares.sum(-1)
    pattern = np.divide(
        shares, remaining[..., np.newaxis], out=np.zeros_like(shares), where=remaining[..., np.newaxis] > 0
    )
    return replace(medium, total_fertility=medium.total_fertility * remaining, pattern=pattern)
