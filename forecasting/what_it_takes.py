"""Which fertility, life expectancy or migration reaches a goal in a year: `goal_seek` over whole projections.

The component goes in a straight line from its first level to the sought one and stays; everything else is as assumed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from numpy.typing import ArrayLike

from forecasting.assumptions import Assumptions
from forecasting.conventions import PRESTON, Conventions
from forecasting.goal_seek import Goal, seek
from forecasting.paths import Path, follow
from forecasting.projection import Projection, project, within_reach

Component = Literal["total_fertility", "life_expectancy", "net_migration"]
#: Where an answer is looked for unless the reader says: children, years of both sexes, persons a year per 1,000 people
RANGES: dict[Component, tuple[float, float]] = {
    "total_fertility": (0.5, 6.0),
    "life_expectancy": (50.0, 95.0),
    "net_migration": (-20.0, 20.0),
}


def needed(
    component: Component,
    measure: Callable[[Projection], float],
    target: float,
    *,
    population: ArrayLike,
    assumed: Assumptions,
    first: int,
    reached_in: int,
    between: tuple[float, float] | None = None,
    conventions: Conventions = PRESTON,
) -> Goal:
    """The level of a component, reached in so many years and kept, at which ``measure`` of the projection is ``target``.

    One area: population (sex, age), assumptions by interval. ``between`` is the range searched (net migration: persons a
    year). No cell loses more than four fifths of its people: who cannot leave it is asked of the others. Raises ``goal_seek.GoalOutOfReach`` with the nearest value where no level in the range does it.
    """
    if component not in RANGES:
        raise ValueError(f"no component {component!r}: the components are {', '.join(RANGES)}")
    now = _level(component, assumed)
    low, high = between or _range(component, float(sum(map(sum, population))))  # type: ignore[arg-type]

    def outcome(level: float) -> float:
        path = Path(component, ((float(first), now), (float(first + reached_in), level)))
        rates = within_reach(
            population, follow(assumed, [path], first=first).rates(), conventions=conventions
        )
        return float(measure(project(population, rates, first_year=first, conventions=conventions)))

    return seek(outcome, target, low, high)


def _range(component: Component, people: float) -> tuple[float, float]:
    low, high = RANGES[component]
    return (low * people / 1000, high * people / 1000) if component == "net_migration" else (low, high)


def _level(component: Component, assumed: Assumptions) -> float:
    """The first interval's level, in the unit of a path."""
    if component == "total_fertility":
        return float(assumed.total_fertility[0])
    if component == "life_expectancy":
        return float(assumed.life_table().e[0, :, 0].mean())
    return float(assumed.net_migration[0].sum() / assumed.ages.interval)
