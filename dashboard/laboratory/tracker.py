"""Which scenario are we in? Registered births and deaths since the start, set beside what each scenario expected. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.laboratory import LabRun

#: 95 % of a normal
Z = 1.959963984540054


@dataclass(frozen=True)
class Verdict:
    """How a scenario stands in the last known year: registered less expected since the start, and whether chance explains it."""

    name: str
    fingerprint: str
    year: int
    registered: float
    expected: float
    explained: bool

    @property
    def gap(self) -> float:
        """Registered less expected, as part of the expected."""
        return (self.registered - self.expected) / self.expected if self.expected else float("nan")


def expected(run: LabRun, event: str) -> pd.Series:
    """Events a scenario expects by year; ``event``: births or deaths."""
    flows = run.births.sum(-1) if event == "births" else run.deaths.sum((-2, -1))
    return pd.Series(flows, index=pd.Index(run.years[1:], name="year"))


def beside(run: LabRun, registered: pd.DataFrame, event: str) -> pd.DataFrame:
    """year, registered, expected, gap, low, high, provisional — cumulative since the start

    low and high: gaps that chance alone gives 95 times in 100, the register being a Poisson count. Years without a
    registered figure end the comparison, for a sum over a hole is no sum.
    """
    known = registered.dropna(subset=["value"]).drop_duplicates("year", keep="last").set_index("year")
    hoped = expected(run, event)
    years = []
    for year in hoped.index:
        if year not in known.index:
            break
        years.append(year)
    hoped = hoped.loc[years].cumsum()
    counted = known.loc[years, "value"].astype(float).cumsum()
    spread = Z * np.sqrt(hoped)
    return pd.DataFrame(
        {
            "year": years,
            "registered": counted.to_numpy(),
            "expected": hoped.to_numpy(),
            "gap": (counted - hoped).to_numpy(),
            "low": -spread.to_numpy(),
            "high": spread.to_numpy(),
            "provisional": known.loc[years, "provisional"].astype(bool).to_numpy(),
        }
    )


def from_start(rows: pd.DataFrame, start: int) -> pd.DataFrame:
    """The same rows after the start itself, where nothing has been counted and nothing was expected"""
    nothing = {name: 0.0 for name in ("registered", "expected", "gap", "low", "high")}
    return pd.concat(
        [pd.DataFrame([{"year": start, **nothing, "provisional": False}]), rows], ignore_index=True
    )


def verdicts(runs: Sequence[tuple[str, LabRun]], registered: pd.DataFrame, event: str) -> list[Verdict]:
    """Each scenario's standing, the nearest first."""
    found = []
    for name, run in runs:
        rows = beside(run, registered, event)
        if len(rows):
            last = rows.iloc[-1]
            found.append(
                Verdict(
                    name,
                    run.fingerprint,
                    int(last["year"]),
                    float(last["registered"]),
                    float(last["expected"]),
                    bool(last["low"] <= last["gap"] <= last["high"]),
                )
            )
    return sorted(found, key=lambda one: abs(one.gap))
