"""Every measure the product shows, declared once: what it is called, what it means, how it is made and read.

Names and definitions are the catalogue's English, translated where they are shown. Where a measure comes from is in
`dashboard.analysis.indicators`; the arithmetic is in `forecasting.indicators`.
"""

from __future__ import annotations

from dashboard.analysis.catalogue.ageing import AGEING, PROSPECTIVE, RATIOS, STRUCTURE
from dashboard.analysis.catalogue.families import FAMILIES
from dashboard.analysis.catalogue.fertility import FERTILITY, POPULATION
from dashboard.analysis.catalogue.growth import GROWTH, REGISTERS
from dashboard.analysis.catalogue.indicator import EVENT_COUNTS, SYMBOLS, Indicator
from dashboard.analysis.catalogue.mortality import MORTALITY
from dashboard.words import mark

__all__ = [
    "AGEING",
    "BREAKS",
    "BY_KEY",
    "EVENT_COUNTS",
    "FAMILIES",
    "FERTILITY",
    "GROUPS",
    "GROWTH",
    "INDICATORS",
    "MORTALITY",
    "POPULATION",
    "PROSPECTIVE",
    "RATIOS",
    "REGISTERS",
    "STRUCTURE",
    "SYMBOLS",
    "Indicator",
]

#: Title of a group -> its measures, in the order of the catalogue
GROUPS: dict[str, tuple[Indicator, ...]] = {
    mark("Population"): POPULATION,
    mark("Fertility"): FERTILITY,
    mark("Marriage and divorce"): FAMILIES,
    mark("Mortality"): MORTALITY,
    mark("Ageing"): AGEING,
    mark("Migration and growth"): GROWTH,
    mark("Registration"): REGISTERS,
}
INDICATORS = tuple(indicator for group in GROUPS.values() for indicator in group)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}

_NEW_BASE = mark(
    "From 1400 the office’s age shares are on another base than before: do not compare across it."
)
#: (country, measure) -> the first year that cannot be compared with those before, and why
BREAKS: dict[tuple[str, str], dict[int, str]] = {
    **{("IR", key): {1400: _NEW_BASE} for key in ("share_65_plus", "share_15_64", "share_0_14")},
    ("VN", "life_expectancy"): {2023: mark("From 2023 the office estimates life expectancy in another way.")},
}
