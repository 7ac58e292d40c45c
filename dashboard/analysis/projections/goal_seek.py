"""What it would take: the level of one component at which a projection meets a goal.

The component goes in a straight line from where it is to the sought level in the goal's year, and stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.analysis.projections import scenario_curves, series
from dashboard.analysis.projections.horizons import horizon_of
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.run import ScenarioRun, run
from dashboard.analysis.projections.steps import AreaEmptied
from dashboard.words import mark
from forecasting.bands import OLD, WORKING
from forecasting.goal_seek import Goal, seek
from forecasting.paths import Component
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario

#: Where an answer is looked for: children per woman; years of life; persons a year per person there
RANGES = {"total_fertility": (0.5, 6.0), "life_expectancy": (50.0, 95.0), "net_migration": (-0.02, 0.02)}
MOST_SHRINKING = 8


class YearOutside(ScenarioProblem):
    """A goal in a year that the projection does not reach."""


@dataclass(frozen=True)
class Aim:
    """A figure to reach: its name, its unit, how it is read from a run at a year's place, decimals."""

    name: str
    unit: str
    figure: Callable[[ScenarioRun, int], float]
    decimals: int


AIMS = {
    "population": Aim(
        mark("Population"), mark("thousand people"), lambda run, place: series.people(run)[place] / 1000, 0
    ),
    "old": Aim(
        mark("Share aged 65 and over"),
        mark("% of population"),
        lambda run, place: 100 * series.share(run, OLD)[place],
        1,
    ),
    "working": Aim(
        mark("People aged 15–64"), mark("thousand people"), lambda run, place: series.people(run, WORKING)[place] / 1000, 0
    ),
    "births": Aim(
        mark("Births"), mark("thousand births a year"), lambda run, place: series.births(run)[place - 1] / 1000, 1
    ),
}  # fmt: skip


def with_level(begin: Start, before: Scenario, component: Component, level: float, year: int) -> Scenario:
    """The scenario with a component in a straight line to a level in a year, and there after."""
    first = scenario_curves.curve(begin, before, component).levels[0]
    return scenario_curves.with_point(before, component, (first, (year, round(level, 6))))


def seek_level(
    begin: Start, before: Scenario, component: Component, aim: Aim, target: float, year: int
) -> Goal:
    """The level that meets the goal; `forecasting.goal_seek.GoalOutOfReach` when none in the range does."""
    place = year - begin.years[0]
    if not 1 < place <= horizon_of(begin, before) - begin.years[0]:
        raise YearOutside(f"the year {year} is outside the projection")

    def reached(level: float) -> float:
        return float(aim.figure(run(begin, with_level(begin, before, component, level, year)), place))

    low, high = _range(begin, component, reached)
    return seek(reached, target, low, high, tolerance=1e-4)


def _range(begin: Start, component: Component, reached: Callable[[float], float]) -> tuple[float, float]:
    """Where to look; as much out-migration as the area can supply."""
    low, high = RANGES[component]
    if component != "net_migration":
        return low, high
    people = float(begin.population.sum())
    low, high = low * people, high * people
    for _ in range(MOST_SHRINKING):
        try:
            reached(low)
            break
        except AreaEmptied:
            low /= 2
    return low, high
