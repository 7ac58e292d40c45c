"""Tests of counts by age and sex, area by area: heaping where single ages are known, the joint score of groups of five.

Only counts are tested: an estimate has the smoothness it was given.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from forecasting.axes import FEMALE, MALE, SEXES, AgeGroups, Array
from forecasting.indicators import data_quality as tests

FIVE, SINGLE = AgeGroups.five(75), AgeGroups.single(90)
PAPERS = ["area", "year", "status", "provisional", "source"]
HEAPING = (*PAPERS, "whipple", "myers", "bachi", "total_modified_whipple", *(f"digit_{n}" for n in range(10)))
SCORES = (*PAPERS, "joint", "sex_ratio_score", "age_ratio_score_female", "age_ratio_score_male")


def heaping(people: pd.DataFrame) -> pd.DataFrame:
    """area, year, status, provisional, source, whipple, myers, bachi, total_modified_whipple, digit_0 … digit_9

    people: by age, one count an area and year on ages that do not overlap (`indicators.population.people_rows`).
    Both sexes together. One row an area and count that is by single years of age; none where ages are in groups.
    """
    rows, persons = _grid(people, SINGLE, _single)
    both = persons.sum(-2)
    digits = tests.modified_whipple_index(both, SINGLE)
    return pd.DataFrame(
        rows.assign(
            whipple=tests.whipple_index(both, SINGLE),
            myers=tests.myers_index(both, SINGLE),
            bachi=tests.bachi_index(both, SINGLE),
            total_modified_whipple=tests.total_modified_whipple_index(both, SINGLE),
            **{f"digit_{digit}": digits[..., digit] for digit in range(10)},
        ),
        columns=list(HEAPING),
    )


def accuracy(people: pd.DataFrame) -> pd.DataFrame:
    """area, year, status, provisional, source, joint, sex_ratio_score, age_ratio_score_female, age_ratio_score_male

    The United Nations' joint score of ages 0-74. One row an area and count that has both sexes by age.
    """
    rows, persons = _grid(people, FIVE, _five)
    scores = tests.age_sex_accuracy(persons, FIVE)
    return pd.DataFrame(
        rows.assign(
            joint=scores.joint,
            sex_ratio_score=scores.sex_ratio,
            age_ratio_score_female=scores.age_ratio[..., FEMALE],
            age_ratio_score_male=scores.age_ratio[..., MALE],
        ),
        columns=list(SCORES),
    )


def _grid(
    people: pd.DataFrame, ages: AgeGroups, grouped: Callable[[pd.DataFrame], pd.DataFrame]
) -> tuple[pd.DataFrame, Array]:
    """The counts that have every sex and age: their provenance, and [row, sex, age]."""
    counts = people[(people["status"] != "estimated") & (people["age_lower"] >= 0)]
    wide = grouped(counts).pivot_table(
        index=PAPERS, columns=["sex", "group"], values="persons", aggfunc="sum"
    )
    cells = pd.MultiIndex.from_product([SEXES, ages.lower], names=["sex", "group"])
    wide = wide.reindex(columns=cells).dropna()
    rows = wide.index.to_frame(index=False)
    return rows, wide.to_numpy(dtype=np.float64).reshape(len(wide), len(SEXES), len(ages))


def _single(counts: pd.DataFrame) -> pd.DataFrame:
    """Single years to 89, the rest together: counts in groups have none of the years between."""
    return counts.assign(group=counts["age_lower"].clip(upper=SINGLE.open_age))


def _five(counts: pd.DataFrame) -> pd.DataFrame:
    """Groups of five to 74, the rest together."""
    return counts.assign(group=(counts["age_lower"] // 5 * 5).clip(upper=FIVE.open_age))
