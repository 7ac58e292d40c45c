"""A rate as registered and raised for what the register lacks: what it says of an area, of all, and as rows. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.catalogue import Indicator
from dashboard.analysis.frame_rows import records
from dashboard.analysis.indicators.under_registration import BIRTHS
from dashboard.charts import dumbbell
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns, with_calendar
from dashboard.words import Words, mark
from forecasting.scales import PERCENT

METHODS = {
    "births": mark(
        "Completeness is the births registered over those that the published total fertility rate, which counts all residents, gives the women of the base population at the nation’s age pattern. The adjusted rate so says what the published fertility rate says, in a unit of its own."
    ),
    "deaths": mark(
        "Completeness is that of the country: deaths registered over those at the death rates published for it, the mean of the years before the pandemic. One part for every area and year: whether provinces register alike is not known, and an expectation at the nation’s death rates would make every province like the nation."
    ),
}


def years(rates: pd.DataFrame) -> tuple[int, ...]:
    """Years with a rate for some area."""
    return tuple(sorted(int(year) for year in rates["year"].unique()))


def of_year(rates: pd.DataFrame, names: Mapping[str, str], year: int) -> pd.DataFrame:
    """area, name, year, raw, completeness, adjusted, status, provisional, source — of one year, the highest first"""
    rows = rates[(rates["year"] == year) & rates["area"].isin(list(names))]
    rows = rows.assign(name=rows["area"].map(dict(names)))
    return rows.sort_values(["adjusted", "raw"], ascending=False).reset_index(drop=True)


def method(indicator: Indicator, words: Words) -> str:
    """How the completeness is estimated."""
    return words(METHODS["births" if indicator.key in BIRTHS else "deaths"])


def sentence(rows: pd.DataFrame, area: str, name: str, year: str, indicator: Indicator, words: Words) -> str:
    """Both rates of an area, and the part registered; or that nothing is adjusted, and why."""
    own = rows[rows["area"] == area]
    if own.empty:
        return words(
            "**{area}, {year}** — nothing is registered, or nothing is known to compare it with.",
            area=name,
            year=year,
        )
    row, language = own.iloc[0], words.language
    parts = {
        "area": name,
        "year": year,
        "raw": format.number(row["raw"], language, indicator.decimals),
        "unit": words(indicator.unit),
        "part": format.percent(row["completeness"] / PERCENT, language),
    }
    if pd.isna(row["adjusted"]):
        return words(
            "**{area}, {year}: {raw}** {unit} as registered. {part} of what is expected is registered: over 100 % is a problem of the data, so nothing is adjusted.",
            **parts,
        )
    return words(
        "**{area}, {year}: {raw}** {unit} as registered, **{adjusted}** adjusted for the events missing from the register (estimated): {part} of what is expected is registered.",
        adjusted=format.number(row["adjusted"], language, indicator.decimals),
        **parts,
    )


def not_adjusted(rows: pd.DataFrame, words: Words) -> str:
    """Areas with more registered than expected; nothing where there are none."""
    over = rows[rows["adjusted"].isna()]
    texts = [
        f"{row['name']} ({format.percent(row['completeness'] / PERCENT, words.language)})"
        for row in records(over)
    ]
    return (
        words("Not adjusted, because more is registered than expected: {areas}.", areas=words.listed(texts))
        if texts
        else ""
    )


def figure(rows: pd.DataFrame, indicator: Indicator, label: str, focus: str, words: Words) -> go.Figure:
    """A line for each area from the rate as registered to the adjusted one."""
    pairs = rows.dropna(subset="adjusted").rename(columns={"raw": "first", "adjusted": "second"})
    names = (words("As registered"), words("Adjusted, estimated"))
    return dumbbell.joined(
        pairs.assign(said=words("estimated")),
        names=names,
        words=words,
        label=label,
        decimals=indicator.decimals,
        focus=focus,
        alt=words(
            "{label}, as registered and adjusted: highest in {first}, lowest in {last}.",
            label=label,
            first=str(pairs["name"].iloc[0]),
            last=str(pairs["name"].iloc[-1]),
        ),
    )


def papers(
    rows: pd.DataFrame, rates: pd.DataFrame, indicator: Indicator, title: str, calendar: str, words: Words
) -> ChartExport:
    """Both rates of the year as a table, of all years as data. ``rates``: with names."""
    language = words.language

    def texts(values: pd.Series, missing: str = "") -> list[str]:
        return [
            missing if pd.isna(value) else format.number(value, language, indicator.decimals)
            for value in values
        ]

    table = pd.DataFrame(
        {
            words("Area"): rows["name"],
            words("As registered"): texts(rows["raw"]),
            words("Registered per 100 expected"): [
                format.number(each, language, 1) for each in rows["completeness"]
            ],
            words("Adjusted, estimated"): texts(rows["adjusted"], words("not adjusted")),
        }
    )
    unit = words(indicator.unit)
    keys = tuple(dict.fromkeys(" ".join(rows["source"]).split()))
    columns = {
        **area_columns(words),
        "raw": Column(words("As registered"), "number", words(indicator.definition), unit),
        "completeness": Column(words("Registered per 100 expected"), "number", method(indicator, words), "%"),
        "adjusted": Column(words("Adjusted, estimated"), "number", method(indicator, words), unit),
        **paper_columns(words),
    }
    return ChartExport(
        name=f"{rows['area'].iloc[0][:2]}-{indicator.key}-adjusted".lower().replace("_", "-"),
        title=title,
        table=lambda: table,
        data=lambda: with_calendar(rates, calendar)[list(columns)],
        columns=columns,
        definition=method(indicator, words),
        sources=tuple(dict.fromkeys(" ".join(rates["source"]).split())),
        chart_sources=keys,
    )
