"""What went wrong, said on the page: under a heading in the reader's language, the sentence that names the place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from dashboard.views import finding_text
from dashboard.words import Words
from data.problems import StoreProblem
from data.sentences import Sentence

Answer = TypeVar("Answer")


def attempt(deed: Callable[[], Answer], sentence: str, words: Words) -> Answer | None:
    """What the deed gives, or its problem as a sentence."""
    try:
        return deed()
    except StoreProblem as problem:
        st.error(sentence, icon=":material/error:")
        st.markdown(problem_sentence(problem, words))
        return None


def problem_sentence(problem: Exception, words: Words) -> str:
    """The problem in the reader's language, where its sentence is one of the catalogue's, as Markdown."""
    message = problem.args[0] if problem.args else ""
    if isinstance(message, Sentence):
        return finding_text.sentence_text(message, words, markup=True)
    return finding_text.plain(str(problem))


def problem_reason(problem: Exception, words: Words) -> None:
    """The reason under what could not be done."""
    st.caption(problem_sentence(problem, words))
