"""One scenario for every province: the same change, from each one's own level.

A variant is the same words everywhere. A drawn path of fertility keeps each province's ratio to the area it was drawn
for; life expectancy is the nation's everywhere; net migration is shared out by people. Observed ages of movers are each
province's own, and the model schedule's where it has none.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard.analysis.projections.jump_off import Start
from forecasting.paths import PLAUSIBLE, Path
from forecasting.scenarios import Scenario


def carried_over(scenario: Scenario, original: Start, province: Start) -> Scenario:
    """The scenario of an area as a province would follow it."""
    if original.area == province.area:
        return scenario
    factors = {
        "total_fertility": province.total_fertility_rate / original.total_fertility_rate,
        "net_migration": float(province.population.sum() / original.population.sum()),
    }
    if scenario.migrant_ages == "observed" and province.movers is None:
        scenario = replace(scenario, migrant_ages="rogers_castro")
    paths = tuple(_scale_path(path, factors.get(path.component, 1.0)) for path in scenario.paths)
    return replace(scenario, paths=paths)


def _scale_path(path: Path, factor: float) -> Path:
    low, high, _unit = PLAUSIBLE[path.component]
    return replace(
        path, points=tuple((moment, min(max(level * factor, low), high)) for moment, level in path.points)
    )
