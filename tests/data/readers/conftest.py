"""The offices' own files, where they are at hand, and small ones of the same shape that the tests write."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from data.ingest.seed import read_seed

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def originals() -> Path:
    """The folder of official files beside the project; without it these tests are skipped, and say so."""
    folder = Path(os.environ.get("RASAD_SHARED", ROOT.parent / "shared")) / "originals"
    if not folder.is_dir():
        pytest.skip(f"the offices' own files are not at hand: no folder {folder} (set RASAD_SHARED)")
    return folder


@pytest.fixture(scope="session")
def seed() -> dict[str, pd.DataFrame]:
    return read_seed()
