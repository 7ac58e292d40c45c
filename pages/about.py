"""Where the figures come from, how they were made, and what they cannot say."""

from dashboard import frame
from dashboard.panels import about
from dashboard.words import mark

view = frame.view()
frame.heading(mark("About"), view)
about.purpose(view)
about.sources(view)
about.method(view)
about.limits(view)
