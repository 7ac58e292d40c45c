"""What is true of a country stands in its folder: no module names one by its code."""

from __future__ import annotations

import re

import pytest

from data.countries import countries
from tests.conftest import ROOT

#: Modules that still do: methods made for one country, and figures that wait for their key in country.toml
EXCEPTIONS = (
    "dashboard/analysis/base_population/iran.py",
    "dashboard/analysis/base_population/viet_nam.py",
)


@pytest.mark.parametrize("package", ["pages", "dashboard", "data", "forecasting"])
def test_no_module_names_a_country(package):
    code = re.compile(rf"""["'](?:{"|".join(countries())})(?:["'{{]|\d)""")
    naming = [
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / package).rglob("*.py"))
        if code.search(file.read_text(encoding="utf-8"))
    ]
    assert [file for file in naming if file not in EXCEPTIONS] == []
