"""Migration and growth: what the change is made of, where people come and go, and at which ages."""

from dashboard import page_layout
from dashboard.analysis.catalogue import GROWTH
from dashboard.panels import migration
from dashboard.panels.gaps import measure_gaps
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Migration and growth"), view)
migration.growth(view)
migration.on_the_map(view)
migration.flows(view)
migration.ages(view)
measure_gaps(GROWTH)
