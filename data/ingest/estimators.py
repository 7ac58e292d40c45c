"""What installed packages estimate from the seed when it is read, and what the seed and the program hash to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from inspect import getsourcefile
from pathlib import Path

import pandas as pd

from data.ingest import indicators, seed
from data.ingest.reading import in_store_tables, join
from data.problems import SeedProblem

Tables = Mapping[str, pd.DataFrame]
#: Rows to add to the release, by table, computed from the rows of the seed. Found by entry point.
Estimator = Callable[[Tables], Tables]
Say = Callable[[str], None]

ESTIMATORS = "rasad.estimators"
PACKAGES = Path(__file__).parents[2]


def estimators() -> list[Estimator]:
    """Every estimator that installed packages offer, in the order of their names."""
    return [point.load() for point in sorted(entry_points(group=ESTIMATORS), key=lambda point: point.name)]


def inputs_hash(folder: Path = seed.SEED) -> str:
    """SHA-256 of the seed and of the code that turns it into a release."""
    code = [path for package in ("data", "forecasting") for path in (PACKAGES / package).rglob("*.py")]
    for one in estimators():
        file = Path(getsourcefile(one) or __file__)
        code += file.parent.rglob("*.py") if file.name == "__init__.py" else [file]
    code = sorted({*code, *indicators.maker_files()})
    return seed.fingerprint([*seed.seed_files(folder), *code])


def with_estimates(tables: Tables, say: Say) -> Tables:
    """The seed and what every estimator adds to it."""
    for estimate in estimators():
        tables = join(tables, _run_estimator(estimate, tables, say))
    return tables


def _run_estimator(estimate: Estimator, tables: Tables, say: Say) -> Tables:
    """The rows an estimator adds; a figure it cannot work with is a problem of the seed."""
    name = getattr(estimate, "__name__", "estimator").replace("_", " ")
    say(f"Estimating: {name} ...")
    try:
        rows = dict(estimate(tables))
    except ValueError as error:
        raise SeedProblem(f"The release was not made: the {name} could not be estimated. {error}") from error
    if "source" in rows:
        rows["source"] = rows["source"].assign(origin="estimate")
    return join(*[in_store_tables(table, frame) for table, frame in rows.items()])
