"""What stays in memory for good, said once to the garbage collector."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from functools import cache

from dashboard import loading, panels, projections
from forecasting.kernel import loading as compiled_loops


@cache
def settle() -> None:
    """After the first page: load what every page needs, and let the garbage collector look at it no more.

    Streamlit collects all garbage after every rerun and would go through every object of every library each time,
    which took longer than drawing the page.
    """
    for room in (panels, projections, loading):
        for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    compiled_loops.trajectories()
    gc.collect()
    gc.freeze()
