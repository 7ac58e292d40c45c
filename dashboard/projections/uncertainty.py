"""How sure: fans of the chosen area, how likely events are, and how far the oldest ages depend on the method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import filters, format, session, store
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.un_variants import name_of
from dashboard.analysis.uncertainty import trajectories
from dashboard.analysis.uncertainty.trajectories import Event, Kind
from dashboard.charts import fans
from dashboard.charts.axis import Axis
from dashboard.error_boundary import panel
from dashboard.panels.chart_block import figure_export
from dashboard.projections import hindcast, outcome_cache, path_sources, progress
from dashboard.projections.views import sentences, uncertainty_text
from dashboard.reader import Reader
from dashboard.session import Key
from dashboard.view_state import ViewState
from dashboard.words import Words, mark
from forecasting.probabilistic.trajectories import Trajectories, joint_trajectories

LEVELS = tuple(range(5, 41))
#: The store's measure of each series, for its past
MEASURES = {"total": "population", "old": "share_65_plus", "births": "births_or_derived"}
FAN_SERIES, METHODS, PROVINCES = mark("How likely"), mark("By mortality method"), mark("All provinces")


@panel(mark("How sure"))
def section(reader: Reader, scenario: str) -> None:
    """How sure the scenario's outcome is; ``scenario`` as its stored text."""
    view, words = reader.view, reader.words
    run = outcome_cache.run(view.country, view.area, scenario)
    draws, seed = options(reader)
    paths = trajectories_of(reader, scenario, draws, seed)
    if paths is None:
        return
    st.markdown(uncertainty_text.opening(paths, seed, words))
    three_fans(reader, run, paths)
    begin = store.laboratory_start(view.country, (view.area,))
    if begin is not None:
        names = (name_of(run.scenario, words),)
        mortality = path_sources.mortality(begin, reader)
        st.caption(sentences.provenance((run,), names, begin, mortality, view.calendar, words))
    hindcast.fan_note(reader)
    st.caption(uncertainty_text.variants_note(words))
    part = st.segmented_control(
        words("How sure"),
        [FAN_SERIES, METHODS, *([PROVINCES] if view.area == view.country else [])],
        format_func=words,
        default=FAN_SERIES,
        required=True,
        key=f"sure-part-{view.language}",
        label_visibility="collapsed",
    )
    if part == METHODS:
        by_method(reader, scenario, run)
    elif part == PROVINCES:
        provinces(reader, scenario, run, draws, seed)
    else:
        events(reader, run, paths)
    with st.expander(words("What the bands are made of, and what is not in them")):
        for sentence in uncertainty_text.omissions(
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


def trajectories_of(reader: Reader, scenario: str, draws: int, seed: int) -> Trajectories | None:
    """The trajectories, drawn block by block under a bar that can be stopped; blocks drawn before are cached."""
    view, words = reader.view, reader.words
    key = session.TRAJECTORY_BLOCKS.part(view.area, scenario, draws, seed)
    blocks = draws // trajectories.BLOCK
    place = st.empty()
    blocks_drawn: list[Trajectories] = []
    stop = key.get()
    limit = blocks if stop is None else stop
    with st.spinner(words("Measuring how far such paths have strayed so far …")):
        outcome_cache.spread(view.country)
    for index in range(min(blocks, limit)):
        blocks_drawn.append(outcome_cache.block(view.country, view.area, scenario, seed, index))
        if blocks > 10 and index + 1 < blocks:
            # Drawn after each block: pressing the button ends the run here, and the blocks are kept.
            with place.container(horizontal=True, vertical_alignment="center"):
                st.progress(
                    (index + 1) / blocks,
                    words("{n} trajectories", n=trajectory_count(len(blocks_drawn), words)),
                )
                st.button(
                    words("Stop"),
                    key=f"{key.name}-{index}",
                    on_click=key.set,
                    args=(index + 1,),
                )
    place.empty()
    if limit < blocks:
        place.caption(uncertainty_text.stopped_text(len(blocks_drawn) * trajectories.BLOCK, draws, words))
    return joint_trajectories(blocks_drawn) if blocks_drawn else None


def trajectory_count(blocks: int, words: Words) -> str:
    """How many trajectories so many blocks are."""
    return format.number(blocks * trajectories.BLOCK, words.language)


@panel(mark("Fans of trajectories"))
def three_fans(reader: Reader, run: ScenarioRun, paths: Trajectories) -> None:
    """Total, share 65 and over, births: the past, the path and its bands."""
    words = reader.words
    for column, key in zip(st.columns(3, gap="medium"), trajectories.SERIES, strict=True):
        with column:
            title, _ = uncertainty_text.FANS[key]
            st.header(words(title), anchor=False)
            past, fan_rows, unit, decimals = fan_in_units(reader, run, paths, key)
            figure = fans.fan(
                past,
                fan_rows,
                words=words,
                axis=Axis(unit, decimals, reader.view.calendar),
                base_year=run.years[0],
                from_zero=key == "births",
            )
            figure_export(figure, f"sure-{key}", words)


def fan_in_units(
    reader: Reader, run: ScenarioRun, paths: Trajectories, key: str
) -> tuple[pd.DataFrame, pd.DataFrame, str, int]:
    """The past and the fan in the axis's unit, the unit's name, and decimals."""
    words = reader.words
    fan_rows = trajectories.fan_frame(paths, run, key)
    values = store.measure(reader.view.country, MEASURES[key])
    past = values.loc[values["area"] == reader.view.area, ["year", "value"]].sort_values("year")
    past = past[past["year"] <= run.years[-1]].dropna()
    if key != "births":  # people of after the base are others' projections
        past = past[past["year"] <= run.years[0]]
    columns = [str(column) for column in fan_rows if column != "year"]
    factor, unit, decimals = 1.0, words("% of population"), 1
    if key == "births":
        factor, unit = 1e-3, words("thousand births a year")
        decimals = 1 if fan_rows["path"].max() < 100_000 else 0
    elif key == "total":
        millions = fan_rows["path"].max() >= 3e6
        factor, decimals = (1e-6, 1) if millions else (1e-3, 0)
        unit = words("million people") if millions else words("thousand people")
    return (
        past.assign(value=past["value"] * factor),
        fan_rows.assign(**{column: fan_rows[column] * factor for column in columns}),
        unit,
        decimals,
    )


@panel(mark("How likely"))
def events(reader: Reader, run: ScenarioRun, paths: Trajectories) -> None:
    """How likely: three events whose years and levels the reader may move."""
    years = [int(year) for year in run.years[1:]]
    kinds: tuple[tuple[Kind, int], ...] = (("peak", 20), ("old", 15), ("decrease", 25))
    for column, (kind, years_on) in zip(st.columns(3, gap="medium"), kinds, strict=True):
        with column, st.container(border=True):
            event = event_form(kind, years[: -1 if kind == "peak" else None], years_on, reader)
            share = trajectories.chance(paths, event)
            st.metric(
                uncertainty_text.event(event, reader.view.calendar, reader.words),
                uncertainty_text.chance(share, len(paths), reader.view.language),
            )


def event_form(kind: Kind, years: Sequence[int], years_on: int, reader: Reader) -> Event:
    """The form of an event: its kind, with the year and level the reader chooses."""
    view = reader.view
    key = session.EVENT_NUMBER.part(kind, view.country)
    level = 20
    year = number_choice(
        key,
        years,
        years[min(years_on, len(years) - 1)],
        reader.year,
        reader.words("Year"),
        view,
    )
    if kind == "old":
        level = number_choice(
            key.part("level"),
            LEVELS,
            20,
            lambda number: format.percent(number / 100, view.language, 0),
            reader.words("Share aged 65 and over"),
            view,
        )
    return Event(kind, year, float(level))


def number_choice(
    key: Key[int | None],
    choices: Sequence[int],
    usual: int,
    text: Callable[[int], str],
    label: str,
    view: ViewState,
) -> int:
    """A list of numbers in the reader's digits that keeps its choice when the language changes."""
    stored, widget = key.get(), f"{key.name}-{view.language}"
    st.session_state[widget] = stored if stored in choices else usual
    return int(
        st.selectbox(
            label,
            choices,
            format_func=text,
            key=widget,
            on_change=filters.keep(key, widget),
        )
    )


@panel(mark("By mortality method"))
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


@panel(mark("All provinces"))
def provinces(reader: Reader, scenario: str, run: ScenarioRun, draws: int, seed: int) -> None:
    """The chance of an event in every province: a long run, asked for, that can be stopped."""
    view = reader.view
    names = store.area_names(view.country, view.language)
    areas = [area for area in names if area != view.country]
    years = [int(year) for year in run.years[1:]]
    event = event_form("old", years, 15, reader)
    key = session.PROVINCE_TRAJECTORIES.part(scenario, draws, seed)
    limit = key.get()
    if not limit:
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
    place = st.empty()
    rows: list[ProvinceChance] = []
    for index, area in enumerate(areas[:limit]):
        blocks = [
            outcome_cache.block(view.country, area, scenario, seed, block)
            for block in range(draws // trajectories.BLOCK)
        ]
        paths = joint_trajectories(blocks)
        fan_rows = trajectories.fan_frame(paths, outcome_cache.run(view.country, area, scenario), "old")
        last = fan_rows[fan_rows["year"] == event.year]
        rows.append(
            ProvinceChance(
                str(names[area]),
                trajectories.chance(paths, event),
                *(last[part].item() for part in ("path", "lower_80", "upper_80")),
            )
        )
        progress.progress(place, index + 1, len(areas), names[area], key, reader.words)
    place.empty()
    progress.stopped_note(limit, len(areas), reader)
    table(rows, event, draws, reader)


@dataclass(frozen=True)
class ProvinceChance:
    """A province's chance of an event; its share aged 65 and over as assumed, and the ends of 80 of 100 trajectories."""

    name: str
    chance: float
    assumed: float
    lower: float
    upper: float


def table(rows: list[ProvinceChance], event: Event, draws: int, reader: Reader) -> None:
    """Provinces by chance, the likeliest first."""
    words = reader.words
    st.markdown(f"**{uncertainty_text.event(event, reader.view.calendar, words)}**")
    rows = sorted(rows, key=lambda row: (-row.chance, -row.assumed))
    language = reader.view.language
    st.dataframe(
        pd.DataFrame(
            {
                words("Province"): [row.name for row in rows],
                words("Chance"): [uncertainty_text.chance(row.chance, draws, language) for row in rows],
                words("65 and over, as assumed"): [
                    format.percent(row.assumed / 100, language) for row in rows
                ],
                words("80 of 100 trajectories"): [
                    words(
                        "{low} to {high}",
                        low=format.percent(row.lower / 100, language),
                        high=format.percent(row.upper / 100, language),
                    )
                    for row in rows
                ],
            }
        ),
        hide_index=True,
        width="stretch",
    )
