"""What a reader can mend is raised as a class of ours: no ``except ValueError`` takes a library's error for a wrong wish."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

FILES = sorted(
    path for folder in ("dashboard", "forecasting", "pages") for path in (ROOT / folder).rglob("*.py")
)
#: Anything at all may be among these
WIDE = {"ValueError", "Exception", "BaseException"}
#: Where text is tried as a day or a number and is otherwise text, or a developer's arrays are told apart
PARSED = {
    "dashboard/analysis/selection.py",
    "dashboard/views/finding_text.py",
    "forecasting/rates.py",
}
#: The boundary, the one place where widgets call back outside of it, and the gate that no failing release passes
BOUNDARY = {
    "dashboard/error_boundary.py",
    "dashboard/projections/state.py",
    "dashboard/analysis/release_indicators/gate.py",
}


def wide(code: str) -> list[int]:
    """Lines of a module that catch what may be a library's."""
    handlers = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.ExceptHandler)]
    return [
        node.lineno
        for node in handlers
        if node.type is None or WIDE & {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)}
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_the_boundary_catches_what_is_not_ours(path):
    if path.relative_to(ROOT).as_posix() not in PARSED | BOUNDARY:
        assert not wide(path.read_text(encoding="utf-8"))


def test_the_rule_finds_what_it_is_about():
    assert wide("try:\n    f()\nexcept (KeyError, ValueError) as problem:\n    g()") == [3]
    assert wide("try:\n    f()\nexcept:\n    g()") == [3]
    assert wide("try:\n    f()\nexcept ScenarioProblem:\n    g()") == []
