"""What if: a scenario of fertility, mortality and migration, and where it leads."""

from dashboard import frame
from dashboard.panels.laboratory import laboratory
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Projections"), view)
laboratory(view)
