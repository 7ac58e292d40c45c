"""How the ages of childbearing change: towards a norm, or later in life by one number.

A pattern kept for ever misses the postponement that goes with low fertility, and with it births for decades:
let it converge. Shares are moved on the logit, as the United Nations do; ages on the double logarithm of the
cumulated pattern.

Sevcikova, Li, Kantorova, Gerland & Raftery (2016), in Dynamic Demographic Analysis, ch. 15; Brass (1974) and
Booth (1984), Population Studies 38:3 (relational Gompertz).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import AgeGroups, Array
from forecasting.bracketing import solve_increasing
from forecasting.fertility import mean_age

SHIFTS = (-12.0, 12.0)
ROUNDING = 1e-6


def converging(start: ArrayLike, norm: ArrayLike, progress: ArrayLike, ages: AgeGroups) -> Array:
    """Patterns on the way from ``start`` to ``norm``. (..., age), (..., age), (..., interval) -> (..., interval, age)

    ``progress`` goes from 0 (start) to 1 (norm). The logits of the shares move in a straight line, then the
    shares are scaled back to 1. Ages that are childless at either end take their share in a straight line
    instead.
    """
    begin, end = (_pattern(name, given, ages) for name, given in (("start", start), ("norm", norm)))
    way = validation.floats("progress", progress)
    validation.within("progress", way, (0.0, 1.0), "it goes from 0, the start, to 1, the norm", ("interval",))
    begin, end = begin[..., np.newaxis, :], end[..., np.newaxis, :]
    way = way[..., np.newaxis]
    fertile = (begin > 0) & (end > 0) & (begin < 1) & (end < 1)
    logits = [
        np.log(np.where(fertile, part, 0.5)) - np.log1p(-np.where(fertile, part, 0.5))
        for part in (begin, end)
    ]
    moved = 1 / (1 + np.exp(-(logits[0] + way * (logits[1] - logits[0]))))
    straight = begin + way * (end - begin)
    shares = np.where(fertile, moved, straight)
    return np.asarray(shares / shares.sum(-1, keepdims=True))


def progress_to_norm(intervals: int, *, reached_in: int) -> Array:
    """A straight way to the norm, reached in the interval ``reached_in`` and kept. -> (interval) from above 0 to 1"""
    if reached_in < 1 or intervals < 1:
        raise ValueError(f"a norm reached in interval {reached_in} of {intervals} leaves no way to go")
    return np.minimum((np.arange(intervals) + 1) / reached_in, 1.0)


def relational_gompertz(standard: ArrayLike, alpha: ArrayLike, beta: ArrayLike, ages: AgeGroups) -> Array:
    """A standard pattern moved in age. (..., age), (...), (...) -> (..., age)

    Of the cumulated pattern F: -ln(-ln F') = alpha + beta (-ln(-ln F)). alpha above 0 makes mothers younger,
    beta above 1 narrows the ages. Ages childless in the standard stay so.
    """
    pattern = _pattern("standard", standard, ages)
    shift, spread = (validation.floats(name, given) for name, given in (("alpha", alpha), ("beta", beta)))
    if (spread <= 0).any() or not np.isfinite(shift).all():
        raise ValueError(
            "alpha is finite and beta is above 0: a pattern is moved and stretched, not turned round"
        )
    return _moved(pattern, shift, spread)


def with_mean_age(standard: ArrayLike, years: ArrayLike, ages: AgeGroups) -> Array:
    """A standard pattern moved until mothers have a wanted mean age. (..., age), (...) -> (..., age)

    The shift alpha of the relational Gompertz model, its beta 1.
    """
    pattern = _pattern("standard", standard, ages)
    wanted = validation.finite("mean age", validation.floats("mean age", years), ())
    wanted = np.broadcast_to(wanted, np.broadcast_shapes(wanted.shape, pattern.shape[:-1]))

    def older(minus_alpha: Array) -> Array:
        return mean_age(_moved(pattern, -minus_alpha, np.ones_like(minus_alpha)), ages)

    shift = solve_increasing(older, wanted, *SHIFTS)
    if np.isnan(shift).any():
        cell = tuple(int(index) for index in np.argwhere(np.isnan(shift))[0])
        raise ValueError(
            f"mean age at childbearing of {wanted[cell]:.4g} for {validation.place(cell, (), None)} lies outside "
            "the fertile ages of the standard"
        )
    return _moved(pattern, -shift, np.ones_like(shift))


def _moved(pattern: Array, alpha: Array, beta: Array) -> Array:
    below = np.cumsum(pattern, axis=-1)
    inside = (below > 0) & (below < 1 - 1e-12)
    gompit = -np.log(-np.log(np.where(inside, below, 0.5)))
    moved = np.exp(-np.exp(-(alpha[..., np.newaxis] + beta[..., np.newaxis] * gompit)))
    cumulated = np.where(inside, moved, np.where(below > 0, 1.0, 0.0))
    return np.diff(cumulated, axis=-1, prepend=0.0)


def _pattern(name: str, given: ArrayLike, ages: AgeGroups) -> Array:
    shares = validation.counts(name, given, ages, ("age",))
    if (np.abs(shares.sum(-1) - 1) > ROUNDING).any():
        raise ValueError(
            f"the {name} pattern adds to {shares.sum(-1).min():.6g}, not to 1: is it in percent?"
        )
    return shares
