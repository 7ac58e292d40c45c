"""Migration and growth: what the change is made of, where people come and go, and at which ages."""

from dashboard import page_layout
from dashboard.analysis.catalogue import GROWTH
from dashboard.panels import migration
from dashboard.panels.gaps import measure_gaps
from dashboard.words import mark

reader = page_layout.heading(mark("Migration and growth"))
migration.growth(reader)
migration.on_the_map(reader)
migration.flows(reader)
migration.ages(reader)
measure_gaps(GROWTH)
