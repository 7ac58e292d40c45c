"""Life tables as a reader sees them, and life expectancy of women and men over the years. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.frame_rows import records
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.charts import curves, theme
from dashboard.charts.axis import Axis
from dashboard.charts.curves import Look
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns
from dashboard.views.measure import status_text
from dashboard.words import Words, mark
from forecasting.axes import AgeGroups

SEX_NAMES = {"female": mark("Women"), "male": mark("Men"), "both": mark("Both sexes")}
#: The measure of the catalogue that names life expectancy of a sex
EXPECTANCY = {"female": "life_expectancy_women", "male": "life_expectancy_men", "both": "life_expectancy"}
KINDS = {
    "nation": mark("Death rates of the nation"),
    "office": mark("Moved to the office’s life expectancy"),
    "moved": mark("Moved to the published life expectancy"),
    "register": mark("From deaths registered by age"),
    "related": mark("From the death rate of the census"),
}
#: How a table of each kind was made, in a sentence
TABLE_METHODS = {
    "nation": mark(
        "The death rates by age are those published for the nation, by the source that is named: the office that registers deaths publishes none."
    ),
    "office": mark(
        "The age pattern is that of the nation’s published death rates, moved by Brass’s relational method to the life expectancy of women and of men that the office published for the year."
    ),
    "moved": mark(
        "The nation’s life table of the year, moved by Brass’s relational method by as many years as the province’s published life expectancy lies from the nation’s."
    ),
    "register": mark(
        "Deaths registered by age, women and men apart where they are registered so, smoothed by TOPALS around the nation’s own rates (Gonzaga & Schmertmann 2016) and raised by one factor of the nation for deaths that are not registered. In the year of an epidemic they are those of the epidemic."
    ),
    "related": mark(
        "The nation’s rates times one factor: the province’s death rate of the census year over that expected at its ages, drawn towards the mean of all provinces as far as chance explains it (empirical Bayes, Marshall 1991). Only the level is the province’s own, the pattern by age is the nation’s. The census asked 9 % of households about deaths (General Statistics Office, census of 1 April 2019, foreword, p. 3); every province is taken to have the same part."
    ),
}
RADIX = 100_000


def choices(tables: Sequence[AreaTable], area: str) -> dict[str, list[AreaTable]]:
    """Kind -> an area's tables of that kind by year."""
    own = sorted((table for table in tables if table.area == area), key=lambda table: table.year)
    kinds = [kind for kind in KINDS if any(table.kind == kind for table in own)]
    return {kind: [table for table in own if table.kind == kind] for kind in kinds}


def rows(table: AreaTable, sex: str) -> pd.DataFrame:
    """age, width, mx, qx, lx, dx, person_years, total_years, e — one sex; survivors of 100,000; abridged where single"""
    place, life = table.sexes.index(sex), table.table
    columns = {
        "age": life.ages.lower,
        "width": life.ages.width,
        "mx": life.mx[place],
        "qx": life.qx[place],
        "lx": RADIX * life.lx[place],
        "dx": RADIX * life.dx[place],
        "person_years": RADIX * life.person_years[place],
        "total_years": RADIX * life.total_years[place],
        "e": life.e[place],
    }
    return abridged(pd.DataFrame(columns))


def abridged(frame: pd.DataFrame) -> pd.DataFrame:
    """Single years joined into 0, 1–4, 5–9 …; a table that is abridged stays as it is."""
    if frame["width"].iloc[2] > 1:
        return frame
    last = int(frame["age"].iloc[-1])
    first = [age for age in frame["age"] if age in (0, 1) or age % 5 == 0]
    group = np.searchsorted(first, frame["age"], side="right") - 1
    ages = frame.groupby(group)[["age", "lx", "total_years", "e"]].first()
    sums = frame.groupby(group)[["dx", "person_years"]].sum()
    joined = ages.join(sums)
    joined["width"] = AgeGroups(tuple(int(age) for age in first)).width if first[-1] == last else np.nan
    joined["qx"] = joined["dx"] / joined["lx"]
    joined["mx"] = joined["dx"] / joined["person_years"]
    return joined[list(frame.columns)].reset_index(drop=True)


