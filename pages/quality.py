"""What is wrong with the data: findings and decisions on them, tests of ages and sexes, completeness of the register."""

from dashboard import page_layout
from dashboard.panels import quality
from dashboard.words import mark

reader = page_layout.heading(mark("Data quality"))
quality.page(reader)
