"""The registrar's page, its second half: a draft beside the current release, and the way back to an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import streamlit as st

from dashboard import format, page_layout, session, store
from dashboard.error_boundary import panel
from dashboard.loading import draft_changes, staging
from dashboard.panels.problems import problem_sentence
from dashboard.reader import Reader
from dashboard.views import finding_text
from dashboard.words import Words, mark
from data.changes import Changes
from data.ingest import seed
from data.ingest.load import NewRelease
from data.problems import StoreProblem


def forget() -> None:
    """Throw away the file that waits."""
    path = session.STAGED_FILE.pop()
    session.FILE_STEPS.pop()
    if path is not None:
        staging.throw_away(staging.Staged(path))


@panel(mark("Draft"))
def decide(draft: NewRelease, person: str, reader: Reader) -> None:
    """A draft beside the current release: publish it or throw it away."""
    words = reader.words
    stamp, changes = draft.stamp, draft.changes
    st.header(words("Draft {stamp}", stamp=page_layout.release_name(stamp, reader)), anchor=False)
    st.markdown(words("Readers still see the release before. What the draft changes:"))
    if changes is None or changes.is_empty:
        st.info(words("Nothing changes."))
    else:
        finding_reader = finding_text.reader(
            words, reader.view.calendar, store.areas_table(), store.sources_table()
        )
        counts = draft_changes.change_counts(changes, finding_reader)
        st.table(counts.set_index(counts.columns[0]))
        coverage_changes(changes, words)
        if len(changes.jumps):
            st.markdown(f"**{words('Largest jumps')}**")
            jumps = draft_changes.largest_changes(changes, finding_reader)
            st.table(jumps.set_index(jumps.columns[0]))
    with st.container(horizontal=True):
        if st.button(words("Publish"), type="primary", key="load-publish"):
            finish(
                lambda: staging.publish(stamp, person),
                words(
                    "Release {stamp} is what readers see now.", stamp=page_layout.release_name(stamp, reader)
                ),
                words,
            )
        if st.button(words("Throw the draft away"), key="load-discard"):
            finish(
                lambda: staging.discard(stamp, person), words("The draft is gone; nothing changed."), words
            )


def coverage_changes(changes: Changes, words: Words) -> None:
    """Areas and sources that come and go."""
    for title, keys in (
        (words("Areas gained"), changes.areas_gained),
        (words("Areas lost"), changes.areas_lost),
        (words("Sources gained"), changes.sources_gained),
        (words("Sources lost"), changes.sources_lost),
    ):
        if keys:
            st.text(f"{title}: {', '.join(keys[:12])}{' …' if len(keys) > 12 else ''}")


def finish(deed: Callable[[], None], sentence: str, words: Words) -> None:
    """Run ``deed``, forget the draft and the file, and show ``sentence`` on the next page."""
    try:
        deed()
    except StoreProblem as problem:
        st.error(words("That was not done; readers see what they saw before."), icon=":material/error:")
        st.markdown(problem_sentence(problem, words))
        return
    session.DRAFT.pop()
    forget()
    session.LOADING_MESSAGE.set(sentence)
    st.rerun()


# ---- earlier releases


def release_label(made_at: str, note: str, reader: Reader) -> str:
    """When a release was made and of what, in the reader's words and calendar."""
    view = reader.view
    moment = datetime.fromisoformat(made_at)
    day = format.date(moment.date(), view.language, view.calendar)
    return f"{day}, {format.digits(f'{moment:%H:%M}', view.language)} · {reader.words('the built-in tables') if note in ('', seed.NOTE) else note}"


@panel(mark("Releases"))
def earlier_releases(person: str, reader: Reader) -> None:
    """The releases there are, and the way back to one."""
    words = reader.words
    with st.expander(words("Releases"), expanded=False):
        releases = staging.releases()
        readable = releases[releases["readable"]]
        names = {
            stamp: release_label(made_at, note, reader)
            for stamp, made_at, note in zip(
                readable["stamp"], readable["made_at"], readable["note"], strict=True
            )
        }
        current = next(iter(readable.loc[readable["current"], "stamp"]), None)
        chosen = st.radio(
            words("Readers see"),
            list(names),
            index=list(names).index(current) if current else None,
            format_func=lambda stamp: names[stamp] + (f" · {words('current')}" if stamp == current else ""),
            key=f"load-restore-{current}",
        )
        if unreadable := len(releases) - len(readable):
            st.caption(
                words.count(
                    "{n} release is of another version of the program or damaged, and cannot be given to readers.",
                    "{n} releases are of another version of the program or damaged, and cannot be given to readers.",
                    unreadable,
                )
            )
        if st.button(
            words("Give this release to readers"),
            disabled=chosen in (None, current) or not person.strip(),
            key="load-restore",
        ):
            finish(
                lambda: staging.publish(str(chosen), person),
                words(
                    "Release {stamp} is what readers see now.",
                    stamp=page_layout.release_name(str(chosen), reader),
                ),
                words,
            )
