"""How sure: fans of the chosen area, how likely events are, and how far the oldest ages depend on the method."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import filters, format, session, store
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.un_variants import name_of
from dashboard.analysis.uncertainty import trajectories
from dashboard.analysis.uncertainty.trajectories import Event
from dashboard.charts import fans
from dashboard.charts.axis import Axis
from dashboard.panels.chart_block import figure_export
from dashboard.projections import hindcast, outcome_cache, progress
from dashboard.projections.views import sentences, uncertainty_text
from dashboard.reader import Reader
from dashboard.session import Key
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from forecasting.probabilistic.trajectories import Trajectories, joint_trajectories

LEVELS = tuple(range(5, 41))
#: The store's measure of each series, for its past
MEASURES = {"total": "population", "old": "share_65_plus", "births": "births_or_derived"}
DRAWN, METHODS, PROVINCES = mark("How likely"), mark("By mortality method"), mark("All provinces")


def section(reader: Reader, scenario: str) -> None:
    """How sure the scenario's outcome is; ``scenario`` as its stored text."""
    view, words = reader.view, reader.words
    run = outcome_cache.run(view.country, view.area, scenario)
    draws, seed = options(reader)
    found = drawn(reader, scenario, draws, seed)
    if found is None:
        return
    st.markdown(uncertainty_text.opening(found, seed, words))
    three_fans(reader, run, found)
    begin = store.laboratory_start(view.country, (view.area,))
    if begin is not None:
        names = (name_of(run.scenario, words),)
        st.caption(sentences.papers((run,), names, begin, view.calendar, words))
    hindcast.beside_the_fans(reader)
    st.caption(uncertainty_text.not_an_interval(words))
    part = st.segmented_control(
        words("How sure"),
        [DRAWN, METHODS, *([PROVINCES] if view.area == view.country else [])],
        format_func=words,
        default=DRAWN,
        required=True,
        key=f"sure-part-{view.language}",
        label_visibility="collapsed",
    )
    if part == METHODS:
        by_method(reader, scenario, run)
    elif part == PROVINCES:
        provinces(reader, scenario, run, draws, seed)
    else:
        events(reader, run, found)
    with st.expander(words("What the bands are made of, and what is not in them")):
        for sentence in uncertainty_text.left_out(
            run, view.country, outcome_cache.spread(view.country), words
        ):
            st.markdown(f"- {sentence}")


def options(reader: Reader) -> tuple[int, int]:
    """How many trajectories, and the seed they are drawn with."""
    view, words = reader.view, reader.words
    with st.popover(words("Trajectories and seed")):
        draws = st.select_slider(
            words("Trajectories"),
            trajectories.CHOICES_OF_DRAWS,
            value=trajectories.DRAWS,
            format_func=lambda n: format.number(n, view.language),
            key=f"sure-draws-{view.language}",
        )
        seed = st.select_slider(
            words("Seed: the same seed gives the same trajectories"),
            range(1, 21),
            value=trajectories.SEED,
            format_func=lambda n: format.number(n, view.language),
            key=f"sure-seed-{view.language}",
        )
    return int(draws), int(seed)


def drawn(reader: Reader, scenario: str, draws: int, seed: int) -> Trajectories | None:
    """The trajectories, block by block under a bar that can be stopped; what was done before is not done again."""
    view, words = reader.view, reader.words
    key = session.TRAJECTORY_BLOCKS.of(view.area, scenario, draws, seed)
    blocks = draws // trajectories.BLOCK
    place = st.empty()
    done: list[Trajectories] = []
    asked = key.get()
    limit = blocks if asked is None else asked
    with st.spinner(words("Measuring how far such paths have strayed so far …")):
        outcome_cache.spread(view.country)
    for index in range(min(blocks, limit)):
        done.append(outcome_cache.block(view.country, view.area, scenario, seed, index))
        if blocks > 10 and index + 1 < blocks:
            # Drawn after each block: pressing the button ends the run here, and the blocks are kept.
            with place.container(horizontal=True, vertical_alignment="center"):
                st.progress((index + 1) / blocks, words("{n} trajectories", n=counted(len(done), words)))
                st.button(
                    words("Stop"),
                    key=f"{key.name}-{index}",
                    on_click=key.set,
                    args=(index + 1,),
                )
    place.empty()
    if limit < blocks:
        place.caption(uncertainty_text.stopped(len(done) * trajectories.BLOCK, draws, words))
    return joint_trajectories(done) if done else None


