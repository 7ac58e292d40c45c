"""What is true of a country stands in its folder: no module names one by its code."""

from __future__ import annotations

import re

import pytest

from data.countries import countries
from tests.conftest import ROOT


@pytest.mark.parametrize("package", ["pages", "dashboard", "data", "forecasting"])
def test_no_module_names_a_country(package):
    code = re.compile(rf"""["'](?:{"|".join(countries())})(?:["'{{]|\d)""")
    assert [
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / package).rglob("*.py"))
        if code.search(file.read_text(encoding="utf-8"))
    ] == []
