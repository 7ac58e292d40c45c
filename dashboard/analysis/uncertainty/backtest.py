"""How wrong: what the method of the fans would have said 5, 10 and 15 years ago, beside naive ones.

The test is of the series alone, each launched knowing only the years before (`forecasting.backtest.card`). A test of the
whole projection needs a base population of that time by age, which the store has for few areas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.words import mark
from forecasting.backtest.card import YEARS_AGO, BacktestCard, CardLine, ClassLine, backtest_card
from forecasting.backtest.scores import ARIMA
from forecasting.panel import panel_of
from forecasting.probabilistic.rolling_origins import OURS


@dataclass(frozen=True)
class BacktestSeries:
    """A series of the store that a card is made of: ``measure`` as the store knows it, ``series`` the kind by name."""

    key: str
    measure: str
    series: str
    title: str
    unit: str
    decimals: int


BACKTEST_SERIES = (
    BacktestSeries(
        "tfr",
        "total_fertility_rate",
        "tfr",
        mark("Total fertility rate"),
        mark("children per woman"),
        2,
    ),
    BacktestSeries("total", "population", "pop", mark("Population"), mark("people"), 0),
    BacktestSeries("births", "births_or_derived", "pop births", mark("Births"), mark("births"), 0),
    BacktestSeries(
        "old", "share_65_plus", "share", mark("Share aged 65 and over"), mark("% of population"), 1
    ),
    BacktestSeries("e0", "life_expectancy", "e0", mark("Life expectancy at birth"), mark("years"), 1),
)
BY_KEY = {tested.key: tested for tested in BACKTEST_SERIES}

#: forecasting's name -> what a reader sees
METHODS = {
    OURS: mark("Ours: pooled momentum and damped trend"),
    "last value": mark("As it is now"),
    "drift": mark("Mean change goes on"),
    "linear": mark("Straight line through ten years"),
    "damped Holt": mark("Damped trend (Holt)"),
    ARIMA: mark("ARIMA"),
}
SIZES = {
    "smallest third": mark("smallest third of areas"),
    "middle third": mark("middle third of areas"),
    "largest third": mark("largest third of areas"),
    "all areas": mark("all areas"),
}


def card_of(figures: pd.DataFrame, area: str, series: str) -> BacktestCard | None:
    """The card of an area from area, year, value rows; None where the area has no figure at all."""
    rows = figures.dropna(subset=["value"])
    if series.startswith("pop"):
        rows = rows[rows["value"] > 0]
    if not (rows["area"] == area).any():
        return None
    panel = panel_of(
        series,
        rows["area"].tolist(),
        rows["year"].astype(int).tolist(),
        rows["value"].astype(float).tolist(),
    )
    return backtest_card(panel, area)


def launches(card: BacktestCard) -> list[tuple[int, list[CardLine]]]:
    """Years ago and what every method said then, ours first and then the nearest; only where ours spoke."""
    by_launch = []
    for ago in YEARS_AGO:
        lines = [line for line in card.lines if line.years_ago == ago]
        if any(line.method == OURS for line in lines):
            by_launch.append((ago, sorted(lines, key=lambda line: (line.method != OURS, abs(line.error)))))
    return by_launch


def silent(card: BacktestCard) -> list[int]:
    """Years ago from which nothing can be said, the series being too short."""
    spoken = {ago for ago, _ in launches(card)}
    return [ago for ago in YEARS_AGO if ago not in spoken]


def closer(lines: list[CardLine]) -> int:
    """How many naive methods came closer than ours."""
    ours = next(line for line in lines if line.method == OURS)
    return sum(abs(line.error) < abs(ours.error) for line in lines if line.method != OURS)


def by_size(card: BacktestCard, ago: int) -> list[ClassLine]:
    """Ours and the last value, by size of area, of one launch."""
    return [line for line in card.classes if line.years_ago == ago and line.method in (OURS, "last value")]


def share_held(lines: list[ClassLine]) -> float:
    """Part of the outcomes inside ours' 80 % interval, areas of all sizes together; nan where there is none."""
    ours = [line for line in lines if line.method == OURS and np.isfinite(line.held_80)]
    weight = sum(line.areas for line in ours)
    return sum(line.held_80 * line.areas for line in ours) / weight if weight else float("nan")
