"""Events over exposure, and one part of a population over another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array


def quantities(name: str, values: ArrayLike) -> Array:
    """Numbers that may be missing (nan) but never negative or infinite. (...)"""
    array = validation.floats(name, values)
    invalid = np.isinf(array) | (array < 0)
    if invalid.any():
        cell = tuple(int(index) for index in np.argwhere(invalid)[0])
        raise ValueError(
            f"{name} is {validation.value_text(array[cell])} at index {cell}: events and people are counted from 0 up"
        )
    return array


def ratio(part: ArrayLike, whole: ArrayLike) -> Array:
    """One quantity for each unit of another; nan where there is none of the other. (...), (...) -> (...)"""
    above, below = quantities("numerator", part), quantities("denominator", whole)
    shape = np.broadcast_shapes(above.shape, below.shape)
    defined = np.broadcast_to(below > 0, shape)
    return np.asarray(np.divide(above, below, out=np.full(shape, np.nan), where=defined))


def rate(events: ArrayLike, person_years: ArrayLike) -> Array:
    """Events per person-year. (...), (...) -> (...)

    Events with nobody exposed mean that the two were counted in different places, and are refused.
    """
    above, below = quantities("events", events), quantities("person-years", person_years)
    orphaned = (np.nan_to_num(above) > 0) & (below == 0)
    if orphaned.any():
        cell = tuple(int(index) for index in np.argwhere(orphaned)[0])
        count = np.broadcast_to(above, orphaned.shape)[cell]
        raise ValueError(
            f"{validation.value_text(count)} events at index {cell} where nobody was exposed: "
            "are events and population of the same area, year and age groups?"
        )
    return ratio(above, below)


def crude_rate(events: ArrayLike, person_years: ArrayLike) -> Array:
    """Births, deaths, marriages or divorces per person-year of everybody. (...), (...) -> (...)

    Bound to the age structure: never rank areas by a crude death rate without a standardised one beside it.
    """
    return rate(events, person_years)
