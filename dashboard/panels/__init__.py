"""Reusable pieces of a page: they place widgets and draw what `dashboard.views` worked out."""
