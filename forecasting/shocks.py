"""Shocks dated to a half-year: an epidemic, an earthquake, a return of migrants, a year of fewer births.

A shock begins and ends at a half-year and touches each interval by the part of it that it covers: rates are moved by
that part of the factor, people who move come in proportion to the part of the shock that falls into the interval.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from numbers import Real

import numpy as np

from forecasting import validation
from forecasting.assumptions import Assumptions
from forecasting.axes import Array
from forecasting.migration import net_migrants
from forecasting.problems import ScenarioProblem, is_text
from forecasting.rates import LARGEST_TFR

#: More people than any country has
MOST_MIGRANTS = 1e9


@dataclass(frozen=True)
class Shock:
    """What happens, from when, for how long.

    begins: moment in years on the projection's own scale (1403.5 is the middle of 1403), a whole or half year
    lasts: years, in halves     mortality, fertility: factors on the rates while it lasts (1 changes nothing)
    ages: from and to under which age the mortality factor holds (None: to the end)
    migrants: net migrants over the whole shock, persons of both sexes, with the standard age pattern
    """

    name: str
    begins: float
    lasts: float
    mortality: float = 1.0
    fertility: float = 1.0
    migrants: float = 0.0
    ages: tuple[int, int | None] = (0, None)

    def __post_init__(self) -> None:
        if not is_text(self.name):
            raise ScenarioProblem(f"a shock is named in letters, not {self.name!r}")
        self._check_ages()
        for name, value in (("begins", self.begins), ("lasts", self.lasts)):
            if not isinstance(value, Real) or not np.isfinite(value) or value * 2 != round(value * 2):
                raise ScenarioProblem(f"shock {self.name!r} {name} {value!r}: shocks are dated to half-years")
        if self.lasts <= 0:
            raise ScenarioProblem(f"shock {self.name!r} lasts {self.lasts:g} years: at least half a year")
        for name, value in (("mortality", self.mortality), ("fertility", self.fertility)):
            if not 0 <= value <= 100:
                raise ScenarioProblem(
                    f"shock {self.name!r}: {name} factor {value:g}; 1 changes nothing, 1.2 is a fifth more"
                )
        if not abs(self.migrants) <= MOST_MIGRANTS:
            raise ScenarioProblem(f"shock {self.name!r}: {self.migrants} migrants")

    def _check_ages(self) -> None:
        whole = len(self.ages) == 2 and all(
            type(age) is int for age in self.ages[: 1 + (self.ages[1] is not None)]
        )
        low, high = self.ages if whole else (-1, None)
        if low < 0 or (high is not None and high <= low):
            raise ScenarioProblem(
                f"shock {self.name!r} is of the ages {self.ages!r}: from a whole age to under a higher one, or to the end"
            )

    def covers(self, moments: Array) -> Array:
        """Years of the shock in each interval between ``moments``. (T+1) -> (T)"""
        ends = np.minimum(moments[1:], self.begins + self.lasts)
        return np.maximum(ends - np.maximum(moments[:-1], self.begins), 0.0)


def with_shocks(assumed: Assumptions, shocks: Iterable[Shock], *, first: float) -> Assumptions:
    """The assumptions with shocks in them. ``first``: the moment the first interval begins.

    A shock that falls outside the projection is an error: it would be lost without a word.
    """
    width, intervals = assumed.ages.interval, assumed.total_fertility.shape[-1]
    moments = first + width * np.arange(intervals + 1, dtype=np.float64)
    changed = assumed
    for shock in shocks:
        covered = shock.covers(moments)
        if not np.isclose(covered.sum(), shock.lasts):
            raise ScenarioProblem(
                f"shock {shock.name!r} from {shock.begins:g} to {shock.begins + shock.lasts:g} is not within the "
                f"projection from {first:g} to {moments[-1]:g}"
            )
        _refuse_other_ages(shock, assumed)
        changed = _shaken(changed, shock, covered / width, covered / shock.lasts)
    return changed


def _refuse_death_rates(shock: Shock, death_rates: Array) -> None:
    if (death_rates[..., -1] == 0).any() or (death_rates > validation.LARGEST_DEATH_RATE).any():
        raise ScenarioProblem(
            f"shock {shock.name!r}: at a mortality factor of {shock.mortality:g} either nobody would ever die or more people "
            "would than live"
        )


def _refuse_fertility(shock: Shock, total_fertility: Array) -> None:
    if (total_fertility > LARGEST_TFR).any():
        raise ScenarioProblem(
            f"shock {shock.name!r}: at a fertility factor of {shock.fertility:g} women would bear "
            f"{total_fertility.max():.1f} children, more than anywhere ever"
        )


def _refuse_other_ages(shock: Shock, assumed: Assumptions) -> None:
    low, high = shock.ages
    lower = assumed.death_ages.lower
    if low not in lower or (high is not None and high not in lower):
        raise ScenarioProblem(
            f"shock {shock.name!r} is of ages from {low} to under {high}; the death rates' groups begin at "
            f"{lower[0]} ... {lower[-1]}"
        )


def _shaken(assumed: Assumptions, shock: Shock, part: Array, share: Array) -> Assumptions:
    death_rates = assumed.death_rates.copy()
    touched = assumed.death_ages.between(*shock.ages)
    death_rates[..., touched] *= (1 + (shock.mortality - 1) * part)[:, np.newaxis, np.newaxis]
    _refuse_death_rates(shock, death_rates)
    total_fertility = assumed.total_fertility * (1 + (shock.fertility - 1) * part)
    _refuse_fertility(shock, total_fertility)
    moved = net_migrants(shock.migrants * share, assumed.ages)
    return replace(
        assumed,
        death_rates=death_rates,
        total_fertility=total_fertility,
        net_migration=assumed.net_migration + moved,
    )
