"""The mortality page beyond its measures: women and men, life tables, why life expectancy differs, rates at equal ages."""

from __future__ import annotations

import streamlit as st

from dashboard import filters, store
from dashboard.analysis.catalogue import BY_KEY
from dashboard.analysis.indicators.area_table import AreaTable
from dashboard.analysis.indicators.under_registration import DEATHS
from dashboard.error_boundary import panel
from dashboard.panels import chart_block, under_registration
from dashboard.panels.under_registration import sources
from dashboard.reader import Reader
from dashboard.views import life_tables, mortality_differences, surfaces
from dashboard.views.measure import came, source_text
from dashboard.words import Words, mark
from forecasting.axes import SEXES


@st.fragment
@panel(mark("A closer look"))
def closer() -> None:
    """Choose what to look at more closely; only that is worked out."""
    words = filters.reader().words
    st.header(words("A closer look"), anchor=False)
    ways = {
        "expectancy": words("Women and men"),
        "table": words("Life table"),
        "why": words("Why life expectancy differs"),
        "surface": words("Ages over the years"),
        "standard": words("At equal ages"),
        "registered": words("Registered and adjusted"),
    }
    way = filters.option("mortality", words("A closer look"), ways, label_hidden=True)
    if way == "registered":
        under_registration.side_by_side(filters.reader(), DEATHS)
        return
    sections = {
        "expectancy": expectancy,
        "table": table,
        "why": decomposition,
        "surface": surface,
        "standard": standard,
    }
    sections[way](filters.reader())


@panel(mark("Women and men"))
def expectancy(reader: Reader) -> None:
    """Life expectancy of women and men over the years: as published, and by the nation's life tables."""
    view, words = reader.view, reader.words
    published = store.rates(view.country, "life_expectancy")
    expectancies = life_tables.over_years(store.life_tables(view.country), published, view.area, words)
    if expectancies.empty:
        st.info(
            words("No life expectancy is published for {area}.", area=reader.area_name),
            icon=":material/data_alert:",
        )
        return
    sources_table = store.sources_table()
    texts = {key: source_text(key, sources_table, words) for key in expectancies["source"].unique()}
    columns = life_tables.expectancy_papers(expectancies, view.area, view.calendar, words)
    chart_block.chart_with_data(
        life_tables.over_years_figure(expectancies, texts, view.calendar, words),
        "expectancy-by-sex",
        columns,
        words,
    )
    st.caption(
        words(
            "Filled: published by the office. Hollow and dashed: estimated from the nation’s death rates by age. They are of different "
            "making: read each line by itself, not one from the other."
        )
    )
    sources(tuple(dict.fromkeys(" ".join(expectancies["source"]).split())), words)


@panel(mark("Life table"))
def table(reader: Reader) -> None:
    """A life table of the area, and its survivors."""
    words = reader.words
    chosen = one_table(reader)
    if chosen is None:
        return
    sex = one_sex(chosen.sexes, words)
    expectancy_cards(chosen, words)
    year, name = reader.year(chosen.year), reader.area_name
    curves = [(words(life_tables.SEX_NAMES[each]), life_tables.rows(chosen, each)) for each in chosen.sexes]
    chart_block.chart_with_data(
        life_tables.survivors_figure(curves, words, estimated(chosen.source, reader)),
        "life-table",
        life_tables.table_papers(chosen, sex, name, year, words),
        words,
    )
    st.header(
        words(
            "Life table: {area}, {year}, {sex}", area=name, year=year, sex=words(life_tables.SEX_NAMES[sex])
        ),
        anchor=False,
    )
    printed = life_tables.printed(life_tables.rows(chosen, sex), words)
    st.table(printed.set_index(printed.columns[0]))
    provenance(chosen, words)


