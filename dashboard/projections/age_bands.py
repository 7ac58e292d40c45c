"""People of ages that services count together: bands that staff name and bound."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard import format, session
from dashboard.analysis.projections import series
from dashboard.analysis.typed_numbers import whole
from dashboard.error_boundary import panel
from dashboard.panels.chart_block import figure_export
from dashboard.projections import state
from dashboard.projections.context import ScenarioContext
from dashboard.projections.views import figures, tables
from dashboard.projections.views.figures import band_name
from dashboard.words import Words, mark
from forecasting.bands import Band, Sex

MOST = 12
SEXES = ("both", "female", "male")


@panel(mark("Ages and services"))
def bands(bench: ScenarioContext) -> None:
    """One band over the years, all of them in a table, and the bounds to edit."""
    words, usual_bands = bench.reader.words, usual()
    chosen = st.pills(
        words("Ages"),
        range(len(usual_bands)),
        format_func=lambda place: band_name(usual_bands[place], words),
        key=f"band-{len(usual_bands)}-{words.language}",
        default=0,
        label_visibility="collapsed",
    )
    figure_export(
        figures.band(bench.comparison, usual_bands[chosen or 0], as_share=False), "laboratory-bands", words
    )
    st.table(tables.of_bands(bench.comparison, usual_bands))
    st.caption(
        words(
            "In {unit}. People of these ages under the scenario being edited: how many may need the service, not how many will "
            "use it.",
            unit=tables.unit_of(bench.comparison, usual_bands),
        )
    )
    with st.expander(words("Change the ages")):
        editor(words)


def usual() -> tuple[Band, ...]:
    """The session's bands, at first those of the product."""
    return session.AGE_BANDS.get()


def editor(words: Words) -> None:
    """Name, first age, age under which it ends (empty: open), sex: rows may be added and taken away."""
    language = words.language
    key = f"bands-{session.AGE_BANDS_VERSION.get()}-{language}"
    columns = (words("Name"), words("From age"), words("Under age"), words("Sex"))
    sexes: dict[Sex, str] = {"both": words("Both sexes"), "female": words("Women"), "male": words("Men")}
    rows = [
        (
            words(band.name),
            format.digits(str(band.low), language),
            "" if band.high is None else format.digits(str(band.high), language),
            sexes[band.sex],
        )
        for band in usual()
    ]
    edited = st.data_editor(
        pd.DataFrame(rows, columns=list(columns)),
        key=key,
        hide_index=True,
        num_rows="dynamic",
        column_config={
            columns[0]: st.column_config.TextColumn(columns[0], max_chars=40),
            columns[1]: st.column_config.TextColumn(columns[1], max_chars=4),
            columns[2]: st.column_config.TextColumn(columns[2], max_chars=4, help=words("Empty: and over")),
            columns[3]: st.column_config.SelectboxColumn(columns[3], options=list(sexes.values())),
        },
    )
    left, right = st.columns(2)
    left.button(
        words("Use these ages"), key=f"{key}-use", on_click=lambda: use(edited, sexes, words), type="primary"
    )
    right.button(words("Back to the usual ages"), key=f"{key}-back", on_click=back)


def back() -> None:
    """The product's bands again."""
    session.AGE_BANDS.set(series.USUAL_BANDS)
    session.AGE_BANDS_VERSION.set(session.AGE_BANDS_VERSION.get() + 1)


def use(edited: pd.DataFrame, sexes: dict[Sex, str], words: Words) -> None:
    """The bands of the table, when every row can be one; else which cannot, and nothing is changed."""
    sex_of = {name: sex for sex, name in sexes.items()}
    names = {words(band.name): band.name for band in series.USUAL_BANDS}
    bands = []
    for row in edited.itertuples(index=False):
        name, low, high, sex = ("" if cell is None or pd.isna(cell) else str(cell).strip() for cell in row)
        if not any((name, low, high)):
            continue
        first, end = whole(low), whole(high) if high else None
        if (
            first is None
            or (high and end is None)
            or not 0 <= first < (101 if end is None else min(end, 102))
        ):
            state.say(
                words(
                    "The ages of “{name}”, from “{low}” to under “{high}”, hold nobody: write two ages, the first the "
                    "smaller, 100 at most. The ages stay as they were.",
                    name=name or "–",
                    low=low or "–",
                    high=high or "–",
                )
            )
            return
        bands.append(Band(names.get(name, name or "–"), first, end, sex_of.get(sex, "both")))
    if bands:
        session.AGE_BANDS.set(tuple(bands[:MOST]))
        session.AGE_BANDS_VERSION.set(session.AGE_BANDS_VERSION.get() + 1)
