"""The files of a made-up register of a whole country, each with the mapping that reads it, and what was put in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data import queries
from data.ingest.mapping import ColumnMap, save
from data.synthetic import country_counts, country_truth
from data.synthetic.country_people import CountryBasis, basis
from data.synthetic.country_rates import Expected, a_year_later, expected, factors
from data.synthetic.writing import SYNTHETIC

TRUTH, CENSUS = "truth", "census"
#: Heading -> role, where they are not the same word
ROLES = {"mother_age": "age"}
#: Spread (standard deviation of logarithms) of counties' shares of their province
COUNTY_SPREAD = 0.9


@dataclass(frozen=True)
class CountryRegister:
    """Which register is made up: a country's years, for areas of a level (province or county), by a seed.

    ``census`` adds a count of the last year's people by sex and single age.
    """

    country: str
    years: range
    level: str = "province"
    seed: int = 0
    census: bool = False


def write_country(
    register: CountryRegister, connection: Connection, folder: Path, say: Callable[[str], None] = print
) -> list[Path]:
    """Write the register of a country of the release that is read; the files, each labelled as made up."""
    base, groups = _basis_of_level(register, connection)
    own, rng = factors(len(base.areas), register.seed), np.random.default_rng([register.seed, 12])
    pieces: dict[str, list[pd.DataFrame]] = {}
    people = base.people[min(base.people)]
    numbers: Expected | None = None
    for year in register.years:
        if year in base.people:
            people = base.people[year]
        elif numbers is not None and year > max(base.people):
            people = a_year_later(numbers)
        elif year > max(base.people):
            people = base.people[max(base.people)]
        numbers = expected(base, year, people, own)
        pieces.setdefault(TRUTH, []).append(country_truth.truth(numbers, groups))
        for name, frame in country_counts.tables(numbers, base.areas, base.calendar, rng).items():
            pieces.setdefault(name, []).append(frame)
    if numbers is not None and register.census:
        pieces[CENSUS] = [country_counts.census(numbers, base.areas, register.country)]
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, frames in pieces.items():
        files.append(_write(register, base.calendar, name, pd.concat(frames, ignore_index=True), folder))
        say(f"{files[-1]}: {sum(map(len, frames)):,} rows, made up")
    return files


def register_files(files: Sequence[Path]) -> list[Path]:
    """Those of the files that are loaded: all but what was put in."""
    return [file for file in files if not file.stem.endswith(TRUTH)]


def _write(register: CountryRegister, calendar: str, name: str, frame: pd.DataFrame, folder: Path) -> Path:
    path = folder / f"{SYNTHETIC}_{register.country}_{name}.csv"
    frame.assign(**{SYNTHETIC: 1}).to_csv(path, index=False)
    if name != TRUTH:
        value = "persons" if name == CENSUS else "events"
        headings = [heading for heading in frame.columns if heading != value]
        columns = {ROLES.get(heading, heading): heading for heading in headings} | {value: value}
        event = {} if name == CENSUS else {"event": name.split("_")[0]}
        constants = {
            **event,
            "country": register.country,
            "calendar": calendar,
            "status": "estimated",
            "source": f"{SYNTHETIC}_{register.country}_{name}".lower(),
        }
        save(ColumnMap("population" if name == CENSUS else "event", columns, constants), path)
    return path


def _basis_of_level(
    register: CountryRegister, connection: Connection
) -> tuple[CountryBasis, dict[str, list[int]]]:
    """The basis of the level's areas, and which of them each area, what is above it and the nation are sums of"""
    base = basis(connection, register.country, register.years)
    parents = {area: area for area in base.areas}
    if register.level != "province":
        table = queries.areas(connection)
        own = table[(table["level"] == register.level) & table["parent"].isin(base.areas)]
        own = own[own["valid_to"].isna()]
        parents = dict(zip(own["area"], own["parent"], strict=True))
        base = _divided(base, parents, register.seed)
    groups: dict[str, list[int]] = {register.country: list(range(len(base.areas)))}
    for place, area in enumerate(base.areas):
        groups.setdefault(parents[area], []).append(place)
        groups[area] = groups[area] if area == parents[area] else [place]
    return base, groups


def _divided(base: CountryBasis, parents: dict[str, str], seed: int) -> CountryBasis:
    """The basis of smaller areas: invented shares of their province's people, of the same ages"""
    areas = tuple(parents)
    place = np.array([base.areas.index(parents[area]) for area in areas])
    size = np.random.default_rng([seed, 13]).lognormal(0, COUNTY_SPREAD, len(areas))
    shares = size / np.bincount(place, size, len(base.areas))[place]
    return CountryBasis(
        base.country,
        base.calendar,
        areas,
        base.years,
        {year: each[place] * shares[:, None, None] for year, each in base.people.items()},
        base.mx,
        base.childbearing,
        {measure: values[:, place] for measure, values in base.levels.items()},
    )
