"""What pages draw beside the indicators is asked when a release is made, and read back as it was answered."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard import store
from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.indicators.childbearing import childbearing
from dashboard.analysis.release_indicators import answer_rows
from dashboard.analysis.release_indicators.page_questions import QUESTIONS
from data.problems import StoreProblem
from tests.conftest import ROOT

#: Rows chosen by the order of sources and nothing worked out of them
CHOICES = {"people_of", "published_rows"}


def test_every_question_of_the_pages_is_the_gate_s():
    code = (ROOT / "dashboard" / "store.py").read_text(encoding="utf-8")
    measures, answers = (re.findall(rf"= cached_{kind}\(([\w.]+)\)", code) for kind in ("measure", "answer"))
    assert {eval(each, vars(store)).__name__ for each in measures} == CHOICES
    names = {eval(each, vars(store)).__name__ for each in answers}
    assert names | {"childbearing"} == {question.name for question in QUESTIONS}


@pytest.mark.parametrize("country", ["IR", "VN"])
def test_the_release_keeps_every_answer_cell_for_cell(connection, country):
    context = MeasureContext(connection, country)
    for question in QUESTIONS:
        for choice, answer in question(context).items():
            if isinstance(answer, pd.DataFrame):
                kept = answer_rows.table_of(connection, country, question.name, choice)
                assert_frame_equal(kept, answer.reset_index(drop=True))
    asked = childbearing(context)
    kept = answer_rows.childbearing_of(connection, country, "childbearing")
    assert_frame_equal(kept.rows, asked.rows)
    assert np.array_equal(kept.women, asked.women) and np.array_equal(kept.rates, asked.rates)
    assert kept.waiting == dict(asked.waiting)
    assert {each.name for each in fields(kept)} == {"rows", "women", "rates", "waiting"}


def test_what_was_never_asked_is_said(connection):
    with pytest.raises(StoreProblem, match="does not answer"):
        answer_rows.table_of(connection, "IR", "a question of tomorrow")


def test_a_table_without_rows_and_one_with_holes_come_back():
    holes = pd.DataFrame({"area": ["IR", None], "value": [np.nan, 1 / 3], "known": [True, False]})
    holes["day"] = pd.Series([date(2024, 3, 20), None], dtype=object)
    for frame in (holes, holes.iloc[:0], pd.DataFrame(columns=["a"])):
        back = answer_rows.table(answer_rows.content(frame))
        assert_frame_equal(back, frame.reset_index(drop=True))
