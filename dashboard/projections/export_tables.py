"""A scenario's outcome to take away: every cell as CSV or Parquet, the papers as JSON; `workbook` writes it for Excel. Pure.

Every file names the scenario, its fingerprint and the release; all figures are projections, and say so. Bands, where they
were drawn, are in every file with their trajectories and seed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import downloads
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.jump_off import AGES
from forecasting.axes import FEMALE, MALE, SEXES, Array
from forecasting.interval_levels import PROBABILITIES

STATUS = "projected"
BANDS = ((0, 15), (15, 65), (65, None), (80, None))


@dataclass(frozen=True)
class Source:
    """Whose figures a projection starts from: office and publication in the reader's language, licence, address, its date."""

    key: str
    title: str
    licence: str
    url: str = ""
    published: str = ""

    def exported(self) -> dict[str, str]:
        """Its fields under the names that files have had from the first on."""
        return {
            "key": self.key,
            "said": self.title,
            "licence": self.licence,
            "url": self.url,
            "published": self.published,
        }


@dataclass(frozen=True)
class Provenance:
    """Provenance of an exported scenario: area, scenario, sources, date, and the link that opens it again."""

    area_name: str
    scenario_name: str
    sources: tuple[Source, ...]
    made_on: str
    link: str = ""


@dataclass(frozen=True, eq=False)
class Bands:
    """Fans around the scenario: series -> rows of `trajectories.fan_frame`, from ``draws`` trajectories of a ``seed``."""

    frames: Mapping[str, pd.DataFrame]
    draws: int
    seed: int


#: series of `sure` -> measure in the files; and columns of a fan -> the part of trajectories below them
BAND_MEASURES = {"total": "population_total", "old": "percent_65_plus", "births": "births_total"}
QUANTILES = dict(zip(("lower_95", "lower_80", "median", "upper_80", "upper_95"), PROBABILITIES, strict=True))


def cells(run: ScenarioRun, bands: Bands | None = None) -> pd.DataFrame:
    """scenario, fingerprint, release, area, measure, year, sex, age, quantile, value, status — every cell of a run

    Measures: population at the year; births by mother's age, deaths and net migrants in the year before it, by the age
    reached. Age 100 is 100 and over. ``quantile`` is empty but for bands: the part of the trajectories below the value.
    """
    years, later = run.years, run.years[1:]
    parts = [
        _tidy("population", years, run.population),
        _tidy("deaths", later, run.deaths),
        _tidy("net_migrants", later, run.net_migrants),
        _tidy("births_by_age_of_mother", later, run.births_by_mother[:, np.newaxis, :], ("mothers",)),
        _tidy("births", later, run.births[..., np.newaxis]),
    ]
    frame = pd.concat([*parts, *_of_bands(bands)], ignore_index=True)
    signed = {
        "scenario": run.scenario.name,
        "fingerprint": run.fingerprint,
        "release": run.release,
        "area": run.area,
    }
    for place, (name, value) in enumerate(signed.items()):
        frame.insert(place, name, value)
    return frame.assign(status=STATUS)


def _tidy(
    measure: str, years: tuple[int, ...], values: Array, sexes: tuple[str, ...] = SEXES
) -> pd.DataFrame:
    """measure, year, sex, age, value of an array [year, sex, age]; age is empty where there is none."""
    ages = list(AGES.lower) if values.shape[-1] == len(AGES.lower) else [pd.NA]
    index = pd.MultiIndex.from_product([years, sexes, ages], names=["year", "sex", "age"])
    frame = pd.DataFrame({"value": values.ravel()}, index=index).reset_index()
    frame["age"] = frame["age"].astype("Int64")
    frame.insert(0, "measure", measure)
    frame.insert(4, "quantile", np.nan)
    return frame


def people_by_age(run: ScenarioRun) -> pd.DataFrame:
    """year, sex, age, value — persons"""
    return _tidy("population", run.years, run.population)[["year", "sex", "age", "value"]]


