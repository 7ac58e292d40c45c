"""Pages arrange and nothing else; no module shadows another."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.conftest import ROOT

PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_has_a_docstring_and_no_class(page):
    tree = ast.parse(page.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    assert len(tree.body) <= 20


def test_no_module_of_the_dashboard_shadows_a_library():
    # `streamlit run dashboard/app.py` puts dashboard/ first on sys.path
    names = {path.stem for path in (ROOT / "dashboard").iterdir()} - {"__init__", "__main__", "__pycache__"}
    assert not names & (set(sys.stdlib_module_names) | {"data", "pages", "forecasting", "pandas", "plotly"})


def test_sexes_are_spelled_the_same_on_both_sides():
    from data.schema import SEXES as IN_STORE
    from forecasting.axes import SEXES as IN_ARRAYS

    assert IN_STORE == IN_ARRAYS


def test_only_files_the_ecosystem_expects_stand_at_the_root():
    expected = {
        "dashboard", "pages", "data", "forecasting", "tests", "benchmarks", "requirements.txt", "requirements.in",
        "requirements-dev.txt", "requirements-dev.in", ".streamlit", ".ci", ".git", ".gitignore", ".venv", "Makefile",
        "pyproject.toml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "DECISIONS.md", "ARCHITECTURE.md", "GLOSSARY.md", "LICENSE", "docs",
    }  # fmt: skip
    there = {path.name for path in ROOT.iterdir() if not path.name.endswith((".egg-info", "_cache"))}
    assert there - expected - {".hypothesis"} == set()