def one_table(reader: Reader) -> AreaTable | None:
    """Which of an area's life tables: how it is made, and of which year."""
    kinds = life_tables.choices(store.life_tables(reader.view.country), reader.view.area)
    if not kinds:
        none_here(reader)
        return None
    texts = {kind: reader.words(life_tables.KINDS[kind]) for kind in kinds}
    kind = next(iter(kinds))
    if len(kinds) > 1:
        kind = filters.option("table", reader.words("How the table is made"), texts, place="table")
    else:
        st.markdown(f"**{texts[kind]}**")
    return kinds[kind][of_year([each.year for each in kinds[kind]], reader)]


def of_year(years: list[int], reader: Reader) -> int:
    """Which of some years, the latest if none is chosen: its place."""
    if len(years) == 1:
        return 0
    texts = {str(year): reader.year(year) for year in years}
    year = filters.option(
        "until", reader.words("Year"), texts, place="table", as_list=True, usual=str(years[-1])
    )
    return years.index(int(year))


def one_sex(sexes: tuple[str, ...], words: Words) -> str:
    """Which sex, where the table has both."""
    if len(sexes) == 1:
        return sexes[0]
    texts = {sex: words(life_tables.SEX_NAMES[sex]) for sex in sexes}
    return filters.option("sex", words("Sex"), texts, place="table")


def expectancy_cards(chosen: AreaTable, words: Words) -> None:
    """Life expectancy as the table has it, with limits where they are known."""
    for column, (name, value, limits) in zip(
        st.columns(max(len(chosen.sexes), 2), gap="small"),
        life_tables.expectancy(chosen, words),
        strict=False,
    ):
        with column, st.container(border=True):
            st.metric(name, value)
            st.caption(" · ".join(part for part in (words("estimated"), limits) if part))


def provenance(chosen: AreaTable, words: Words) -> None:
    """How it was made and who says so."""
    st.caption(words("**Estimated.** {how}", how=words(life_tables.TABLE_METHODS[chosen.kind])))
    sources(tuple(dict.fromkeys(chosen.source.split())), words)


def none_here(reader: Reader) -> None:
    """Why an area has no life table."""
    st.info(
        reader.words(
            "There is no life table of {area}: neither its deaths by age, nor its life expectancy, nor a death rate of a "
            "census year are in the sources loaded here, or fewer than 5,000 people lived there in the year, too few for one.",
            area=reader.area_name,
        ),
        icon=":material/data_alert:",
    )


@panel(mark("Why life expectancy differs"))
def decomposition(reader: Reader) -> None:
    """Which ages make life expectancy differ: between two years of the nation, or a province from the nation."""
    words = reader.words
    pair = two_tables(reader)
    if pair is None:
        return
    first, second = pair
    sex = one_sex(tuple(sex for sex in first.sexes if sex in second.sexes), words)
    contributions = mortality_differences.contributions(first, second, sex)
    titles = (title(first, second, reader), title(second, first, reader))
    st.markdown(
        mortality_differences.life_expectancy_change(first, second, sex, contributions, titles, words)
    )
    name = words("Why life expectancy differs: {first} and {second}", first=titles[0], second=titles[1])
    chart_block.chart_with_data(
        mortality_differences.contributions_figure(
            contributions, words, estimated(first.source + " " + second.source, reader)
        ),
        "arriaga",
        mortality_differences.contributions_papers(contributions, first, second, sex, name, words),
        words,
    )
    st.caption(
        words(
            "**Estimated.** {how} The parts sum to the difference (Arriaga 1984, the mean of both directions).",
            how=words(life_tables.TABLE_METHODS[second.kind]),
        )
    )
    sources(tuple(dict.fromkeys((first.source + " " + second.source).split())), words)


