"""How long people live, how many die before which age, and what is left of the differences at equal ages."""

from dashboard.panels import mortality
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
    ),
)
mortality.closer()