def counted(blocks: int, words: Words) -> str:
    """How many trajectories so many blocks are."""
    return format.number(blocks * trajectories.BLOCK, words.language)


def three_fans(reader: Reader, run: ScenarioRun, found: Trajectories) -> None:
    """Total, share 65 and over, births: the past, the path and its bands."""
    words = reader.words
    for column, key in zip(st.columns(3, gap="medium"), trajectories.SERIES, strict=True):
        with column:
            title, _ = uncertainty_text.FANS[key]
            st.header(words(title), anchor=False)
            past, ahead, unit, decimals = scaled(reader, run, found, key)
            figure = fans.fan(
                past,
                ahead,
                words=words,
                axis=Axis(unit, decimals, reader.view.calendar),
                base_year=run.years[0],
                from_zero=key == "births",
            )
            figure_export(figure, f"sure-{key}", words)


def scaled(
    reader: Reader, run: ScenarioRun, found: Trajectories, key: str
) -> tuple[pd.DataFrame, pd.DataFrame, str, int]:
    """The past and the fan in the unit of the axis, its name, and decimals."""
    words = reader.words
    ahead = trajectories.fan_frame(found, run, key)
    known = store.measure(reader.view.country, MEASURES[key])
    past = known.loc[known["area"] == reader.view.area, ["year", "value"]].sort_values("year")
    past = past[past["year"] <= run.years[-1]].dropna()
    if key != "births":  # people of after the base are others' projections
        past = past[past["year"] <= run.years[0]]
    columns = [column for column in ahead if column != "year"]
    factor, unit, decimals = 1.0, words("% of population"), 1
    if key == "births":
        factor, unit = 1e-3, words("thousand births a year")
        decimals = 1 if ahead["path"].max() < 100_000 else 0
    elif key == "total":
        millions = ahead["path"].max() >= 3e6
        factor, decimals = (1e-6, 1) if millions else (1e-3, 0)
        unit = words("million people") if millions else words("thousand people")
    return (
        past.assign(value=past["value"] * factor),
        ahead.assign(**{column: ahead[column] * factor for column in columns}),
        unit,
        decimals,
    )


def events(reader: Reader, run: ScenarioRun, found: Trajectories) -> None:
    """How likely: three events whose years and levels the reader may move."""
    years = [int(year) for year in run.years[1:]]
    kinds = (("peak", 20), ("old", 15), ("decrease", 25))
    for column, (kind, ahead) in zip(st.columns(3, gap="medium"), kinds, strict=True):
        with column, st.container(border=True):
            asked = ask(kind, years[: -1 if kind == "peak" else None], ahead, reader)
            share = trajectories.chance(found, asked)
            st.metric(
                uncertainty_text.event(asked, reader.view.calendar, reader.words),
                uncertainty_text.chance(share, len(found), reader.view.language),
            )


def ask(kind: str, years: Sequence[int], ahead: int, reader: Reader) -> Event:
    """The event of a kind, with the reader's year and level."""
    view = reader.view
    key = session.EVENT_NUMBER.of(kind, view.country)
    level = 20
    year = chosen_from(
        key,
        years,
        years[min(ahead, len(years) - 1)],
        lambda at: reader.year(at),
        reader.words("Year"),
        view,
    )
    if kind == "old":
        level = chosen_from(
            key.of("level"),
            LEVELS,
            20,
            lambda at: format.percent(at / 100, view.language, 0),
            reader.words("Share aged 65 and over"),
            view,
        )
    return Event(kind, year, float(level))  # type: ignore[arg-type]


