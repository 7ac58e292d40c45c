"""A scenario's outcome to take away: every cell as CSV or Parquet, a workbook with native charts, the papers as JSON. Pure.

The workbook's charts are Excel's own and read the cells beside them, so that whoever gets it can change both. Every file
names the scenario, its fingerprint and the release; all figures are projections, and say so.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from dashboard import downloads
from dashboard.laboratory import LabRun
from dashboard.projecting import AGES
from dashboard.words import Words
from forecasting.axes import FEMALE, MALE, SEXES, Array

STATUS = "projected"
BANDS = ((0, 15), (15, 65), (65, None), (80, None))


@dataclass(frozen=True)
class Source:
    """Whose figures a projection starts from: office and publication in the reader's language, licence, address."""

    key: str
    said: str
    licence: str
    url: str = ""


@dataclass(frozen=True)
class Papers:
    """What a taken-away figure is signed with."""

    area_name: str
    scenario_name: str
    sources: tuple[Source, ...]
    made: str
    link: str = ""


def cells(run: LabRun) -> pd.DataFrame:
    """scenario, fingerprint, release, area, measure, year, sex, age, value, status — every cell of a run

    Measures: population at the year; births by mother's age, deaths and net migrants in the year before it, by the age
    reached. Age 100 is 100 and over.
    """
    years, later = run.years, run.years[1:]
    parts = [
        _tidy("population", years, run.population),
        _tidy("deaths", later, run.deaths),
        _tidy("net_migrants", later, run.net_migrants),
        _tidy("births_by_age_of_mother", later, run.births_by_mother[:, np.newaxis, :], ("mothers",)),
        _tidy("births", later, run.births[..., np.newaxis]),
    ]
    frame = pd.concat(parts, ignore_index=True)
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
    return frame


def csv(run: LabRun) -> bytes:
    """Every cell as CSV that no spreadsheet runs."""
    return downloads.csv(cells(run))


def parquet(run: LabRun, papers: Papers) -> bytes:
    """Every cell as Parquet, the papers in the file's metadata under ``rasad``."""
    table = pa.Table.from_pandas(cells(run), preserve_index=False)
    signed = {**(table.schema.metadata or {}), b"rasad": metadata(run, papers)}
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(signed), out)
    return out.getvalue()


def metadata(run: LabRun, papers: Papers) -> bytes:
    """The papers as JSON: scenario, fingerprint, release, sources, what each measure is."""
    said = {
        "area": run.area,
        "area_name": papers.area_name,
        "scenario": asdict(run.scenario),
        "fingerprint": run.fingerprint,
        "release": run.release,
        "years": [run.years[0], run.years[-1]],
        "status": STATUS,
        "sources": [asdict(source) for source in papers.sources],
        "licence": list(dict.fromkeys(source.licence for source in papers.sources)),
        "made": papers.made,
        "link": papers.link,
        "measures": {
            "population": "persons at the year, by sex and age in completed years",
            "births": "live births in the year before, by sex of the child",
            "births_by_age_of_mother": "live births in the year before, by age of the mother",
            "deaths": "deaths in the year before, by sex and the age the cohort reaches",
            "net_migrants": "people moved in less people moved out in the year before, by sex and age reached",
        },
    }
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, default=list).encode()


def summary(run: LabRun) -> pd.DataFrame:
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


def assumed(run: LabRun) -> pd.DataFrame:
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


def workbook(run: LabRun, papers: Papers, words: Words) -> bytes:
    """An Excel workbook: outlook with charts, pyramid, assumptions, people by age, papers."""
    out = io.BytesIO()
    # Text is never a formula or a link, whatever it begins with.
    plain = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(out, plain) as book:
        pen = _Pen(book, words)
        _outlook(pen, run)
        _pyramid(pen, run)
        _assumptions(pen, run)
        _people(pen, run)
        _papers(pen, run, papers)
    return out.getvalue()


@dataclass(frozen=True)
class _Pen:
    """A workbook and the language it is written in."""

    book: xlsxwriter.Workbook
    words: Words

    def sheet(self, name: str) -> xlsxwriter.worksheet.Worksheet:
        """A sheet, from right to left where the language is."""
        made = self.book.add_worksheet(name[:31])
        if self.words.direction == "rtl":
            made.right_to_left()
        return made

    def table(
        self, sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, titles: Mapping[str, str]
    ) -> None:
        """Headings in bold, then the rows; a missing number is an empty cell."""
        bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, name in enumerate(frame):
            decimals = (
                "0.00" if "rate" in str(name) or "ratio" in str(name) or "expect" in str(name) else "#,##0"
            )
            number = self.book.add_format({"num_format": "0" if name in ("year", "age") else decimals})
            sheet.write_string(0, column, titles.get(str(name), str(name)), bold)
            sheet.set_column(column, column, 14)
            for row, value in enumerate(frame[name], start=1):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif not pd.isna(value):
                    sheet.write_number(row, column, float(value), number)
        sheet.freeze_panes(1, 1)


