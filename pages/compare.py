"""Areas against each other: ranks, peers, small multiples, two measures, small areas."""

from dashboard import page_layout
from dashboard.panels import compare
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Compare"), view)
compare.page(view)
