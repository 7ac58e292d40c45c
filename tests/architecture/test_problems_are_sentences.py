"""Whatever stops a reader keeps its message and its values, so that a page can say it in the reader's language."""

from __future__ import annotations

import ast

import pytest

from data.problems import SeedProblem, StoreProblem
from data.sentences import Sentence
from tests.conftest import ROOT

FILES = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("data", "dashboard")
    for path in sorted((ROOT / folder).rglob("*.py"))
}


def named(node):
    """The last name of an expression: a class, a function."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def below(name):
    """A class and every class made of it."""
    found = {name}
    while True:
        more = {
            node.name
            for tree in FILES.values()
            for node in ast.walk(tree)
            if isinstance(node, ast.ClassDef) and found & {named(base) for base in node.bases}
        }
        if more <= found:
            return found
        found |= more


MAKERS = {"Sentence", "joined"} | {
    node.name
    for tree in FILES.values()
    for node in ast.walk(tree)
    if isinstance(node, ast.FunctionDef) and node.returns is not None and named(node.returns) == "Sentence"
}
#: Of tables of the project's own: whoever edits them reads English
OF_DEVELOPERS = below("SeedProblem")
OF_READERS = below("StoreProblem") - OF_DEVELOPERS


def is_sentence(node):
    """Whether an expression is a sentence by what is written."""
    if isinstance(node, ast.IfExp):
        return is_sentence(node.body) and is_sentence(node.orelse)
    return isinstance(node, ast.Call) and named(node.func) in MAKERS


def sites(tree):
    """(line, whether it is a sentence) of every problem made in a module."""
    return [
        (node.lineno, len(node.args) == 1 and is_sentence(node.args[0]))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and named(node.func) in OF_READERS
    ]


def test_every_problem_that_can_stop_a_reader_is_a_sentence():
    assert {"UnreadableFile", "MappingProblem", "NoRelease", "LoadProblem", "SavedMeanwhile"} <= OF_READERS
    found = {name: sites(tree) for name, tree in FILES.items()}
    assert sum(map(len, found.values())) > 100
    english = [f"{name}:{line}" for name, those in found.items() for line, is_one in those if not is_one]
    assert not english, 'say it as Sentence("{file} ...", file=...), with its translations'


@pytest.mark.parametrize(
    "told",
    ['f"{path.name} is empty."', '"It is empty."', '"It is: " + why', 'text(path) if odd else "empty"'],
)
def test_english_alone_is_seen(told):
    assert sites(ast.parse(f"raise UnreadableFile({told})")) == [(1, False)]


def test_a_problem_of_the_projects_own_tables_is_carried_as_a_sentence_too():
    problem = SeedProblem("rates.csv, line 2: {odd} is no year.")
    assert isinstance(problem, StoreProblem) and isinstance(problem.sentence, Sentence)
    assert str(problem) == "rates.csv, line 2: {odd} is no year."
