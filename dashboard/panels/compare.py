"""The Compare page: areas in order, peers of like structure, every area's years, two measures, small areas."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import filters, format, page_layout, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.frame_rows import records
from dashboard.error_boundary import panel
from dashboard.panels import chart_block
from dashboard.panels.maps import ON_THE_MAP, measure_view
from dashboard.panels.measure import papers
from dashboard.reader import Reader
from dashboard.views import chart_export, compare, maps, sentences
from dashboard.views.measure import MeasureView, source_text, status_text
from dashboard.words import mark

LIST_HEIGHT = 720


@panel(mark("Compare"))
def page(reader: Reader) -> None:
    """Choose how to compare, and what."""
    words = reader.words
    ways = {
        "ranks": words("Ranks"),
        "peers": words("Peers"),
        "multiples": words("Small multiples"),
        "scatter": words("Two measures"),
        "funnel": words("Small areas"),
    }
    way = filters.option("compare", words("How to compare"), ways, label_hidden=True)
    FUNNEL_MEASURES[way](filters.reader())


def chosen_measure(reader: Reader, keys: tuple[str, ...] = ON_THE_MAP) -> MeasureView:
    """The measure compared, of those with figures for provinces."""
    offered = [key for key in keys if measure_view(reader.view, key).province_years()]
    return measure_view(reader.view, filters.measure_select(offered, reader))


def chosen_year(measured: MeasureView, reader: Reader) -> int:
    """The year compared: the slider's, nearest to the link's."""
    years = measured.province_years()
    year = measured.usual_year() if reader.view.year is None else measured.nearest(reader.view.year, years)
    return filters.year_choice(
        years, year or years[-1], label=reader.words("Year"), key="compare", text=measured.year_text
    )


@panel(mark("Ranks"))
def ranks(reader: Reader) -> None:
    """All areas in order, with the places that their intervals allow."""
    words = reader.words
    measured = chosen_measure(reader)
    year = chosen_year(measured, reader)
    rows = measured.year_rows(year).assign(year=year)
    ranges = compare.rank_ranges(rows)
    st.markdown(sentences.headline(measured, year))
    if ranges["first"].notna().all():
        if said_place := compare.place_said(ranges, measured):
            st.markdown(said_place)
        st.caption(
            words(
                "Lines: 95 % intervals. An area whose interval meets another’s has no sure place before it."
            )
        )
    else:
        st.caption(
            words("No interval is known for these figures: the order is that of the figures as they are.")
        )
    chart_block.chart_with_data(
        store.cached(("ranks", measured.key, year))(lambda: maps.province_ranks(measured, year)),
        "compare-ranks",
        papers_of(
            measured,
            rows,
            words(
                "Areas by {measure}, {year}",
                measure=words(measured.indicator.name),
                year=measured.year_text(year),
            ),
            "ranks",
            places=compare.places(ranges, words),
        ),
        words,
        height=LIST_HEIGHT,
    )
    st.caption(sentences.interval_sentence(measured, year))
    place_sentence(measured, year)


@panel(mark("Peers"))
def peers(reader: Reader) -> None:
    """The areas whose age structure is nearest, and how the measure stands among them."""
    view, words = reader.view, reader.words
    names = store.area_names(view.country, view.language)
    structure = store.cached(("peers", view.area, view.language))(
        lambda: compare.structure(store.population_by_age(view.country), view.area, view.country, names)
    )
    if structure is None:
        st.info(
            words("Choose a province: peers are the provinces whose age structure is nearest to its own."),
            icon=":material/group:",
        )
        return
    measured = chosen_measure(reader)
    year = chosen_year(measured, reader)
    near = structure.peers.head(compare.PEERS)
    st.markdown(
        words(
            "**Peers of {area}** — {peers}. Distance is the index of dissimilarity of ages and sexes, {year}: the part of the people who would have to be of another age or sex for the two to be alike.",
            area=names[view.area],
            peers=", ".join(
                f"{row['name']} {format.percent(row['distance'], view.language)}" for row in records(near)
            ),
            year=reader.year(structure.year),
        )
    )
    rows = measured.year_rows(year).assign(year=year)
    rows = rows[rows["area"].isin([view.area, *near["area"]])]
    title = words(
        "{area} among its peers: {measure}, {year}",
        area=names[view.area],
        measure=words(measured.indicator.name),
        year=measured.year_text(year),
    )
    chart_block.chart_with_data(
        maps.ranks_of(measured, rows, year), "compare-peers", papers_of(measured, rows, title, "peers"), words
    )
    st.caption(
        words(
            "**Source** — {source} · {years} · {status}",
            source=source_text(structure.source, store.sources_table(), words),
            years=reader.year(structure.year),
            status=status_text(structure.status, 0, words),
        )
    )
    place_sentence(measured, year)


@panel(mark("Small multiples"))
def multiples(reader: Reader) -> None:
    """Every province's years at once."""
    words = reader.words
    measured = chosen_measure(reader)
    columns = 3 if page_layout.on_a_phone() else 6
    title = words("{measure} over the years", measure=words(measured.indicator.name))
    chart_block.chart_with_data(
        store.cached(("multiples", measured.key, columns))(lambda: compare.multiples_of(measured, columns)),
        "compare-multiples",
        papers_of(
            measured,
            measured.values,
            title,
            "years",
            table_rows=measured.values[measured.values["area"] == reader.view.area],
        ),
        words,
    )
    place_sentence(measured, None)


