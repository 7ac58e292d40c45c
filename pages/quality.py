"""What is wrong with the data: findings and decisions on them, tests of ages and sexes, completeness of the register."""

from dashboard import frame
from dashboard.panels import quality
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Data quality"), view)
quality.page(view)
