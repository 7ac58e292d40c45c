"""People by age: the pyramid with what it is set against, and ages over the years as a Lexis surface."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import filters, format, store
from dashboard.analysis.frame_rows import records
from dashboard.charts import lexis
from dashboard.charts import pyramids as drawn
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.views import chart_export, pyramid
from dashboard.views.chart_export import ChartExport, Column
from dashboard.views.measure import came, source_text, status_text
from dashboard.views.pyramid import Pyramid
from dashboard.words import Words, mark

FEWEST_YEARS = 3  # of a surface


@panel(mark("Age structure"))
def by_age(reader: Reader) -> None:
    """The age structure of an area, as a pyramid or over the years."""
    words = reader.words
    pyramids_by_year = pyramids_of(reader.view.country, reader.view.area)
    st.header(words("Age structure"), anchor=False)
    if not pyramids_by_year:
        st.info(
            words("No population by sex and age is published for this area."), icon=":material/data_alert:"
        )
        return
    ways = {"pyramid": words("Pyramid"), "lexis": words("Ages over the years")}
    way = filters.option("structure", words("Age structure"), ways, label_hidden=True)
    {"pyramid": one_year, "lexis": over_years}[way](filters.reader(), pyramids_by_year)


def pyramids_of(country: str, area: str) -> dict[int, Pyramid]:
    """Year -> the area's pyramid."""
    return store.cached(("pyramids", country, area))(
        lambda: pyramid.pyramids(store.population_by_age(country, area))
    )


@panel(mark("Pyramid"))
def one_year(reader: Reader, pyramids_by_year: dict[int, Pyramid]) -> None:
    """Men and women by age in the year nearest to the one chosen, another year or area over them."""
    view, words = reader.view, reader.words
    years = tuple(sorted(pyramids_by_year))
    year = (
        years[-1]
        if view.year is None
        else min(years, key=lambda candidate: (abs(candidate - (view.year or 0)), -candidate))
    )
    one = pyramids_by_year[year]
    left, middle, right = st.columns(3, gap="medium")
    with left:
        widths = {"five": words("Five-year groups")}
        if pyramid.single(one):
            widths = {"single": words("Single years")} | widths
        width = filters.option("ages", words("Ages"), widths)
    with middle:
        measure = filters.option(
            "people", words("People as"), {"counts": words("Numbers"), "shares": words("Shares")}
        )
    with right:
        against = filters.option(
            "against", words("Set against"), comparisons(reader, years, year), as_list=True
        )
    other = second(view, against, pyramids_by_year, year)
    name = reader.year(one.year)
    other_name = "" if other is None else named(against, other, reader)
    if other is not None:
        one, other = pyramid.alike(one, other)
    if width == "five":
        one, other = pyramid.in_groups(one), None if other is None else pyramid.in_groups(other)
    if measure == "shares" or (other is not None and against in store.area_codes()[view.country]):
        one, other = pyramid.as_shares(one), None if other is None else pyramid.as_shares(other)
        measure = "shares"
    key = ("pyramid", view.area, year, against, width, measure, view.language, view.calendar)
    figure = store.cached(key)(
        lambda: drawn.pyramid(
            one.frame,
            words=words,
            name=name,
            other=None if other is None else other.frame,
            other_name=other_name,
            measure="shares" if measure == "shares" else "counts",
            status=one.status,
            provenance=came(one.status, one.source, store.offices(view.language), words),
            height=520,
        )
    )
    chart_block.chart_with_data(figure, "pyramid", papers(reader, one, other, other_name, measure), words)
    for each in (one, other):
        if each is not None:
            provenance(each, reader.year(each.year), words)


def comparisons(reader: Reader, years: tuple[int, ...], own_year: int) -> dict[str, str]:
    """What a pyramid may be set against: nothing, another year of the area, another area in the year."""
    view = reader.view
    names = reader.area_names
    options = {"": reader.words("Nothing")}
    options |= {
        str(year): reader.words("The year {year}", year=reader.year(year))
        for year in reversed(years)
        if year != own_year
    }
    return options | {
        area: names[area] for area in filters.in_order(view.country, view.language) if area != view.area
    }


def second(
    view: ViewState, against: str, pyramids_by_year: dict[int, Pyramid], own_year: int
) -> Pyramid | None:
    """The pyramid of the other year, or of the other area in the year nearest to the one shown."""
    if not against:
        return None
    if against.isdigit():
        return pyramids_by_year.get(int(against))
    area_pyramids = pyramids_of(view.country, against)
    return (
        area_pyramids[min(area_pyramids, key=lambda year: (abs(year - own_year), -year))]
        if area_pyramids
        else None
    )


def named(against: str, other: Pyramid, reader: Reader) -> str:
    """What the outline is of."""
    year = reader.year(other.year)
    return year if against.isdigit() else f"{reader.area_names[against]}, {year}"


