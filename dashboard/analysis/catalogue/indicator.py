"""What is declared of a measure, and the short texts that many measures share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dashboard.words import mark
from data.countries import countries

#: Units of counts: their change is said in per cent
EVENT_COUNTS = ("persons", "births", "deaths", "marriages", "divorces", "women")


@dataclass(frozen=True)
class Indicator:
    """One measure. ``classes``: bounds of the map's classes, from lowest to highest, where they have a
    meaning of their own; else round bounds over all years.

    ``formula`` is in the symbols of ``SYMBOLS``; ``inputs`` what it is made of; ``literature`` who defines it so.
    ``absence``: why no country has it as one number by area and year.
    """

    key: str
    name: str
    definition: str
    unit: str
    decimals: int
    worry: Literal["up", "down"] | None = None
    classes: tuple[float, ...] | None = None
    caution: str | None = None
    formula: str = ""
    inputs: tuple[str, ...] = ()
    literature: str = ""
    absence: str = ""

    @property
    def why_not(self) -> Mapping[str, str]:
        """Country -> why the measure has no figures there, or none for its provinces, as the country's folder says."""
        reasons = {code: country.reasons.get(self.key, self.absence) for code, country in countries().items()}
        return {code: reason for code, reason in reasons.items() if reason}


PERSONS, YEARS = mark("persons"), mark("years")
PER_1000_PEOPLE, PER_1000_BORN = mark("per 1,000 people"), mark("per 1,000 live births")
SHARE = mark("% of population")

BIRTHS, DEATHS, PEOPLE = mark("births"), mark("deaths"), mark("people in the middle of the year")
MARRIAGES, DIVORCES, BY_AGE = mark("marriages"), mark("divorces"), mark("people by age")
WOMEN, PATTERN = mark("women by age"), mark("births by age of mother")
DEATH_RATES, MOVES = mark("death rates by age"), mark("people who moved in and out")

VITAL = "United Nations (2014), Principles and Recommendations for a Vital Statistics System, Rev. 3"
PRESTON = (
    "Preston, Heuveline & Guillot (2001), Demography: Measuring and Modeling Population Processes, ch. {}"
)
AGEING = "United Nations, World Population Ageing, annex I"
EUROSTAT = "Eurostat, metadata of demo_nup and demo_ndivind"

#: What the letters of the formulas stand for, in the catalogue's order
SYMBOLS = (
    ("B, D, M, V", mark("births, deaths, marriages and divorces of the year")),
    ("P̄, P(a–b)", mark("people in the middle of the year; those aged a to b")),
    ("W(a–b)", mark("women aged a to b")),
    ("f(x), n", mark("births a year per woman in the age group that begins at x; its width in years")),
    ("m(x), q(x), l(x), L(x), e(x)", mark("columns of the life table")),
    ("c(x)", mark("part of a standard population in the age group")),
    ("SRB", mark("boys born per girl")),
    ("I, O", mark("people who moved in and out")),
)
