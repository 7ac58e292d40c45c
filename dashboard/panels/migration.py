"""The Migration and growth page: the balance, the map of the net rate, flows where known, ages where estimated."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import filters, format, store
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.panels.maps import measure_view, year_and_map
from dashboard.panels.measure import definition
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.views import balance, chart_export, migration
from dashboard.views.balance import Balance
from dashboard.views.chart_export import ChartExport, Column
from dashboard.views.measure import MeasureView, named_measure, offices_of, source_text, status_text
from dashboard.words import Words, mark

NET = "net_migration_rate"


@panel(mark("What the change is made of"))
def growth(reader: Reader) -> None:
    """What the change of an area's population is made of."""
    view, words = reader.view, reader.words
    st.header(words("What the change is made of"), anchor=False)
    balances_by_year = store.cached(("balances", view.area))(lambda: balances(view))
    if not balances_by_year:
        st.info(
            words("No two totals of this area follow each other, so there is no balance."),
            icon=":material/data_alert:",
        )
        return
    years = tuple(balances_by_year)
    usual = (
        years[-1] if view.year is None else min(years, key=lambda year: (abs(year - (view.year or 0)), -year))
    )
    year = filters.year_choice(
        years,
        usual,
        label=words("To the total of the year"),
        key="balance",
        text=lambda candidate: reader.year(candidate),
    )
    chosen = balances_by_year[year]
    chart_block.chart_with_data(
        balance.figure(chosen, reader.area_name, view.calendar, words),
        "balance",
        papers(balances_by_year, chosen, reader),
        words,
    )
    st.caption(growth_sentence(chosen, words))
    source(chosen.sources, reader.year(chosen.last), chosen.status, words)


def balances(view: ViewState) -> dict[int, Balance]:
    """Closing year -> the area's balance: of counts where all are known, else of our estimate."""
    country = view.country
    births = store.measure(country, "births_or_derived")
    net = store.measure(country, NET)
    counts = balance.intercensal_balances(
        store.measure(country, "population"), births, deaths(country), net, view.area, view.calendar
    )
    people = store.population_by_age(country, view.area)
    return balance.best(counts, balance.yearly_balances(store.residuals(country), people, view.area))


def deaths(country: str) -> pd.DataFrame:
    """area, year, value, source — registered, else the published rate times the people it is of"""
    rates, people = store.measure(country, "crude_death_rate"), store.measure(country, "population")
    both = rates.merge(people[["area", "year", "value"]], on=["area", "year"], suffixes=("", "_people"))
    return both.assign(value=both["value"] / format.PER_1000 * both["value_people"])


def growth_sentence(balance: Balance, words: Words) -> str:
    """What the unexplained part may be."""
    if balance.status == "estimated":
        return words(
            "Births less deaths are those of our base population. What is left is migration and every error of the totals together, and cannot be told apart."
        )
    if balance.net_migration is None:
        return words(
            "Migration is not published for these years: the unexplained part holds it, with late registration and revised totals."
        )
    return words(
        "The unexplained part holds late registration, unrecorded moves and revised totals: a large one is a finding about the figures."
    )


def papers(balances_by_year: dict[int, Balance], chosen: Balance, reader: Reader) -> ChartExport:
    """The balance as a table of its steps, and every year's as data."""
    view, words = reader.view, reader.words
    steps = balance.parts_of(chosen, words)
    data = chart_export.with_calendar(balance.rows(balances_by_year), view.calendar).assign(area=view.area)
    persons = words("persons")
    columns = {
        "area": Column(words("Area code")),
        "first_year": Column(words("Year of the first total"), "integer"),
        "year": Column(words("Year of the second total"), "integer"),
        "calendar": Column(words("Calendar")),
        "start": Column(words("People at the first total"), "number", unit=persons),
        "births": Column(words("Births"), "number", unit=persons),
        "deaths": Column(words("Deaths"), "number", unit=persons),
        "natural": Column(words("Births less deaths"), "number", unit=persons),
        "net_migration": Column(words("Net migration"), "number", unit=persons),
        "unexplained": Column(words("Unexplained"), "number", unit=persons),
        "end": Column(words("People at the second total"), "number", unit=persons),
        "status": chart_export.paper_columns(words)["status"],
        "source": chart_export.paper_columns(words)["source"],
    }
    table = pd.DataFrame(
        {
            words("Part"): [step.name for step in steps],
            words("persons"): [format.change(round(step.value, -2), words.language, 0) for step in steps],
            words("Status"): [step.provenance for step in steps],
        }
    )
    years = [reader.year(year) for year in (chosen.first, chosen.last)]
    return ChartExport(
        name=f"{view.area}-growth-balance".lower(),
        title=words(
            "What the change is made of: {area}, {first} to {last}",
            area=reader.area_name,
            first=years[0],
            last=years[1],
        ),
        table=lambda: table,
        data=lambda: data,
        columns=columns,
        sources=chart_export.keys(data),
        chart_sources=chosen.sources,
    )


def with_offices(rows: pd.DataFrame, reader: Reader) -> pd.DataFrame:
    """The same rows with the offices' names in place of the keys of sources"""
    offices = store.offices(reader.view.language)
    return rows.assign(source=[offices_of(keys, offices, reader.words) for keys in rows["source"]])


