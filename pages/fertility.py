"""Where fertility falls, why births change, and at which ages: children per woman and births, province by province."""

from dashboard.analysis.catalogue import FERTILITY
from dashboard.panels import fertility
from dashboard.panels.gaps import measure_gaps
from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(
    mark("Fertility"),
    (
        "total_fertility_rate",
        "crude_birth_rate",
        "births",
        "general_fertility_rate",
        "mean_age_childbearing",
        "gross_reproduction_rate",
        "net_reproduction_rate",
        "sex_ratio_at_birth",
    ),
)
fertility.closer()
measure_gaps(FERTILITY)
