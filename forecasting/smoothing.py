"""Broad age groups made single years by the smoothest curve that keeps every group's total.

The curve with the least sum of squared second differences among all that keep the totals: the discrete form
of the area-matching histogram spline of Boneva, Kendall & Stefanov (1971), J. R. Statist. Soc. B 33:1. Either
the values are smooth (a fixed matrix) or their logarithms are (always positive).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from forecasting.axes import Array

MOST_ROUNDS = 60


@lru_cache(maxsize=64)
def splitting_matrix(widths: tuple[int, ...], *, zero_ends: bool = False) -> Array:
    """The matrix that takes group totals to single years. -> (single, group)

    With ``zero_ends`` the curve comes from zero before the first year and goes to zero after the last.
    """
    roughness = _roughness(sum(widths), zero_ends=zero_ends)
    totals = summing_matrix(widths)
    years, groups = roughness.shape[0], len(widths)
    system = np.block([[roughness, totals.T], [totals, np.zeros((groups, groups))]])
    right_side = np.vstack([np.zeros((years, groups)), np.eye(groups)])
    matrix = np.linalg.solve(system, right_side)[:years]
    matrix.flags.writeable = False
    return matrix


def summing_matrix(widths: tuple[int, ...]) -> Array:
    """The matrix that adds single years up to groups. -> (group, single)"""
    group_of = np.repeat(np.arange(len(widths)), widths)
    return np.asarray(group_of == np.arange(len(widths))[:, np.newaxis], dtype=np.float64)


def split_smoothly(totals: Array, widths: tuple[int, ...], *, zero_ends: bool = False) -> Array:
    """Single years from group totals: smooth, never negative, totals kept. (..., group) -> (..., single)

    Where the smooth curve would dip below zero its group is mixed with an even split, as little as lifts it
    to zero.
    """
    smooth = totals @ splitting_matrix(widths, zero_ends=zero_ends).T
    starts = np.concatenate([[0], np.cumsum(widths)[:-1]])
    uniform = np.repeat(totals / np.asarray(widths), widths, axis=-1)
    lowest = np.minimum.reduceat(smooth, starts, axis=-1)
    mean = totals / np.asarray(widths)
    dip = np.where(lowest < 0, -lowest, 0.0)
    weight = np.divide(dip, mean + dip, out=np.ones_like(dip), where=mean + dip > 0)
    weight = np.repeat(np.where(lowest < 0, weight, 0.0), widths, axis=-1)
    mixed = np.maximum(weight * uniform + (1 - weight) * smooth, 0.0)
    return _keep_totals(mixed, uniform, totals, widths, starts)


def _keep_totals(
    values: Array, uniform: Array, totals: Array, widths: tuple[int, ...], starts: Array
) -> Array:
    sums = np.add.reduceat(values, starts.astype(np.intp), axis=-1)
    scale = np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)
    scaled = values * np.repeat(scale, widths, axis=-1)
    # A total that is all rounding has no shape to keep.
    return np.where(np.repeat(sums > 0, widths, axis=-1), scaled, uniform)


def smoothest_positive(totals: Array, widths: tuple[int, ...]) -> Array:
    """Positive single years, smoothest in their logarithms, totals kept. (..., group) -> (..., single)

    Totals must be above 0. Newton's method on the logarithms with the totals as constraints.
    """
    years, groups = sum(widths), len(widths)
    roughness, adding = _roughness(years, zero_ends=False), summing_matrix(widths)
    logs = np.repeat(np.log(totals / np.asarray(widths)), widths, axis=-1)
    system = np.zeros((*totals.shape[:-1], years + groups, years + groups))
    system[..., :years, :years] = roughness
    for _ in range(MOST_ROUNDS):
        values = np.exp(logs)
        slopes = adding * values[..., np.newaxis, :]
        system[..., years:, :years] = slopes
        system[..., :years, years:] = np.swapaxes(slopes, -1, -2)
        missing = totals - values @ adding.T
        right = np.concatenate([-(logs @ roughness), missing], axis=-1)
        change = np.linalg.solve(system, right[..., np.newaxis])[..., :years, 0]
        logs = logs + np.clip(change, -1, 1)
        if np.abs(change).max(initial=0) < 1e-12:
            break
    values = np.exp(logs)
    return np.asarray(values * np.repeat(totals / (values @ adding.T), widths, axis=-1))


def _roughness(years: int, *, zero_ends: bool) -> Array:
    """The quadratic form of squared second differences. -> (single, single)"""
    extended = np.diff(np.eye(years + 2 if zero_ends else years), n=2, axis=0)
    differences = extended[:, 1:-1] if zero_ends else extended
    form: Array = differences.T @ differences
    return form
