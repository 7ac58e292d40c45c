"""An area at a glance: its headlines, its place on the map, its age pyramid."""

from dashboard import page_layout
from dashboard.panels import ages, overview
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("Overview"), view)
overview.headlines(view)
overview.map_of_one_measure(view)
ages.by_age(view)
