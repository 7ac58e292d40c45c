"""The registrar's page: which column of a file of event records is what, and how the events are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.loading import record_mapping
from dashboard.loading.record_mapping import KINDS, Proposal, RecordMapping
from dashboard.loading.staging import Staged
from dashboard.panels.problems import attempt, problem_sentence
from dashboard.reader import Reader
from dashboard.settings import CALENDARS
from dashboard.views import role_names
from dashboard.words import Words, mark
from data.identity.screening import Policy
from data.problems import StoreProblem

PLACE_NAMES = {
    "residence": mark("where the person lives"),
    "occurrence": mark("where it happened"),
    "registration": mark("where it was registered"),
}
BASIS_NAMES = {"occurrence": mark("Date of the event"), "registration": mark("Date of registration")}
PERIOD_NAMES = {"year": mark("Year"), "month": mark("Month")}
POLICY_NAMES: dict[Policy, str] = {
    "refuse": mark("Refuse the file"),
    "drop": mark("Leave those columns behind"),
}
COLUMNS_ABREAST = 3


def has_records(staged: Staged) -> bool:
    """Whether the headings are those of records."""
    return record_mapping.are_records(staged)


def map_records(staged: Staged, reader: Reader) -> bool:
    """Ask which column is what; true once a usable mapping is stored."""
    words = reader.words
    proposals = attempt(
        lambda: (
            record_mapping.headings(staged),
            record_mapping.proposal(staged),
            record_mapping.stored_mapping(staged),
        ),
        words("The file cannot be read."),
        words,
    )
    if proposals is None:
        return False
    headings, proposed, stored = proposals
    with st.expander(words("Which column is what"), expanded=stored is None):
        mapping = mapping_form(staged, headings, proposed, stored, reader)
        if st.button(words("Keep this reading for this file and the next"), key="load-learn-records"):
            try:
                record_mapping.learn(staged, mapping())
            except StoreProblem as problem:
                st.error(words("That does not say enough yet."), icon=":material/error:")
                st.markdown(problem_sentence(problem, words))
                return False
            st.rerun()
    if stored is None:
        st.info(words("Say which column is what, then keep the reading."), icon=":material/view_column:")
    return stored is not None


def mapping_form(
    staged: Staged, headings: Sequence[str], proposed: Proposal, stored: RecordMapping | None, reader: Reader
) -> Callable[[], RecordMapping]:
    """The form of a mapping; -> makes the mapping that it says."""
    words = reader.words
    own = staged.folder.name
    st.caption(
        words(
            "Records are counted as they are read: only the counts enter the store. Columns with national numbers, names or telephone numbers are never read; a file that has them is refused, or read without them."
        )
    )
    event = st.segmented_control(
        words("Event"),
        list(role_names.EVENTS),
        format_func=lambda one: words(role_names.EVENTS[one]),
        default=proposed.event,
        required=True,
        key=f"records-event-{own}",
    )
    event = event or proposed.event
    columns = roles(event, headings, proposed, own, words)
    key = st.multiselect(
        words("Columns that number a record: by them a repeat is known"),
        headings,
        default=[heading for heading in proposed.key if heading in headings],
        key=f"records-key-{own}",
    )
    rules = counting(event, columns, stored, own, reader)
    return lambda: rules.mapping(event, columns, tuple(key))


@dataclass(frozen=True)
class CountingRules:
    """How a file's events are counted; the fields are those of `RecordMapping`."""

    calendar: str
    place: str
    legal_days: int
    period: str
    bases: tuple[str, ...]
    covers: str
    identity: Policy
    country: str

    def mapping(self, event: str, columns: dict[str, str], key: tuple[str, ...]) -> RecordMapping:
        """The mapping of a file with these columns; MappingProblem where it does not say enough."""
        return RecordMapping(
            event,
            self.calendar,
            columns,
            key,
            place=self.place,
            legal_days=self.legal_days,
            identity=self.identity,
            period=self.period,
            bases=self.bases,
            covers=self.covers,
            country=self.country,
        )


def roles(event: str, headings: Sequence[str], proposed: Proposal, own: str, words: Words) -> dict[str, str]:
    """Role -> heading, as chosen."""
    usual = proposed.columns if event == proposed.event else record_mapping.columns_of(event, headings)
    chosen: dict[str, str] = {}
    for number, role in enumerate(KINDS[event].roles):
        if number % COLUMNS_ABREAST == 0:
            row = st.columns(COLUMNS_ABREAST)
        heading = row[number % COLUMNS_ABREAST].selectbox(
            words(role_names.RECORDS[role]),
            headings,
            index=list(headings).index(usual[role]) if usual.get(role) in headings else None,
            placeholder=words("not in the file"),
            key=f"records-{event}-{role}-{own}",
        )
        if heading is not None:
            chosen[role] = heading
    return chosen


def counting(
    event: str, columns: dict[str, str], stored: RecordMapping | None, own: str, reader: Reader
) -> CountingRules:
    """How the events are counted: calendar, place, legal time, period, dates, coverage, and identity columns."""
    words = reader.words
    country = stored.country_of_areas if stored else reader.view.country
    calendar = stored.calendar if stored else CALENDARS[country]
    left, middle, right = st.columns(3)
    place = left.selectbox(
        words("The area is"),
        list(PLACE_NAMES),
        index=list(PLACE_NAMES).index(stored.place if stored else "residence"),
        format_func=lambda one: words(PLACE_NAMES[one]),
        key=f"records-place-{own}",
    )
    legal = middle.number_input(
        words("Days the law allows to register"),
        min_value=1,
        max_value=3649,
        value=stored.legal_days if stored else record_mapping.legal_days(country, event),
        key=f"records-legal-{event}-{own}",
    )
    period = right.segmented_control(
        words("Count by"),
        list(PERIOD_NAMES),
        format_func=lambda one: words(PERIOD_NAMES[one]),
        default=stored.period if stored else "year",
        required=True,
        key=f"records-period-{own}",
    )
    bases = st.pills(
        words("Counted on"),
        list(BASIS_NAMES) if "registered" in columns else ["occurrence"],
        format_func=lambda one: words(BASIS_NAMES[one]),
        selection_mode="multi",
        default=[
            one
            for one in (stored.bases if stored else ("occurrence",))
            if one == "occurrence" or "registered" in columns
        ],
        key=f"records-bases-{'registered' in columns}-{own}",
    )
    whole = st.checkbox(
        words("The file has every event of the country: areas without one get 0, the sums are made"),
        value=bool(stored and stored.covers),
        key=f"records-covers-{own}",
        disabled="destination" in columns,
    )
    identity = st.radio(
        words("If a column holds national numbers, names or telephone numbers"),
        list(POLICY_NAMES),
        index=list(POLICY_NAMES).index(stored.identity if stored else "refuse"),
        format_func=lambda one: words(POLICY_NAMES[one]),
        horizontal=True,
        key=f"records-identity-{own}",
    )
    return CountingRules(
        calendar,
        place,
        int(legal),
        period or "year",
        tuple(bases) or ("occurrence",),
        country if whole else "",
        identity,
        country,
    )
