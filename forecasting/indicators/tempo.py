"""Births that are late, not missing: the total fertility rate without the change in when women have them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array, freeze
from forecasting.indicators.rates import known

STEADY = (
    0.05  # years a year by which r may differ from the years beside it before the adjustment is not shown
)


@dataclass(frozen=True, eq=False)
class TempoAdjusted:
    """total_fertility (..., year) adjusted; shift (..., year, order) years a year the mean age moves; steady (..., year).

    The first and last year have no neighbour on one side and are nan. Where ``steady`` is False the shift changes too
    fast for the formula to mean anything, and the value should not be shown (Ní Bhrolcháin 2011).
    """

    total_fertility: Array
    shift: Array
    steady: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

    def __post_init__(self) -> None:
        freeze(self)


def tempo_adjusted_total_fertility(by_order: ArrayLike, mean_age: ArrayLike) -> TempoAdjusted:
    """Bongaarts and Feeney's TFR*: the sum over birth orders of TFR_i / (1 - r_i).

    by_order (..., year, order) total fertility of each birth order; mean_age (..., year, order) of mothers at it.
    r_i(t) = (MAC_i(t+1) - MAC_i(t-1)) / 2. Bongaarts & Feeney (1998), Population and Development Review 24(2), 271-291.
    """
    rates, ages = known("total fertility by order", by_order), known("mean age at birth by order", mean_age)
    if rates.shape != ages.shape or rates.ndim < 2:
        raise ValueError(
            f"fertility {rates.shape} and mean ages {ages.shape} are both by year and birth order"
        )
    if (ages[np.isfinite(ages)] < 10).any() or (ages[np.isfinite(ages)] > 60).any():
        raise ValueError(
            f"a mean age at birth of {validation.value_text(np.nanmin(ages))} years: is it in another unit?"
        )
    shift = np.full(ages.shape, np.nan)
    shift[..., 1:-1, :] = (ages[..., 2:, :] - ages[..., :-2, :]) / 2
    if (np.abs(shift[np.isfinite(shift)]) >= 1).any():
        raise ValueError(
            "the mean age moves by a year or more in a year: are years missing between the rows?"
        )
    adjusted = (rates / (1 - shift)).sum(-1)
    jump = np.abs(np.diff(shift, axis=-2)).max(-1)
    calm = np.nan_to_num(jump, nan=0.0) <= STEADY
    steady = np.ones(adjusted.shape, dtype=bool)
    steady[..., 1:] &= calm
    steady[..., :-1] &= calm
    return TempoAdjusted(np.asarray(adjusted), shift, steady & np.isfinite(adjusted))
