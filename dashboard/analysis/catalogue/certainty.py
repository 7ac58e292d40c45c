"""How the interval of a measure is made, or why it has none: told beside every figure and in the catalogue."""

from __future__ import annotations

from dashboard.analysis.catalogue.indicator import Indicator
from dashboard.words import mark
from data.countries import countries

_POISSON = mark(
    "The interval is what chance leaves open about a count of so many events (Poisson, exact: Garwood 1936). It does not hold what was never registered."
)
_BINOMIAL = mark(
    "The interval is what chance leaves open about a part of so many events (binomial: Wilson 1927). It does not hold what was never registered."
)
#: Measure -> how its interval is made, where a register counted its events
INTERVAL_METHODS = {
    **dict.fromkeys(
        (
            "crude_birth_rate",
            "crude_death_rate",
            "crude_marriage_rate",
            "crude_divorce_rate",
            "general_marriage_rate",
            "general_divorce_rate",
            "general_fertility_rate",
            "indirectly_standardised_death_rate",
        ),
        _POISSON,
    ),
    **dict.fromkeys(
        ("total_fertility_rate", "gross_reproduction_rate"),
        mark(
            "The interval is what chance leaves open about births by age of mother (gamma: Fay & Feuer 1997), or, of a published rate, about the births which it gives the women of the area (Poisson, all ages alike). It does not hold what was never registered."
        ),
    ),
    "mean_age_childbearing": mark(
        "The interval is what chance leaves open about births by age of mother (normal). It does not hold what was never registered."
    ),
    **dict.fromkeys(
        ("life_expectancy", "life_expectancy_women", "life_expectancy_men"),
        mark(
            "The interval is what chance leaves open about deaths by sex and age, drawn from the fitted rates. It does not hold the part of deaths that is not registered, which is estimated."
        ),
    ),
    "infant_mortality_rate": mark(
        "The interval is what chance leaves open about a count of so many infant deaths (Poisson, exact: Garwood 1936). It does not hold what was never registered."
    ),
    **dict.fromkeys(("sex_ratio_at_birth", "divorces_per_100_marriages"), _BINOMIAL),
    "mean_duration_of_divorces": mark(
        "The interval is what chance leaves open about the mean of so many durations (normal)."
    ),
    **dict.fromkeys(
        ("total_first_marriage_rate_women", "total_first_marriage_rate_men"),
        mark(
            "The interval is what chance leaves open about first marriages by age (gamma: Fay & Feuer 1997). It does not hold what was never registered."
        ),
    ),
    **dict.fromkeys(
        ("mean_age_first_marriage_women", "mean_age_first_marriage_men"),
        mark(
            "The interval is what chance leaves open about the mean age of so many first marriages (normal)."
        ),
    ),
    "natural_increase": mark(
        "The interval is what chance leaves open about births and about deaths, each a count (Poisson)."
    ),
    "age_standardised_death_rate": mark(
        "The interval is what chance leaves open about deaths by age (gamma: Fay & Feuer 1997). It does not hold what was never registered."
    ),
}

_SURVEY = mark(
    "No interval: the office estimates it from a sample survey and does not publish its sampling error."
)
_UNSAID = mark("No interval: none is published, and the number of events behind it is not loaded here.")
_STOCK = mark(
    "No interval: people are counted, or estimated from a count; what is wrong with them is no chance. See Data quality."
)
_COUNT = mark("No interval: the number registered, as it is.")
_MODEL = mark("No interval: estimated by a model that gives none here.")
_INTERVAL_TEXTS = mark(
    "No interval: the office publishes none. Life tables of our own have theirs on the Mortality page."
)
_MOVES = mark("No interval: how the office counts moves, and with what error, is not published.")

_COUNTS = ("births", "deaths", "marriages", "divorces")
_PUBLISHED_ALONE = ("life_expectancy", "life_expectancy_women", "life_expectancy_men")
_OF_EVENTS = (
    "infant_mortality_rate",
    "under_five_mortality_rate",
    "mean_age_first_marriage",
    "mean_age_first_marriage_women",
    "mean_age_first_marriage_men",
)

_MODELLED = ("age_standardised_death_rate", "indirectly_standardised_death_rate")
#: Measures of structure: parts of a stock of people
STRUCTURAL = ("population", "women_15_49", "share_", "median_age", "dependency", "ageing_index", "support")


def interval_absence(indicator: Indicator, country: str) -> str:
    """Why figures of a measure have no interval in a country, in the catalogue's English."""
    key = indicator.key
    if key in _COUNTS:
        return _COUNT
    if key in _PUBLISHED_ALONE:
        return _INTERVAL_TEXTS
    if key == "mean_age_childbearing":
        return _MODEL
    if key in INTERVAL_METHODS or key in _OF_EVENTS:
        return _SURVEY if countries()[country].survey_rates and key not in _MODELLED else _UNSAID
    if "migration" in key:
        return _MOVES
    return _STOCK if any(part in key for part in STRUCTURAL) and "prospective" not in key else _MODEL
