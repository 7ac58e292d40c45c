"""A scenario's outcome as an Excel workbook. Pure.

Its charts are Excel's own and read the cells beside them, so that whoever gets it can change both.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xlsxwriter

from dashboard.analysis.projections import ScenarioRun
from dashboard.projections.export_tables import Bands, Provenance, assumption_rows, people_by_age, summary
from dashboard.words import Words
from forecasting.axes import FEMALE, MALE


def workbook(run: ScenarioRun, papers: Provenance, words: Words, bands: Bands | None = None) -> bytes:
    """An Excel workbook: outlook with charts, bands, pyramid, assumptions, people by age, papers."""
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
        if bands is not None:
            _how_sure(pen, bands)
        _pyramid(pen, run)
        _assumptions(pen, run)
        _people(pen, run)
        _papers(pen, run, papers, bands)
    return out.getvalue()


@dataclass(frozen=True)
class _Pen:
    """A workbook and the language it is written in."""

    book: xlsxwriter.Workbook
    words: Words

    def sheet(self, name: str) -> xlsxwriter.worksheet.Worksheet:
        """A sheet, from right to left where the language is."""
        worksheet = self.book.add_worksheet(name[:31])
        if self.words.direction == "rtl":
            worksheet.right_to_left()
        return worksheet

    def table(
        self, sheet: xlsxwriter.worksheet.Worksheet, frame: pd.DataFrame, titles: Mapping[str, str]
    ) -> None:
        """Headings in bold, then the rows; a missing number is an empty cell."""
        bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, name in enumerate(frame):
            decimals = (
                "0.0"
                if str(name).startswith("old_")
                else "0.00"
                if "rate" in str(name) or "ratio" in str(name) or "expect" in str(name)
                else "#,##0"
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


def _outlook(pen: _Pen, run: ScenarioRun) -> None:
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


def _how_sure(pen: _Pen, bands: Bands) -> None:
    """A block of columns and a chart for each series: the scenario's path and what 80 and 95 of 100 trajectories stay within."""
    words = pen.words
    name = words("How sure")
    sheet = pen.sheet(name)
    titles_of = {"total": words("Population"), "old": words("65 and over, %"), "births": words("Births")}
    columns = {
        "path": words("as assumed"),
        "lower_95": words("95 of 100, lower end"),
        "lower_80": words("80 of 100, lower end"),
        "median": words("middle of the trajectories"),
        "upper_80": words("80 of 100, upper end"),
        "upper_95": words("95 of 100, upper end"),
    }
    whole, heads = next(iter(bands.frames.values()))[["year"]], {"year": words("Year")}
    for series, fan in bands.frames.items():
        named = {column: f"{series}_{column}" for column in columns}
        whole = whole.merge(fan.rename(columns=named)[["year", *named.values()]], on="year", how="left")
        heads |= {named[column]: f"{titles_of[series]}: {title}" for column, title in columns.items()}
    pen.table(sheet, whole, heads)
    last = len(whole)
    for place, series in enumerate(bands.frames):
        chart = pen.book.add_chart({"type": "line"})
        for offset, column in enumerate(columns):
            position = 1 + place * len(columns) + offset
            first = 1 + int(whole[f"{series}_path"].isna().sum())
            chart.add_series(
                {
                    "name": [name, 0, position],
                    "categories": [name, first, 0, last, 0],
                    "values": [name, first, position, last, position],
                    "line": BAND_LINES[column],
                }
            )
        chart.set_title({"name": titles_of[series]})
        chart.set_legend({"position": "bottom"})
        sheet.insert_chart(last + 2, 1 + 8 * place, chart)


#: The path in full, the middle thin, ends of 80 dashed and of 95 dotted
BAND_LINES = {
    "path": {"color": "#0B6E75", "width": 2.5},
    "median": {"color": "#6B7885", "width": 1},
    **{f"{end}_80": {"color": "#0B6E75", "width": 1.25, "dash_type": "dash"} for end in ("lower", "upper")},
    **{
        f"{end}_95": {"color": "#7FB2B6", "width": 1.25, "dash_type": "round_dot"}
        for end in ("lower", "upper")
    },
}


def _pyramid(pen: _Pen, run: ScenarioRun) -> None:
    """Men to one side, women to the other, at the start and in the last year, in five-year groups."""
    words = pen.words
    name = words("Pyramid")
    sheet = pen.sheet(name)
    groups = [*range(0, 100, 5), 100]
    five = np.add.reduceat(run.population, groups, axis=-1)
    frame = pd.DataFrame({"group": [f"{low}-{low + 4}" if low < 100 else "100+" for low in groups]})
    for edge in (0, -1):
        frame[f"{words('Men')} {run.years[edge]}"] = -five[edge, MALE]
        frame[f"{words('Women')} {run.years[edge]}"] = five[edge, FEMALE]
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


def _assumptions(pen: _Pen, run: ScenarioRun) -> None:
    words, frame = pen.words, assumption_rows(run)
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


def _people(pen: _Pen, run: ScenarioRun) -> None:
    words = pen.words
    rows = people_by_age(run)
    wide = rows.pivot(index=["sex", "age"], columns="year", values="value").reset_index()
    wide.columns = [str(column) for column in wide.columns]
    wide["sex"] = wide["sex"].map({"female": words("Women"), "male": words("Men")})
    pen.table(pen.sheet(words("People by age")), wide, titles(words))


def _papers(pen: _Pen, run: ScenarioRun, papers: Provenance, bands: Bands | None) -> None:
    words = pen.words
    sheet = pen.sheet(words("Sources"))
    rows = [
        (words("Area"), f"{papers.area_name} ({run.area})"),
        (words("Scenario"), papers.scenario_name),
        (words("Fingerprint"), run.fingerprint),
        (words("Release"), run.release),
        (words("Status"), words("projected: a what-if, not a forecast and not a statistic")),
        (words("Bands"), _bands_note(bands, words)),
        (words("Made on"), papers.made_on),
        *(((words("Link"), papers.link),) if papers.link else ()),
        (words("Inputs"), str(run.scenario)),
        *(
            (words("Source"), f"{one.title}. {one.published}. {one.licence}. {one.url}".strip(" ."))
            for one in papers.sources
        ),
    ]
    bold = pen.book.add_format({"bold": True})
    for row, (title, text) in enumerate(rows):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, text)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 100)


def _bands_note(bands: Bands | None, words: Words) -> str:
    if bands is None:
        return words("none: trajectories are drawn for one area at a time")
    return words(
        "{n} trajectories around the scenario’s path, seed {seed}; not the United Nations’ variants, which have no probability",
        n=str(bands.draws),
        seed=str(bands.seed),
    )


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
