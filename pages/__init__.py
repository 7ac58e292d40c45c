"""One file a page, each a table of contents: a docstring and a few calls. Pages arrange; they do not compute."""