def two_tables(reader: Reader) -> tuple[AreaTable, AreaTable] | None:
    """Two years of one kind of table; for a province with one year, the nation's table of the same kind or basis."""
    view, words = reader.view, reader.words
    tables = store.life_tables(view.country)
    kinds = life_tables.choices(tables, view.area)
    several = {kind: pair for kind, pair in kinds.items() if len(pair) > 1}
    if several:
        texts = {kind: words(life_tables.KINDS[kind]) for kind in several}
        kind = next(iter(several))
        if len(several) > 1:
            kind = filters.option("table", words("How the table is made"), texts, place="why")
        years = [each.year for each in several[kind]]
        named = {str(year): reader.year(year) for year in years}
        left, right = st.columns(2, gap="medium")
        with left:
            first = filters.option(
                "since", words("From"), named, place="lives", as_list=True, usual=str(years[0])
            )
        with right:
            last = filters.option(
                "until", words("To"), named, place="lives", as_list=True, usual=str(years[-1])
            )
        return several[kind][years.index(int(first))], several[kind][years.index(int(last))]
    pair = mortality_differences.against_the_nation(tables, view.area, view.country)
    if pair is None:
        none_here(reader)
    return pair


def title(table: AreaTable, other: AreaTable, reader: Reader) -> str:
    """What tells a table from the other: its year, or its area."""
    if table.area == other.area:
        return reader.year(table.year)
    return reader.area_names[table.area]


@panel(mark("Ages over the years"))
def surface(reader: Reader) -> None:
    """Death rates of every age in every year: the nation's, which alone are known for many years."""
    view, words = reader.view, reader.words
    if view.area != view.country:
        nation = reader.area_names[view.country]
        st.caption(
            words(
                "Death rates by age of many years are known of the nation alone: this is {nation}.",
                nation=nation,
            )
        )
    rates = store.death_rates_by_year(view.country)
    rows = surfaces.deaths(rates, one_sex(SEXES, words))
    if rows["year"].nunique() < surfaces.FEWEST_YEARS:
        none_here(reader)
        return
    label = words("Deaths a year per 1,000 people of the age")
    figure = surfaces.figure(
        rows,
        label=label,
        calendar=view.calendar,
        words=words,
        logarithmic=True,
        last=None,
        provenance=estimated(" ".join(rows["source"].unique()), reader),
    )
    name = reader.area_names[view.country]
    export = surfaces.papers(
        rows,
        area=view.country,
        name="death-rates-by-age-and-year",
        label=label,
        title=words("{label}: {area}", label=label, area=name),
        calendar=view.calendar,
        words=words,
    )
    chart_block.chart_with_data(figure, "surface-deaths", export, words)
    st.caption(
        words(
            "Between the years of the published death rates the logarithms of the rates are drawn straight; the year of "
            "the pandemic stands by itself. The scale is logarithmic."
        )
    )
    sources(export.sources, words)


def estimated(keys: str, reader: Reader) -> str:
    """That figures are estimates, and of whom."""
    return came("estimated", keys, store.offices(reader.view.language), reader.words)


@panel(mark("At equal ages"))
def standard(reader: Reader) -> None:
    """The crude death rate of the provinces beside one that takes their ages out."""
    view, words = reader.view, reader.words
    names = reader.area_names
    crude = "crude_death_rate"
    for key in ("age_standardised_death_rate", "indirectly_standardised_death_rate"):
        rates = store.measure(view.country, crude), store.measure(view.country, key)
        rates_by_area = mortality_differences.rate_pairs(
            *rates, names, view.country, store.offices(view.language), words
        )
        if len(rates_by_area):
            break
    indicator = BY_KEY[key]
    titles = (words(BY_KEY[crude].name), words(indicator.name))
    st.markdown(
        words(
            "**{year}** — Older provinces have more deaths at the same risk. The filled dot is what is left when their ages "
            "are taken out.",
            year=reader.year(int(rates_by_area["year"].iloc[0])),
        )
    )
    chart_block.chart_with_data(
        mortality_differences.rate_pairs_figure(rates_by_area, titles, view.area, words),
        "crude-and-standardised",
        mortality_differences.rate_pairs_export(rates_by_area, titles, view.country, words),
        words,
        height=640,
    )
    st.caption(
        words(
            "**Estimated.** {how}",
            how=f"{words(indicator.definition)} {words(indicator.caution or '')}".strip(),
        )
    )
    sources(tuple(dict.fromkeys(" ".join(rates_by_area["source"]).split())), words)
