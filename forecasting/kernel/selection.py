"""Which kernel a run gets, and the compiled one loaded so that no reader waits for a compiler.

Compiled code is kept on disk in a folder named after the sources it was made from: numba by itself would go
on using a function when another one it calls has changed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from types import ModuleType

LARGE = 2000
"""Area-intervals, or trajectory-intervals of an area, from which the compiled kernel is used."""

MODULES = ("compiler", "compiled_areas", "compiled_ageing", "compiled_life_table", "compiled_trajectories")

_LOADING = Lock()


def warm() -> None:
    """Load every compiled function, compiling what is not on disk yet: for the build, or the program's start."""
    areas()
    trajectories()


@cache
def areas() -> ModuleType:
    """The compiled kernel for many areas. numba is slow to import, so it is loaded when it is wanted."""
    with _LOADING, _kept_by_content():
        from forecasting.kernel import compiled_areas
    return compiled_areas


@cache
def trajectories() -> ModuleType:
    """The compiled kernel for many trajectories of an area."""
    with _LOADING, _kept_by_content():
        from forecasting.kernel import compiled_trajectories
    return compiled_trajectories


@contextmanager
def _kept_by_content() -> Iterator[None]:
    """Functions compiled meanwhile are stored under a name that changes with any source; ours alone."""
    import numba

    settings = vars(numba.config)
    before = settings["CACHE_DIR"]
    folder = Path(__file__).parent / "__pycache__"
    if not before and os.access(folder if folder.is_dir() else folder.parent, os.W_OK):
        settings["CACHE_DIR"] = os.fspath(folder / f"numba-{_content()}")
    try:
        yield
    finally:
        settings["CACHE_DIR"] = before


def _content() -> str:
    sources = (Path(__file__).with_name(f"{name}.py").read_bytes() for name in MODULES)
    return hashlib.sha256(b"".join(sources)).hexdigest()[:12]
