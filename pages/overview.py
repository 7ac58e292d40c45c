"""An area at a glance: its headlines, its place on the map, its age pyramid."""

from dashboard import frame
from dashboard.panels import ages, overview
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Overview"), view)
overview.headlines(view)
overview.map_of_one_measure(view)
ages.by_age(view)
