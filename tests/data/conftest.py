"""Seed tables that a test may spoil."""

from __future__ import annotations

import shutil

import pytest

from data.ingest import seed
from tests.data.seed_rows import FOLDERS


@pytest.fixture()
def seed_copy(tmp_path):
    """A copy of the seed tables that a test may spoil."""
    folder = tmp_path / "seed"
    for country in FOLDERS.values():
        shutil.copytree(seed.SEED / country, folder / country)
    return folder
