"""Tables of people: what was published, by whom, and how it is kept. Never draws, never projects."""

import pandas as pd

# Texts of a frame are Python's own: a page asks for a few hundred at a time, one by one, and each that lay in Arrow had to be
# taken out of it. That was a fifth of a run of a page. The type, `str`, and its missing values are the same.
pd.set_option("mode.string_storage", "python")
