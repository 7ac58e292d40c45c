"""When a run passes the marks that people plan by: ageing, aged and super-aged, the peak, more deaths than births."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.analysis.projections import series
from dashboard.analysis.projections.run import ScenarioRun
from forecasting.bands import OLD

#: Shares of people aged 65 and over: ageing, aged, super-aged, as the United Nations and WHO use the words
SHARES = (0.07, 0.14, 0.21)


@dataclass(frozen=True)
class ThresholdYear:
    """A mark and the year it is passed: None where it is not within the run; ``at_start`` where it was at the start."""

    key: str
    year: int | None
    at_start: bool = False


def threshold_years(run: ScenarioRun) -> tuple[ThresholdYear, ...]:
    """7, 14 and 21 % aged 65 and over; the population's peak; the first year with more deaths than births."""
    old = series.share(run, OLD)
    shares = [_first(f"share {round(100 * share)}", old >= share, run.years) for share in SHARES]
    more_deaths = series.deaths(run) > series.births(run)
    return (*shares, _peak(run), _first("natural decrease", more_deaths, run.years[1:]))


def _first(key: str, passed: npt.NDArray[np.bool_], years: tuple[int, ...]) -> ThresholdYear:
    if not passed.any():
        return ThresholdYear(key, None)
    place = int(np.argmax(passed))
    return ThresholdYear(key, years[place], place == 0)


def _peak(run: ScenarioRun) -> ThresholdYear:
    """The year with most people; none where the last year has them."""
    place = int(np.argmax(series.people(run)))
    return ThresholdYear("peak", None if place == len(run.years) - 1 else run.years[place], place == 0)
