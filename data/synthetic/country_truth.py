"""What was put in: the measures that a made-up register's expected numbers have, of each area, what is above it, the nation.

They are what the measures of the files come to, within chance. Rates are over the people of the year's middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.synthetic.country_people import Ages, Array
from data.synthetic.country_rates import DURATIONS, HUSBANDS, MOTHERS, WIVES, Expected

COLUMNS = ["area", "year", "measure", "value"]


def truth(numbers: Expected, groups: Mapping[str, Sequence[int]]) -> pd.DataFrame:
    """area, year, measure, value — of each area, which is a sum of areas of the numbers. groups: area -> their places"""
    rows = []
    for area, places in groups.items():
        for measure, value in _measures(numbers, list(places)).items():
            rows.append((area, numbers.year, measure, float(value)))
    return pd.DataFrame(rows, columns=COLUMNS)


def _measures(numbers: Expected, places: list[int]) -> dict[str, float]:
    people, births, deaths = (
        each[places].sum(0) for each in (numbers.people, numbers.births, numbers.deaths)
    )
    divorces, weddings = numbers.divorces[places].sum(0), numbers.weddings[places].sum(0)
    everyone = people.sum()
    leave = numbers.departures[places].sum((1, 2))
    come = numbers.departures.sum((1, 2)) @ numbers.destinations
    inside = (leave[:, None] * numbers.destinations[places][:, places]).sum()
    rates = deaths / np.maximum(people, 1e-9)
    return {
        "population": everyone,
        **{
            f"crude_{event}_rate": 1000 * count.sum() / everyone
            for event, count in (
                ("birth", births),
                ("death", deaths),
                ("marriage", weddings),
                ("divorce", divorces),
            )
        },
        **_of_births(births, people),
        "sex_ratio_at_birth": 100 * births[..., 1].sum() / births[..., 0].sum(),
        "life_expectancy_women": life_expectancy(rates[0]),
        "life_expectancy_men": life_expectancy(rates[1]),
        "infant_mortality_rate": 1000 * deaths[:, 0].sum() / births.sum(),
        **_of_firsts("women", WIVES, weddings.sum((1, 3))[:, 0], people[0]),
        **_of_firsts("men", HUSBANDS, weddings.sum((0, 2))[:, 0], people[1]),
        "mean_duration_of_divorces": _mean(np.arange(DURATIONS) + 0.5, divorces),
        "in_migration_rate": 1000 * (come[places].sum() - inside) / everyone,
        "out_migration_rate": 1000 * (leave.sum() - inside) / everyone,
    }


def _of_births(births: Array, people: Array) -> dict[str, float]:
    rates = births.sum(-1) / people[0, MOTHERS][:, None]
    by_order = {f"total_fertility_rate_order_{order + 1}": each for order, each in enumerate(rates.sum(0))}
    return {
        "total_fertility_rate": rates.sum(),
        "mean_age_childbearing": _mean(MOTHERS + 0.5, rates.sum(-1)),
        "mean_age_first_birth": _mean(MOTHERS + 0.5, rates[:, 0]),
        **by_order,
    }


def _of_firsts(sex: str, ages: Ages, firsts: Array, people: Array) -> dict[str, float]:
    rates = firsts / np.maximum(people[ages], 1e-9)
    return {
        f"total_first_marriage_rate_{sex}": rates.sum(),
        f"mean_age_first_marriage_{sex}": _mean(ages + 0.5, firsts),
    }


def _mean(middles: NDArray[np.floating[Any]], weights: Array) -> float:
    return float((middles * weights).sum() / weights.sum())


def life_expectancy(rates: Array) -> float:
    """Years, from death rates of single ages, the last open; an infant who dies lives a tenth of a year. (age)"""
    lived = np.full(len(rates), 0.5)
    lived[0] = 0.1
    dying = rates / (1 + (1 - lived) * rates)
    alive = np.concatenate([[1.0], np.cumprod(1 - dying[:-1])])
    years = alive[:-1] * (1 - dying[:-1] * (1 - lived[:-1]))
    return float(years.sum() + alive[-1] / rates[-1])
