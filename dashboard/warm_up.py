"""What every page needs, loaded before the first reader, and said once to the garbage collector."""

from __future__ import annotations

import gc
import importlib
import pkgutil

from dashboard import loading, panels, projections
from forecasting.kernel import loading as compiled_loops

#: Objects made since the last look, and looks of the young among them, before the collector looks again. Python's own 700
#: made it look some hundred times in a run of a page, in which nearly nothing is garbage that counting does not free
THRESHOLDS = (20_000, 10, 10)


def load() -> None:
    """Modules of every page, and the compiled loops of trajectories."""
    for room in (panels, projections, loading):
        for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    compiled_loops.trajectories()


def freeze() -> None:
    """What lives now stays for good: the garbage collector looks at it no more.

    Streamlit would collect all garbage after every run (``runner.postScriptGC``, off in .streamlit/config.toml), and
    Python by itself goes through everything whenever a quarter has been added to what it has seen.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
