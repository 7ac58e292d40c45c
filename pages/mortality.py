"""How long people live, how many die before which age, and what is left of the differences at equal ages."""

from dashboard.analysis.catalogue import MORTALITY
from dashboard.panels import mortality
from dashboard.panels.gaps import measure_gaps
from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(
    mark("Mortality"),
    (
        "life_expectancy",
        "crude_death_rate",
        "age_standardised_death_rate",
        "indirectly_standardised_death_rate",
        "infant_mortality_rate",
        "under_five_mortality_rate",
        "life_expectancy_women",
        "life_expectancy_men",
        "life_expectancy_60_women",
        "life_expectancy_60_men",
        "life_expectancy_65_women",
        "life_expectancy_65_men",
        "dying_0_1",
        "dying_0_5",
        "dying_15_60",
        "dying_30_70",
        "lifespan_lost",
        "lifespan_sd",
        "deaths",
    ),
)
mortality.closer()
measure_gaps(MORTALITY)