@panel(mark("Two measures"))
def two_measures(reader: Reader) -> None:
    """Any two measures against each other."""
    words = reader.words
    keys = {key: words(BY_KEY[key].name) for key in BY_KEY}
    left, right = st.columns(2, gap="medium")
    first, second = [key for key in ("share_65_plus", "total_fertility_rate", *keys) if key in keys][:2]
    with left:
        across = filters.option("x", words("Across"), keys, as_list=True, usual=first)
    with right:
        up = filters.option("y", words("Up"), keys, as_list=True, usual=second)
    measured = [measure_view(reader.view, key) for key in (across, up)]
    year = chosen_year(measured[1], reader)
    figure_and_rows = store.cached(("scatter", measured[0].key, measured[1].key, year))(
        lambda: compare.scatter_of(measured[0], measured[1], year)
    )
    if figure_and_rows is None:
        st.info(words("Fewer than three provinces have both figures."), icon=":material/data_alert:")
        return
    figure, rows = figure_and_rows
    st.caption(words("Two measures that move together need not move each other."))
    chart_block.chart_with_data(figure, "compare-scatter", papers_of_pair(measured, rows), words)
    for each in measured:
        place_sentence(each, each.nearest(year, each.province_years()))


@panel(mark("Small areas"))
def small_areas(reader: Reader) -> None:
    """Which crude rates are beyond what chance makes of so few people."""
    words = reader.words
    measured = chosen_measure(reader, compare.CRUDE)
    population = measure_view(reader.view, "population")
    both = tuple(year for year in measured.province_years() if year in population.province_years())
    if not both:
        st.info(
            words("No year has both this rate and the population it is of."), icon=":material/data_alert:"
        )
        return
    nearest_year = measured.nearest(reader.view.year or measured.usual_year(), both)
    year = filters.year_choice(
        both, nearest_year or both[-1], label=words("Year"), key="compare", text=measured.year_text
    )
    figure_and_rows = store.cached(("funnel", measured.key, year))(
        lambda: compare.funnel_of(measured, population, year)
    )
    if figure_and_rows is None:
        st.info(words("Fewer than five provinces have both figures."), icon=":material/data_alert:")
        return
    figure, rows = figure_and_rows
    outside = rows[rows["outside"]]
    if len(outside):
        st.markdown(words("Beyond the limits: {areas}.", areas=words("; ").join(outside["name"])))
    else:
        st.markdown(words("No area is beyond the limits of chance and the spread between areas."))
    if measured.indicator.caution:
        st.caption(words(measured.indicator.caution))
    chart_block.chart_with_data(figure, "compare-funnel", papers_of_pair([population, measured], rows), words)
    place_sentence(measured, year)


def place_sentence(measured: MeasureView, year: int | None) -> None:
    """Who says so."""
    for sentence in papers(measured, year):
        st.caption(sentence)


def papers_of(
    measured: MeasureView,
    rows: pd.DataFrame,
    title: str,
    chart_name: str,
    *,
    table_rows: pd.DataFrame | None = None,
    places: pd.Series | None = None,
) -> chart_export.ChartExport:
    """The papers of a chart of one measure; ``places``: area -> its place among all, as the table says it."""
    name = f"{measured.country}-{measured.indicator.key}-{chart_name}".lower().replace("_", "-")
    export = chart_export.of_measure(
        measured, rows, store.sources_table(), name=name, title=title, table_rows=table_rows
    )
    if places is None:
        return export
    column = rows["area"].map(places).fillna("").tolist()
    return replace(export, table=lambda: compare.with_places(export.table(), column, measured.words))


def papers_of_pair(measured: list[MeasureView], rows: pd.DataFrame) -> chart_export.ChartExport:
    """The papers of a chart of two measures."""
    return chart_export.of_pair(measured[0], measured[1], rows)


FUNNEL_MEASURES = {
    "ranks": ranks,
    "peers": peers,
    "multiples": multiples,
    "scatter": two_measures,
    "funnel": small_areas,
}
