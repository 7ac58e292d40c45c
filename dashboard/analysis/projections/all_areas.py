"""Every area of a country projected on the medium path, for questions about all areas at once.

Measures of the projected people are made as those of the past are (`dashboard.analysis.indicators.age_structure`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.cubes import Cube, tidy
from dashboard.analysis.indicators import AGES as MEASURES
from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections import run
from dashboard.analysis.projections.jump_off import AGES, Start
from forecasting.axes import Array, freeze
from forecasting.scenarios import Scenario

PROJECTED = "projected"


@dataclass(frozen=True, eq=False)
class AreaProjections:
    """Projected people of all areas. population [year, area, sex, age]"""

    areas: tuple[str, ...]
    years: tuple[int, ...]
    population: Array

    def __post_init__(self) -> None:
        freeze(self)

    def measure(self, key: str) -> pd.DataFrame:
        """area, year, value, status, provisional, source — a measure of age structure, projected; after the base year"""
        measure = MEASURES[key]
        cubes = [
            Cube(self.areas, AGES, counts, year, PROJECTED, 0, BASE)
            for year, counts in zip(self.years[1:], self.population[1:], strict=True)
        ]
        return tidy([(cube, measure.arithmetic(cube)) for cube in cubes]).assign(status=PROJECTED)


def project_areas(starts: Sequence[Start]) -> AreaProjections:
    """All areas under the medium scenario, to the usual horizon."""
    runs = [run(start, Scenario()) for start in starts]
    people = np.stack([each.population for each in runs], axis=1)
    return AreaProjections(tuple(each.area for each in runs), runs[0].years, people)