def net_rates(reader: Reader) -> MeasureView:
    """Net migration as published; where no office does, what the estimate leaves unexplained."""
    view = reader.view
    published = measure_view(view, NET)
    if len(published.values):
        return published
    whole = store.cached(("residual", view.country, view.language, view.calendar))(
        lambda: named_measure(
            migration.RESIDUAL,
            migration.residual_rates(store.residuals(view.country)),
            store.country_areas(view.country),
            area=view.country,
            calendar=view.calendar,
            words=reader.words,
            offices=store.offices(view.language),
        )
    )
    return replace(whole, area=view.area)


@panel(mark("Where people come and go"))
def on_the_map(reader: Reader) -> None:
    """Where people come and go."""
    measured = net_rates(reader)
    st.header(reader.words("Where people come and go"), anchor=False)
    year = year_and_map(measured, reader.view)
    definition(measured, year)


@panel(mark("In and out"))
def flows(reader: Reader) -> None:
    """Who moved in and out, where an office publishes it."""
    view, words = reader.view, reader.words
    st.header(words("In and out"), anchor=False)
    rows = migration.flows({key: store.rates(view.country, key) for key in migration.FLOWS}, view.area, words)
    if rows["flow"].nunique() < 2:
        st.caption(words("No office publishes how many moved in and out of this area."))
        return
    title = words("Moves in and out: {area}", area=reader.area_name)
    ordered = rows.sort_values(["year", "flow"])
    table = pd.DataFrame(
        {
            words("Year"): [
                format.year_short(int(year), view.calendar, words.language) for year in ordered["year"]
            ],
            words("Flow"): ordered["name"],
            words("Per 1,000 people a year"): [
                format.number(value, words.language, 1) for value in ordered["value"]
            ],
            words("Status"): [status_text(str(status), 0, words) for status in ordered["status"]],
        }
    )
    data = chart_export.with_calendar(rows.drop(columns="name"), view.calendar)
    columns = (
        {"flow": Column(words("Flow"))}
        | {name: column for name, column in chart_export.area_columns(words).items() if name != "name"}
        | {"value": Column(words("Per 1,000 people a year"), "number")}
        | chart_export.paper_columns(words)
    )
    export = ChartExport(
        f"{view.area}-flows".lower(),
        title,
        lambda: table,
        lambda: data,
        columns,
        sources=chart_export.keys(rows),
    )
    chart_block.chart_with_data(
        migration.flows_figure(with_offices(rows, reader), view.calendar, words), "flows", export, words
    )
    latest = int(rows["year"].max())
    if flow_names := migration.effectiveness(rows, latest, words):
        st.caption(f"{reader.year(latest)} — {flow_names}")
    source(export.sources, "", "published", words)


@panel(mark("By age"))
def ages(reader: Reader) -> None:
    """At which ages people came and left, between two censuses."""
    view, words = reader.view, reader.words
    st.header(words("By age"), anchor=False)
    by_age = store.cached(("migration by age", view.area))(
        lambda: migration.by_age(store.population_by_age(view.country), view.area, view.country)
    )
    if by_age is None:
        st.caption(
            words(
                "Not estimated: it needs two censuses of this area five years apart by age and sex, and compares a province with the nation."
            )
        )
        return
    years = [reader.year(year) for year in (by_age.first, by_age.last)]
    title = words(
        "Net internal migration by age: {area}, {first} to {last}",
        area=reader.area_name,
        first=years[0],
        last=years[1],
    )
    table = pd.DataFrame(
        {
            words("Sex"): [
                words("Women") if sex == "female" else words("Men") for sex in by_age.frame["sex"]
            ],
            words("Age"): [migration.group_text(int(age), words) for age in by_age.frame["age_lower"]],
            words("Persons in five years"): [
                format.change(value, words.language, 0) for value in by_age.frame["value"]
            ],
            words("Per 1,000 people a year"): [
                format.change(rate, words.language, 1) for rate in by_age.frame["rate"]
            ],
        }
    )
    columns = {
        "area": Column(words("Area code")),
        "sex": Column(words("Sex")),
        "age_lower": Column(words("Age"), "integer"),
        "value": Column(words("Persons in five years"), "number"),
        "rate": Column(words("Per 1,000 people a year"), "number"),
    }
    method = words(
        "Estimated by the national census survival ratio method (United Nations 1970, Manual VI): everyone survives and is counted as the nation is; what the area has beyond that has moved. Moves abroad and the youngest are not in it. The censuses are 4 years and 11 months apart and are taken as five."
    )
    export = ChartExport(
        f"{view.area}-net-migration-by-age".lower(),
        title,
        lambda: table,
        lambda: by_age.frame.assign(area=view.area),
        columns,
        definition=method,
        sources=by_age.sources,
    )
    chart_block.chart_with_data(migration.by_age_figure(by_age, words), "migration-ages", export, words)
    st.caption(method)
    source(by_age.sources, " – ".join(years), "estimated", words)


def source(keys: tuple[str, ...], years: str, status: str, words: Words) -> None:
    """Who says so."""
    text = source_text(" ".join(keys), store.sources_table(), words)
    if years:
        st.caption(
            words(
                "**Source** — {source} · {years} · {status}",
                source=text,
                years=years,
                status=status_text(status, 0, words),
            )
        )
    else:
        st.caption(
            words("**Source** — {source} · {status}", source=text, status=status_text(status, 0, words))
        )
