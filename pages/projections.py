"""What if: population to 2055 under fertility, life expectancy and migration that the reader sets."""

from dashboard import frame
from dashboard.panels import projection
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Projections"), view)
projection.laboratory(view)
