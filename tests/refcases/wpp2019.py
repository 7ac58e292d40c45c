"""WPP 2019: bayesPop's core and MortCast's survival to 1e-12; the published variant, no worse than them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from forecasting.conventions import BAYES_POP_END, BAYES_POP_EVEN, WPP_2019_END, WPP_2019_EVEN
from forecasting.life_table import survival_ratios
from tests.refcases import tables, world
from tests.refcases.outcome import Outcome, relative_error

TOLERANCE = 1e-12
ONE_PERSON = 0.001  # the tables are in thousands
A_TENTH_MORE = 1.1
BAYES_POP = {"end": BAYES_POP_END, "even": BAYES_POP_EVEN}
# A few small countries lose more people than they have at the oldest ages: limited as bayesPop limits them.
AS_PUBLISHED = {
    "end": replace(WPP_2019_END, negative_cells="bayespop_limit"),
    "even": replace(WPP_2019_EVEN, negative_cells="bayespop_limit"),
}


def run(folder: Path) -> Iterator[Outcome]:
    """All countries at once; the worst of them speaks."""
    inputs = world.read(
        folder, "in_mig_age_reconstructed", "in_survival_bayespop_27groups", "expected_peer_bayespop"
    )
    frame = tables.read(folder, "in_mig_age_reconstructed")
    timing = list(frame.groupby("country_code")["mig_timing"].first().reindex(list(inputs.countries)))
    migrants = inputs.migrants("in_mig_age_reconstructed", "mig_smoothed")
    given = inputs.migrants("in_survival_bayespop_27groups", "surv_bayespop")
    peer = inputs.stocks("expected_peer_bayespop", inputs.years)
    case = f"{folder.name}, {len(inputs.countries)} countries"

    yield Outcome(case, "survival from death rates, MortCast", _survival_error(inputs, given), TOLERANCE)
    found = world.project_all(inputs, given, migrants, timing, BAYES_POP)[:, 1:]
    error = relative_error(found, peer, smallest=ONE_PERSON)
    yield Outcome(case, "population to 130+, bayesPop core, 16 steps", error, TOLERANCE)
    yield from _published(case, inputs, migrants, timing, peer)


def _survival_error(inputs: world.World, given: np.ndarray) -> float:
    return relative_error(survival_ratios(world.tables_to_130(inputs, BAYES_POP_END)), given, smallest=0)


def _published(
    case: str, inputs: world.World, migrants: np.ndarray, timing: list[str], peer: np.ndarray
) -> Iterator[Outcome]:
    published = inputs.stocks("expected_pop_medium", inputs.years)
    survival = survival_ratios(world.tables_to_100(inputs, WPP_2019_END))
    ours = world.project_all(inputs, survival, migrants, timing, AS_PUBLISHED)[:, 1:]
    theirs = world.to_100(peer)
    for year in (year for year in (2050, 2100) if year in inputs.years):
        place = inputs.years.index(year)
        errors = [_totals(run, published)[:, place] for run in (ours, theirs)]
        for part, name in ((0.5, "median"), (0.9, "nine countries in ten")):
            measure = f"published total {year}: {name}, bayesPop's allowed"
            yield Outcome(case, measure, *(float(np.quantile(error, part)) for error in errors))
        measure = f"published total {year}: worst country, bayesPop's and a tenth"
        yield Outcome(case, measure, float(errors[0].max()), A_TENTH_MORE * float(errors[1].max()))


def _totals(found: np.ndarray, published: np.ndarray) -> np.ndarray:
    """Absolute relative error of each country's total by year."""
    return np.abs(found.sum((-2, -1)) / published.sum((-2, -1)) - 1)
