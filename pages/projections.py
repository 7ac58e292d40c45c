"""What if: a scenario of fertility, mortality and migration, and where it leads."""

from dashboard import page_layout
from dashboard.projections import laboratory
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Projections"), view)
laboratory(view)
