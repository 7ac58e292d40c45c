"""Marriage and divorce: how many, how old, where divorce rises, and what cannot be said."""

from dashboard.analysis.catalogue import FAMILIES
from dashboard.panels import families
from dashboard.panels.gaps import measure_gaps
from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(
    mark("Marriage and divorce"),
    (
        "crude_marriage_rate",
        "crude_divorce_rate",
        "general_marriage_rate",
        "general_divorce_rate",
        "mean_age_first_marriage",
        "mean_age_first_marriage_women",
        "mean_age_first_marriage_men",
        "marriages",
        "divorces",
        "mean_duration_of_divorces",
    ),
)
families.closer()
measure_gaps(FAMILIES)
