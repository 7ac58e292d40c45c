"""Policies in plain words, as changes of a scenario's paths.

Each number a reader may change is an assumption of theirs: no study here says that a measure adds so many births.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from dashboard.analysis.projections import scenario_curves
from dashboard.analysis.projections.jump_off import Start
from dashboard.words import mark
from forecasting.paths import Component
from forecasting.scenarios import Scenario

FADING = 5  # years after which what was for a time is over


@dataclass(frozen=True)
class Choice:
    """A number the reader sets: what it is called, what it may be, what it is at first."""

    key: str
    label: str
    values: tuple[float, ...]
    usual: float
    decimals: int = 0


@dataclass(frozen=True)
class Preset:
    """A policy: its name, what it changes in plain words, its numbers, and the change of a path they make.

    moved: level, years since the start, numbers -> level.
    """

    name: str
    plain: str
    component: Component
    choices: tuple[Choice, ...]
    moved: Callable[[float, float, Mapping[str, float], float], float]


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(round(low + step * k, 6) for k in range(round((high - low) / step) + 1))


def _way(since: float, within: float) -> float:
    return min(since / within, 1.0)


def _support(level: float, since: float, settings: Mapping[str, float], _people: float) -> float:
    return level + settings["children"] * _way(since, settings["within"])


def _families(level: float, since: float, settings: Mapping[str, float], _people: float) -> float:
    marriages = (1 + settings["marriages"] / 100) ** settings["births_per_marriage"]
    divorces = (1 + settings["divorces"] / 100) ** settings["births_per_divorce"]
    return float(level * (marriages * divorces) ** _way(since, settings["within"]))


def _return(level: float, since: float, settings: Mapping[str, float], people: float) -> float:
    goes_on = np.clip((settings["years"] + FADING - since) / FADING, 0, 1)
    return float(level + settings["movers"] / 1000 * people * goes_on)


def _longer(level: float, since: float, settings: Mapping[str, float], _people: float) -> float:
    return level + settings["years_of_life"] * _way(since, settings["within"])


WITHIN = Choice("within", mark("Reached after so many years"), (5, 10, 15, 20, 25, 30), 15)
PRESETS: dict[str, Preset] = {
    "support": Preset(
        mark("Marriage and childbearing support"),
        mark("Couples have more children, in a straight line until the policy has its full effect."),
        "total_fertility",
        (Choice("children", mark("More children per woman"), _steps(0.05, 0.6, 0.05), 0.2, 2), WITHIN),
        _support,
    ),
    "families": Preset(
        mark("Marriage and divorce trends"),
        mark(
            "Fewer or more marriages and divorces change births through an elasticity: the change of births, in per "
            "cent, that goes with a change of one per cent. Both elasticities are assumptions, not findings: no study "
            "stands behind them here."
        ),
        "total_fertility",
        (
            Choice("marriages", mark("Change in marriages, %"), _steps(-40, 40, 5), -10),
            Choice(
                "births_per_marriage", mark("Elasticity of births to marriages"), _steps(0, 1, 0.1), 0.6, 1
            ),
            Choice("divorces", mark("Change in divorces, %"), _steps(-40, 60, 5), 20),
            Choice(
                "births_per_divorce", mark("Elasticity of births to divorces"), _steps(-0.5, 0, 0.1), -0.1, 1
            ),
            WITHIN,
        ),
        _families,
    ),
    "return": Preset(
        mark("Return migration"),
        mark("People come back for some years; then the flow fades over five years."),
        "net_migration",
        (
            Choice("movers", mark("More net migrants a year, per 1,000 people"), _steps(0.5, 10, 0.5), 2, 1),
            Choice("years", mark("For so many years"), (5, 10, 15, 20, 25, 30), 10),
        ),
        _return,
    ),
    "care": Preset(
        mark("Longer lives, more care"),
        mark("People live longer than expected; look at the ages of care under “Ages and services”."),
        "life_expectancy",
        (
            Choice("years_of_life", mark("More years of life"), _steps(0.5, 5, 0.5), 2, 1),
            replace(WITHIN, usual=20),
        ),
        _longer,
    ),
}
NAMES = tuple(preset.name for preset in PRESETS.values())


def apply_preset(key: str, settings: Mapping[str, float], begin: Start, before: Scenario) -> Scenario:
    """The scenario with a policy on top, named after it. What the policy does not touch stays."""
    preset = PRESETS[key]
    now = scenario_curves.curve(begin, before, preset.component)
    base, last = begin.years[0], now.levels[-1][0]
    over = base + int(settings.get("years", 0))
    bends = {base + int(settings.get("within", 0)), over, over + FADING}
    years = sorted({year for year, _ in now.points} | {year for year in bends if base < year <= last})
    levels, people = dict(now.levels), float(begin.population.sum())
    points = tuple(
        (year, round(preset.moved(levels[year], year - base, settings, people), 6)) for year in years
    )
    return replace(scenario_curves.with_point(before, preset.component, points), name=preset.name)
