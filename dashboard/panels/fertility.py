"""The fertility page beyond its measures: why births changed, the ages of mothers, boys and girls at birth."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, store
from dashboard.analysis.indicators.childbearing import Childbearing
from dashboard.analysis.indicators.under_registration import BIRTHS
from dashboard.error_boundary import panel
from dashboard.panels import chart_block, under_registration
from dashboard.panels.under_registration import sources
from dashboard.reader import Reader
from dashboard.views import childbearing as told
from dashboard.views import surfaces
from dashboard.views.measure import came
from dashboard.words import Words, mark


@st.fragment
@panel(mark("A closer look"))
def closer() -> None:
    """Choose what to look at more closely; only that is worked out."""
    reader = filters.reader()
    words = reader.words
    st.header(words("A closer look"), anchor=False)
    ways = {
        "why": words("Why births changed"),
        "ages": words("Ages of mothers"),
        "surface": words("Ages over the years"),
        "sexes": words("Boys and girls at birth"),
        "registered": words("Registered and adjusted"),
    }
    way = filters.option("fertility", words("A closer look"), ways, label_hidden=True)
    if way == "registered":
        under_registration.side_by_side(filters.reader(), BIRTHS)
    else:
        {"why": decomposition, "ages": ages, "surface": surface, "sexes": sexes}[way](filters.reader())


@panel(mark("Why births changed"))
def decomposition(reader: Reader) -> None:
    """Fewer women, other ages, lower rates: parts that sum to the change between two years."""
    view, words = reader.view, reader.words
    childbearing, name = store.childbearing(view.country), reader.area_name
    years = childbearing.years(view.area)
    if len(years) < 2:
        missing(words)
        return
    first, last = two_years(years, reader)
    change = told.births_change(childbearing, view.area, first, last)
    st.markdown(told.sentence(change, name, view.calendar, words))
    chart_block.chart_with_data(
        told.figure(change, view.calendar, words, by_whom(change.sources, reader)),
        "why-births",
        told.papers(change, name, view.calendar, words),
        words,
    )
    st.caption(told.method(change, words))
    sources(change.sources, words)


def two_years(years: tuple[int, ...], reader: Reader) -> tuple[int, int]:
    """An earlier and a later year of those there are."""
    texts = {str(year): reader.year(year) for year in years}
    left, right = st.columns(2, gap="medium")
    with left:
        first = filters.option(
            "since",
            reader.words("From"),
            _cut(texts, years[:-1]),
            place="births",
            as_list=True,
            usual=str(years[0]),
        )
    with right:
        later = tuple(year for year in years if year > int(first))
        last = filters.option(
            "until",
            reader.words("To"),
            _cut(texts, later),
            place="births",
            as_list=True,
            usual=str(years[-1]),
        )
    return int(first), int(last)


def _cut(texts: dict[str, str], years: tuple[int, ...]) -> dict[str, str]:
    return {str(year): texts[str(year)] for year in years}


@panel(mark("Ages of mothers"))
def ages(reader: Reader) -> None:
    """Birth rates by age of mother in two years, with their mean age."""
    view, words = reader.view, reader.words
    childbearing, name = store.childbearing(view.country), reader.area_name
    years = childbearing.years(view.area)
    if not years:
        missing(words)
        return
    patterns = years[:1] if len(years) == 1 else two_years(years, reader)
    names = [reader.year(year) for year in patterns]
    rows = told.pattern(childbearing, view.area, patterns, names)
    means = told.mean_ages(childbearing, view.area, patterns, names)
    pattern = source_keys(childbearing, view.area)
    chart_block.chart_with_data(
        told.pattern_figure(rows, means, words, by_whom(pattern, reader)),
        "ages-of-mothers",
        told.pattern_papers(rows, pattern, view.area, name, words),
        words,
    )
    estimated(words)
    sources(pattern, words)


def by_whom(keys: tuple[str, ...], reader: Reader) -> str:
    """That rates are estimates, and of whom."""
    return came("estimated", " ".join(keys), store.offices(reader.view.language), reader.words)


def estimated(words: Words) -> None:
    """How birth rates by age are made."""
    st.caption(
        words(
            "Estimated: births by age of mother are not published. The shape is that published for the "
            "nation, the level the area’s own births or published fertility rate."
        )
    )


@panel(mark("Ages over the years"))
def surface(reader: Reader) -> None:
    """Birth rates of every age of mother in every year."""
    view, words = reader.view, reader.words
    childbearing, name = store.childbearing(view.country), reader.area_name
    rows = surfaces.births(childbearing, view.area)
    if rows["year"].nunique() < surfaces.FEWEST_YEARS:
        st.info(
            words(
                "Births and women by age are known of fewer than three years here: there is no surface to draw."
            ),
            icon=":material/data_alert:",
        )
        return
    label = words("Births a year per 1,000 women of the age")
    export = surfaces.papers(
        rows,
        area=view.area,
        name="birth-rates-by-age-and-year",
        label=label,
        title=words("{label}: {area}", label=label, area=name),
        calendar=view.calendar,
        words=words,
    )
    figure = surfaces.figure(
        rows,
        label=label,
        calendar=view.calendar,
        words=words,
        logarithmic=False,
        last=5,
        provenance=by_whom(export.sources, reader),
    )
    chart_block.chart_with_data(figure, "surface-births", export, words)
    estimated(words)
    sources(export.sources, words)


@panel(mark("Boys and girls at birth"))
def sexes(reader: Reader) -> None:
    """Boys per 100 girls over the years, with what chance leaves open."""
    view, words = reader.view, reader.words
    ratios, births = store.measure(view.country, "sex_ratio_at_birth"), store.measure(view.country, "births")
    names = reader.area_names
    areas = tuple(dict.fromkeys((view.area, view.country)))
    rows = told.sexes(ratios, births, names, areas, words)
    if rows.empty:
        st.info(words("No sex ratio at birth is published here."), icon=":material/data_alert:")
        return
    if view.area not in set(rows["area"]):
        st.caption(
            words("No births by sex are published for {area}: this is the nation.", area=names[view.area])
        )
    chart_block.chart_with_data(
        told.sexes_figure(rows, view.calendar, words),
        "sex-ratio",
        told.sexes_papers(rows, view.area, view.calendar, words),
        words,
    )
    st.caption(
        words(
            "The bars are 95 % intervals: how far the ratio of so many births can lie from its true value by chance. They "
            "need births counted in a register; ratios from a sample have none here."
        )
    )
    sources(tuple(dict.fromkeys(" ".join(rows["source"]).split())), words)


def source_keys(childbearing: Childbearing, area: str) -> tuple[str, ...]:
    """Sources of an area's births, women and rates."""
    return tuple(
        dict.fromkeys(" ".join(childbearing.rows.loc[childbearing.rows["area"] == area, "source"]).split())
    )


def missing(words: Words) -> None:
    """There are not two years to compare."""
    st.info(
        words("Births and women by age of two years are not known for this area."),
        icon=":material/data_alert:",
    )
