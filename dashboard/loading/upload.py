"""The registrar's page: choose a file, say what its columns are, see what is wrong, publish or throw away."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_status_container import StatusContainer
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import downloads, format, session, store
from dashboard.analysis.catalogue.quality import SEVERITIES, TABLES
from dashboard.error_boundary import panel
from dashboard.loading import findings, record_columns, record_mapping, staging
from dashboard.loading.releases import decide, earlier_releases, forget
from dashboard.loading.staging import Staged
from dashboard.loading.table_columns import map_columns
from dashboard.panels.problems import attempt, problem_sentence
from dashboard.reader import Reader
from dashboard.views import finding_text
from dashboard.words import Words, mark
from data.ingest.reading import Reading
from data.ingest.release_plan import Plan
from data.problems import StoreProblem
from data.quality import Finding
from data.sentences import Sentence

Answer = TypeVar("Answer")

#: Sign-in comes later: until then a pass phrase of the server, or nobody from elsewhere
KEY = "RASAD_REGISTRAR_KEY"
PERSON = "load who"  # the widget's own key
#: Findings shown on the page, and the number from which they scroll
MOST_SHOWN, FEW = 200, 6
LOCAL = (None, "127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")


@panel(mark("Load data"))
def page(reader: Reader) -> None:
    """From a file to a release, and back to an earlier_releases one."""
    if not may_load(reader.words):
        return
    if sentence := session.LOADING_MESSAGE.pop():
        st.success(sentence, icon=":material/check:")
    person = st.text_input(reader.words("Your name"), key=PERSON, max_chars=120)
    if draft := session.DRAFT.get():
        decide(draft, person, reader)
        return
    staged = choose(reader)
    if staged is not None:
        examine(staged, person, reader)
    earlier_releases(person, reader)


def may_load(words: Words) -> bool:
    """Whether this visitor may change what all readers see."""
    secret = os.environ.get(KEY, "")
    if not secret:
        local = st.context.ip_address in LOCAL and not any(name in st.context.headers for name in FORWARDED)
        if not local:
            st.info(
                words(
                    "Loading is open on the server itself only, or from elsewhere with the pass phrase the server was given."
                ),
                icon=":material/lock:",
            )
        return local
    if session.MAY_LOAD.get():
        return True
    phrase = st.text_input(words("Pass phrase"), type="password")
    if phrase and hmac.compare_digest(phrase.encode(), secret.encode()):
        session.MAY_LOAD.set(True)
        return True
    if phrase:
        st.error(words("That is not the pass phrase of this server."), icon=":material/lock:")
    return False


# ---- the file


def choose(reader: Reader) -> Staged | None:
    """The file that waits, or a new one."""
    words = reader.words
    turn = session.FILES_TAKEN.get()
    file = st.file_uploader(
        words(
            "A file of the office: workbook, CSV, Parquet, SPSS, Stata, SAS, dBASE, PX, SDMX, PxWeb, JSON-stat, or one of them in a ZIP archive"
        ),
        key=f"load-file-{reader.view.language}-{turn}",
    )
    st.caption(
        words(
            "Larger than {n} MB: pack the CSV (`{ending}`) or save it as Parquet, or load it on the server with `{command}`.",
            n=format.number(st.get_option("server.maxUploadSize"), reader.view.language),
            ending=".csv.gz",
            command="python -m data.ingest FILE",
        )
    )
    if file is not None:
        forget()
        session.STAGED_FILE.set(staging.stage(file.name, file.getvalue()).path)
        give_back(file.file_id)
        session.FILES_TAKEN.set(turn + 1)
        st.rerun()
    path = session.STAGED_FILE.get()
    if path is None:
        return None
    staged = Staged(path)
    staged_file(staged, words)
    return staged


def staged_file(staged: Staged, words: Words) -> None:
    """The name of the staged file, and a button that discards it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/draft: **{finding_text.plain(staged.path.name)}**", width="content")
        if st.button(words("Put this file away"), key="load-away", type="tertiary", icon=":material/close:"):
            forget()
            st.rerun()


def give_back(file_id: str) -> None:
    """Let go of an upload: once it lies on the disk, the server's memory need not hold it until the visitor leaves."""
    context = get_script_run_ctx()
    uploads = getattr(context, "uploaded_file_mgr", None)
    if context is not None and uploads is not None and hasattr(uploads, "remove_file"):
        uploads.remove_file(context.session_id, file_id)


@panel(mark("Dry run: nothing is written yet"))
def examine(staged: Staged, person: str, reader: Reader) -> None:
    """What the file is, its columns, and the dry run."""
    words = reader.words
    recognised, unknown = cached_answer(staged, ("reader",), lambda: reader_of(staged, words))
    if recognised in ("", "mapped", "event_records"):
        if not columns_mapped(staged, recognised, unknown, reader):
            return
    else:
        st.caption(words("The file is known: {reader}.", reader=recognised.replace("_", " ")))
    source = st.text_input(
        words("Key of the source, if this file should not replace the rows of the usual one"),
        key="load-source",
    ).strip()
    with st.spinner(words("Reading the file …")):
        reading = attempt(
            lambda: cached_answer(staged, ("reading", source), lambda: staging.read(staged, source)),
            words("The file cannot be read."),
            words,
        )
    if reading is None:
        return
    with st.spinner(words("Checking it beside the current release …")):
        planned = attempt(
            lambda: cached_answer(
                staged, ("plan", source, staging.current()), lambda: staging.dry_run(reading)
            ),
            words("The file cannot be checked."),
            words,
        )
    if planned is not None:
        dry_run(staged, reading, planned, person, reader)


