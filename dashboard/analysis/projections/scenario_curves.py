"""The path of one component of a scenario: its levels year by year, and the few points that a person moves.

A level belongs to the year it is shown at, Y: the interval from the population of Y - 1 to that of Y, whose middle on
the engine's scale is Y - 0.5.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from dashboard.analysis.projections.assumptions import MORTALITY, assumptions
from dashboard.analysis.projections.horizons import horizon_of
from dashboard.analysis.projections.jump_off import Start
from forecasting.axes import FEMALE, MALE, Array
from forecasting.paths import PLAUSIBLE, Component, Path
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario

HALF = 0.5
MOST_POINTS = 8


class LevelImpossible(ScenarioProblem):
    """A level that a component cannot have: ``level`` of ``component`` in ``year``, not within ``low`` and ``high``."""

    def __init__(self, component: Component, year: int, level: float, low: float, high: float) -> None:
        super().__init__(f"{component} of {level:g} in {year} is not within {low:g} and {high:g}")
        self.component, self.year, self.level, self.low, self.high = component, year, level, low, high


@dataclass(frozen=True)
class Kind:
    """How a component is moved: by ``step``, between ``limits``, written with ``decimals``."""

    step: float
    limits: tuple[float, float]
    decimals: int


@dataclass(frozen=True)
class Curve:
    """Levels of a component: all (year, level), and the points to move; ``own`` where a person has moved them."""

    component: Component
    levels: tuple[tuple[int, float], ...]
    points: tuple[tuple[int, float], ...]
    kind: Kind
    own: bool


def kind_of(begin: Start, component: Component) -> Kind:
    """Steps and limits of a component in an area."""
    if component == "net_migration":
        people = float(begin.population.sum())
        step = 10.0 ** np.floor(np.log10(max(people * 2e-4, 1)))
        most = float(np.ceil(people * 0.06 / step) * step)
        return Kind(step, (-most, most), 0)
    if component in MORTALITY:
        return Kind(0.1, (45.0, 100.0), 1)
    return Kind(0.05, (0.3, 8.0), 2)


def curve(begin: Start, scenario: Scenario, component: Component) -> Curve:
    """A component of a scenario as an area would follow it."""
    years = begin.years[1 : horizon_of(begin, scenario) - begin.years[0] + 1]
    levels = levels_of(begin, scenario, component)
    path = path_of(scenario, component)
    kind = kind_of(begin, component)
    # A link may hold points of years that no projection reaches; they count, but cannot be shown or moved.
    path_levels = {round(moment + HALF): level for moment, level in path.points} if path is not None else {}
    points = tuple((year, level) for year, level in path_levels.items() if year in begin.years[1:])
    if not points:
        knot_years = knots(years[0], years[-1])
        points = tuple((year, round(float(levels[year - years[0]]), kind.decimals)) for year in knot_years)
    every = tuple((year, float(level)) for year, level in zip(years, levels, strict=True))
    return Curve(component, every, points, kind, path is not None)


def knots(first: int, last: int) -> tuple[int, ...]:
    """The years whose points can be moved: both ends and round years between, eight at most."""
    step = next(step for step in (5, 10, 15, 20, 25) if (last - first) / step < MOST_POINTS - 1)
    middle = [year for year in range(first, last) if year % step == 0 and year - first > step / 2]
    return (first, *(year for year in middle if last - year > step / 2), last)


def levels_of(begin: Start, scenario: Scenario, component: Component) -> Array:
    """Levels of a component in each interval: children per woman, years of life, or persons. (interval)"""
    assumed = assumptions(begin, scenario).assumptions
    if component == "total_fertility":
        return np.asarray(assumed.total_fertility)
    if component == "net_migration":
        return np.asarray(assumed.net_migration.sum((-2, -1)))
    return lives(assumed.life_table().e[..., 0], component)


def lives(e0: Array, component: Component) -> Array:
    """Years of life that a component of mortality tells: the mean of women's and men's, or of one of them. (interval, sex) -> (interval)"""
    if component == "life_expectancy":
        return np.asarray(e0.mean(-1))
    return np.asarray(e0[:, FEMALE if component == "life_expectancy_female" else MALE])


def path_of(scenario: Scenario, component: Component) -> Path | None:
    """The path that a person has drawn, if any."""
    return next((path for path in scenario.paths if path.component == component), None)


def with_point(scenario: Scenario, component: Component, points: tuple[tuple[int, float], ...]) -> Scenario:
    """The scenario with a component on new points (year, level); what excludes it is taken away. LevelImpossible says what cannot be."""
    refuse_impossible(component, points)
    paths = tuple(path for path in scenario.paths if path.component not in excluded_by(component))
    own_path = Path(component, tuple((year - HALF, float(level)) for year, level in points))
    return replace(scenario, paths=(*paths, own_path))


def refuse_impossible(component: Component, points: tuple[tuple[int, float], ...]) -> None:
    """LevelImpossible for the first (year, level) that a component cannot have."""
    low, high = possible(component)
    for year, level in points:
        if not low <= level <= high:
            raise LevelImpossible(component, year, level, low, high)


def reset(scenario: Scenario, component: Component) -> Scenario:
    """The scenario with a component as its variant has it."""
    return replace(scenario, paths=tuple(path for path in scenario.paths if path.component != component))


def excluded_by(component: Component) -> tuple[str, ...]:
    """Components that cannot stand beside this one: itself, and life expectancy of both sexes beside that of one."""
    if component == "life_expectancy":
        return MORTALITY
    return (component, "life_expectancy") if component in MORTALITY else (component,)


def possible(component: Component) -> tuple[float, float]:
    """What a level can be at all."""
    low, high, _unit = PLAUSIBLE[component]
    return low, high


def components() -> tuple[Component, ...]:
    """Those that are drawn."""
    return tuple(component for component in get_args(Component) if component != "sex_ratio")
