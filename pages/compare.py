"""Areas against each other: ranks, peers, small multiples, two measures, small areas."""

from dashboard import page_layout
from dashboard.panels import compare
from dashboard.words import mark

reader = page_layout.heading(mark("Compare"))
compare.page(reader)
