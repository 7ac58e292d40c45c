"""The gate asks what pages ask: a question that a page puts to the facts is one of its own."""

from __future__ import annotations

import re

from dashboard import store
from dashboard.analysis.release_indicators.page_questions import QUESTIONS
from tests.conftest import ROOT

#: Rows chosen by the order of sources and nothing worked out of them
CHOICES = {"people_of", "published_rows"}


def test_every_question_of_the_pages_is_the_gate_s():
    code = (ROOT / "dashboard" / "store.py").read_text(encoding="utf-8")
    asked = re.findall(r"= cached_measure\(([\w.]+)\)", code)
    names = {eval(each, vars(store)).__name__ for each in asked}
    assert len(names) > 8
    assert names == {question.name for question in QUESTIONS} | CHOICES
