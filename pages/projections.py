"""What if: a scenario of fertility, mortality and migration, and where it leads."""

from dashboard import page_layout
from dashboard.projections import laboratory
from dashboard.words import mark

reader = page_layout.heading(mark("Projections"))
laboratory(reader)
