"""Every measure: what it is, how it is made, who defines it so, and for which areas and years it is known."""

from dashboard import frame
from dashboard.panels import catalogue
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Catalogue"), view)
catalogue.page()
