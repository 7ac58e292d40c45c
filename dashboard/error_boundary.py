"""Errors stay where they are: what fails leaves a sentence in its place, and the rest of the page goes on.

Every panel stands inside ``@panel(name)``, a page inside ``page()``; where a panel is a fragment, the boundary stands
under ``@st.fragment``, for a fragment runs again by itself. What was drawn before it failed stays, so that a reader can
choose otherwise. The sentence and the log name the same short id. Problems that carry a sentence of their own
(`data.problems`) are said by it. Streamlit ends and restarts runs by exceptions that are no `Exception`: they pass.

The log has where it happened and what kind of error it was, never what an error says: it may repeat what somebody typed
or what stands in a file.
"""

from __future__ import annotations

import logging
import secrets
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from dashboard import filters, page_layout, session
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.views import finding_text
from dashboard.words import mark
from data.problems import StoreProblem

LOG = logging.getLogger("rasad.errors")
PAGE = mark("This page")
Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def panel(name: str) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer | None]]:
    """Make a function a panel of this name, a text of the catalogue: it draws and answers, or says that it cannot."""

    def bounded(draw: Callable[Parameters, Answer]) -> Callable[Parameters, Answer | None]:
        @wraps(draw)
        def attempt(*arguments: Parameters.args, **named: Parameters.kwargs) -> Answer | None:
            with boundary(name):
                return draw(*arguments, **named)
            return None

        return attempt

    return bounded


@contextmanager
def boundary(name: str) -> Iterator[None]:
    """What fails in it is said in its place, under this name, a text of the catalogue."""
    try:
        yield
    except Exception as problem:
        show(problem, name)


@contextmanager
def page() -> Iterator[None]:
    """What fails outside all panels; without a store there is no page, and the store's own sentence says why."""
    try:
        yield
    except StoreProblem as problem:
        page_layout.cannot_open(problem)
    except Exception as problem:
        show(problem, PAGE)


def show(problem: Exception, name: str) -> None:
    """The sentence in the place where it failed; the error in full where the server runs for its developers."""
    st.error(sentence(problem, name), icon=":material/error:")
    if st.get_option("client.showErrorDetails") == "full":
        st.exception(problem)


def sentence(problem: Exception, name: str) -> str:
    """What could not be drawn and of which release, in the reader's language, with the id under which the log has it."""
    key = secrets.token_hex(3)
    release = session.RELEASE.get() or ("", "")
    log(problem, key, name, release[1])
    words = page_layout.words_at_hand()
    view = filters.chosen() if session.LANGUAGE.exists() else ViewState(words.language)
    reader = Reader(view, words, {})
    parts = [
        words(
            "“{name}” could not be drawn from the release of {release}.",
            name=words(name),
            release=page_layout.release_name(release[1], reader),
        )
    ]
    if isinstance(problem, StoreProblem):
        parts.append(finding_text.sentence_text(problem.sentence, words, markup=True))
    else:
        parts.append(words("The error is in the program, not in what you chose."))
    parts.append(words("In the log of the server it is `{id}`.", id=key))
    return " ".join(parts)


def log(problem: Exception, key: str, name: str, release: str) -> None:
    """Where a panel failed and by what kind of error."""
    places = "".join(traceback.format_tb(problem.__traceback__))
    kinds = " < ".join(kind_of(each) for each in causes(problem))
    LOG.error("%s: %s, release %s: %s\n%s", key, name, release, kinds, places)


def causes(problem: BaseException | None) -> Iterator[BaseException]:
    """An error, and those it followed from."""
    while problem is not None:
        yield problem
        problem = problem.__cause__


def kind_of(problem: BaseException) -> str:
    """The class of an error in full: sqlalchemy.exc.OperationalError."""
    kind = type(problem)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
