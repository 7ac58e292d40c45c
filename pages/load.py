"""For registrars: load a file of the office, see what is wrong with it, publish a release or take it back."""

from dashboard import frame
from dashboard.panels import loading
from dashboard.words import mark

view = frame.view()
frame.heading(mark("Load data"), view)
loading.page(view)
