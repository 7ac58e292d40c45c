"""An area at a glance: its headlines, its place on the map, its age pyramid."""

from dashboard import page_layout
from dashboard.panels import ages, overview
from dashboard.words import mark

reader = page_layout.heading(mark("Overview"))
overview.headlines(reader)
overview.map_of_one_measure(reader)
ages.by_age(reader)
