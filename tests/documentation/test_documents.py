"""Documents cannot rot silently: what they name is there, and what is there they name."""

from __future__ import annotations

import ast
import re

import pytest

from dashboard.analysis import catalogue, indicators
from dashboard.menu import PAGE_LIST
from data import schema
from data.ingest import seed
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "data" / "seed" / "SOURCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("indicator", catalogue.INDICATORS, ids=lambda indicator: indicator.key)
def test_an_indicator_is_declared_in_full(indicator):
    assert indicator.name and indicator.unit
    assert indicator.definition.endswith(".")
    assert indicator.caution is None or indicator.caution.endswith(".")
    assert indicator.formula and indicator.inputs and indicator.literature
    assert all(reason.endswith(".") for reason in indicator.why_not.values())


def test_every_derived_measure_is_in_the_catalogue_or_serves_one():
    helpers = {"births_or_derived"}
    assert set(indicators.METHODS) - helpers <= set(catalogue.BY_KEY)


@pytest.mark.parametrize("table", schema.FACTS, ids=lambda table: table.name)
def test_a_fact_table_says_what_it_holds(table):
    assert table.comment
    values = [
        column for column in table.columns if str(column.type) in ("DOUBLE", "DOUBLE_PRECISION", "Double")
    ]
    assert all(column.comment for column in values), [column.name for column in values if not column.comment]


def test_every_page_is_in_the_menu_with_a_docstring():
    files = {path.stem: path for path in (ROOT / "pages").glob("*.py") if path.stem != "__init__"}
    assert {name for name, _, _ in PAGE_LIST} == set(files)
    for path in files.values():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_readme_names_commands_that_exist_and_pictures_that_are_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for command in re.findall(r"`?make ([a-z]+)", README):
        assert command in targets, command
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file(), picture


def test_each_decision_has_a_number_of_its_own_and_a_line_in_the_index():
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    decisions = dict(re.findall(r"^(\d+)\. \*\*(.+?)\*\*", text, re.M | re.S))
    assert sorted(map(int, decisions)) == list(range(1, len(decisions) + 1))
    index = dict(re.findall(r"^- (\d+) (.+)$", text, re.M))
    assert index == {number: " ".join(title.split()).rstrip(".") for number, title in decisions.items()}


ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_paths_of_where_is_exist():
    rows = re.findall(r"^\| (.+?) \| `(.+?)` \|$", ARCHITECTURE, re.M)
    assert len(rows) >= 25
    for question, path in rows:
        assert (ROOT / path).exists(), (question, path)


def test_every_room_stands_in_the_picture():
    picture = ARCHITECTURE.split("## ")[0]
    for room in (path.parent for path in (ROOT / "dashboard").glob("*/__init__.py")):
        assert f"{room.name}/" in picture, room.name
    for room in (path.parent for path in (ROOT / "dashboard" / "analysis").glob("*/__init__.py")):
        assert room.name in picture, room.name


def test_the_changelog_is_for_readers_offices_and_developers():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split(r"^## ", text, flags=re.M)[1:]:
        headings = re.findall(r"^### (.+)$", release, re.M)
        assert headings == ["Numbers changed", "For readers", "For offices", "For developers"]


@pytest.mark.parametrize("country", [folder.name for folder in seed.country_folders()])
@pytest.mark.parametrize("table", [file for file, _ in seed.FILES.values()])
def test_every_seed_table_has_its_paragraph(country, table):
    assert (seed.SEED / country / table).is_file()
    name = table.removesuffix(".csv").replace("_", " ")
    assert name in SOURCES.lower() or table.removesuffix(".csv") in SOURCES, table


def test_nothing_names_a_machine():
    for path in [*ROOT.glob("*.md"), ROOT / "data" / "seed" / "SOURCES.md"]:
        text = path.read_text(encoding="utf-8")
        assert "/work/" not in text and "/tmp/" not in text, path.name
