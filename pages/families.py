"""Marriage and divorce: how many, how old, and where divorce rises."""

from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(
    mark("Marriage and divorce"), ("crude_marriage_rate", "crude_divorce_rate", "mean_age_first_marriage")
)
