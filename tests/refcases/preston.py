"""Preston, Heuveline & Guillot (2001), box 6.2: Sweden 1993 to 1998, one step, to the person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from forecasting.axes import AgeGroups
from forecasting.cohort_component import project_step
from forecasting.conventions import PRESTON
from forecasting.rates import Rates
from tests.refcases import tables
from tests.refcases.outcome import Outcome

SEX_RATIO = 1.05
HALF_A_PERSON = 0.5


def run(folder: Path) -> Iterator[Outcome]:
    """One step from the book's own rates."""
    case = tables.read(folder, "case").sort_values("age")

    def both(column: str) -> np.ndarray:
        return np.stack([case[column.format(sex)].to_numpy(float) for sex in "fm"])

    rates = Rates(
        AgeGroups(tuple(int(age) for age in case["age"])),
        case["fert_rate_age_f"].to_numpy(float),
        both("survival_ratio_age_{}"),
        both("mig_net_count_age_{}"),
        SEX_RATIO,
    )
    step = project_step(both("pop_count_age_{}_begin"), rates, conventions=PRESTON)
    missed = np.abs(step.population - both("pop_count_age_{}_end")).max()
    births = np.abs(step.births_by_mother - case["birth_count_age_b"].to_numpy(float)).max()
    yield Outcome(folder.name, "population by sex and age after 5 years", missed, HALF_A_PERSON, "persons")
    yield Outcome(folder.name, "births by age of mother", births, HALF_A_PERSON, "persons")
