"""What every part of the bench works on."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.analysis.projections.jump_off import Start
from dashboard.projections.views.figures import Shown
from dashboard.view_state import ViewState
from dashboard.words import Words


@dataclass(frozen=True)
class ScenarioContext:
    """Where the area starts, the runs that are looked at (the one being edited first), the reader's view and words."""

    begin: Start
    shown: Shown
    view: ViewState
    words: Words
