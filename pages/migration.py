"""Migration and growth: what the change is made of, where people come and go, and at which ages."""

from dashboard import page_layout
from dashboard.analysis.catalogue import GROWTH
from dashboard.panels import migration
from dashboard.panels.gaps import cannot_be_said
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Migration and growth"), view)
migration.growth(view)
migration.on_the_map(view)
migration.flows(view)
migration.ages(view)
cannot_be_said(GROWTH)
