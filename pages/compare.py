"""Areas against each other: ranks, peers, small multiples, two measures, small areas."""

from dashboard import frame
from dashboard.panels import compare
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Compare"), view)
compare.page(view)
