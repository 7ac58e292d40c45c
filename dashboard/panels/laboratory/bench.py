"""What every part of the bench works on."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.projecting import Start
from dashboard.view_state import ViewState
from dashboard.views.laboratory.looks import Shown
from dashboard.words import Words


@dataclass(frozen=True)
class Bench:
    """Where the area starts, the runs that are looked at (the one being edited first), the reader's view and words."""

    begin: Start
    shown: Shown
    view: ViewState
    words: Words
