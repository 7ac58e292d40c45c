"""Back-test series: naive forecasts that others made of the same history, made again by ours.

What our own forecasts miss beside them is a baseline and takes longer: `python -m forecasting.backtest` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from forecasting.probabilistic import naive
from tests.refcases import tables
from tests.refcases.outcome import Outcome, relative_error

TOLERANCE = 1e-12
COLUMN = {"tfr": "tfr", "e0": "e0", "pop": "pop_dec31_thousand"}
LOWEST_TFR = 0.5  # where the files stop a falling line
METHODS = {"last value": naive.last_value, "RW drift 20y": naive.drift}


def run(folder: Path) -> Iterator[Outcome]:
    """Each naive method, the worst of all series and origins."""
    history = tables.read(folder, "wpp2024_history_annual")
    said = tables.read(folder, "naive_forecasts_annual")
    for method in METHODS:
        chosen = said[said["method"] == method]
        errors = [
            _error(history, part, str(series), int(origin), method)
            for (series, origin), part in chosen.groupby(["series", "origin"])
        ]
        countries = chosen["country_code"].nunique()
        compared = f"{method}: {len(errors)} series and origins, {countries} countries"
        if errors:
            yield Outcome(folder.name, compared, max(errors), TOLERANCE)


def _error(history, part, series: str, origin: int, method: str) -> float:
    forecast = part.pivot(index="country_code", columns="year", values="forecast")
    wide = history.pivot(index="country_code", columns="year", values=COLUMN[series])
    past = wide.loc[forecast.index, [year for year in wide.columns if year <= origin]].to_numpy(float)
    growing = series == "pop"
    found = METHODS[method](np.log(past) if growing else past, forecast.shape[1])
    found = np.exp(found) if growing else found
    if series == "tfr":
        found = np.maximum(found, LOWEST_TFR)
    return relative_error(found, forecast.to_numpy(float), smallest=0)