def cached_answer(staged: Staged, question: tuple[object, ...], make: Callable[[], Answer]) -> Answer:
    """The answer to ``question`` about the file under its present mappings, cached: a rerun of the page reads no file again."""
    key = (*question, str(staged.path), staging.stored_mappings(staged))
    answers = session.FILE_STEPS.get()
    if answers.get(str(question[0]), (None,))[0] != key:
        answers[str(question[0])] = (key, make())
    answer: Answer = answers[str(question[0])][1]
    return answer


def reader_of(staged: Staged, words: Words) -> tuple[str, str]:
    """The reader's name, or nothing and why none knows the file."""
    try:
        return staging.reader_name(staged), ""
    except StoreProblem as problem:
        return "", problem_sentence(problem, words)


def has_columns(staged: Staged) -> bool:
    """Whether there is anything to ask of: a picture has no columns."""
    try:
        return bool(staging.headings(staged))
    except StoreProblem:
        return record_columns.has_records(staged)


def columns_mapped(staged: Staged, recognised: str, unknown: str, reader: Reader) -> bool:
    """Ask what a row is and which column is what; true once enough is said and kept."""
    words = reader.words
    if unknown and not has_columns(staged):
        st.error(words("The file cannot be read."), icon=":material/error:")
        st.markdown(unknown)
        return False
    choices = {
        "figure": words("A figure: a count or a rate"),
        "event": words("One event: a birth, a death …"),
    }
    usual = (
        "event"
        if recognised == "event_records" or (not recognised and record_columns.has_records(staged))
        else "figure"
    )
    row = st.segmented_control(
        words("Each row of the file is"),
        list(choices),
        format_func=choices.__getitem__,
        default=usual,
        required=True,
        key=f"load-row-{staged.folder.name}",
    )
    if row == "event":
        return record_columns.map_records(staged, reader) and recognised == "event_records"
    if recognised == "event_records":
        record_mapping.forget(staged)
        st.rerun()
    return map_columns(staged, words)


# ---- the dry run


def dry_run(staged: Staged, reading: Reading, planned: Plan, person: str, reader: Reader) -> None:
    """What would be loaded and what is wrong with it; the way on when nothing stops it."""
    view, words = reader.view, reader.words
    st.header(words("Dry run: nothing is written yet"), anchor=False)
    rows = staging.counts(reading)
    st.table(
        pd.DataFrame(
            {
                words("Table"): [words(TABLES.get(name, name)) for name in rows["table"]],
                words("Rows"): [format.number(n, view.language) for n in rows["rows"]],
                words("Areas"): [format.number(n, view.language) for n in rows["areas"]],
                words("From"): [format.digits(str(n), view.language) for n in rows["first"]],
                words("To"): [format.digits(str(n), view.language) for n in rows["last"]],
            }
        ).set_index(words("Table"))
    )
    findings_list(planned, reader)
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
        words("Write a draft and compare it"), type="primary", disabled=not person.strip(), key="load-draft"
    ):
        with st.status(words("Writing a draft …")) as steps:
            draft = attempt(
                lambda: staging.draft(staged, reading, person, step_line(steps, words)),
                words("The draft was not written."),
                words,
            )
        if draft is not None:
            session.DRAFT.set(draft)
            st.rerun()
    if not person.strip():
        st.caption(words("Write your name above first: the log keeps who published what."))


def step_line(steps: StatusContainer, words: Words) -> Callable[[str], None]:
    """What shows each step of a load as it is taken, the names of measures among them."""

    def show(line: str) -> None:
        if isinstance(line, Sentence):
            steps.update(label=finding_text.sentence_text(line, words))

    return show


@panel(mark("Findings"))
def findings_list(planned: Plan, reader: Reader) -> None:
    """Findings row by row, and both lists to take away."""
    view, words = reader.view, reader.words
    if not planned.findings:
        st.success(words("The checks found nothing."), icon=":material/check:")
        return
    finding_reader = finding_text.reader(words, view.calendar, store.areas_table(), store.sources_table())
    plain = replace(finding_reader, markup=False)
    worst = sorted(planned.findings, key=lambda one: list(SEVERITIES).index(one.severity))[:MOST_SHOWN]
    table = pd.DataFrame(
        {
            words("Severity"): [words(SEVERITIES[finding.severity]) for finding in worst],
            words("Finding"): [
                finding_text.plain(finding_text.sentence(finding, plain)) for finding in worst
            ],
            words("Rows"): [
                format.number(finding.rows_found, view.language)
                if finding.rows_found
                else words("the whole file")
                for finding in worst
            ],
        }
    )
    st.subheader(words.count("{n} finding", "{n} findings", len(planned.findings)), anchor=False)
    with st.container(height=480 if len(table) > FEW else "content", border=False, key="findings-list"):
        st.table(table.set_index(table.columns[0]))
    if len(planned.findings) > len(worst):
        st.caption(
            words(
                "The first {n} are shown; the file holds all of them.",
                n=format.number(len(worst), view.language),
            )
        )
    with st.container(horizontal=True):
        for label, make, name in (
            (words("Findings (CSV)"), findings.findings_table, "findings"),
            (words("Their rows (CSV)"), findings.rows_of_findings, "rows"),
        ):
            st.download_button(
                label,
                csv_of(make, planned.findings),
                f"rasad-{name}.csv",
                "text/csv",
                key=f"load-{name}",
                on_click="ignore",
            )


def csv_of(make: Callable[[Sequence[Finding]], pd.DataFrame], rows: Sequence[Finding]) -> Callable[[], bytes]:
    """What makes a list of findings a file, once it is asked for."""
    return lambda: downloads.csv(make(rows))
