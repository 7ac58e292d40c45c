"""What may come in: arrays are checked once at the door, and kernels trust them afterwards.

Every message names the value, the place it was found in and the likely cause.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from forecasting.axes import SEXES, AgeGroups, Array

Axes = Sequence[str]
LARGEST_DEATH_RATE = 5.0
SEX_RATIO_BOUNDS = (0.97, 1.5)
ROUNDING = 1e-9


def floats(name: str, values: ArrayLike) -> Array:
    """A read-only copy as 64-bit floats, so that whole numbers in are never whole numbers out."""
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array: masked cells would silently become numbers; fill them first"
        )
    numbers = np.asarray(values)
    if numbers.dtype.kind not in "fiu":
        raise TypeError(f"{name} must be real numbers, not {numbers.dtype}")
    array = numbers.astype(np.float64)
    array.flags.writeable = False
    return array


def shaped(name: str, array: Array, axes: Axes, ages: AgeGroups | None = None) -> Array:
    """``array`` if its trailing axes fit ``axes`` (two sexes, one cell for each age group)."""
    expected = tuple({"sex": len(SEXES), "age": len(ages) if ages else -1}.get(axis, -1) for axis in axes)
    actual = array.shape[array.ndim - len(axes) :] if array.ndim >= len(axes) else ()
    fits = len(actual) == len(expected) and all(
        want in (-1, have) for want, have in zip(expected, actual, strict=True)
    )
    if not fits:
        sizes = ", ".join(
            axis if want < 0 else f"{axis} ({want})" for axis, want in zip(axes, expected, strict=True)
        )
        raise ValueError(f"{name} has shape {array.shape}; its last axes must be {sizes or 'none'}")
    return array


def finite(name: str, array: Array, axes: Axes, ages: AgeGroups | None = None) -> Array:
    """``array`` if no cell is missing or infinite."""
    if not np.isfinite(array).all():
        cell = _first(~np.isfinite(array))
        cause = "a missing value" if np.isnan(array[cell]) else "a division by zero"
        raise ValueError(f"{name} is {array[cell]} for {place(cell, axes, ages)}: {cause} upstream?")
    return array


def non_negative(name: str, array: Array, axes: Axes, ages: AgeGroups | None = None) -> Array:
    """``array`` if every cell is a finite number of 0 or more."""
    finite(name, array, axes, ages)
    if (array < 0).any():
        cell = _first(array < 0)
        raise ValueError(
            f"{name} is {value_text(array[cell])} for {place(cell, axes, ages)}: it cannot be negative"
        )
    return array


def not_above(
    name: str, array: Array, limit: float, cause: str, axes: Axes, ages: AgeGroups | None = None
) -> Array:
    """``array`` if no cell exceeds ``limit`` by more than rounding."""
    if (array > limit + ROUNDING).any():
        cell = _first(array > limit + ROUNDING)
        raise ValueError(f"{name} is {value_text(array[cell])} for {place(cell, axes, ages)}: {cause}")
    return array


def within(
    name: str,
    array: Array,
    bounds: tuple[float, float],
    cause: str,
    axes: Axes,
    ages: AgeGroups | None = None,
) -> Array:
    """``array`` if every cell lies between the bounds, ends included."""
    outside = (array < bounds[0]) | (array > bounds[1])
    if outside.any():
        cell = _first(outside)
        raise ValueError(f"{name} is {value_text(array[cell])} for {place(cell, axes, ages)}: {cause}")
    return array


def counts(name: str, values: ArrayLike, ages: AgeGroups, axes: Axes = ("sex", "age")) -> Array:
    """People or events: finite, never negative. (..., *axes)"""
    array = shaped(name, floats(name, values), axes, ages)
    return non_negative(name, array, axes, ages)


def death_rates(values: ArrayLike, ages: AgeGroups, axes: Axes = ("sex", "age")) -> Array:
    """Deaths per person-year. (..., *axes)"""
    array = counts("death rate", values, ages, axes)
    cause = "are the rates per 1,000?"
    return not_above("death rate", array, LARGEST_DEATH_RATE, cause, axes, ages)


def sex_ratio(values: ArrayLike) -> Array:
    """Male births per female birth. (...)"""
    array = finite("sex ratio at birth", floats("sex ratio at birth", values), ())
    low, high = SEX_RATIO_BOUNDS
    outside = (array < low) | (array > high)
    if outside.any():
        cell = _first(outside)
        ratio = float(array[cell])
        cause = "females per male?" if ratio < low else "per 100 females?"
        raise ValueError(
            f"sex ratio at birth is {ratio:.4g} for {place(cell, (), None)}, "
            f"not males per female near 1.05: {cause}"
        )
    return array


def value_text(value: float) -> str:
    """A number as a message shows it: whole and with its thousands apart, or to six digits when it is small."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.6g}"


def place(cell: tuple[int, ...], axes: Axes, ages: AgeGroups | None = None) -> str:
    """A cell in words: "area 3, year 0, male, age 15-19"."""
    leading = cell[: len(cell) - len(axes)]
    names = ("area", "year") if len(leading) <= 2 else tuple(f"axis {i} index" for i in range(len(leading)))
    words = [f"{name} {index}" for name, index in zip(names, leading, strict=False)]
    for axis, index in zip(axes, cell[len(leading) :], strict=True):
        if axis == "sex":
            words.append(SEXES[index])
        elif axis == "age" and ages is not None:
            words.append(f"age {ages.labels[index]}")
        else:
            words.append(f"{axis} {index}")
    return ", ".join(words) or "the only value"


def _first(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[int, ...]:
    return tuple(int(index) for index in np.argwhere(mask)[0])
