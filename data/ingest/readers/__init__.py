"""Readers of files, one module each: ``recognises(path)`` and ``read(path)``, as `data.ingest.reading` says.

They are imported when a file asks for one, so that a reader may need what the rest does not.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from data.ingest.reading import Reading
from data.problems import ReadingProblem


def readers() -> Iterator[ModuleType]:
    """Every module of this package that reads files, by name."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if hasattr(module, "recognises") and hasattr(module, "read"):
            yield module


def read(path: Path) -> Reading:
    """What a file says, by the first reader that recognises it; ReadingProblem where none does."""
    if not path.exists():
        raise ReadingProblem(f"There is no file {path}.")
    for reader in readers():
        if reader.recognises(path):
            reading = reader.read(path)
            assert isinstance(reading, Reading)
            return reading
    known = ", ".join(reader.__name__.rpartition(".")[2].replace("_", " ") for reader in readers()) or "none"
    raise ReadingProblem(f"No reader recognises {path.name}. Readers there are: {known}.")
