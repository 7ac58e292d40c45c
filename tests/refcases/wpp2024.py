"""WPP 2024, made by single years, run again by five: published totals within the error a rerun has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from forecasting.conventions import BAYES_POP_EVEN
from forecasting.life_table import survival_ratios
from tests.refcases import tables, world
from tests.refcases.outcome import Outcome

MEDIAN_ALLOWED = {2030: 0.0008, 2050: 0.0013, 2100: 0.0025}  # shown reachable over 187 countries
A_TENTH_MORE = 1.1
IRAN, VIET_NAM = 364, 704
OUR_COUNTRIES_ALLOWED = 0.0015


def run(folder: Path) -> Iterator[Outcome]:
    """All countries at once: even migration, Andreev-Kingkade infancy, closed at 130."""
    inputs = world.read(folder, "in_mig_age", "expected_pop_medium_decades")
    years = tables.values(tables.read(folder, "expected_pop_medium_decades"), "year")
    published = inputs.stocks("expected_pop_medium_decades", years)
    migrants = inputs.migrants("in_mig_age", "net_mig_thousand")
    survival = survival_ratios(world.tables_to_130(inputs, BAYES_POP_EVEN))
    timing = ["even"] * len(inputs.countries)
    found = world.to_100(world.project_all(inputs, survival, migrants, timing, {"even": BAYES_POP_EVEN}))
    at = [(year - world.FIRST_YEAR) // 5 for year in years]
    errors = np.abs(found[:, at].sum((-2, -1)) / published.sum((-2, -1)) - 1)
    case = f"{folder.name}, {len(inputs.countries)} countries"
    for year, allowed in ((year, MEDIAN_ALLOWED[year]) for year in years if year in MEDIAN_ALLOWED):
        median = float(np.median(errors[:, years.index(year)]))
        yield Outcome(case, f"published total {year}, median country", median, allowed * A_TENTH_MORE)
    for country, name in ((IRAN, "Iran"), (VIET_NAM, "Viet Nam")):
        if country in inputs.countries:
            worst = float(errors[inputs.countries.index(country)].max())
            yield Outcome(
                case, f"published total of {name}, worst decade to 2100", worst, OUR_COUNTRIES_ALLOWED
            )
