"""What several rooms reckon with is declared once: levels of intervals, scales, the order of trust, the pandemic's year."""

from __future__ import annotations

import ast
from statistics import NormalDist

import pytest

from data.columns import COUNTS, TRUST
from forecasting import interval_levels
from tests.conftest import ROOT

ROOMS = ("pages", "dashboard", "data", "forecasting")
ORDERS = {
    TRUST: "data/columns.py",
    COUNTS: "data/columns.py",
    ("IR", 2020): "dashboard/analysis/exceptional_years.py",
}
SCALES = {"PERCENT", "PER_100", "PER_1000"}


@pytest.fixture(scope="module")
def trees():
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def literals(tree):
    """Numbers, and tuples of words and numbers, as they are written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) or (
            isinstance(node, ast.Tuple) and all(isinstance(part, ast.Constant) for part in node.elts)
        ):
            yield ast.literal_eval(node)


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_of_trust_and_the_pandemics_year_are_written_in_one_module(trees, order):
    places = {name for name, tree in trees.items() if order in list(literals(tree))}
    assert places <= {ORDERS[order]}


@pytest.mark.parametrize("number", [0.025, 0.975, *interval_levels.NORMAL_ENDS])
def test_the_ends_of_intervals_are_written_in_one_module(trees, number):
    assert {name for name, tree in trees.items() if number in list(literals(tree))} == {
        "forecasting/interval_levels.py"
    }


def test_scales_are_assigned_numbers_in_one_module(trees):
    places = set()
    for name, tree in trees.items():
        for node in (node for node in tree.body if isinstance(node, ast.Assign)):
            names = {
                part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)
            }
            numbers = any(isinstance(value, int) for value in literals(node.value))
            places |= {name} if names & SCALES and numbers else set()
    assert places == {"forecasting/scales.py"}


def test_the_numbers_belong_together():
    low, high = interval_levels.ENDS
    assert high - low == pytest.approx(interval_levels.LEVEL)
    for coverage, end in zip(interval_levels.COVERAGES, interval_levels.NORMAL_ENDS, strict=True):
        assert NormalDist().inv_cdf((1 + coverage) / 2) == pytest.approx(end, abs=1e-12)
