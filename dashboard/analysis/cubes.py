"""Tidy frames to arrays on named axes and back: where `data` meets `forecasting`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.analysis.calendars import year_middle
from dashboard.analysis.selection import one_age_grid
from forecasting.axes import SEXES, AgeGroups, Array


@dataclass(frozen=True, eq=False)
class Cube:
    """People of one source at one date, on one set of ages. counts [area, sex, age]; sex is (female, male) or (both,).

    distance: days from the date to the middle of the year.
    """

    areas: tuple[str, ...]
    ages: AgeGroups
    counts: Array
    year: int
    status: str
    provisional: int
    source: str
    distance: float = 0.0

    @property
    def people(self) -> Array:
        """Both sexes together. [area, age]"""
        return np.asarray(self.counts.sum(-2))

    def tidy(self, values: Array) -> pd.DataFrame:
        """area, year, value, status, provisional, source — one value an area, with the cube's provenance"""
        return tidy([(self, values)])


def tidy(measured: Sequence[tuple[Cube, Array]]) -> pd.DataFrame:
    """The rows of `Cube.tidy` of many cubes, one after the other, in one frame: making a frame costs the same however long it is."""
    sizes = [len(cube.areas) for cube, _ in measured]

    def provenance(value_of: Callable[[Cube], str | int]) -> np.ndarray:
        return np.repeat([value_of(cube) for cube, _ in measured], sizes)

    return pd.DataFrame(
        {
            "area": [area for cube, _ in measured for area in cube.areas],
            "year": provenance(lambda cube: cube.year),
            "value": np.concatenate([values for _, values in measured]),
            "status": provenance(lambda cube: "estimated" if cube.status == "estimated" else "derived"),
            "provisional": provenance(lambda cube: cube.provisional),
            "source": provenance(lambda cube: cube.source),
        }
    )


def cubes(people: pd.DataFrame) -> Iterator[Cube]:
    """Cubes of ``data.queries.population_by_age``, without people of unknown age: shares are of those whose age is known.

    Areas whose ages, sexes or dates differ come in cubes of their own. Both sexes together is used only where an
    area's source has no sexes.
    """
    dates = [name for name in ("period_start",) if name in people]
    of_age = one_age_grid(people, ["area", "source", "year", *dates])
    for _, rows in of_age.groupby(["year", "status", "provisional", "source", *dates]):
        first = rows.iloc[0]
        year, provisional = int(first["year"]), int(first["provisional"])
        distance = 0.0
        if dates and "calendar" in rows:
            middle = year_middle(year, str(first["calendar"]))
            distance = abs(pd.Timestamp(first["period_start"]).toordinal() - middle)
        for areas, ages, counts in _grids(rows):
            yield Cube(
                areas, ages, counts, year, str(first["status"]), provisional, str(first["source"]), distance
            )


def _grids(rows: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], AgeGroups, Array]]:
    """Areas with the same sexes and ages, those ages, and their people. -> areas, ages, (area, sex, age)"""
    area_of, areas = pd.factorize(rows["area"], sort=True)
    sex_of, sexes = pd.factorize(rows["sex"])
    age_of, lower = pd.factorize(rows["age_lower"], sort=True)
    grid = np.zeros((len(areas), len(sexes), len(lower)))
    np.add.at(grid, (area_of, sex_of, age_of), rows["persons"].to_numpy(np.float64))
    present = np.zeros(grid.shape, dtype=bool)
    present[area_of, sex_of, age_of] = True
    alike: dict[bytes, list[int]] = {}
    for place, cells in enumerate(present):
        alike.setdefault(cells.tobytes(), []).append(place)
    for places in alike.values():
        by_sex = dict(zip(sexes, present[places[0]], strict=True))
        chosen = SEXES if set(SEXES) <= {sex for sex, ages in by_sex.items() if ages.any()} else ("both",)
        ages = by_sex.get(chosen[0], np.zeros(len(lower), dtype=bool))
        if not ages.any() or not all(by_sex[sex][ages].all() for sex in chosen):
            continue
        sex_places = np.asarray([list(sexes).index(sex) for sex in chosen])
        block = grid[np.ix_(np.asarray(places), sex_places, np.flatnonzero(ages))]
        yield tuple(areas[places]), AgeGroups(tuple(int(age) for age in lower[ages])), block


def tidy_population(areas: tuple[str, ...], year: int, ages: AgeGroups, counts: Array) -> pd.DataFrame:
    """area, year, sex, age_lower, age_width, persons from [area, sex, age]; an open group has width 0"""
    index = pd.MultiIndex.from_product([areas, SEXES, ages.lower], names=["area", "sex", "age_lower"])
    frame = pd.DataFrame({"persons": counts.reshape(-1)}, index=index).reset_index()
    widths = {
        age: 0 if np.isinf(width) else int(width) for age, width in zip(ages.lower, ages.width, strict=True)
    }
    return frame.assign(year=year, age_width=frame["age_lower"].map(widths))
