"""Lexis surfaces of death rates and of birth rates by age and year: figures and papers. Pure."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.indicators.childbearing import Childbearing
from dashboard.charts import lexis
from dashboard.views import childbearing
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns
from dashboard.words import Words
from forecasting.scales import PER_1000

FEWEST_YEARS = 3


def deaths(rates: pd.DataFrame, sex: str) -> pd.DataFrame:
    """year, age_lower, value, source — deaths a year per 1,000 of one sex"""
    rows = rates[rates["sex"] == sex]
    return rows.assign(value=PER_1000 * rows["value"])[["year", "age_lower", "value", "source"]].reset_index(
        drop=True
    )


def births(rates: Childbearing, area: str) -> pd.DataFrame:
    """year, age_lower, value, source — births a year per 1,000 women of each age, of every year known"""
    years = rates.curve_years(area)
    if not years:
        return pd.DataFrame(columns=["year", "age_lower", "value", "source"])
    rows = childbearing.pattern(rates, area, years, [str(year) for year in years])
    sources = {year: str(rates.rows["source"].iloc[rates.curve_place(area, year)]) for year in years}
    return rows.assign(age_lower=rows["age"], source=rows["year"].map(sources))[
        ["year", "age_lower", "value", "source"]
    ]


def figure(
    rows: pd.DataFrame,
    *,
    label: str,
    calendar: str,
    words: Words,
    logarithmic: bool,
    last: int | None,
    provenance: str = "",
) -> go.Figure:
    """The surface; ``last`` is the width of the oldest group, None where it is open; ``provenance``: who says so."""
    return lexis.surface(
        rows,
        words=words,
        calendar=calendar,
        label=label,
        write=writer(words),
        logarithmic=logarithmic,
        last_width=last,
        provenance=provenance,
        notes=(words("Those born in one year run up a diagonal. Estimated."),),
    )


def writer(words: Words) -> Callable[[float], str]:
    """Rates per 1,000 as they are read: finer the smaller they are."""

    def write(value: float) -> str:
        return format.number(value, words.language, 2 if value < 1 else 1 if value < 100 else 0)

    return write


def papers(
    rows: pd.DataFrame, *, area: str, name: str, label: str, title: str, calendar: str, words: Words
) -> ChartExport:
    """The surface as a table, a row an age and a column a year, and as rows. ``name``: of the file"""
    write = writer(words)

    def table() -> pd.DataFrame:
        wide = rows.pivot(index="age_lower", columns="year", values="value")
        years = {
            format.year_short(int(year), calendar, words.language): [
                "" if pd.isna(value) else write(float(value)) for value in wide[year]
            ]
            for year in wide.columns
        }
        return pd.DataFrame(
            {words("Age"): [format.number(age, words.language) for age in wide.index]} | years
        )

    keys = tuple(dict.fromkeys(" ".join(rows["source"]).split()))
    return ChartExport(
        name=f"{area}-{name}".lower(),
        title=title,
        table=table,
        data=lambda: rows.assign(area=area, status="estimated"),
        columns={
            "area": area_columns(words)["area"],
            "year": area_columns(words)["year"],
            "age_lower": Column(words("Age"), "integer", words("First age of the group")),
            "value": Column(label, "number"),
            "status": paper_columns(words)["status"],
            "source": paper_columns(words)["source"],
        },
        sources=keys,
        chart_sources=keys,
    )