def chosen_from(
    key: Key[int | None], choices: Sequence[int], usual: int, text: object, label: str, view: ViewState
) -> int:
    """A list of numbers in the reader's digits that keeps its choice when the language changes."""
    kept, widget = key.get(), f"{key.name}-{view.language}"
    st.session_state[widget] = kept if kept in choices else usual
    return int(
        st.selectbox(
            label,
            choices,
            format_func=text,  # type: ignore[arg-type]
            key=widget,
            on_change=filters.keep(key, widget),
        )
    )


def by_method(reader: Reader, scenario: str, run: ScenarioRun) -> None:
    """How far the people over 65 and over 80 depend on the age pattern of mortality alone."""
    view, words = reader.view, reader.words
    st.markdown(
        words(
            "Every accepted age pattern of mortality reaches the same life expectancy; the oldest ages still differ. "
            "The band goes from the least to the most of any method and says nothing of how likely either is."
        )
    )
    bands = outcome_cache.methods(view.country, view.area, scenario)
    for column, (from_age, rows) in zip(st.columns(2, gap="medium"), bands.items(), strict=True):
        with column:
            st.header(words("Aged {age} and over", age=from_age), anchor=False)
            millions = rows["most"].max() >= 1e6
            factor = 1e-6 if millions else 1e-3
            figure = fans.method_band(
                rows.assign(**{name: rows[name] * factor for name in ("path", "least", "most")}),
                words=words,
                axis=Axis(
                    words("million people") if millions else words("thousand people"),
                    2 if millions else 1,
                    view.calendar,
                ),
            )
            figure_export(figure, f"sure-methods-{from_age}", words)


def provinces(reader: Reader, scenario: str, run: ScenarioRun, draws: int, seed: int) -> None:
    """The chance of an event in every province: a long run, asked for, that can be stopped."""
    view = reader.view
    names = store.country_areas(view.country).set_index("area")[f"name_{view.language}"]
    areas = [area for area in names.index if area != view.country]
    years = [int(year) for year in run.years[1:]]
    asked = ask("old", years, 15, reader)
    key = session.PROVINCE_TRAJECTORIES.of(scenario, draws, seed)
    wanted = key.get()
    if not wanted:
        st.button(
            reader.words(
                "Run {n} trajectories of each of {areas} provinces",
                n=format.number(draws, view.language),
                areas=format.number(len(areas), view.language),
            ),
            on_click=key.set,
            args=(len(areas),),
            type="primary",
        )
        return
    place, rows = st.empty(), []
    for index, area in enumerate(areas[:wanted]):
        blocks = [
            outcome_cache.block(view.country, area, scenario, seed, at)
            for at in range(draws // trajectories.BLOCK)
        ]
        found = joint_trajectories(blocks)
        last = (
            trajectories.fan_frame(found, outcome_cache.run(view.country, area, scenario), "old")
            .set_index("year")
            .loc[asked.year]
        )
        rows.append(
            (names[area], trajectories.chance(found, asked), last["path"], last["lower_80"], last["upper_80"])
        )
        progress.progress(place, index + 1, len(areas), names[area], key, reader.words)
    place.empty()
    progress.stopped(wanted, len(areas), reader)
    table(rows, asked, draws, reader)


def table(rows: list[tuple], asked: Event, draws: int, reader: Reader) -> None:
    """Provinces by chance, the likeliest first."""
    words = reader.words
    st.markdown(f"**{uncertainty_text.event(asked, reader.view.calendar, words)}**")
    rows = sorted(rows, key=lambda row: (-row[1], -row[2]))
    language = reader.view.language
    st.dataframe(
        pd.DataFrame(
            {
                words("Province"): [row[0] for row in rows],
                words("Chance"): [uncertainty_text.chance(row[1], draws, language) for row in rows],
                words("65 and over, as assumed"): [format.percent(row[2] / 100, language) for row in rows],
                words("80 of 100 trajectories"): [
                    words(
                        "{low} to {high}",
                        low=format.percent(row[3] / 100, language),
                        high=format.percent(row[4] / 100, language),
                    )
                    for row in rows
                ],
            }
        ),
        hide_index=True,
        width="stretch",
    )
