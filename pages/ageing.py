"""How old the provinces are, and how fast they age."""

from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(
    mark("Ageing"), ("share_65_plus", "old_age_dependency", "ageing_index", "median_age", "share_0_14")
)
