"""What a reader may choose on the pages besides area, year and measure, declared once so that every link can carry it.

A choice is a word, an area code, a year or a measure's key: never a label. What is not declared here is in no link.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """What a link may name in this country: area codes, measures, first and last year."""

    areas: Collection[str]
    measures: Collection[str]
    years: tuple[int, int]

    def year(self, value: str) -> bool:
        """Whether the text is a year of the country's calendar."""
        low, high = self.years
        return value.isascii() and value.isdigit() and len(value) <= 4 and low <= int(value) <= high


@dataclass(frozen=True)
class Choice:
    """One choice: its usual value, the words it may be, and whether it may name a year, an area or a measure."""

    usual: str = ""
    words: tuple[str, ...] = ()
    year: bool = False
    area: bool = False
    measure: bool = False

    def allows(self, value: str, allowed: Allowed) -> bool:
        """Whether a link may say this."""
        return (
            value in (self.usual, *self.words)
            or (self.year and allowed.year(value))
            or (self.area and value in allowed.areas)
            or (self.measure and value in allowed.measures)
        )


CHOICES = {
    "calendars": Choice("own", ("both",)),
    "classes": Choice("fixed", ("quantiles", "natural")),
    "level": Choice("province", ("county", "district", "commune")),
    "beside": Choice("ranks", year=True, measure=True),
    "structure": Choice("pyramid", ("lexis",)),
    "ages": Choice("single", ("five",)),
    "people": Choice("counts", ("shares",)),
    "against": Choice("", year=True, area=True),
    "x": Choice("", measure=True),
    "y": Choice("", measure=True),
    "compare": Choice("ranks", ("peers", "multiples", "scatter", "funnel")),
    "lexis": Choice("people", ("men_per_100_women",)),
    "fertility": Choice("why", ("ages", "surface", "sexes", "registered")),
    "mortality": Choice("expectancy", ("table", "why", "surface", "standard", "registered")),
    "rate": Choice(
        "", ("crude_birth_rate", "general_fertility_rate", "crude_death_rate", "age_standardised_death_rate")
    ),
    "table": Choice("", ("nation", "office", "moved", "register", "related")),
    "sex": Choice("female", ("male", "both")),
    "since": Choice("", year=True),
    "until": Choice("", year=True),
    "coverage": Choice("sources", ("years", "areas")),
    "about": Choice("", ("0", "1", "2", "3", "4", "5", "6")),
}


def unusual_choices(chosen: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What differs from the usual, in the order of the declarations: two readers with one view have one link."""
    unusual = dict(chosen)
    return tuple(
        (name, unusual[name]) for name in CHOICES if unusual.get(name, "") not in ("", CHOICES[name].usual)
    )
