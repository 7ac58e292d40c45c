"""A cell of a file of columns that is empty where it must not be: a sentence with its line, and the other lines are read."""

from __future__ import annotations

import pytest

from data.ingest import readers


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_empty_year_is_named_with_its_line_and_the_rest_is_read(tmp_path, place):
    years = [1400, 1401, 1402]
    lines = [f"Tehran,{'' if place == at else year},14000000" for at, year in enumerate(years)]
    file = tmp_path / "people.csv"
    file.write_text("\n".join(["area,year,persons", *lines]) + "\n", encoding="utf-8")
    reading = readers.read(file)
    assert sorted(reading.tables["population"]["year"]) == [year for year in years if year != years[place]]
    [error] = [each for each in reading.findings if each.severity == "error"]
    assert f"line {place + 2}" in error.sentence and "'' is no year" in error.sentence
