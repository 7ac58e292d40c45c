"""What About says: sources, methods, residuals and limits, in the reader's language. Pure."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from dashboard import format
from dashboard.analysis.selection import SourceOrder
from dashboard.words import Words, mark
from data.countries import countries
from data.names import in_language

#: What the seed tables say where an office states no licence
LICENCES = (
    mark("none stated; figures used as facts with citation"),
    mark("none stated; legal texts, used as facts"),
    mark("none stated; used as facts"),
    mark("Official statistic; no licence stated by the office"),
    mark("legal text; mapping MIT"),
    mark("made from the sources named in the note; United Nations inputs CC BY 3.0 IGO"),
)


def sources_used(
    sources: pd.DataFrame, used: Collection[str], order: SourceOrder, words: Words
) -> pd.DataFrame:
    """Office, publication (a link to where it was read), its date, licence — in the order in which sources are taken"""
    rows = sources[sources["source"].isin(used)]
    rows = rows.loc[order.rank(rows["source"]).sort_values(kind="stable").index]
    return pd.DataFrame(
        {
            words("Office"): in_language(rows, "office", words.language),
            words("Publication"): [
                f"[{title}]({url})" if url else title
                for title, url in zip(
                    in_language(rows, "publication", words.language), rows["url"], strict=True
                )
            ],
            words("Date of publication"): [format.digits(text, words.language) for text in rows["published"]],
            words("Licence"): [words(text) if text in LICENCES else text for text in rows["licence"]],
        }
    )


def order_sentence(words: Words) -> str:
    """Which figure is taken where several say one fact."""
    return words(
        "Where several sources say one fact, one is taken and the others stand beside it: a published figure before a "
        "derived one, that before an estimate; of people, the date nearest to the middle of the year; then the sources in "
        "this order, the office’s own corrections first."
    )


def methods(words: Words) -> list[tuple[str, str]]:
    """Title and text of each method."""
    return [
        (
            words("Published, derived, estimated"),
            words(
                "A published figure stands as the office printed it. A derived one is arithmetic on published figures "
                "(divorces over population). An estimated one needs a model and is marked wherever it is shown."
            ),
        ),
        (
            words("Base population"),
            words(
                "No office publishes population by province, sex and single age for a recent year. It is estimated: "
                "the last census by age and sex is split into single years with its five-year totals kept, carried "
                "forward with survival and births, and closed to the office’s published total of each year."
            ),
        ),
        (
            words("Projection"),
            words(
                "Cohort-component projection by sex and single year of age: the people of each year survive, bear children "
                "and move at the rates assumed; everyone is accounted for. Mortality follows the nation’s path of "
                "age-specific death rates, moved to the life expectancy asked for by Brass’s relational method."
            ),
        ),
    ]


def limits(words: Words) -> list[str]:
    """What to keep in mind, of the figures of each country too."""
    return [
        words("A projection is not a forecast: it says what follows if the assumptions hold."),
        *[words(text) for country in countries().values() for text in country.limits],
        words(
            "Registered events are counted where and when they were registered; late registration is not yet estimated."
        ),
        words(
            "Provincial mortality follows the nation’s where no life expectancy of the province is published."
        ),
    ]


QUANTITIES = {
    "net_migration_and_error": mark("Net migration and error, persons in the year"),
    "estimate_less_published_0_14": mark("Estimate less published, aged 0–14, persons"),
    "estimate_less_published_65_plus": mark("Estimate less published, aged 65 and over, persons"),
    "provinces_less_nation": mark("Sum of provinces less published nation, persons"),
}


def residuals(rows: pd.DataFrame, area: str, *, calendar: str, words: Words) -> pd.DataFrame:
    """Year, then a column for each thing one area's estimate leaves unexplained, titled in the reader's language"""
    own = rows[rows["area"] == area]
    table = own.pivot_table(index="year", columns="quantity", values="value", aggfunc="sum")
    language = words.language
    columns = {words("Year"): [format.year_short(int(year), calendar, language) for year in table.index]}
    for quantity, title in QUANTITIES.items():
        if quantity in table:
            columns[words(title)] = [format.change(value, language, 0) for value in table[quantity]]
    return pd.DataFrame(columns)
