"""Each measure's values by area and year, with their provenance: published where an office says so, else derived from
published figures, else estimated.

``METHODS`` says for each measure of the catalogue where its values come from, the most trusted method first. A measure
without one is shown as its office published it.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.indicators import (
    divorce_durations,
    families,
    fertility,
    first_marriages,
    intervals,
    mortality,
    register_measures,
    registered_fertility,
)
from dashboard.analysis.indicators.age_structure import AGES, BY_AGE, PROSPECTIVE, from_ages
from dashboard.analysis.indicators.figures import (
    BASE,
    COLUMNS,
    PATTERNS_ONLY,
    MeasureContext,
    Method,
    births_from_rate,
    candidates,
    crude_rate,
    event_counts,
    first_available,
    measure_of_two,
    most_trusted,
    population,
    published_values,
    published_values_of,
)
from dashboard.analysis.indicators.register_measures import BOTH
from dashboard.analysis.indicators.registration import completeness
from dashboard.analysis.selection import PLACE, SourceOrder
from data.queries import UPPER
from forecasting.axes import FEMALE, MALE, Array
from forecasting.indicators import growth
from forecasting.indicators import mortality as lives
from forecasting.life_table import LifeTable

__all__ = [
    "AGES",
    "BASE",
    "BY_AGE",
    "COLUMNS",
    "METHODS",
    "PATTERNS_ONLY",
    "PROSPECTIVE",
    "MeasureContext",
    "country_indicator_values",
    "first_available",
    "indicator_values",
    "most_trusted",
]


def _of_lives(arithmetic: Callable[[LifeTable], Array]) -> tuple[Method, ...]:
    """Of both sexes together: of deaths registered by sex and age, else of the United Nations' rates of the nation"""
    return published_values, register_measures.measure(arithmetic, BOTH), mortality.both(arithmetic)


def _of_deaths(low: int, high: int) -> tuple[Method, ...]:
    return published_values, register_measures.dying(low, high), mortality.dying(low, high)


def _at_an_age(age: int) -> dict[str, tuple[Method, ...]]:
    """Years left at an age, of women and of men"""
    return {
        f"life_expectancy_{age}_{name}": (
            published_values,
            register_measures.expectancy(age, sex),
            mortality.expectancy(age, sex),
        )
        for name, sex in (("women", FEMALE), ("men", MALE))
    }


METHODS: dict[str, tuple[Method, ...]] = {
    "population": (population,),
    "births": (event_counts("births"),),
    "births_or_derived": (event_counts("births"), births_from_rate),
    "deaths": (event_counts("deaths"),),
    "marriages": (event_counts("marriages"),),
    "divorces": (event_counts("divorces"),),
    "crude_birth_rate": (published_values, crude_rate("births")),
    "crude_death_rate": (published_values, crude_rate("deaths")),
    "crude_marriage_rate": (published_values, crude_rate("marriages")),
    "crude_divorce_rate": (published_values, crude_rate("divorces")),
    "general_marriage_rate": (families.per_adults("marriage"),),
    "general_divorce_rate": (families.per_adults("divorce"),),
    "mean_age_first_marriage_women": (
        published_values_of("mean_age_first_marriage", "female"),
        first_marriages.mean_age("female"),
    ),
    "mean_age_first_marriage_men": (
        published_values_of("mean_age_first_marriage", "male"),
        first_marriages.mean_age("male"),
    ),
    "total_first_marriage_rate_women": (first_marriages.total_rate("female"),),
    "total_first_marriage_rate_men": (first_marriages.total_rate("male"),),
    "total_divorce_rate": (divorce_durations.total_divorce_rate,),
    "mean_duration_at_divorce": (divorce_durations.mean_at_divorce,),
    "mean_duration_of_divorces": (divorce_durations.mean_of_divorces,),
    "divorces_per_100_marriages": (families.divorces_per_marriages,),
    "general_fertility_rate": (published_values, fertility.general_fertility),
    "total_fertility_rate": (published_values, registered_fertility.total_fertility),
    "mean_age_childbearing": (published_values, registered_fertility.mean_age, fertility.childbearing_age),
    "gross_reproduction_rate": (published_values, fertility.gross_reproduction),
    "net_reproduction_rate": (published_values, fertility.net_reproduction),
    "sex_ratio_at_birth": (fertility.sex_ratio,),
    "life_expectancy": (published_values, register_measures.expectancy(0, BOTH)),
    "life_expectancy_women": (
        published_values_of("life_expectancy", "female"),
        register_measures.expectancy(0, FEMALE),
    ),
    "life_expectancy_men": (
        published_values_of("life_expectancy", "male"),
        register_measures.expectancy(0, MALE),
    ),
    **_at_an_age(60),
    **_at_an_age(65),
    "lifespan_lost": _of_lives(lives.lifespan_lost),
    "lifespan_sd": _of_lives(lives.lifespan_sd),
    "dying_0_1": _of_deaths(0, 1),
    "dying_0_5": _of_deaths(0, 5),
    "dying_15_60": _of_deaths(15, 60),
    "dying_30_70": _of_deaths(30, 70),
    "infant_mortality_rate": (published_values, register_measures.infant_mortality),
    "age_standardised_death_rate": (published_values, mortality.age_standardised_rate),
    "indirectly_standardised_death_rate": (published_values, mortality.indirectly_standardised_rate),
    **{key: (published_values, from_ages) for key in AGES},
    **{key: (from_ages,) for key in PROSPECTIVE},
}


