"""The release a link was made on, and what its scenario gave there: an old link says what has changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass

import streamlit as st

from dashboard import filters, format, page_layout, session
from dashboard.analysis.projections import ScenarioRun, scenario_files
from dashboard.analysis.projections.jump_off import Start
from dashboard.error_boundary import panel
from dashboard.projections import state
from dashboard.reader import Reader
from dashboard.words import mark

_STAMP = re.compile(r"[0-9]{8}T[0-9]{4,}Z")
#: As `LinkMarks.text` writes them
_MARKS = re.compile(
    rf"(?P<stamp>{_STAMP.pattern})_(?P<people>[0-9]{{1,12}})_(?P<old>[0-9]{{1,3}}\.[0-9]{{2}})"
)


@dataclass(frozen=True)
class LinkMarks:
    """Release, people and per cent aged 65 and over of the last year."""

    release: str
    people: float
    old: float

    @property
    def text(self) -> str:
        """As it stands in an address: 20261123T101500123456Z_96600000_26.90"""
        return f"{self.release}_{self.people:.0f}_{self.old:.2f}"


def marks_of(run: ScenarioRun) -> LinkMarks | None:
    """The marks of a run; None on a release without a stamp."""
    stamp = _STAMP.search(run.release)
    figures = scenario_files.figures(run)
    return (
        LinkMarks(stamp.group(), round(figures[scenario_files.PEOPLE]), round(figures[scenario_files.OLD], 2))
        if stamp
        else None
    )


def read(text: str) -> LinkMarks | None:
    """The marks in a part of an address; None where it holds none."""
    marks = _MARKS.fullmatch(text)
    if marks is None:
        return None
    stamp, people, old = marks.group("stamp"), float(marks["people"]), float(marks["old"])
    return LinkMarks(stamp, people, old) if old <= 100 else None


@panel(mark("Link"))
def say(begin: Start, run: ScenarioRun, reader: Reader) -> None:
    """What has changed since the link was made, if anything; and this release into the address of a scenario."""
    text, now = state.text(begin), marks_of(run)
    if not text or now is None or filters.SAVED in st.query_params:
        st.query_params.pop(filters.FIGURES, None)
        return
    came = session.LINK_FIGURES.get().get(text)
    before = read(came) if came else None
    old = before is not None and before.release != now.release
    if before is not None and old:
        st.info(change_text(before, now, run, reader), icon=":material/update:")
    if session.DRAGGING.get():
        return
    mark = came if came is not None and old else now.text
    session.LINK_FIGURES.set({text: mark})
    if st.query_params.get(filters.FIGURES) != mark:
        st.query_params[filters.FIGURES] = mark


def change_text(before: LinkMarks, now: LinkMarks, run: ScenarioRun, reader: Reader) -> str:
    """Both releases, and the scenario's two figures on each."""
    words = reader.words
    language = reader.view.language
    year = format.year(run.years[-1], reader.view.calendar, language)
    sentence = words(
        "This link was made on the release of {then}; figures are now of the release of {now}.",
        then=page_layout.release_name(before.release, reader),
        now=page_layout.release_name(now.release, reader),
    )
    if (before.people, before.old) == (now.people, now.old):
        return f"{sentence} " + words("The scenario gives the same on both.")
    return f"{sentence} " + words(
        "For {year} the scenario gave {people} people and {old} aged 65 and over; it now gives {people_now} and {old_now}.",
        year=year,
        people=format.persons(before.people, language, 100),
        old=format.percent(before.old / 100, language, 2),
        people_now=format.persons(now.people, language, 100),
        old_now=format.percent(now.old / 100, language, 2),
    )
