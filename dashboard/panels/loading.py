"""The registrar's page: choose a file, say what its columns are, see what is wrong, publish or throw away."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pandas as pd
import streamlit as st

from dashboard import downloads, format, frame, loading, store
from dashboard.loading import ROLES, Staged
from dashboard.panels.publishing import DRAFT, FILE, SAID, STAGED, decide, earlier, forget
from dashboard.quality_catalogue import SEVERITIES
from dashboard.view_state import ViewState
from dashboard.views import quality
from dashboard.words import Words, mark
from data.ingest.guards import UnreadableFile
from data.ingest.mapping import ColumnMap
from data.ingest.planning import Plan
from data.ingest.reading import Reading
from data.problems import StoreProblem

Found = TypeVar("Found")

#: Sign-in comes later: until then a pass phrase of the server, or nobody from elsewhere
KEY = "RASAD_REGISTRAR_KEY"
WHO, MAY = "load who", "load may"
#: Pixels of a row whose sentence wraps
TALL = 68
TABLES = {
    "population": mark("Population"),
    "event": mark("Births, deaths, marriages or divorces"),
    "rate": mark("A rate or another measure"),
    "death_rate": mark("Death rates by age"),
    "fertility_pattern": mark("Pattern of childbearing by age"),
}
ROLE_NAMES = {
    "area": mark("Area"),
    "year": mark("Year"),
    "month": mark("Month"),
    "date": mark("Date"),
    "sex": mark("Sex"),
    "age": mark("Age or age group"),
    "age_lower": mark("First age of the group"),
    "age_width": mark("Width of the age group"),
    "event": mark("Event"),
    "measure": mark("Measure"),
    "persons": mark("People"),
    "events": mark("Number of events"),
    "value": mark("Value"),
    "mx": mark("Death rate"),
    "percent": mark("Percent"),
}
LOCAL = (None, "127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


def page(view: ViewState) -> None:
    """From a file to a release, and back to an earlier one."""
    words = frame.words_of(view)
    if not may_load(words):
        return
    if said := st.session_state.pop(SAID, None):
        st.success(said, icon=":material/check:")
    who = st.text_input(words("Your name"), key=WHO, max_chars=120)
    if draft := st.session_state.get(DRAFT):
        decide(draft, who, view, words)
        return
    staged = choose(view, words)
    if staged is not None:
        examine(staged, who, view, words)
    earlier(who, view, words)


def may_load(words: Words) -> bool:
    """Whether this visitor may change what all readers see."""
    asked = os.environ.get(KEY, "")
    if not asked:
        local = st.context.ip_address in LOCAL and not any(name in st.context.headers for name in FORWARDED)
        if not local:
            st.info(
                words(
                    "Loading is open on the server itself only, or from elsewhere with the pass phrase the server was given."
                ),
                icon=":material/lock:",
            )
        return local
    if st.session_state.get(MAY):
        return True
    told = st.text_input(words("Pass phrase"), type="password")
    if told and hmac.compare_digest(told.encode(), asked.encode()):
        st.session_state[MAY] = True
        return True
    if told:
        st.error(words("That is not the pass phrase of this server."), icon=":material/lock:")
    return False


# ---- the file


def choose(view: ViewState, words: Words) -> Staged | None:
    """The file that waits, or a new one."""
    file = st.file_uploader(
        words("A file of the office: workbook, CSV, Parquet, ODS, PxWeb or JSON-stat"),
        key=f"load-file-{view.language}",
    )
    if file is None:
        return st.session_state.get(STAGED)
    if st.session_state.get(FILE) != file.file_id:
        forget()
        st.session_state[FILE] = file.file_id
        st.session_state[STAGED] = loading.stage(file.name, file.getvalue())
    return st.session_state[STAGED]


def examine(staged: Staged, who: str, view: ViewState, words: Words) -> None:
    """What the file is, its columns, and the dry run."""
    try:
        known = loading.reader_name(staged)
    except UnreadableFile as problem:
        known = ""
        unknown = str(problem)
    if not known or known == "mapped":
        if not map_columns(staged, words, "" if known else unknown):
            return
    else:
        st.caption(words("The file is known: {reader}.", reader=known.replace("_", " ")))
    source = st.text_input(
        words("Key of the source, if this file should not replace the rows of the usual one"),
        key="load-source",
    )
    reading = attempt(lambda: loading.read(staged, source.strip()), words("The file cannot be read."))
    if reading is None:
        return
    planned = attempt(lambda: loading.dry_run(reading), words("The file cannot be checked."))
    if planned is not None:
        dry_run(staged, reading, planned, who, view, words)


def attempt(deed: Callable[[], Found], sentence: str) -> Found | None:
    """What the deed gives, or its problem as a sentence."""
    try:
        return deed()
    except StoreProblem as problem:
        st.error(sentence, icon=":material/error:")
        st.text(str(problem))
        return None


def map_columns(staged: Staged, words: Words, problem: str) -> bool:
    """Say which column is what; true once enough is said and kept."""
    try:
        found, proposed = loading.headings(staged), loading.proposal(staged)
    except StoreProblem as reason:
        st.error(words("The file cannot be read."), icon=":material/error:")
        st.text(problem or str(reason))
        return False
    lacking = proposed.lacks()
    with st.expander(words("Which column is what"), expanded=bool(lacking)):
        table = st.selectbox(
            words("The file holds"),
            list(ROLES),
            index=list(ROLES).index(proposed.table),
            format_func=lambda one: words(TABLES[one]),
            key=f"load-table-{staged.folder.name}",
        )
        columns: dict[str, str] = {}
        for place, role in enumerate(ROLES[table]):
            if place % 3 == 0:
                row = st.columns(3)
            usual = proposed.columns.get(role)
            heading = row[place % 3].selectbox(
                words(ROLE_NAMES[role]),
                found,
                index=found.index(usual) if usual in found else None,
                placeholder=words("not in the file"),
                key=f"load-{role}-{table}-{staged.folder.name}",
            )
            if heading is not None:
                columns[role] = heading
        columns |= {role: name for role, name in proposed.columns.items() if "." in role}
        constants = dict(proposed.constants)
        if not {"year", "date"} & set(columns):
            year = st.text_input(words("Year of every row"), value=str(constants.get("year", "")))
            if year.strip():
                constants["year"] = year.strip()
        thousands = st.checkbox(
            words("The figures are in thousands"), value=1000.0 in proposed.factors.values()
        )
        mapping = ColumnMap(table, columns, whole(constants), {}, proposed.words)
        if thousands:
            mapping = ColumnMap(table, columns, whole(constants), {mapping.value: 1000.0}, proposed.words)
        if st.button(words("Keep this reading for this file and the next"), key="load-learn"):
            try:
                loading.learn(staged, mapping)
            except (StoreProblem, ValueError) as reason:
                st.error(words("That does not say enough yet."), icon=":material/error:")
                st.text(str(reason))
                return False
            st.rerun()
    if lacking:
        st.info(words("Say which column is what, then keep the reading."), icon=":material/view_column:")
    return not lacking


def whole(constants: dict[str, str | int | float]) -> dict[str, str | int | float]:
    """Constants with years as numbers, in whichever digits they were typed."""
    return {
        name: int(str(value)) if name == "year" and str(value).isdecimal() else value
        for name, value in constants.items()
    }


# ---- the dry run


def dry_run(staged: Staged, reading: Reading, planned: Plan, who: str, view: ViewState, words: Words) -> None:
    """What would be loaded and what is wrong with it; the way on when nothing stops it."""
    st.header(words("Dry run: nothing is written yet"), anchor=False)
    told = loading.counts(reading)
    st.dataframe(
        pd.DataFrame(
            {
                words("Table"): told["table"],
                words("Rows"): [format.number(n, view.language) for n in told["rows"]],
                words("Areas"): [format.number(n, view.language) for n in told["areas"]],
                words("From"): [format.digits(str(n), view.language) for n in told["first"]],
                words("To"): [format.digits(str(n), view.language) for n in told["last"]],
            }
        ),
        hide_index=True,
        width="stretch",
    )
    found(planned, view, words)
    errors = sum(finding.severity == "error" for finding in planned.findings)
    if errors:
        st.error(
            words.count(
                "{n} error stops the release. Mend the file and choose it again.",
                "{n} errors stop the release. Mend the file and choose it again.",
                errors,
            ),
            icon=":material/block:",
        )
        return
    if st.button(
        words("Write a draft and compare it"), type="primary", disabled=not who.strip(), key="load-draft"
    ):
        made = attempt(lambda: loading.draft(staged, reading, who), words("The draft was not written."))
        if made is not None:
            st.session_state[DRAFT] = made
            st.rerun()
    if not who.strip():
        st.caption(words("Write your name above first: the log keeps who published what."))


def found(planned: Plan, view: ViewState, words: Words) -> None:
    """Findings row by row, and both lists to take away."""
    if not planned.findings:
        st.success(words("The checks found nothing."), icon=":material/check:")
        return
    reader = quality.reader(words, view.calendar, store.areas_table(), store.sources_table())
    said = [quality.sentence(finding, replace(reader, markup=False)) for finding in planned.findings]
    st.dataframe(
        pd.DataFrame(
            {
                words("Severity"): [words(SEVERITIES[finding.severity]) for finding in planned.findings],
                words("Finding"): said,
                words("Rows"): [
                    format.number(finding.rows_found, view.language) for finding in planned.findings
                ],
            }
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL,
        height=min(500, 40 + TALL * len(said)),
        column_config={words("Severity"): {"width": 90}, words("Rows"): {"width": 70}},
    )
    with st.container(horizontal=True):
        for label, table, name in (
            (words("Findings (CSV)"), lambda: loading.findings_table(planned), "findings"),
            (words("Their rows (CSV)"), lambda: loading.rows_of_findings(planned), "rows"),
        ):
            st.download_button(
                label,
                lambda table=table: downloads.csv(table()),
                f"rasad-{name}.csv",
                "text/csv",
                key=f"load-{name}",
                on_click="ignore",
            )
