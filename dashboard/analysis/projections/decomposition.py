"""Why the population changes under a scenario: age structure, fertility, mortality, migration.

Age structure is what happens with births at replacement, today's death rates and nobody moving (momentum); fertility,
mortality and migration are what the scenario's own add to that, averaged over the orders in which they may come.
After Andreev, Kantorová & Bongaarts (2013), Demographic components of future population growth, UN Population
Division Technical Paper 2013/3, which adds them in one order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dashboard.analysis.projections.assumptions import assumptions
from dashboard.analysis.projections.horizons import horizon_of
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.projections.steps import IntervalRates, project_steps
from forecasting.axes import Array
from forecasting.decomposition.contributions import contributions
from forecasting.scenarios import VARIANTS, Scenario

CAUSES = ("fertility", "mortality", "migration")
Measure = Callable[[Array], Array]


def reasons(begin: Start, scenario: Scenario, measure: Measure) -> dict[str, Array]:
    """Cause -> what it adds to ``measure`` since the start; "structure" first. They sum to the change. [year]

    measure: people [year, sex, age] -> [year]. Each set of causes is projected: eight projections.
    """
    own = assumptions(begin, scenario)
    momentum = replace(
        VARIANTS["momentum"], horizon=horizon_of(begin, scenario), conventions=scenario.conventions
    )
    base = assumptions(begin, momentum)

    def outcome(causes: frozenset[str]) -> Array:
        fertile = own if "fertility" in causes else base
        mortal = own if "mortality" in causes else base
        moving = own if "migration" in causes else base
        paths = IntervalRates(
            asfr=fertile.assumptions.birth_rates(),
            survival=mortal.survival,
            sex_ratio=own.assumptions.sex_ratio,
            net_migration=moving.assumptions.net_migration.sum((-2, -1)),
        )
        steps = project_steps(begin, paths, scenario)
        return measure(np.stack([begin.population, *(step.population for step in steps)]))

    structure = outcome(frozenset())
    return {"structure": structure - structure[0], **contributions(outcome, CAUSES)}
