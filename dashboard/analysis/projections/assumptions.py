"""What a scenario assumes for an area, interval by interval, with the death rates, which are slow to make, cached.

The medium path is: fertility goes on at the start's level, mortality follows the United Nations' path for the nation
(its last published rates are held beyond it) at the level of the registered deaths, with the area's gap as it fades, and net
migration goes on at the area's recent rate for thirty years and fades to nothing over the next thirty. Variants and paths change that by `forecasting.scenarios.apply`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from dashboard.analysis.projections.horizons import horizon_of
from dashboard.analysis.projections.jump_off import AGES, Start
from dashboard.analysis.projections.steps import IntervalRates, project_steps
from forecasting import fertility, scenarios
from forecasting.assumptions import Assumptions
from forecasting.axes import Array, freeze
from forecasting.life_table import life_table, survival_ratios
from forecasting.migration import age_pattern
from forecasting.scenarios import Scenario
from forecasting.shocks import with_shocks

#: Years for which recent migration goes on, and those in which it then fades: no province empties for ever
RECENT_GOES_ON, FADES = 30, 30
#: Components of a path that move death rates
MORTALITY = ("life_expectancy", "life_expectancy_female", "life_expectancy_male")


@dataclass(frozen=True, eq=False)
class ScenarioAssumptions:
    """A scenario's assumptions and the survival ratios (interval, sex, age) of their death rates."""

    assumptions: Assumptions
    survival: Array

    def __post_init__(self) -> None:
        freeze(self)


def assumptions(begin: Start, scenario: Scenario) -> ScenarioAssumptions:
    """`scenarios.apply` on the medium path, its death rates computed once for all scenarios of one mortality."""
    intervals = horizon_of(begin, scenario) - begin.years[0]
    first = float(begin.years[0])
    living = Scenario(
        mortality=scenario.mortality,
        life_expectancy=scenario.life_expectancy,
        reached_in=scenario.reached_in,
        paths=tuple(path for path in scenario.paths if path.component in MORTALITY),
        mortality_method=scenario.mortality_method,
    )
    medium = medium_path(begin, intervals)
    variant = replace(medium, death_rates=_mortality(begin, intervals, replace(living, paths=()))[0])
    paths = tuple(path for path in scenario.paths if path.component not in MORTALITY)
    rest = replace(scenario, mortality="medium", life_expectancy=0.0, paths=paths, shocks=())
    moved = scenarios.apply(rest, variant, first=first, areas=(begin.area,))
    rates, survival = _mortality(begin, intervals, living)
    moved = replace(moved, death_rates=rates)
    if not scenario.shocks:
        return ScenarioAssumptions(moved, survival)
    shaken = with_shocks(moved, scenario.shocks, first=first)
    return ScenarioAssumptions(shaken, survival_ratios(shaken.life_table()))


@lru_cache(maxsize=64)
def _mortality(begin: Start, intervals: int, living: Scenario) -> tuple[Array, Array]:
    """Death rates and survival ratios, (interval, sex, age) both."""
    medium = medium_path(begin, intervals)
    moved = scenarios.apply(living, medium, first=float(begin.years[0]), areas=(begin.area,))
    return moved.death_rates, survival_ratios(moved.life_table())


@lru_cache(maxsize=64)
def medium_path(begin: Start, intervals: int) -> Assumptions:
    """Recent levels going on, mortality on the United Nations' path."""
    totals = _usual_net_migration(begin, intervals)
    shares = np.broadcast_to(age_pattern(AGES) / 2, (2, len(AGES)))
    return Assumptions(
        AGES,
        AGES,
        np.full(intervals, begin.total_fertility_rate),
        begin.pattern[:intervals],
        begin.death_rates[:intervals],
        totals[:, np.newaxis, np.newaxis] * shares,
        np.full(intervals, begin.sex_ratio),
    )


def _usual_net_migration(begin: Start, intervals: int) -> Array:
    """Net migrants of each interval on the medium path, persons."""
    elapsed = np.arange(intervals, dtype=np.float64)
    rates = begin.usual.net_migration_rate * np.clip((RECENT_GOES_ON + FADES - elapsed) / FADES, 0, 1)
    if not rates.any():
        return np.zeros(intervals)
    asfr = fertility.birth_rates(begin.total_fertility_rate, begin.pattern[:intervals], AGES)
    survival = survival_ratios(life_table(begin.death_rates[:intervals], AGES))
    ratio = np.full(intervals, begin.sex_ratio)
    steps = project_steps(begin, IntervalRates(asfr, survival, ratio, rates, per_person=True), Scenario())
    return np.asarray([step.net_migration.sum() for step in steps])
