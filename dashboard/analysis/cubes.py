"""Tidy frames to arrays on named axes and back: where `data` meets `forecasting`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from forecasting.axes import SEXES, AgeGroups, Array


@dataclass(frozen=True, eq=False)
class Cube:
    """People of one source at one date, on one set of ages. counts [area, sex, age]; sex is (female, male) or (both,)."""

    areas: tuple[str, ...]
    ages: AgeGroups
    counts: Array
    year: int
    status: str
    provisional: int
    source: str

    @property
    def people(self) -> Array:
        """Both sexes together. [area, age]"""
        return np.asarray(self.counts.sum(-2))

    def tidy(self, values: Array) -> pd.DataFrame:
        """area, year, value, status, provisional, source — one value an area, with the cube's papers"""
        return tidy([(self, values)])


def tidy(measured: Sequence[tuple[Cube, Array]]) -> pd.DataFrame:
    """The rows of `Cube.tidy` of many cubes, one after the other: one frame takes as long to make as any of them."""
    sizes = [len(cube.areas) for cube, _ in measured]

    def papers(of: Callable[[Cube], object]) -> np.ndarray:
        return np.repeat([of(cube) for cube, _ in measured], sizes)

    return pd.DataFrame(
        {
            "area": [area for cube, _ in measured for area in cube.areas],
            "year": papers(lambda cube: cube.year),
            "value": np.concatenate([values for _, values in measured]),
            "status": papers(lambda cube: "estimated" if cube.status == "estimated" else "derived"),
            "provisional": papers(lambda cube: cube.provisional),
            "source": papers(lambda cube: cube.source),
        }
    )


def cubes(people: pd.DataFrame) -> Iterator[Cube]:
    """Cubes of ``data.queries.population_by_age``; people of unknown age are left out, as the shares of the known.

    Areas whose ages, sexes or dates differ come in cubes of their own. Both sexes together is used only where an
    area's source has no sexes.
    """
    known = people[people["age_lower"] >= 0]
    for (year, status, provisional, source), rows in known.groupby(
        ["year", "status", "provisional", "source"]
    ):
        papers = {
            "year": int(year),
            "status": str(status),
            "provisional": int(provisional),
            "source": str(source),
        }
        for areas, ages, counts in _grids(rows):
            yield Cube(areas=areas, ages=ages, counts=counts, **papers)  # type: ignore[arg-type]


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
    for at, there in enumerate(present):
        alike.setdefault(there.tobytes(), []).append(at)
    for same in alike.values():
        there = dict(zip(sexes, present[same[0]], strict=True))
        wanted = SEXES if set(SEXES) <= {sex for sex, ages in there.items() if ages.any()} else ("both",)
        ages = there.get(wanted[0], np.zeros(len(lower), dtype=bool))
        if not ages.any() or not all(there[sex][ages].all() for sex in wanted):
            continue
        places = np.ix_(same, [list(sexes).index(sex) for sex in wanted], np.flatnonzero(ages))
        yield tuple(areas[same]), AgeGroups(tuple(int(age) for age in lower[ages])), grid[places]


def tidy_population(areas: tuple[str, ...], year: int, ages: AgeGroups, counts: Array) -> pd.DataFrame:
    """area, year, sex, age_lower, age_width, persons from [area, sex, age]; an open group has width 0"""
    index = pd.MultiIndex.from_product([areas, SEXES, ages.lower], names=["area", "sex", "age_lower"])
    frame = pd.DataFrame({"persons": counts.reshape(-1)}, index=index).reset_index()
    widths = {
        age: 0 if np.isinf(width) else int(width) for age, width in zip(ages.lower, ages.width, strict=True)
    }
    return frame.assign(year=year, age_width=frame["age_lower"].map(widths))
