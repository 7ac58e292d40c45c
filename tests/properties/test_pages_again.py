"""Facts said once more move nothing on a page: what it says and draws is what it says and draws without them."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from data.countries import countries
from data.engine import open_engine
from data.release_store.pointer import current_file
from tests.comparison.pages import CHOICES, _said
from tests.properties.changes import TABLES, another_date, copy, groups_beside

STAMP = "20270101T000000000000Z"
#: What lists sources and findings by themselves lists more of them
LISTS = ("about", "catalogue", "load", "quality")
AREAS = ("IR", "IR23", "IR11", "IR16", "VN", "VN01", "VN79", "VN12")
VIEWS = [(page, choice) for page, choices in CHOICES.items() if page not in LISTS for choice in choices]


@pytest.fixture(scope="module")
def doubled(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store with every fact again: under another key, people at another date too, groups beside finer ages."""
    folder = tmp_path_factory.mktemp("doubled")
    file = folder / f"population-{STAMP}.duckdb"
    shutil.copy(current_file(store), file)
    (folder / "current").write_text(file.name)
    engine = open_engine(file, read_only=False)
    with engine.begin() as connection:
        for country in countries():
            rows = [copy(connection, table, country) for table in TABLES]
            assert sum(rows) > 10_000
            another_date(connection, "population", country)
            for table in TABLES:
                groups_beside(connection, table, country)
        connection.execute(text("UPDATE release SET release = :stamp"), {"stamp": STAMP})
    engine.dispose()
    return folder


def page_text(folder: Path, page: str, link: dict[str, str]) -> list[str]:
    """Each piece of a page of the store in a folder, the release's name left out"""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("RASAD_STORE", os.fspath(folder))
        _, pieces = _said(page, **link)
    assert isinstance(pieces, list)
    lines = [json.dumps(piece, sort_keys=True, ensure_ascii=False, default=str) for piece in pieces]
    return [re.sub(r"\d{8}T\d{6}", "RELEASE", line) for line in lines]


@given(st.sampled_from(VIEWS), st.sampled_from(AREAS))
@settings(max_examples=6)
def test_a_page_says_the_same(store, doubled, view, area):
    page, choice = view
    link = {"country": area[:2], "area": area, **choice}
    before, after = (page_text(folder, page, link) for folder in (store, doubled))
    assert [line for line in after if line not in before] == []
    assert len(before) == len(after) > 5
