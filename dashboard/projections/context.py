"""What every part of the bench works on."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.analysis.projections.jump_off import Start
from dashboard.projections.views.figures import Comparison
from dashboard.reader import Reader


@dataclass(frozen=True)
class ScenarioContext:
    """Where the area starts, the runs that are looked at (the one being edited first), and for whom."""

    begin: Start
    comparison: Comparison
    reader: Reader