def printed(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A life table as textbooks print it, in the reader's digits."""
    language = words.language

    def column(name: str, decimals: int) -> list[str]:
        return [format.number(value, language, decimals) for value in frame[name]]

    ages = [
        format.age_group(int(age), width, language)
        for age, width in zip(frame["age"], frame["width"], strict=True)
    ]
    return pd.DataFrame(
        {
            words("Age"): ages,
            words("m(x), death rate"): column("mx", 5),
            words("q(x), dying"): column("qx", 5),
            words("l(x), survivors"): column("lx", 0),
            words("d(x), deaths"): column("dx", 0),
            words("L(x), years lived"): column("person_years", 0),
            words("e(x), years left"): column("e", 2),
        }
    )


def survivors_figure(
    tables: Sequence[tuple[str, pd.DataFrame]], words: Words, provenance: str = ""
) -> go.Figure:
    """Survivors of 100,000 at each age. tables: name, rows of a table"""
    frames = [rows_of.assign(name=name, value=rows_of["lx"], width=0.0) for name, rows_of in tables]
    return curves.by_age(
        pd.concat(frames, ignore_index=True),
        words=words,
        label=words("Survivors of 100,000 newborn"),
        decimals=0,
        at_start=True,
        provenance=provenance,
    )


def table_papers(table: AreaTable, sex: str, name: str, year: str, words: Words) -> ChartExport:
    """A life table for eyes and for programs."""
    frame = rows(table, sex)
    rows_shown = frame.drop(columns="width").assign(
        area=table.area, year=table.year, sex=sex, status="estimated", source=table.source
    )
    numbers = {
        "mx": words("m(x), death rate"),
        "qx": words("q(x), dying"),
        "lx": words("l(x), survivors"),
        "dx": words("d(x), deaths"),
        "person_years": words("L(x), years lived"),
        "total_years": words("T(x), years lived from the age on"),
        "e": words("e(x), years left"),
    }
    columns = {
        "area": area_columns(words)["area"],
        "year": area_columns(words)["year"],
        "sex": Column(words("Sex")),
        "age": Column(words("Age"), "integer"),
        **{key: Column(title, "number") for key, title in numbers.items()},
        "status": paper_columns(words)["status"],
        "source": paper_columns(words)["source"],
    }
    keys = tuple(dict.fromkeys(table.source.split()))
    return ChartExport(
        name=f"{table.area}-life-table-{table.year}-{sex}".lower(),
        title=words("Life table: {area}, {year}, {sex}", area=name, year=year, sex=words(SEX_NAMES[sex])),
        table=lambda: printed(frame, words),
        data=lambda: rows_shown[list(columns)],
        columns=columns,
        sources=keys,
        chart_sources=keys,
    )


def expectancy(table: AreaTable, words: Words) -> list[tuple[str, str, str]]:
    """Name, life expectancy and its limits for each sex of a table"""
    expectancies = []
    for age, sex in enumerate(table.sexes):
        value = format.number(table.e0(sex), words.language, 1)
        limits = ""
        if table.low is not None and table.high is not None:
            low, high = (format.number(float(end[age]), words.language, 1) for end in (table.low, table.high))
            limits = words("95 % interval {low} to {high}", low=low, high=high)
        expectancies.append((words(BY_KEY[EXPECTANCY[sex]].name), value, limits))
    return expectancies


# ---- life expectancy over the years


def over_years(tables: Sequence[AreaTable], published: pd.DataFrame, area: str, words: Words) -> pd.DataFrame:
    """name, year, value, status, provisional, source — the office's figures by sex, and those of the nation's life tables

    published: rows of ``data.queries.rates`` of life expectancy.
    """
    own = published[published["area"] == area].assign(
        name=[
            words("{sex}, as published", sex=words(SEX_NAMES[str(sex)]))
            for sex in published.loc[published["area"] == area, "sex"]
        ]
    )
    series = ["name", "sex", "year", "value", "status", "provisional", "source"]
    estimates = pd.DataFrame(
        [
            (
                words("{sex}, from death rates by age", sex=words(SEX_NAMES[sex])),
                sex,
                table.year,
                table.e0(sex),
                "estimated",
                0,
                table.source,
            )
            for table in tables
            if table.area == area and table.kind == "nation"
            for sex in table.sexes
        ],
        columns=series,
    )
    order = {"both": 2, "female": 0, "male": 1}
    own = own.assign(order=own["sex"].map(order)).sort_values(["order", "year"])
    return pd.concat([own[series], estimates], ignore_index=True)


def over_years_figure(frame: pd.DataFrame, sources: dict[str, str], calendar: str, words: Words) -> go.Figure:
    """The office's points and lines filled, those of life tables dashed and hollow; a colour for each sex."""
    colours = {"female": theme.WOMEN, "male": theme.MEN, "both": theme.NATION}
    ordered = frame.drop_duplicates("name")
    looks = {
        row["name"]: Look(colours[row["sex"]], estimated=row["status"] == "estimated")
        for row in records(ordered)
    }
    provenance = [
        f"{status_text(str(status), int(late), words)} · {sources[source]}"
        for status, late, source in zip(frame["status"], frame["provisional"], frame["source"], strict=True)
    ]
    return curves.with_limits(
        frame.assign(low=np.nan, high=np.nan, said=provenance),
        words=words,
        axis=Axis(words("Life expectancy at birth (years)"), 1, calendar),
        looks=looks,
        height=400,
    )


def expectancy_papers(frame: pd.DataFrame, area: str, calendar: str, words: Words) -> ChartExport:
    """Life expectancy by sex and year as rows."""
    language = words.language
    table = pd.DataFrame(
        {
            words("Series"): frame["name"],
            words("Year"): [format.year_short(int(year), calendar, language) for year in frame["year"]],
            words("Life expectancy at birth (years)"): [
                format.number(value, language, 1) for value in frame["value"]
            ],
        }
    )
    keys = tuple(dict.fromkeys(" ".join(frame["source"]).split()))
    return ChartExport(
        name=f"{area}-life-expectancy-by-sex".lower(),
        title=words("Life expectancy of women and men"),
        table=lambda: table,
        data=lambda: frame.assign(area=area)[
            ["area", "name", "year", "value", "status", "provisional", "source"]
        ],
        columns={
            "area": area_columns(words)["area"],
            "name": Column(words("Series")),
            "year": area_columns(words)["year"],
            "value": Column(words("Life expectancy at birth (years)"), "number"),
            **paper_columns(words),
        },
        sources=keys,
        chart_sources=keys,
    )
