"""The gate: what cannot be made stops a release and is named; one area that cannot be computed has a reason."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from dashboard.analysis.indicators import MeasureContext
from dashboard.analysis.release_indicators import gate
from data import queries
from data.problems import LoadProblem
from data.sentences import Sentence


@pytest.fixture(scope="module")
def context(release):
    return MeasureContext(release, "VN")


def fertility(context):
    return queries.rates(context.connection, context.country, "total_fertility_rate")


def stumble(condition):
    """A measure that fails where any row of fertility fulfils a condition."""

    def maker(context):
        rows = fertility(context)
        if len(rows[condition(rows)]):
            raise ValueError("array must not contain infs or NaNs")
        return rows

    return maker


@pytest.fixture(scope="module")
def cell(context):
    """Some province's figure of some source, and its year"""
    rows = fertility(context)
    return rows[(rows["area"] != "VN") & (rows["year"] == rows["year"].max())].iloc[0]


def test_what_can_be_made_is_made_without_reasons(context):
    outcome = gate.attempt(context, Sentence("Total fertility rate"), stumble(lambda rows: rows["value"] < 0))
    assert len(outcome.answer) == len(fertility(context)) and outcome.reasons == {}


def test_an_area_that_alone_fails_has_a_reason_and_the_others_stand(context, cell):
    outcome = gate.attempt(
        context, Sentence("Total fertility rate"), stumble(lambda rows: rows["area"] == cell["area"])
    )
    assert list(outcome.reasons) == [cell["area"]]
    assert outcome.reasons[cell["area"]].endswith("array must not contain infs or NaNs.")
    every = set(fertility(context)["area"])
    assert set(outcome.answer["area"]) == every - {cell["area"]}


def test_the_source_whose_rows_of_an_area_are_in_the_way_is_named(context, cell):
    def bad(rows):
        return (rows["area"] == cell["area"]) & (rows["source"] == cell["source"])

    outcome = gate.attempt(context, Sentence("Total fertility rate"), stumble(bad))
    assert outcome.reasons == {cell["area"]: f"{cell['source']}: array must not contain infs or NaNs."}


def test_an_error_of_the_database_is_no_error_of_a_file(context):
    def broken(_context):
        raise OperationalError("SELECT", {}, Exception("the disk is full"))

    with pytest.raises(OperationalError):
        gate.attempt(context, Sentence("Total fertility rate"), broken)


def test_rows_of_the_nation_that_stand_in_the_way_are_named(context):
    nation = fertility(context)
    nation = nation[nation["area"] == "VN"].iloc[0]

    def bad(rows):
        return (
            (rows["area"] == "VN") & (rows["year"] == nation["year"]) & (rows["source"] == nation["source"])
        )

    with pytest.raises(LoadProblem) as caught:
        gate.attempt(context, Sentence("Total fertility rate"), stumble(bad))
    sentence = str(caught.value)
    for part in ("Total fertility rate", str(nation["source"]), f"VN, {nation['year']}", "load again"):
        assert part in sentence, sentence


def test_what_no_rows_explain_is_refused_with_its_cause(context):
    def never(_context):
        raise ZeroDivisionError("division by zero")

    with pytest.raises(LoadProblem, match="division by zero"):
        gate.attempt(context, Sentence("Total fertility rate"), never)


def test_nothing_is_left_out_after_a_search(context):
    before = len(fertility(context))
    with pytest.raises(LoadProblem):
        gate.attempt(context, Sentence("Total fertility rate"), stumble(lambda rows: rows["area"] == "VN"))
    assert len(fertility(context)) == before
