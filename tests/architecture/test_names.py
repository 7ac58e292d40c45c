"""A name is a noun of the field: no past participle, adverb or preposition names anything (DECISIONS 94)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("pages", "dashboard", "data", "forecasting", "benchmarks")
NOT_NAMES = frozenset(
    [
        "known",
        "said",
        "told",
        "made",
        "found",
        "kept",
        "wanted",
        "shown",
        "drawn",
        "given",
        "asked",
        "seen",
        "taken",
        "counted",
        "written",
        "missed",
        "lacking",
        "begun",
        "began",
        "raised",
        "done",
        "at",
        "of",
        "there",
        "around",
        "ahead",
        "sure",
        "wrong",
        "beside",
        "together",
        "alone",
        "here",
        "when",
        "where",
        "who",
        "what",
        "which",
        "why",
        "how",
        "others",
        "then",
        "again",
        "already",
    ]
)


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every function, class, parameter and variable"""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


@pytest.mark.parametrize("package", PACKAGES)
def test_no_name_is_a_participle_an_adverb_or_a_preposition(package):
    for path in sorted((ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        bad = [(line, name) for line, name in names(tree) if name.strip("_").lower() in NOT_NAMES]
        assert not bad, (path.relative_to(ROOT), bad[:5])


def test_no_module_is_named_so():
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    assert not [path for path in modules if path.stem in NOT_NAMES]


def test_the_rule_finds_what_it_is_about():
    tree = ast.parse("def found(known):\n    said = known\n    return said")
    assert {name for _, name in names(tree)} == {"found", "known", "said"}
    assert Path(__file__).stem not in NOT_NAMES
