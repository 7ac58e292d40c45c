"""Paths of a component through time, by area: points that a person set, joined by straight lines."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from forecasting.assumptions import Assumptions
from forecasting.axes import FEMALE, MALE, Array
from forecasting.migration import net_migrants
from forecasting.mortality import PLAUSIBLE_YEARS
from forecasting.mortality_methods import METHODS
from forecasting.problems import ScenarioProblem, is_text

Component = Literal[
    "total_fertility",
    "life_expectancy",
    "life_expectancy_female",
    "life_expectancy_male",
    "net_migration",
    "sex_ratio",
]
COMPONENTS: tuple[Component, ...] = get_args(Component)
#: what a level of each component can be; outside it another unit was meant
PLAUSIBLE = {
    "total_fertility": (0.0, 10.0, "children per woman"),
    "life_expectancy": (15.0, 110.0, "years"),
    "life_expectancy_female": (15.0, 110.0, "years"),
    "life_expectancy_male": (15.0, 110.0, "years"),
    "net_migration": (-1e8, 1e8, "persons a year"),
    "sex_ratio": (0.8, 1.4, "male births per female birth"),
}


class ImplausibleLevel(ScenarioProblem):
    """A ``level`` that a ``component`` cannot have, at a ``moment``: another unit was meant."""

    def __init__(self, component: Component, moment: float, level: float, unit: str) -> None:
        super().__init__(
            f"{component.replace('_', ' ')} of {level:g} at {moment:g} is not possible: it is in {unit}"
        )
        self.component, self.moment, self.level = component, moment, level


@dataclass(frozen=True)
class Path:
    """Levels of one component at moments in time, straight between them, the first and last held beyond.

    points: (moment, level) pairs in the order of time; moments on the projection's own scale of years
    area: its name in the projection, or None for every area
    life_expectancy is the mean of women's and men's (their gap stays), with _female or _male that sex's own; net_migration counts both sexes, a year.
    """

    component: Component
    points: tuple[tuple[float, float], ...]
    area: str | None = None

    def __post_init__(self) -> None:
        if self.component not in COMPONENTS:
            raise ScenarioProblem(
                f"no component {self.component!r}: the components are {', '.join(COMPONENTS)}"
            )
        if self.area is not None and not is_text(self.area):
            raise ScenarioProblem(f"an area is named in letters, not {self.area!r}")
        if not self.points:
            raise ScenarioProblem(f"a path of {self.component} needs at least one point")
        low, high, unit = PLAUSIBLE[self.component]
        if any(len(point) != 2 for point in self.points):
            raise ScenarioProblem(f"a point of a path is a moment and a level: {self.points!r}")
        for moment, level in self.points:
            if not np.isfinite(moment) or not low <= level <= high:
                raise ImplausibleLevel(self.component, moment, level, unit)
        for (before, _), (after, _) in itertools.pairwise(self.points):
            if after <= before:
                raise ScenarioProblem(f"the points of a path rise in time: {after:g} follows {before:g}")

    def levels(self, moments: Array) -> Array:
        """Levels at moments in time. (...) -> (...)"""
        years, level = zip(*self.points, strict=True)
        return np.asarray(np.interp(moments, years, level))


def follow(
    assumed: Assumptions,
    paths: Iterable[Path],
    *,
    first: float,
    areas: Sequence[str] = (),
    mortality_method: str = "brass",
) -> Assumptions:
    """The assumptions with components moved onto paths; later paths win over earlier ones.

    ``first`` is the moment the first interval begins; a level is read at an interval's middle. ``areas`` names the
    leading axis, and is needed when a path is one area's.
    """
    if mortality_method not in METHODS:
        raise ScenarioProblem(
            f"no mortality method {mortality_method!r}: the methods are {', '.join(METHODS)}"
        )
    width, intervals = assumed.ages.interval, assumed.total_fertility.shape[-1]
    middles = first + width * (np.arange(intervals, dtype=np.float64) + 0.5)
    changed = assumed
    for path in paths:
        changed = _onto(changed, path, path.levels(middles), _place(path, areas), mortality_method)
    return changed


def _place(path: Path, areas: Sequence[str]) -> int | None:
    if path.area is None:
        return None
    if path.area not in areas:
        raise ScenarioProblem(
            f"a path is of area {path.area!r}, which is not in the projection of {', '.join(areas) or 'one area'}"
        )
    return list(areas).index(path.area)


def _onto(assumed: Assumptions, path: Path, level: Array, area: int | None, method: str) -> Assumptions:
    if path.component == "total_fertility":
        return replace(assumed, total_fertility=_set(assumed.total_fertility, level, area, 0))
    if path.component == "sex_ratio":
        return replace(assumed, sex_ratio=_set(assumed.sex_ratio, level, area, 0))
    if path.component == "net_migration":
        moved = net_migrants(level * assumed.ages.interval, assumed.ages)
        return replace(assumed, net_migration=_set(assumed.net_migration, moved, area, 2))
    now = assumed.life_table().e[..., 0]
    own = now if area is None else now[area]
    target = _target_years(path.component, own, level)
    _refuse_lives(path.component, target)
    standard = assumed.death_rates if area is None else assumed.death_rates[area]
    moved = METHODS[method](standard, target, assumed.death_ages)
    return replace(assumed, death_rates=_set(assumed.death_rates, moved, area, 2))


def _target_years(component: Component, own: Array, level: Array) -> Array:
    """Life expectancy by sex on the path: both sexes moved alike, or one of them put on it. (..., sex)"""
    if component == "life_expectancy":
        return np.asarray(own + (level - own.mean(-1))[..., np.newaxis])
    sex = FEMALE if component == "life_expectancy_female" else MALE
    target = np.array(own)
    target[..., sex] = level
    return target


def _refuse_lives(component: Component, target: Array) -> None:
    low, high = PLAUSIBLE_YEARS
    if target.min() < low or target.max() > high:
        years = target.min() if target.min() < low else target.max()
        raise ScenarioProblem(
            f"{component.replace('_', ' ')} asks for {years:.1f} years of one sex: it is within {low:g} and {high:g}"
        )


def _set(whole: Array, part: Array, area: int | None, trailing: int) -> Array:
    """The array with an area's levels, or everybody's, replaced; the interval stands before ``trailing`` axes."""
    copy = np.array(whole)
    if area is None:
        copy[...] = part
        return copy
    if copy.ndim <= trailing + 1:
        raise ScenarioProblem("a path of one area needs assumptions with an axis of areas")
    copy[area] = part
    return copy
