"""How long the marriages divorced in a year had lasted: the rows, a sentence, a chart, and as data. Pure."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import records
from dashboard.charts import durations, theme
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns, with_calendar
from dashboard.words import Words
from forecasting.scales import PERCENT

EARLY = 5  # years of marriage that are summed in the sentence


def of_area(durations: pd.DataFrame, area: str) -> pd.DataFrame:
    """duration, width, events, share, and papers — of an area's latest year, per 100 divorces"""
    own = durations[durations["area"] == area]
    own = own[own["year"] == own["year"].max()]
    own = own[own["source"] == own["source"].iloc[0]] if len(own) else own
    rows: pd.DataFrame = own.rename(columns={"duration_lower": "duration", "duration_width": "width"})
    share = PERCENT * rows["events"].astype(float) / float(rows["events"].sum())
    return rows.assign(share=share).reset_index(drop=True)


def group(duration: int, width: int, words: Words) -> str:
    """'3', or '29+' for the open group"""
    text = format.number(duration, words.language)
    return text if width else format.age_group(duration, None, words.language)


def sentence(rows: pd.DataFrame, mean: float, name: str, year: str, words: Words) -> str:
    """The mean, and how many ended in the first years."""
    early = float(rows.loc[rows["duration"] < EARLY, "share"].sum()) / PERCENT
    return words(
        "**{area}, {year}** — the marriages divorced in the year had lasted {mean} years on average; {share} of them less than five.",
        area=name,
        year=year,
        mean=format.number(mean, words.language, 1),
        share=format.percent(early, words.language),
    )


def figure(rows: pd.DataFrame, mean: float, words: Words) -> go.Figure:
    """A bar for each completed year of marriage."""
    language = words.language
    texts = [
        theme.hover(
            words("{years} completed years", years=group(int(row["duration"]), int(row["width"]), words)),
            words(
                "{count} divorces, {share} of all",
                count=format.number(row["events"], language),
                share=format.percent(row["share"] / PERCENT, language),
            ),
            words=words,
        )
        for row in records(rows)
    ]
    classes = pd.DataFrame(
        {"duration": rows["duration"], "value": rows["share"], "open": rows["width"] == 0, "text": texts}
    )
    label = words("Divorces by completed years of marriage, per 100")
    return durations.by_duration(
        classes,
        words=words,
        label=label,
        across=words("Completed years of marriage"),
        alt=words(
            "{label}: most in the years {years}.",
            label=label,
            years=words.listed(
                [
                    group(int(row["duration"]), int(row["width"]), words)
                    for row in records(rows.nlargest(3, "share"))
                ]
            ),
        ),
        mean=mean,
    )


def papers(rows: pd.DataFrame, title: str, calendar: str, words: Words) -> ChartExport:
    """The divorces of each duration as rows."""
    language = words.language
    table = pd.DataFrame(
        {
            words("Completed years of marriage"): [
                group(int(row["duration"]), int(row["width"]), words) for row in records(rows)
            ],
            words("Divorces"): [format.number(each, language) for each in rows["events"]],
            words("Per 100 divorces"): [format.number(each, language, 1) for each in rows["share"]],
        }
    )
    keys = tuple(dict.fromkeys(" ".join(rows["source"]).split()))
    columns = {
        **{key: column for key, column in area_columns(words).items() if key != "name"},
        "duration": Column(words("Completed years of marriage"), "integer"),
        "width": Column(words("Years in the group; 0 where it is open"), "integer"),
        "events": Column(words("Divorces"), "number"),
        "share": Column(words("Per 100 divorces"), "number"),
        **paper_columns(words),
    }
    return ChartExport(
        name=f"{rows['area'].iloc[0]}-divorces-by-duration".lower(),
        title=title,
        table=lambda: table,
        data=lambda: with_calendar(rows, calendar)[list(columns)],
        columns=columns,
        sources=keys,
        chart_sources=keys,
    )
