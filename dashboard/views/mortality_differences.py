"""Why life expectancy differs, and what is left of differences in death rates at equal ages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import format
from dashboard.analysis.frame_rows import records
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.charts import dumbbell, waterfall
from dashboard.charts.waterfall import Part
from dashboard.views.chart_export import ChartExport, Column, area_columns, paper_columns
from dashboard.views.life_tables import SEX_NAMES
from dashboard.views.measure import came
from dashboard.words import Words
from forecasting.axes import AgeGroups
from forecasting.decomposition import arriaga_symmetric
from forecasting.life_table import join_ages

#: Age groups that contributions are told in: first ages
BANDS = (0, 1, 5, 15, 30, 45, 60, 70, 80)


def contributions(first: AreaTable, second: AreaTable, sex: str) -> pd.DataFrame:
    """age, width, value — years that the death rates of each age band add to life expectancy, second less first"""
    lower = sorted({*first.table.ages.lower} & {*second.table.ages.lower})
    ages = AgeGroups(tuple(lower))  # a register's table ends where its deaths do, another's goes further
    pair = (join_ages(only_table(each, sex).table, ages) for each in (first, second))
    parts = arriaga_symmetric(*pair)[0]
    starts = [ages.position(age) for age in BANDS if age in ages.lower]
    bands = [age for age in BANDS if age in ages.lower]
    width = np.append(np.diff(bands), np.inf)
    return pd.DataFrame({"age": bands, "width": width, "value": np.add.reduceat(parts, starts)})


def only_table(table: AreaTable, sex: str) -> AreaTable:
    """The same table of one sex alone."""
    place, life = table.sexes.index(sex), table.table
    columns = (life.mx, life.ax, life.qx, life.lx, life.dx, life.person_years, life.total_years, life.e)
    cut = type(life)(life.ages, *(column[place : place + 1] for column in columns))
    return AreaTable(table.area, table.year, table.kind, (sex,), cut, table.source)


def contributions_figure(frame: pd.DataFrame, words: Words, provenance: str = "") -> go.Figure:
    """Ages as bars, the whole last."""
    language = words.language
    parts = [
        Part(
            format.age_group(int(row["age"]), row["width"], language),
            float(row["value"]),
            provenance=provenance,
        )
        for row in records(frame)
    ]
    whole = Part(words("All ages"), float(frame["value"].sum()), whole=True, provenance=provenance)
    return waterfall.contributions(
        [*parts, whole],
        words=words,
        label=words("Years of life expectancy that the death rates of each age add"),
        decimals=2,
        lying=True,
    )


def life_expectancy_change(
    first: AreaTable, second: AreaTable, sex: str, frame: pd.DataFrame, titles: tuple[str, str], words: Words
) -> str:
    """The difference and the ages that make most of it."""
    language = words.language
    gap = second.e0(sex) - first.e0(sex)
    ordered = frame.reindex(frame["value"].abs().sort_values(ascending=False).index)
    top = [
        words(
            "{age} ({years})",
            age=format.age_group(int(row["age"]), row["width"], language),
            years=format.change(row["value"], language, 1),
        )
        for row in records(ordered.head(3))
    ]
    return words(
        "**{sex}: {first} {before} years, {second} {after}: {gap}.** Most comes from the ages {ages}.",
        sex=words(SEX_NAMES[sex]),
        first=titles[0],
        second=titles[1],
        before=format.number(first.e0(sex), language, 1),
        after=format.number(second.e0(sex), language, 1),
        gap=format.change(gap, language, 1),
        ages=words.listed(top),
    )


def contributions_papers(
    frame: pd.DataFrame, first: AreaTable, second: AreaTable, sex: str, title: str, words: Words
) -> ChartExport:
    """The parts by age as rows."""
    table = pd.DataFrame(
        {
            words("Age"): [
                format.age_group(int(age), width, words.language)
                for age, width in zip(frame["age"], frame["width"], strict=True)
            ],
            words("years"): [format.change(value, words.language, 2) for value in frame["value"]],
        }
    )
    keys = tuple(dict.fromkeys((first.source + " " + second.source).split()))
    data = frame.drop(columns="width").assign(
        first_area=first.area,
        first_year=first.year,
        area=second.area,
        year=second.year,
        sex=sex,
        source=" ".join(keys),
    )
    columns = {
        "first_area": area_columns(words)["area"],
        "first_year": Column(words("First year"), "integer"),
        "area": area_columns(words)["area"],
        "year": area_columns(words)["year"],
        "sex": Column(words("Sex")),
        "age": Column(words("Age"), "integer"),
        "value": Column(words("Years added"), "number"),
        "source": paper_columns(words)["source"],
    }
    return ChartExport(
        name=f"{first.area}-{first.year}-{second.area}-{second.year}-life-expectancy".lower(),
        title=title,
        table=lambda: table,
        data=lambda: data[list(columns)],
        columns=columns,
        sources=keys,
        chart_sources=keys,
    )


# ---- crude and standardised


def rate_pairs(
    crude: pd.DataFrame,
    standard: pd.DataFrame,
    names: Mapping[str, str],
    country: str,
    offices: Mapping[str, str],
    words: Words,
) -> pd.DataFrame:
    """area, name, year, first, second, said, source — the crude and a standardised rate of the provinces, in the latest year of both"""
    both = crude.merge(standard, on=["area", "year"], suffixes=("", "_2"))
    both = both[both["area"] != country]
    if both.empty:
        return pd.DataFrame(columns=["area", "name", "year", "first", "second", "said", "source"])
    counts = both.groupby("year")["area"].nunique()
    year = int(counts[counts == counts.max()].index.max())
    rows = both[both["year"] == year].rename(columns={"value": "first", "value_2": "second"})
    keys = rows["source"] + " " + rows["source_2"]
    return rows.assign(
        name=rows["area"].map(names),
        said=[came("estimated", each, offices, words) for each in keys],
        source=keys,
    )[["area", "name", "year", "first", "second", "said", "source"]]


def rate_pairs_figure(frame: pd.DataFrame, names: tuple[str, str], focus: str, words: Words) -> go.Figure:
    """A line for each province."""
    return dumbbell.joined(
        frame,
        names=names,
        words=words,
        label=words("Deaths in the year per 1,000 people"),
        decimals=1,
        focus=focus,
    )


def rate_pairs_export(frame: pd.DataFrame, names: tuple[str, str], country: str, words: Words) -> ChartExport:
    """Both rates as rows."""
    ordered = frame.sort_values("second", ascending=False)
    table = pd.DataFrame(
        {words("Area"): ordered["name"]}
        | {
            name: [format.number(value, words.language, 1) for value in ordered[column]]
            for name, column in zip(names, ("first", "second"), strict=True)
        }
    )
    keys = tuple(dict.fromkeys(" ".join(frame["source"]).split()))
    return ChartExport(
        name=f"{country}-death-rates-crude-and-standardised".lower(),
        title=words("Death rates of the provinces, crude and at equal ages"),
        table=lambda: table,
        data=lambda: ordered[["area", "name", "year", "first", "second", "source"]],
        columns={
            **{key: area_columns(words)[key] for key in ("area", "name", "year")},
            "first": Column(names[0], "number"),
            "second": Column(names[1], "number"),
            "source": paper_columns(words)["source"],
        },
        sources=keys,
        chart_sources=keys,
    )


def against_the_nation(
    tables: Sequence[AreaTable], area: str, country: str
) -> tuple[AreaTable, AreaTable] | None:
    """The nation's table and an area's that were made of the same figures; None where there are none."""
    basis = {"register": "register", "moved": "office", "related": "nation"}
    for own in (table for table in tables if table.area == area and area != country):
        kind = basis.get(own.kind)
        nation = [table for table in tables if table.area == country and table.kind == kind]
        if nation:
            near = min(nation, key=lambda table: abs(table.year - own.year))
            if near.table.ages == own.table.ages:
                return near, own
    return None
