"""The official provincial projection of Viet Nam beside ours: the differences are what they were when explained."""

import numpy as np
import pytest

from tests.conftest import SHARED
from tests.refcases import gso

FOLDER = SHARED / "refcases" / gso.FOLDER

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"no reference case beside the project ({FOLDER.name}/ is not there)"
)


def test_provinces_land_near_the_official_projection_and_the_difference_is_as_reported():
    closed = gso.compare(FOLDER, migrants=False)
    assert len(closed.provinces) == 34
    assert np.abs(np.median(closed.error()[:, 1:], axis=0)).max() < 0.03
    report = gso.report(closed, "Nobody moves", provinces=True)
    assert "Binh Duong" in report  # the worst: it lives on migrants
    assert len(report.splitlines()) == 2 + len(gso.BROAD) + 1 + 34


def test_with_the_implied_migration_totals_are_met_and_adults_agree():
    moved = gso.compare(FOLDER, migrants=True)
    assert np.abs(moved.error()).max() < 1e-6
    assert np.abs(np.median(moved.error(3, 12), axis=0)).max() < 0.01
