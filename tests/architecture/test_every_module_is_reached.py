"""Each module serves a page or a command, or stands in `forecasting.LIBRARY` with the command that uses it.

A module is reached by imports, as written: importing a part of a package does not reach the package's other parts. Tests
reach nothing.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from forecasting import LIBRARY
from tests.conftest import ROOT

PACKAGES = ("pages", "dashboard", "data", "forecasting")
#: Found by folder, not by import -> who finds them
BY_FOLDER = {
    "pages": "dashboard.menu",
    "data.ingest.readers": "data.ingest.readers",
    "data.migrations": "alembic",
}
#: Run by path
SERVED = ("dashboard.server", "dashboard.app")


def module_name(path: Path) -> str:
    """dashboard/charts/__init__.py -> dashboard.charts"""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    module_name(path): path
    for folder in (*PACKAGES, "tests/refcases")
    for path in (ROOT / folder).rglob("*.py")
}


def imports(module: str) -> set[str]:
    """Modules that a module names in its imports; of ``from package import part`` the part, where it is a module."""
    names = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {full if full in MODULES else node.module for full in parts.values()}
    return names & MODULES.keys()


def reached(beginnings: set[str]) -> set[str]:
    """Everything that the imports of some modules lead to, themselves included."""
    modules, waiting = set(), set(beginnings)
    while waiting:
        module = waiting.pop()
        modules.add(module)
        waiting |= imports(module) - modules
    return modules


def entry_points() -> set[str]:
    """Pages, commands (``python -m``), what is served, what is found by its folder, what the installation names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {target.split(":")[0] for group in project["entry-points"].values() for target in group.values()}
    commands = {name for name in MODULES if name.endswith(".__main__") and name.split(".")[0] in PACKAGES}
    folders = {name for name in MODULES if any(name.startswith(f"{folder}.") for folder in BY_FOLDER)}
    return named | commands | folders | set(SERVED)


def test_every_module_is_reached_or_stands_in_the_library():
    program = {
        name
        for name, path in MODULES.items()
        if name.split(".")[0] in PACKAGES and path.name != "__init__.py"
    }
    assert program - reached(entry_points()) == set(LIBRARY)


def test_who_uses_the_library_does_so():
    for module, user in LIBRARY.items():
        assert module in reached({user}), f"{user} does not use {module}"


def test_what_is_found_by_folder_is_there():
    for folder in BY_FOLDER:
        assert any(name.startswith(f"{folder}.") for name in MODULES)
