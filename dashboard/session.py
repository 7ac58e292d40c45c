"""Every value that a reader's session keeps: its name, its type, and what it is until somebody sets it.

Widgets keep what they show under keys of their own, which end in the language; what is chosen is kept here beside them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.analysis.projections.series import USUAL_BANDS
from dashboard.view_state import DEFAULT_COUNTRY, DEFAULT_LANGUAGE
from data.ingest.load import NewRelease
from data.scenario_register import Inputs, SavedScenario
from forecasting.bands import Band

Value = TypeVar("Value")


@dataclass(frozen=True)
class Key(Generic[Value]):
    """A value of the session."""

    name: str
    default: Callable[[], Value]

    def exists(self) -> bool:
        """Whether it was set, or read before."""
        return self.name in st.session_state

    def get(self) -> Value:
        """The value; the default, from now on this session's own, where nobody has set it."""
        if self.name not in st.session_state:
            st.session_state[self.name] = self.default()
        value: Value = st.session_state[self.name]
        return value

    def set(self, value: Value) -> None:
        """Keep this value."""
        st.session_state[self.name] = value

    def pop(self) -> Value:
        """The value, taken out of the session."""
        value = self.get()
        del st.session_state[self.name]
        return value

    def part(self, *parts: object) -> Key[Value]:
        """The same of one area, scenario or whatever the parts name."""
        return Key("-".join(str(part) for part in (self.name, *parts)), self.default)


def _nothing() -> None:
    return None


# ---- the view: `dashboard.view_state.ViewState`, part by part; the language is also its widget's key

LANGUAGE = Key[str]("language", lambda: DEFAULT_LANGUAGE)
COUNTRY = Key[str]("country", lambda: DEFAULT_COUNTRY)
AREA = Key[str]("area", lambda: DEFAULT_COUNTRY)
YEAR = Key[int | None]("year", _nothing)
MEASURE = Key[str | None]("measure", _nothing)
#: Choices of the pages by name (`dashboard.choices`)
PAGE_CHOICES = Key[dict[str, str]]("chosen on the pages", dict)
#: What the link asked for and could not have
LINK_NOTES = Key[tuple[str, ...]]("notes about the link", tuple)
#: Place and stamp of the release this run of the page reads
RELEASE = Key[tuple[str, str] | None]("release_read", _nothing)

# ---- the map

#: The measure whose years run, and whether they have begun to
PLAYING = Key[str | None]("the measure whose years run", _nothing)
STEPPED = Key[bool]("the years have begun to run", bool)

# ---- scenarios

#: Area (or areas, joined) -> its scenario as the text of a link
SCENARIO_TEXTS = Key[dict[str, str]]("scenario texts", dict)
#: Area -> those it is projected together with
JOINT_AREAS = Key[dict[str, tuple[str, ...]]]("areas together", dict)
#: The saved scenario that is open, and the one that the link asks for
SAVED_SCENARIO = Key[SavedScenario | None]("scenario open", _nothing)
LINKED_SCENARIO = Key[str | None]("saved asked", _nothing)
#: What could not be saved over another's work, and its author
UNSAVED_SCENARIO = Key[tuple[Inputs, str] | None]("scenario unsaved", _nothing)
SCENARIO_AUTHOR = Key[str]("scenario who", str)
#: What was done with the register, to be said once
REGISTER_MESSAGE = Key[str]("scenario done", str)
#: Text of a scenario -> release and figures that its link was made with
LINK_FIGURES = Key[dict[str, str]]("laboratory made", dict)
#: What is to be said at the top of the bench
PROBLEMS = Key[list[str]]("laboratory problems", list)
#: The last message of the curve, whether a point is under the hand, and how often a component's table began anew
CURVE_SEQUENCE = Key[int]("laboratory sequence", int)
DRAGGING = Key[bool]("laboratory dragging", bool)
TABLE_VERSIONS = Key[dict[tuple[str, str], int]]("laboratory tables", dict)
#: The points a table of a component began with
TABLE_POINTS = Key[tuple[tuple[int, float], ...] | None]("points base", _nothing)
#: The reader's age bands, and how often their table began anew
AGE_BANDS = Key[tuple[Band, ...]]("laboratory bands", lambda: USUAL_BANDS)
AGE_BANDS_VERSION = Key[int]("laboratory bands version", int)
#: Area -> hash -> link of the copies put aside; area -> keys of what is compared with
COPIES = Key[dict[str, dict[str, str]]]("laboratory aside", dict)
COMPARISONS = Key[dict[str, list[str]]]("laboratory beside", dict)
#: The last goal asked for, its answer, and the level and year that reach it
GOAL_ANSWER = Key[tuple[tuple[str, ...], tuple[str, tuple[float, int] | None]] | None](
    "laboratory answer", _nothing
)
#: The run over the provinces that was stopped: country, areas, scenario
STOPPED_RUN = Key[tuple[str, tuple[str, ...], str] | None]("laboratory stopped", _nothing)
#: How many blocks of trajectories, or provinces, a long run goes over; none: as many as there are, or not asked for
TRAJECTORY_BLOCKS = Key[int | None]("sure-stop", _nothing)
PROVINCE_TRAJECTORIES = Key[int | None]("sure-provinces", _nothing)
PROVINCE_HINDCASTS = Key[int | None]("launched", _nothing)
#: The year or level that an event is about
EVENT_NUMBER = Key[int | None]("sure", _nothing)

# ---- loading

#: The file that waits, and how many were taken
STAGED_FILE = Key[Path | None]("load staged", _nothing)
FILES_TAKEN = Key[int]("load taken", int)
#: The draft that was made, and what was done, to be said once
DRAFT = Key[NewRelease | None]("load draft", _nothing)
LOADING_MESSAGE = Key[str]("load said", str)
#: Whether the pass phrase was given
MAY_LOAD = Key[bool]("load may", bool)
#: What was made of the file as it is read now: step -> what it was made of, and it
FILE_STEPS = Key[dict[str, tuple[object, Any]]]("load made", dict)
