"""What every part of the laboratory is given: the start, the runs on screen, the reader."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.analysis.projections.jump_off import Start
from dashboard.projections.views.figures import Comparison
from dashboard.reader import Reader


@dataclass(frozen=True)
class ScenarioContext:
    """The area's start, the runs compared (the scenario being edited first), and the reader."""

    begin: Start
    comparison: Comparison
    reader: Reader