def _of_bands(bands: Bands | None) -> list[pd.DataFrame]:
    """measure, year, sex, age, quantile, value of each series' bands"""
    parts = []
    for series, fan in (bands.frames if bands else {}).items():
        long = fan.rename(columns=QUANTILES).melt("year", list(QUANTILES.values()), "quantile", "value")
        long = long.assign(
            measure=BAND_MEASURES[series], sex="both", age=pd.array([pd.NA] * len(long), "Int64")
        )
        parts.append(long[["measure", "year", "sex", "age", "quantile", "value"]].astype({"quantile": float}))
    return parts


def csv(run: ScenarioRun, bands: Bands | None = None) -> bytes:
    """Every cell as CSV that no spreadsheet runs."""
    return downloads.csv(cells(run, bands))


def parquet(run: ScenarioRun, papers: Provenance, bands: Bands | None = None) -> bytes:
    """Every cell as Parquet, the papers in the file's metadata under ``rasad``."""
    table = pa.Table.from_pandas(cells(run, bands), preserve_index=False)
    signed = {**(table.schema.metadata or {}), b"rasad": metadata(run, papers, bands)}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(signed), out)
    return out.getvalue()


def metadata(run: ScenarioRun, papers: Provenance, bands: Bands | None = None) -> bytes:
    """The papers as JSON: scenario, fingerprint, release, sources, what each measure is."""
    fields: dict[str, Any] = {
        "area": run.area,
        "area_name": papers.area_name,
        "scenario": asdict(run.scenario),
        "fingerprint": run.fingerprint,
        "release": run.release,
        "years": [run.years[0], run.years[-1]],
        "status": STATUS,
        "sources": [source.exported() for source in papers.sources],
        "licence": list(dict.fromkeys(source.licence for source in papers.sources)),
        "made": papers.made_on,
        "link": papers.link,
        "measures": {
            "population": "persons at the year, by sex and age in completed years",
            "births": "live births in the year before, by sex of the child",
            "births_by_age_of_mother": "live births in the year before, by age of the mother",
            "deaths": "deaths in the year before, by sex and the age the cohort reaches",
            "net_migrants": "people moved in less people moved out in the year before, by sex and age reached",
        },
    }
    if bands is not None:
        fields["bands"] = {
            "trajectories": bands.draws,
            "seed": bands.seed,
            "quantiles": list(QUANTILES.values()),
        }
        fields["measures"] |= {
            "population_total": "persons at the year, that part of the trajectories being below",
            "percent_65_plus": "per cent of the population aged 65 and over, likewise",
            "births_total": "live births in the year before, likewise",
        }
    return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True, default=list).encode()


def summary(run: ScenarioRun) -> pd.DataFrame:
    """year, population, 0-14, 15-64, 65+, 80+, births, deaths, net_migrants — flows of the year before, none at the start"""
    people = run.population.sum(-2)
    frame = pd.DataFrame({"year": run.years, "population": people.sum(-1)})
    for low, high in BANDS:
        name = f"{low}+" if high is None else f"{low}-{high - 1}"
        frame[name] = people[:, AGES.between(low, high)].sum(-1)
    flows = {"births": run.births.sum(-1), "deaths": run.deaths.sum((-2, -1))}
    flows["net_migrants"] = run.net_migrants.sum((-2, -1))
    for name, values in flows.items():
        frame[name] = np.concatenate([[np.nan], values])
    return frame


def assumption_rows(run: ScenarioRun) -> pd.DataFrame:
    """year, total_fertility_rate, life_expectancy_female, life_expectancy_male, net_migrants, sex_ratio_at_birth"""
    e0 = run.life_expectancy
    return pd.DataFrame(
        {
            "year": run.years[1:],
            "total_fertility_rate": run.total_fertility,
            "life_expectancy_female": e0[:, FEMALE],
            "life_expectancy_male": e0[:, MALE],
            "net_migrants": run.net_migrants.sum((-2, -1)),
            "sex_ratio_at_birth": run.sex_ratio,
        }
    )
