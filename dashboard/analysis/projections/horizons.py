"""How far a scenario may look: a rule, and the sentence's facts when it is broken."""

from __future__ import annotations

from dashboard.analysis.projections.jump_off import Start
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario


class HorizonTooFar(ScenarioProblem):
    """A horizon outside the years a projection may cover. ``year``, ``first``, ``last`` in the country's calendar."""

    def __init__(self, year: int, first: int, last: int) -> None:
        super().__init__(f"a horizon of {year} is not within {first} to {last}")
        self.year, self.first, self.last = year, first, last


def horizon_of(begin: Start, scenario: Scenario) -> int:
    """The last year of a scenario's run, in the country's calendar."""
    last = begin.usual_horizon if scenario.horizon is None else scenario.horizon
    if not begin.years[0] < last <= begin.years[-1]:
        raise HorizonTooFar(last, begin.years[0] + 1, begin.years[-1])
    return last
