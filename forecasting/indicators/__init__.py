"""Measures of a population, one definition for the past and the projected alike.

Pure functions of arrays. A missing value (nan) is "no data" and stays so in every result that needs it; a
rate without anybody exposed is nan too, never 0. Negative or infinite numbers are refused. Rates are per
person, per person-year: they are scaled only for the eye. Tests of the data themselves: ``indicators.data_quality``.
"""

from forecasting.indicators.ageing import (
    ageing_index,
    dependency_ratio,
    median_age,
    old_age_dependency_ratio,
    parent_support_ratio,
    potential_support_ratio,
    prospective_old_age_share,
    prospective_old_age_threshold,
    share_of_ages,
    young_age_dependency_ratio,
)
from forecasting.indicators.fertility import (
    age_specific_fertility_rates,
    general_fertility_rate,
    gross_reproduction_rate,
    mean_age_at_childbearing,
    net_reproduction_rate,
    sex_ratio_at_birth,
    total_fertility_rate,
)
from forecasting.indicators.growth import GrowthBalance, doubling_time, growth_balance, growth_rate
from forecasting.indicators.marriage import (
    divorces_per_100_marriages,
    mean_age_at_first_marriage,
    mean_duration_at_divorce,
    refined_divorce_rate,
    singulate_mean_age_at_marriage,
    total_divorce_rate,
    total_first_marriage_rate,
)
from forecasting.indicators.mortality import (
    age_standardised_rate,
    death_rates,
    infant_mortality_rate,
    life_expectancy,
    lifespan_lost,
    probability_of_dying,
)
from forecasting.indicators.rates import crude_rate, rate, ratio

__all__ = [
    "GrowthBalance",
    "age_specific_fertility_rates",
    "age_standardised_rate",
    "ageing_index",
    "crude_rate",
    "death_rates",
    "dependency_ratio",
    "divorces_per_100_marriages",
    "doubling_time",
    "general_fertility_rate",
    "gross_reproduction_rate",
    "growth_balance",
    "growth_rate",
    "infant_mortality_rate",
    "life_expectancy",
    "lifespan_lost",
    "mean_age_at_childbearing",
    "mean_age_at_first_marriage",
    "mean_duration_at_divorce",
    "median_age",
    "net_reproduction_rate",
    "old_age_dependency_ratio",
    "parent_support_ratio",
    "potential_support_ratio",
    "probability_of_dying",
    "prospective_old_age_share",
    "prospective_old_age_threshold",
    "rate",
    "ratio",
    "refined_divorce_rate",
    "sex_ratio_at_birth",
    "share_of_ages",
    "singulate_mean_age_at_marriage",
    "total_divorce_rate",
    "total_fertility_rate",
    "total_first_marriage_rate",
    "young_age_dependency_ratio",
]
