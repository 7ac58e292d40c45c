"""Paths, defaults and page limits: constants and the environment, nothing else."""

from __future__ import annotations

from pathlib import Path

from data.countries import countries, seed_folder

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "pages"
SEED = seed_folder()
STATIC = ROOT / "dashboard" / "static"

PORT = 8501
#: Gregorian: the horizon of a scenario that says none, and the farthest any may ask for
USUAL_HORIZON, LAST_PROJECTED_YEAR = 2055, 2150

#: country code -> the calendar its office publishes in
CALENDARS = {code: country.calendar for code, country in countries().items()}
COUNTRIES = tuple(CALENDARS)

#: URLs served by dashboard/server.py, relative so that a base path keeps working; the file is `data.boundaries.file_name`
BOUNDARIES_URL = "boundaries/{file}"
