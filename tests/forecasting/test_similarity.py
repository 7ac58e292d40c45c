"""Distance of structures, and migrants found again after they were moved by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from forecasting.similarity import dissimilarity, net_internal_migrants

COUNTS = arrays(np.float64, (4, 6), elements=st.floats(1, 1e6))


def test_distance_by_hand():
    """Half of |0.5-0.2| + |0.3-0.3| + |0.2-0.5| is 0.3"""
    assert dissimilarity([[50, 30, 20], [200, 300, 500]])[0, 1] == pytest.approx(0.3)


def test_nothing_in_common_is_one():
    assert dissimilarity([[5, 0], [0, 9]])[0, 1] == 1


@given(COUNTS)
def test_a_distance_is_symmetric_and_nil_to_oneself_and_takes_no_short_cut(counts):
    found = dissimilarity(counts)
    assert np.allclose(found, found.T) and np.allclose(np.diag(found), 0)
    assert (found >= 0).all() and (found <= 1 + 1e-12).all()
    for through in range(4):
        assert (found <= found[:, [through]] + found[[through], :] + 1e-12).all()


@given(COUNTS, st.floats(0.1, 100))
def test_size_is_no_part_of_structure(counts, times):
    counts_grown = counts.copy()
    counts_grown[0] *= times
    assert np.allclose(dissimilarity(counts_grown), dissimilarity(counts))


def test_an_area_without_people_has_no_structure():
    with pytest.raises(ValueError, match="no structure to compare"):
        dissimilarity([[1, 2], [0, 0]])


def test_migrants_moved_by_hand_are_found_again():
    """Two areas, ages 0-4, 5-9, 10-14, 15+; survival 0.99, 0.9, 0.8; 50 of the second age move from one to the other"""
    before = np.array([[1000.0, 900.0, 800.0, 700.0], [2000.0, 1900.0, 1700.0, 1500.0]])
    survive = np.array([0.99, 0.9, 0.8])
    grown = np.concatenate([before[:, :2], before[:, 2:].sum(1, keepdims=True)], axis=1) * survive
    after = np.concatenate([[[950.0], [1800.0]], grown], axis=1)
    after[0, 1] += 50
    after[1, 1] -= 50
    moved = net_internal_migrants(before, after)
    assert np.isnan(moved[:, 0]).all()
    assert moved[:, 1:] == pytest.approx(np.array([[50, 0, 0], [-50, 0, 0]]), abs=1e-9)


@given(
    arrays(np.float64, (3, 2, 5), elements=st.floats(10, 1e5)),
    arrays(np.float64, (3, 2, 5), elements=st.floats(10, 1e5)),
)
def test_internal_moves_sum_to_nil_at_every_age(before, after):
    assert np.allclose(net_internal_migrants(before, after)[..., 1:].sum(0), 0, atol=1e-6)