def _outlook(pen: _Pen, run: LabRun) -> None:
    words, frame = pen.words, summary(run)
    name = words("Outlook")
    sheet = pen.sheet(name)
    pen.table(sheet, frame, titles(words))
    last = len(frame)
    for place, (columns, title) in enumerate(
        (
            ((1,), words("Population")),
            ((2, 3, 4), words("People by age band")),
            ((6, 7), words("Births and deaths")),
        )
    ):
        chart = pen.book.add_chart({"type": "line"})
        for column in columns:
            first = 2 if column >= 6 else 1
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, column, last, column],
                }
            )
        chart.set_title({"name": title})
        chart.set_y_axis({"num_format": "#,##0"})
        sheet.insert_chart(1 + 16 * place, 11, chart)


def _pyramid(pen: _Pen, run: LabRun) -> None:
    """Men to one side, women to the other, at the start and in the last year, in five-year groups."""
    words = pen.words
    name = words("Pyramid")
    sheet = pen.sheet(name)
    groups = [*range(0, 100, 5), 100]
    five = np.add.reduceat(run.population, groups, axis=-1)
    frame = pd.DataFrame({"group": [f"{low}-{low + 4}" if low < 100 else "100+" for low in groups]})
    for at in (0, -1):
        frame[f"{words('Men')} {run.years[at]}"] = -five[at, MALE]
        frame[f"{words('Women')} {run.years[at]}"] = five[at, FEMALE]
    pen.table(sheet, frame, {"group": words("Age group")})
    for place, first in enumerate((1, 3)):
        chart = pen.book.add_chart({"type": "bar", "subtype": "stacked"})
        for column in (first, first + 1):
            chart.add_series(
                {
                    "name": [name, 0, column],
                    "categories": [name, 1, 0, len(frame), 0],
                    "values": [name, 1, column, len(frame), column],
                    "gap": 8,
                }
            )
        chart.set_title({"name": str(run.years[0 if place == 0 else -1])})
        chart.set_x_axis({"num_format": "#,##0;#,##0"})
        chart.set_y_axis({"label_position": "low"})
        sheet.insert_chart(1 + 22 * place, 6, chart, {"y_scale": 1.4})


def _assumptions(pen: _Pen, run: LabRun) -> None:
    words, frame = pen.words, assumed(run)
    name = words("Assumptions")
    sheet = pen.sheet(name)
    pen.table(sheet, frame, titles(words))
    for place, column in enumerate((1, 2, 4)):
        chart = pen.book.add_chart({"type": "line"})
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, len(frame), 0],
                "values": [name, 1, column, len(frame), column],
            }
        )
        chart.set_legend({"none": True})
        chart.set_title({"name": titles(words)[str(frame.columns[column])]})
        sheet.insert_chart(1 + 16 * place, 7, chart)


def _people(pen: _Pen, run: LabRun) -> None:
    words = pen.words
    rows = _tidy("population", run.years, run.population).drop(columns="measure")
    wide = rows.pivot_table(index=["sex", "age"], columns="year", values="value").reset_index()
    wide.columns = [str(column) for column in wide.columns]
    wide["sex"] = wide["sex"].map({"female": words("Women"), "male": words("Men")})
    pen.table(pen.sheet(words("People by age")), wide, titles(words))


def _papers(pen: _Pen, run: LabRun, papers: Papers) -> None:
    words = pen.words
    sheet = pen.sheet(words("Sources"))
    rows = [
        (words("Area"), f"{papers.area_name} ({run.area})"),
        (words("Scenario"), papers.scenario_name),
        (words("Fingerprint"), run.fingerprint),
        (words("Release"), run.release),
        (words("Status"), words("projected: a what-if, not a forecast and not a statistic")),
        (words("Made on"), papers.made),
        (words("Inputs"), str(run.scenario)),
        *((words("Source"), f"{one.said}. {one.licence}. {one.url}".strip(" .")) for one in papers.sources),
    ]
    bold = pen.book.add_format({"bold": True})
    for row, (title, said) in enumerate(rows):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, said)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)


def titles(words: Words) -> dict[str, str]:
    """Column -> heading in the reader's language"""
    return {
        "year": words("Year"),
        "age": words("Age"),
        "sex": words("Sex"),
        "population": words("Population"),
        "births": words("Births"),
        "deaths": words("Deaths"),
        "net_migrants": words("Net migrants"),
        "total_fertility_rate": words("Total fertility rate"),
        "life_expectancy_female": words("Life expectancy at birth, women"),
        "life_expectancy_male": words("Life expectancy at birth, men"),
        "sex_ratio_at_birth": words("Boys per girl at birth"),
    }
