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
from data.countries import countries

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

#: (country, measure) -> the first year that cannot be compared with those before, and why, as the country's folder says
BREAKS = {
    (code, measure): dict(years)
    for code, country in countries().items()
    for measure, years in country.breaks.items()
}
