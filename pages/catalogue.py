"""Every measure: what it is, how it is made, who defines it so, and for which areas and years it is known."""

from dashboard import page_layout
from dashboard.panels import catalogue
from dashboard.words import mark

reader = page_layout.heading(mark("Catalogue"))
catalogue.page()
