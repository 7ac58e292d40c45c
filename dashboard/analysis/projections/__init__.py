"""The scenario laboratory: what a scenario makes of an area, and the ways to look at it.

Shared values, which every part of the laboratory speaks in:

Scenario  (`forecasting.scenarios`) what is assumed; frozen, hashed by ``fingerprint``, kept as text by ``stored``
Start     (`dashboard.analysis.projections.jump_off`) where an area starts: people, rates, paths to the farthest horizon, release
LabRun    what followed: people and every birth, death and move, year by year
run       Start, Scenario -> LabRun
"""

from dashboard.analysis.projections.horizons import HorizonTooFar
from dashboard.analysis.projections.run import ScenarioRun, run
from dashboard.analysis.projections.steps import AreaEmptied

__all__ = ["AreaEmptied", "HorizonTooFar", "ScenarioRun", "run"]
