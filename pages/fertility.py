"""Where fertility falls: children per woman and births, province by province."""

from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(mark("Fertility"), ("total_fertility_rate", "crude_birth_rate", "births"))
