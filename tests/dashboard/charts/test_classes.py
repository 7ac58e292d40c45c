"""Classes of a map: where figures part, and colours that mean the same on both sides of a middle."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.classes import natural_breaks, quantiles
from dashboard.charts.scales import DIVERGING, Scale
from tests.data.seed_rows import where

FIGURES = st.lists(st.integers(0, 400), min_size=6, max_size=12, unique=True)


def spread(figures: np.ndarray, inner: tuple[float, ...]) -> float:
    """Squared distances from the means of the classes between these bounds"""
    classes = np.split(figures, np.searchsorted(figures, inner))
    return sum(float(((each - each.mean()) ** 2).sum()) for each in classes if len(each))


@given(FIGURES)
def test_no_other_cut_into_three_has_less_spread(figures):
    """Every cut is tried"""
    ordered = np.sort(np.array(figures, dtype=float)) / 10
    best = min(
        spread(ordered, ((ordered[i - 1] + ordered[i]) / 2, (ordered[j - 1] + ordered[j]) / 2))
        for i, j in combinations(range(1, len(ordered)), 2)
    )
    found = natural_breaks(ordered, 3, decimals=3)
    assert spread(ordered, found[1:-1]) == pytest.approx(best, abs=1e-9)


def test_natural_breaks_are_those_of_another_program():
    """mapclassify 2.10.0, FisherJenks(k=5), upper ends of classes on Iran's provincial fertility of 1399"""
    rates = [
        float(row["value"])
        for row in where("IR", "rates", measure="total_fertility_rate", year=1399)
        if row["area"] != "IR"
    ]
    upper_ends = (1.33, 1.66, 1.91, 2.36, 3.70)
    bounds = natural_breaks(np.array(rates), 5, decimals=4)
    ordered = np.sort(rates)
    ours = [float(ordered[ordered <= bound].max()) for bound in bounds[1:]]
    assert ours == pytest.approx(upper_ends)


@given(st.lists(st.integers(0, 10_000), min_size=20, max_size=60, unique=True))
def test_quantiles_hold_as_many_areas_each(figures):
    values = np.array(figures, dtype=float)
    bounds = quantiles(values, 5, decimals=2)
    held = np.bincount(np.digitize(values, bounds[1:-1]), minlength=5)
    assert held.max() - held.min() <= 2  # bounds are rounded
    assert bounds[0] <= values.min() and bounds[-1] >= values.max()


@given(st.lists(st.floats(-50, 50), min_size=8, max_size=80), st.sampled_from([quantiles, natural_breaks]))
def test_bounds_rise(values, cut):
    bounds = cut(np.array(values), 5, decimals=1)
    assert all(low < high for low, high in pairwise(bounds)) or len(bounds) == 1


def test_eleven_thousand_figures_are_cut_at_once():
    figures = np.random.default_rng(5).lognormal(size=11_000)
    assert len(natural_breaks(figures, 5, decimals=3)) == 6


def test_a_middle_keeps_its_colours_apart_when_one_side_has_more_classes():
    scale = Scale(-40, 10, kind="diverging", classes=(-40, -20, -5, 0, 10))
    assert scale.colours == (*DIVERGING[6][:3], DIVERGING[6][3])
    losing, gaining = scale.colours[:3], scale.colours[3:]
    assert not set(losing) & set(gaining)
