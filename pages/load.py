"""For registrars: load a file of the office, see what is wrong with it, publish a release or take it back."""

from dashboard import page_layout
from dashboard.loading import upload
from dashboard.words import mark

reader = page_layout.heading(mark("Load data"))
upload.page(reader)
