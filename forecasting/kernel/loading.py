"""The compiled loops, loaded so that no reader waits for a compiler.

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

MODULES = ("compiler", "compiled_trajectories")
_LOADING = Lock()


@cache
def trajectories() -> ModuleType:
    """The module of trajectories, compiled where it is not on disk yet. numba is slow to import, so it waits for this."""
    with _LOADING, _cache_named_by_content():
        from forecasting.kernel import compiled_trajectories
    return compiled_trajectories


@contextmanager
def _cache_named_by_content() -> Iterator[None]:
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
