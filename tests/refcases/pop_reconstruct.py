"""CRAN popReconstruct's projection: five-year Leslie form, migration as a share of those at the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from forecasting.axes import SEXES, AgeGroups
from forecasting.conventions import POP_RECONSTRUCT
from forecasting.projection import project
from forecasting.rates import Rates
from tests.refcases import tables
from tests.refcases.outcome import Outcome, relative_error

TOLERANCE = 1e-14
ONE_PERSON = 1.0


def run(folder: Path) -> Iterator[Outcome]:
    """Every step of one country."""
    survival = _by_sex(folder, "surv")
    asfr = _table(folder, "asfr")
    ages = AgeGroups.five(5 * (asfr.shape[-1] - 1))
    srb = tables.read(folder, "srb").sort_values("step")["value"].to_numpy(float)
    migration = _by_sex(folder, "migprop")
    rates = Rates(ages, asfr, survival[..., :-1], migration, srb, open_survival=survival[..., -1])
    expected = _by_sex(folder, "expected_pop")
    start = np.stack([_table(folder, f"pop0_{sex}")[0] for sex in SEXES])
    result = project(start, rates, first_year=0, conventions=POP_RECONSTRUCT)
    error = relative_error(result.population, expected, smallest=ONE_PERSON)
    case = f"{folder.parent.name}/{folder.name}"
    yield Outcome(case, f"population, {rates.intervals} five-year steps", error, TOLERANCE)


def _by_sex(folder: Path, name: str) -> np.ndarray:
    """(step, sex, age)"""
    return np.stack([_table(folder, f"{name}_{sex}") for sex in SEXES], axis=-2)


def _table(folder: Path, name: str) -> np.ndarray:
    """(step, age)"""
    frame = tables.read(folder, name)
    return tables.cube(
        frame, "value", step=tables.values(frame, "step"), age_idx=tables.values(frame, "age_idx")
    )
