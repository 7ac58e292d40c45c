"""Where the figures come from, how they were made, and what they cannot say."""

from dashboard import page_layout
from dashboard.panels import about
from dashboard.words import mark

reader = page_layout.heading(mark("About"))
about.purpose(reader)
about.sources(reader)
about.method(reader)
about.limits(reader)
