"""For whom a page is drawn: the view asked for, the reader's words, and what the country's areas are called in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import format
from dashboard.view_state import ViewState
from dashboard.words import Words


@dataclass(frozen=True)
class Reader:
    """What the reader chose, in which language, and area code -> name in it, the nation first."""

    view: ViewState
    words: Words
    area_names: Mapping[str, str]

    @property
    def area_name(self) -> str:
        """The chosen area's name."""
        return self.area_names[self.view.area]

    def year(self, year: int) -> str:
        """A year of the country's calendar, as the reader writes it."""
        return format.year(year, self.view.calendar, self.view.language)