def _flow(measure: str) -> Method:
    return published_values_of(measure, "both")


def _crude(event: str) -> Method:
    return lambda context, key: first_available(
        way(context, f"crude_{event}_rate") for way in METHODS[f"crude_{event}_rate"]
    )


def _registered(event: str) -> Method:
    """Registered per 100 expected: estimated, and over 100 left as it is."""
    return lambda context, _key: completeness(context, event)[COLUMNS]


METHODS |= {
    "birth_registration_completeness": (_registered("births"),),
    "death_registration_completeness": (_registered("deaths"),),
    "natural_increase": (
        measure_of_two(_crude("birth"), _crude("death"), lambda births, deaths: births - deaths),
    ),
    "migration_effectiveness": (
        measure_of_two(
            _flow("in_migration_rate"),
            _flow("out_migration_rate"),
            lambda come, go: 100 * growth.migration_effectiveness(come, go),
        ),
    ),
}


def country_indicator_values(
    connection: Connection, country: str, key: str, *, levels: tuple[str, ...] = UPPER
) -> pd.DataFrame:
    """`indicator_values` of a country, with no cache to begin with"""
    return indicator_values(MeasureContext(connection, country, levels), key)


def indicator_values(context: MeasureContext, key: str) -> pd.DataFrame:
    """area, year, value, status, provisional, source — the best value there is for each area and year; where it is made
    of counted events, events, low, high and reliability too (`dashboard.analysis.indicators.intervals`)
    """
    return with_certainty(context, key, ranked_values(context, key))


def methods_of(key: str) -> tuple[Method, ...]:
    """The methods of a measure, the most trusted first: as its office published it, where none is declared"""
    return METHODS.get(key, (published_values,))


def ranked_values(context: MeasureContext, key: str) -> pd.DataFrame:
    """What each method gives for each area and year, with the method's place and its rank: 0 is taken"""
    return candidates([method(context, key) for method in methods_of(key)], SourceOrder())


def with_certainty(context: MeasureContext, key: str, ranked: pd.DataFrame) -> pd.DataFrame:
    """The values taken, with their events and interval where those are known"""
    values = ranked.loc[ranked[PLACE] == 0, COLUMNS].reset_index(drop=True)
    certainty = intervals.certainty(context, key, values)
    return values.merge(certainty, on=["area", "year"], how="left") if len(certainty) else values
