"""What is wrong with the data: findings and decisions on them, tests of ages and sexes, completeness of the register."""

from dashboard import page_layout
from dashboard.panels import quality
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Data quality"), view)
quality.page(view)
