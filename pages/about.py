"""Where the figures come from, how they were made, and what they cannot say."""

from dashboard import page_layout
from dashboard.panels import about
from dashboard.words import mark

view = page_layout.view()
page_layout.heading(mark("About"), view)
about.purpose(view)
about.sources(view)
about.method(view)
about.limits(view)
