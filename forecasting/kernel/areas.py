"""A projection of many areas: the same books as ``projection.project``, at close to the speed of memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from forecasting import validation
from forecasting.axes import Array
from forecasting.cohort_component import advance
from forecasting.conventions import Conventions
from forecasting.kernel import selection
from forecasting.kernel.threads import each, slices
from forecasting.projection import Projection, project, rates_of
from forecasting.rates import Rates

AREAS_AT_A_TIME = 64


def project_areas(
    population: ArrayLike,
    rates: Rates,
    *,
    first_year: int,
    conventions: Conventions | None = None,
    threads: int | None = None,
    reuse: Projection | None = None,
) -> Projection:
    """``projection.project`` for any number of areas. (area, sex, age), Rates by interval -> Projection

    Equal to it within 1e-12 of a cell's cohort; the same errors in the same words. Runs under ``loading.LARGE``
    area-intervals, and those with another engine's rule for negative cells or with migration as a share, are
    left to it. ``reuse`` gives the arrays of an earlier projection of the same shape to be written over,
    which must then not be read any more: new memory costs as much as the arithmetic.
    """
    chosen = conventions or Conventions()
    if not compiled_can(chosen) or (areas := _areas(population, rates)) * rates.intervals < selection.LARGE:
        return project(population, rates, first_year=first_year, conventions=chosen)
    stock = validation.counts("population", population, rates.ages)
    books = _Books(stock, rates, areas, reuse)
    books.fill(rates, chosen, threads)
    if (books.failed < rates.intervals).any():
        _refuse(books, rates, chosen, first_year)
        # Not refused: the kernels differ in the last bit about a cell emptied to zero. The plain one rules.
        return project(population, rates, first_year=first_year, conventions=chosen)
    return books.projection(rates, chosen, first_year)


def compiled_can(conventions: Conventions) -> bool:
    """Whether the compiled kernels know these options; the others are for parity with other engines only."""
    return conventions.negative_cells == "error" and conventions.net_migration == "persons"


def _areas(population: ArrayLike, rates: Rates) -> int:
    """Number of areas, 0 where the leading axes are not one axis of areas."""
    shapes = [np.shape(population)[:-2], *(shape[:-1] for shape in rates.leading_shapes().values())]
    if max(len(shape) for shape in shapes) != 1:
        return 0
    return int(np.broadcast_shapes(*shapes)[0])


def by_area_and_interval(array: Array, trailing: int) -> Array:
    """The array in C order with axes for area and interval, of length 1 where it has none."""
    leading = array.shape[: array.ndim - trailing]
    shape = (*(1,) * (2 - len(leading)), *leading, *array.shape[array.ndim - trailing :])
    return np.ascontiguousarray(array.reshape(shape))


def options(conventions: Conventions) -> tuple[bool, bool, bool, bool]:
    """even, counted, late migrants among mothers, separate open group: as the compiled kernels take them."""
    even, exposure = conventions.migration == "even", conventions.birth_exposure
    late_mothers = exposure == "counted" or (exposure == "both_ends" and even)
    return even, exposure == "counted", late_mothers, conventions.open_group == "separate"


def open_survival_of(rates: Rates, conventions: Conventions) -> Array:
    """Survival inside the open group, or zeros that are not looked at. -> (area or 1, interval or 1, sex)"""
    if conventions.open_group == "pooled":
        return np.zeros((1, 1, 2))
    if rates.open_survival is None:
        raise ValueError(
            "open_group = separate needs the survival inside the open group: Rates.open_survival"
        )
    return by_area_and_interval(rates.open_survival, 1)


class _Books:
    """The arrays a run writes: new, or those of an earlier run."""

    def __init__(self, stock: Array, rates: Rates, areas: int, reuse: Projection | None) -> None:
        length, size = rates.intervals, len(rates.ages)
        shapes = {
            "population": (areas, length + 1, 2, size),
            "births": (areas, length, 2),
            "births_by_mother": (areas, length, size),
            "deaths": (areas, length, 2, size),
        }
        self.arrays = {name: _owned(reuse, name, shape) for name, shape in shapes.items()}
        self.arrays["population"][:, 0] = stock
        self.failed = np.full(areas, length)

    def fill(self, rates: Rates, conventions: Conventions, threads: int | None) -> None:
        """Run the compiled kernel over all areas."""

        kernel = selection.areas()
        inputs = (
            by_area_and_interval(rates.survival, 2),
            by_area_and_interval(rates.net_migration, 2),
            by_area_and_interval(rates.asfr, 1),
            by_area_and_interval(rates.sex_ratio, 0),
            open_survival_of(rates, conventions),
        )
        outputs = (*self.arrays.values(), self.failed)
        interval, chosen = float(rates.ages.interval), options(conventions)

        def run(block: slice) -> None:
            kernel.project_areas(*inputs, interval, *chosen, block.start, block.stop, *outputs)

        for _ in each(run, slices(len(self.failed), AREAS_AT_A_TIME), threads):
            pass

    def projection(self, rates: Rates, conventions: Conventions, first_year: int) -> Projection:
        """What was filled, with migration as it was given: every migrant asked for has moved."""
        shape = self.arrays["deaths"].shape
        years = tuple(first_year + rates.ages.interval * step for step in range(rates.intervals + 1))
        moved = np.broadcast_to(rates.net_migration, shape)
        nobody = np.broadcast_to(np.zeros(()), shape)
        return Projection(rates.ages, years, conventions, **self.arrays, net_migration=moved, floored=nobody)


def _owned(reuse: Projection | None, name: str, shape: tuple[int, ...]) -> Array:
    if reuse is None:
        return np.empty(shape)
    owner = getattr(reuse, name).base
    if owner is None or owner.shape != shape:
        raise ValueError(
            f"{name} of the projection to reuse has shape {getattr(reuse, name).shape}, not {shape}"
        )
    return np.asarray(owner)


def _refuse(books: _Books, rates: Rates, conventions: Conventions, first_year: int) -> None:
    """Say which cell would be negative, in the words of the plain engine, for the first interval it happens."""
    interval = int(books.failed.min())
    when = f", in the interval from {first_year + interval * rates.ages.interval}"
    advance(books.arrays["population"][:, interval], rates_of(rates, interval), conventions, when)