def papers(reader: Reader, one: Pyramid, other: Pyramid | None, other_name: str, measure: str) -> ChartExport:
    """A pyramid's rows, those of what it is set against beside them."""
    words = reader.words
    area = reader.area_name
    name = reader.year(one.year)
    parts = [one.frame.assign(of=name, year=one.year, status=one.status, source=one.source)]
    if other is not None:
        parts.append(
            other.frame.assign(of=other_name, year=other.year, status=other.status, source=other.source)
        )
    rows = pd.concat(parts, ignore_index=True)
    unit = words("share of all people") if measure == "shares" else words("persons")
    columns = {
        "of": Column(words("Pyramid")),
        "year": Column(words("Year"), "integer", words("In the calendar of the office")),
        "sex": Column(words("Sex")),
        "age_lower": Column(words("Age, lowest of the group"), "integer"),
        "value": Column(words("People"), "number", unit=unit),
        "status": chart_export.paper_columns(words)["status"],
        "source": chart_export.paper_columns(words)["source"],
    }
    return ChartExport(
        name=f"{reader.view.area}-pyramid-{one.year}".lower(),
        title=words("Age pyramid: {area}, {year}", area=area, year=name),
        table=lambda: table(rows, measure, words),
        data=lambda: rows,
        columns=columns,
        sources=chart_export.keys(rows),
    )


def table(rows: pd.DataFrame, measure: str, words: Words) -> pd.DataFrame:
    """A row an age, a column for each sex of each pyramid"""
    language = words.language
    wide = rows.pivot_table(index="age_lower", columns=["of", "sex"], values="value", sort=False)
    ages = sorted(wide.index)
    step = int(ages[1] - ages[0])
    groups = [format.age_group(int(age), None if age == ages[-1] else step, language) for age in ages]
    sexes = {"female": words("Women"), "male": words("Men")}
    columns = {words("Age"): groups}
    for pair in records(wide.columns.to_frame(index=False)):
        pyramid_name, sex = pair["of"], pair["sex"]
        values = wide[(pyramid_name, sex)].loc[ages].tolist()
        columns[words("{sex}, {of}", sex=sexes[sex], of=pyramid_name)] = [
            format.percent(value, language, 2) if measure == "shares" else format.persons(value, language)
            for value in values
        ]
    return pd.DataFrame(columns)


@panel(mark("Ages over the years"))
def over_years(reader: Reader, pyramids_by_year: dict[int, Pyramid]) -> None:
    """A value for every age in every year: cohorts run up the diagonals."""
    view, words = reader.view, reader.words
    kinds = {"people": words("People"), "men_per_100_women": words("Men per 100 women")}
    quantity = filters.option("lexis", words("What is shown"), kinds)
    rows = pyramid.surface(pyramids_by_year, quantity)
    if rows["year"].nunique() < FEWEST_YEARS:
        st.info(
            words("Single ages are known for fewer than three years, so there is no surface to draw."),
            icon=":material/data_alert:",
        )
        return
    ratio = quantity == "men_per_100_women"
    label = words("Men per 100 women of the same age") if ratio else words("People of each single age")
    figure = lexis.surface(
        rows,
        words=words,
        calendar=view.calendar,
        label=label,
        write=lambda value: format.number(value, view.language),
        middle=100.0 if ratio else None,
        notes=(words("Those born in one year run up a diagonal. Estimated."),),
        provenance=came(
            "estimated", pyramids_by_year[int(rows["year"].max())].source, store.offices(view.language), words
        ),
    )
    area = reader.area_name
    source = pyramids_by_year[int(rows["year"].max())].source
    columns = {
        "year": Column(words("Year"), "integer", words("In the calendar of the office")),
        "age_lower": Column(words("Age"), "integer"),
        "value": Column(label, "number"),
    }
    export = ChartExport(
        f"{view.area}-ages-over-years-{quantity}".lower().replace("_", "-"),
        words("{label}: {area}", label=label, area=area),
        lambda: surface_table(rows, reader),
        lambda: rows,
        columns,
        sources=(source,),
    )
    chart_block.chart_with_data(figure, f"lexis-{quantity}", export, words)
    last = pyramids_by_year[int(rows["year"].max())]
    years = format.years(int(rows["year"].min()), int(rows["year"].max()), view.calendar, view.language)
    provenance(replace(last, provisional=0), years, words)


def surface_table(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """A row an age, a column a year"""
    view = reader.view
    wide = rows.pivot(index="age_lower", columns="year", values="value")
    ages = {reader.words("Age"): [format.number(age, view.language) for age in wide.index]}
    years = {
        format.year_short(int(year), view.calendar, view.language): [
            format.number(value, view.language) for value in wide[year]
        ]
        for year in wide.columns
    }
    return pd.DataFrame(ages | years)


def provenance(one: Pyramid, years: str, words: Words) -> None:
    """Who says so."""
    st.caption(
        words(
            "**Source** — {source} · {years} · {status}",
            source=source_text(one.source, store.sources_table(), words),
            years=years,
            status=status_text(one.status, one.provisional, words),
        )
    )
