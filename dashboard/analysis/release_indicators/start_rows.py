"""Where projections start, as rows of `projection_start`, `projection_path` and `migrant_age`, and back."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from dashboard.analysis.frame_rows import Row, is_missing, records
from dashboard.analysis.indicators import BASE
from dashboard.analysis.projections.jump_off import AGES, DefaultLevels, Start, population_of
from dashboard.analysis.projections.national_mortality import MortalityLevel
from dashboard.analysis.projections.observed_migrants import Movers
from dashboard.analysis.projections.province_mortality import LifeExpectancyGap
from dashboard.analysis.projections.relative_fertility import RelativeFertility
from data import indicator_queries, queries
from forecasting.axes import SEXES, Array
from forecasting.life_table import life_table

DEATH_RATE, CHILDBEARING = "death_rate", "childbearing"


def start_rows(starts: Mapping[str, Start], country: str) -> pd.DataFrame:
    """Rows of `data.indicator_tables.projection_start`, an area each"""
    return pd.DataFrame([_start_row(start) for start in starts.values()]).assign(country=country)


def _start_row(start: Start) -> Row:
    relative, movers = start.relative or RelativeFertility(), start.movers
    return {
        "area": start.area,
        "calendar": start.calendar,
        "year": start.years[0],
        "last_year": start.years[-1],
        "usual_year": start.usual_horizon,
        "total_fertility_rate": start.total_fertility_rate,
        "usual_total_fertility_rate": start.usual.total_fertility_rate,
        "usual_life_expectancy": start.usual.life_expectancy,
        "usual_net_migration_rate": start.usual.net_migration_rate,
        "sex_ratio": start.sex_ratio,
        "provisional": int(start.provisional),
        "mortality_source": start.mortality,
        "level_years": start.level.years,
        "level_year": start.level.year,
        "level_registered": start.level.registered,
        "level_expected": start.level.expected,
        "level_source": start.level.source,
        "gap_female": start.gap.female,
        "gap_male": start.gap.male,
        "gap_kind": start.gap.kind,
        "gap_year": start.gap.year,
        "gap_source": start.gap.source,
        "relative_fertility": relative.ratio,
        "relative_years": " ".join(map(str, relative.years)),
        "relative_by_births": int(relative.by_births),
        "published_ratio": relative.published,
        "published_year": relative.published_year,
        "migrants_from": movers.years[0] if movers else None,
        "migrants_to": movers.years[1] if movers else None,
        "migrants_source": " ".join(movers.sources) if movers else "",
    }


def path_rows(start: Start, country: str) -> pd.DataFrame:
    """Rows of `data.indicator_tables.projection_path`: what all starts of a country share, taken from any of them"""
    frames = [
        _by_age(start.standard, start.years, SEXES).assign(quantity=DEATH_RATE),
        _by_age(start.pattern[:, np.newaxis], start.years, ("",)).assign(quantity=CHILDBEARING),
    ]
    return pd.concat(frames, ignore_index=True).assign(country=country)


def _by_age(values: Array, years: tuple[int, ...], sexes: tuple[str, ...]) -> pd.DataFrame:
    """(interval, sex, age) -> year, sex, age, value"""
    index = pd.MultiIndex.from_product([years[:-1], sexes, AGES.lower], names=["year", "sex", "age"])
    return pd.DataFrame({"value": values.reshape(-1)}, index=index).reset_index()


def migrant_rows(starts: Mapping[str, Start], country: str) -> pd.DataFrame:
    """Rows of `data.indicator_tables.migrant_age`, of the areas whose migrants are known by age"""
    index = pd.MultiIndex.from_product([SEXES, AGES.lower], names=["sex", "age"])
    frames = [
        pd.DataFrame(
            {"share": start.movers.pattern.reshape(-1), "readiness": start.movers.readiness.reshape(-1)},
            index=index,
        )
        .reset_index()
        .assign(area=start.area, country=country)
        for start in starts.values()
        if start.movers is not None
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def read_starts(connection: Connection, country: str, release: str) -> dict[str, Start]:
    """Area -> where its projection starts, as the release carries them; nothing without a base population"""
    rows = indicator_queries.projection_starts(connection, country)
    if rows.empty:
        return {}
    year, last = int(rows["year"].iloc[0]), int(rows["last_year"].iloc[0])
    paths = indicator_queries.projection_paths(connection, country)
    rates, pattern = (_array(paths[paths["quantity"] == name]) for name in (DEATH_RATE, CHILDBEARING))
    shape = (last - year, len(SEXES), len(AGES))
    standard = rates.reshape(shape)
    nation: Row = {
        "years": tuple(range(year, last + 1)),
        "pattern": pattern.reshape(shape[0], len(AGES)),
        "standard": standard,
        "standard_e0": np.asarray(life_table(standard, AGES).e[..., 0]),
        "release": release,
    }
    people = population_of(queries.population_of_source(connection, country, BASE, year))
    movers = _movers(indicator_queries.migrant_ages(connection, country), rows)
    return {
        str(row["area"]): Start(
            area=str(row["area"]),
            population=people[str(row["area"])],
            movers=movers.get(str(row["area"])),
            **nation,
            **_levels(row),
        )
        for row in records(rows)
    }


def _array(rows: pd.DataFrame) -> Array:
    return rows["value"].to_numpy(np.float64)


def _levels(row: Row) -> Row:
    published = None if is_missing(row["published_ratio"]) else float(row["published_ratio"])
    return {
        "total_fertility_rate": float(row["total_fertility_rate"]),
        "sex_ratio": float(row["sex_ratio"]),
        "usual": DefaultLevels(
            float(row["usual_total_fertility_rate"]),
            float(row["usual_life_expectancy"]),
            float(row["usual_net_migration_rate"]),
        ),
        "provisional": bool(row["provisional"]),
        "mortality": str(row["mortality_source"]),
        "level": MortalityLevel(
            float(row["level_years"]),
            None if is_missing(row["level_year"]) else int(row["level_year"]),
            float(row["level_registered"]),
            float(row["level_expected"]),
            str(row["level_source"]),
        ),
        "gap": LifeExpectancyGap(
            float(row["gap_female"]),
            float(row["gap_male"]),
            str(row["gap_kind"]),
            None if is_missing(row["gap_year"]) else int(row["gap_year"]),
            str(row["gap_source"]),
        ),
        "usual_horizon": int(row["usual_year"]),
        "calendar": str(row["calendar"]),
        "relative": RelativeFertility(
            float(row["relative_fertility"]),
            tuple(int(year) for year in str(row["relative_years"]).split()),
            bool(row["relative_by_births"]),
            published,
            None if is_missing(row["published_year"]) else int(row["published_year"]),
        ),
    }


def _movers(ages: pd.DataFrame, starts: pd.DataFrame) -> dict[str, Movers]:
    years = {
        str(row["area"]): ((int(row["migrants_from"]), int(row["migrants_to"])), str(row["migrants_source"]))
        for row in records(starts.dropna(subset=["migrants_from", "migrants_to"]))
    }
    shape = (len(SEXES), len(AGES))
    return {
        str(area): Movers(
            own["share"].to_numpy(np.float64).reshape(shape),
            own["readiness"].to_numpy(np.float64).reshape(shape),
            years[str(area)][0],
            tuple(years[str(area)][1].split()),
        )
        for area, own in ages.groupby("area")
    }
