"""Every measure that projected cells allow, by name, with the definitions used for the past.

Measures of people are at the projection's ``years`` (T+1); measures of events and of the rates that made them are of its
intervals (T). Rates are per person and year. Not here, because no projected cell holds them: marriages, divorces,
moves between areas, birth orders, causes of death, completeness of registration.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from forecasting import indicators
from forecasting.assumptions import Assumptions
from forecasting.axes import FEMALE, MALE, Array
from forecasting.bands import person_years
from forecasting.life_table import LifeTable
from forecasting.period_deaths import by_age_at_death
from forecasting.projection import Projection

#: Of people of both sexes by age
OF_PEOPLE: dict[str, Callable[..., Array]] = {
    "share_0_14": partial(indicators.share_of_ages, low=0, high=15),
    "share_15_64": partial(indicators.share_of_ages, low=15, high=65),
    "share_65_plus": partial(indicators.share_of_ages, low=65),
    "share_60_plus": partial(indicators.share_of_ages, low=60),
    "share_80_plus": partial(indicators.share_of_ages, low=80),
    "young_age_dependency_20_64": partial(indicators.young_age_dependency_ratio, working=(20, 65)),
    "old_age_dependency_20_64": partial(indicators.old_age_dependency_ratio, working=(20, 65)),
    "total_dependency_20_64": partial(indicators.dependency_ratio, working=(20, 65)),
    "young_age_dependency": indicators.young_age_dependency_ratio,
    "old_age_dependency": indicators.old_age_dependency_ratio,
    "dependency": indicators.dependency_ratio,
    "ageing_index": indicators.ageing_index,
    "ageing_index_60": partial(indicators.ageing_index, old=60),
    "potential_support_ratio": indicators.potential_support_ratio,
    "potential_support_20_64": partial(indicators.potential_support_ratio, working=(20, 65)),
    "parent_support_ratio": indicators.parent_support_ratio,
    "median_age": indicators.median_age,
}


def measures(projection: Projection, assumed: Assumptions) -> dict[str, Array]:
    """Measure -> its values. Projection [..., year, ...], its Assumptions -> [..., year] or [..., interval] (, sex, age)"""
    table = assumed.own_life_table()
    return {
        **_of_people(projection),
        **_of_events(projection, assumed),
        **_of_fertility(projection, assumed),
        **_of_mortality(table, assumed.sex_ratio),
        **_beside_all(projection, assumed),
        **_of_old_age(projection, table),
    }


def deaths_by_age(projection: Projection, assumed: Assumptions) -> Array:
    """Deaths by age at death; ``projection.deaths`` has them by cohort. -> [..., interval, sex, age]"""
    return by_age_at_death(projection.deaths, assumed.life_table())


def lived(projection: Projection) -> Array:
    """Person-years lived in each interval. -> [..., interval, sex, age]"""
    people = projection.population
    return person_years(people[..., :-1, :, :], people[..., 1:, :, :], projection.ages.interval)


def _of_people(projection: Projection) -> dict[str, Array]:
    both = projection.population.sum(-2)
    found = {name: measure(both, ages=projection.ages) for name, measure in OF_PEOPLE.items()}
    by_sex = projection.population.sum(-1)
    found["sex_ratio"] = indicators.ratio(by_sex[..., MALE], by_sex[..., FEMALE])
    women = projection.population[..., FEMALE, :]
    found["women_15_49"] = indicators.people_aged(women, projection.ages, 15, 50)
    if projection.ages.interval == 1:
        found["ageing_index_16"] = indicators.ageing_index(both, projection.ages, young=16)
    return {"population": both.sum(-1), **found}


def _of_events(projection: Projection, assumed: Assumptions) -> dict[str, Array]:
    exposed = lived(projection).sum((-2, -1))
    births, net = projection.births.sum(-1), projection.net_migration.sum((-2, -1))
    by_age = deaths_by_age(projection, assumed)
    deaths, total = by_age.sum((-2, -1)), projection.population.sum((-2, -1))
    born, died = indicators.crude_rate(births, exposed), indicators.crude_rate(deaths, exposed)
    found = {
        "births": births,
        "deaths": deaths,
        "natural_increase": births - deaths,
        "net_migration": net,
        "crude_birth_rate": born,
        "crude_death_rate": died,
        "rate_of_natural_increase": born - died,
        "net_migration_rate": np.divide(net, exposed, out=np.full_like(exposed, np.nan), where=exposed > 0),
        "growth_rate": indicators.growth_rate(
            total[..., :-1], total[..., 1:], years=projection.ages.interval
        ),
    }
    if projection.ages.interval == 1:
        found["infant_mortality_rate"] = indicators.infant_mortality_rate(by_age[..., 0].sum(-1), births)
    return found


def _of_fertility(projection: Projection, assumed: Assumptions) -> dict[str, Array]:
    asfr, ages = assumed.birth_rates(), projection.ages
    tfr = indicators.total_fertility_rate(asfr, ages)
    return {
        "age_specific_fertility_rates": asfr,
        "total_fertility_rate": tfr,
        "mean_age_at_childbearing": indicators.mean_age_at_childbearing(asfr, ages),
        "general_fertility_rate": indicators.general_fertility_rate(
            projection.births.sum(-1), lived(projection), ages
        ),
        "gross_reproduction_rate": indicators.gross_reproduction_rate(tfr, assumed.sex_ratio),
        "net_reproduction_rate": assumed.net_reproduction(),
        "sex_ratio_at_birth": indicators.sex_ratio_at_birth(projection.births),
    }


def _of_mortality(table: LifeTable, sex_ratio: Array) -> dict[str, Array]:
    """By sex, but for ``life_expectancy``: both sexes, weighted as the newborn are."""
    e0 = indicators.life_expectancy(table)
    found = {f"life_expectancy_at_{age}": indicators.life_expectancy(table, age) for age in (60, 65, 80)}
    chances = {"5q0": (0, 5), "45q15": (15, 60), "30q70": (30, 70)}
    found |= {name: indicators.probability_of_dying(table, *ages) for name, ages in chances.items()}
    return {
        "life_expectancy": (e0[..., FEMALE] + sex_ratio * e0[..., MALE]) / (1 + sex_ratio),
        "life_expectancy_by_sex": e0,
        "1q0": np.array(table.qx[..., 0]),
        "lifespan_lost": indicators.lifespan_lost(table),
        "lifespan_sd": indicators.lifespan_sd(table),
        "age_standardised_death_rate": indicators.age_standardised_rate(
            table.mx, indicators.standard_population("who", table.ages), table.ages
        ),
        **found,
    }


def _beside_all(projection: Projection, assumed: Assumptions) -> dict[str, Array]:
    """Of areas [area, ..., year, sex, age] alone: all of them together are the standard."""
    if projection.population.ndim < 4:
        return {}
    died, years = deaths_by_age(projection, assumed), lived(projection)
    standard = indicators.rate(died.sum(0), years.sum(0))
    flat = (*years.shape[:-2], -1)
    ratio = indicators.standardised_mortality_ratio(
        died.sum((-2, -1)), years.reshape(flat), np.nan_to_num(standard).reshape(flat[1:])
    )
    crude = indicators.rate(died.sum((0, -2, -1)), years.sum((0, -2, -1)))
    return {"indirectly_standardised_death_rate": crude * ratio}


def _of_old_age(projection: Projection, table: LifeTable) -> dict[str, Array]:
    """Old is who has 15 years left: women and men by their own tables, on the people of each interval's end."""
    limits = indicators.prospective_old_age_threshold(table.e, table.ages)
    of_ends = (projection.population[..., 1:, :, :], limits, projection.ages)
    return {
        "prospective_old_age_threshold": limits,
        "prospective_old_age_share": indicators.prospective_old_age_share(*of_ends),
        "prospective_dependency_ratio": indicators.prospective_dependency_ratio(*of_ends),
    }
