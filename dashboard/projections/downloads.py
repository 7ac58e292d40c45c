"""Taking a scenario away: workbook, cells, papers."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboard import format, store
from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.area_groups import JOINED
from dashboard.analysis.uncertainty import trajectories
from dashboard.error_boundary import panel
from dashboard.projections import export_tables, outcome_cache
from dashboard.projections.export_tables import Bands, Provenance, Source
from dashboard.projections.workbook import workbook
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.words import mark
from forecasting import scenarios
from forecasting.probabilistic.trajectories import joint_trajectories


@panel(mark("Take away"))
def section(reader: Reader, run: ScenarioRun) -> None:
    """Four files of one run, each made when it is asked for."""
    view, words = reader.view, reader.words
    signed = provenance(reader, run)
    stem = f"rasad-{run.area}-{run.fingerprint}"
    st.markdown(
        words(
            "The same figures as on this page, unrounded, with the scenario, its fingerprint and the release in every file. "
            "They are projections: what follows if the assumptions hold."
        )
    )
    files = (
        (
            words("Workbook with charts (Excel)"),
            lambda: workbook(run, signed, words, bands(view, run)),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (words("Every cell (CSV)"), lambda: export_tables.csv(run, bands(view, run)), "csv", "text/csv"),
        (
            words("Every cell (Parquet)"),
            lambda: export_tables.parquet(run, signed, bands(view, run)),
            "parquet",
            "application/vnd.apache.parquet",
        ),
        (
            words("Sources and definitions (JSON)"),
            lambda: export_tables.metadata(run, signed, bands(view, run)),
            "json",
            "application/json",
        ),
    )
    with st.container(horizontal=True):
        for label, make, ending, mime in files:
            st.download_button(
                label,
                make,
                f"{stem}.{ending}",
                mime,
                key=f"export-{ending}-{view.language}",
                on_click="ignore",
                icon=":material/download:",
            )


def bands(view: ViewState, run: ScenarioRun) -> Bands | None:
    """The bands that “How sure” shows, with the trajectories and seed chosen there; none for several areas as one."""
    if JOINED in run.area:
        return None
    draws = int(st.session_state.get(f"sure-draws-{view.language}", trajectories.DRAWS))
    seed = int(st.session_state.get(f"sure-seed-{view.language}", trajectories.SEED))
    scenario = scenarios.stored(run.scenario)
    blocks = [
        outcome_cache.block(view.country, run.area, scenario, seed, block)
        for block in range(draws // trajectories.BLOCK)
    ]
    joint = joint_trajectories(blocks)
    return Bands(
        {key: trajectories.fan_frame(joint, run, key) for key in trajectories.SERIES}, len(joint), seed
    )


def provenance(reader: Reader, run: ScenarioRun) -> Provenance:
    """What the files are signed with, in the reader's language."""
    view = reader.view
    table = store.sources_table().set_index("source")
    language = view.language
    named = [
        Source(
            key,
            ": ".join(str(table.loc[key, f"{part}_{language}"]) for part in ("office", "publication")),
            str(table.loc[key, "licence"]),
            str(table.loc[key, "url"] or ""),
            str(table.loc[key, "published"] or ""),
        )
        for key in source_keys(view, run)
        if key in table.index
    ]
    today = format.date(date.today(), view.language, view.calendar)
    places = ", ".join(reader.area_names[area] for area in run.area.split(JOINED))
    return Provenance(places, run.scenario.name, tuple(named), today, link())


def link() -> str:
    """The address that opens this scenario again; empty where the page has none."""
    address = st.context.url
    query = urlencode(st.query_params.to_dict())
    return f"{address.split('?')[0]}?{query}" if isinstance(address, str) and address else ""


def source_keys(view: ViewState, run: ScenarioRun) -> list[str]:
    """Keys of the sources of what a projection starts from: people, fertility, births, and the nation's rates."""
    places = {*run.area.split(JOINED), view.country}
    keys: list[str] = []
    for key in ("population", "total_fertility_rate", "births_or_derived"):
        rows = store.measure(view.country, key)
        own = rows[rows["area"].isin(places)].sort_values("year").groupby("area").tail(1)
        keys += [part for source in own["source"].dropna() for part in str(source).split()]
    begin = store.laboratory_start(view.country, tuple(run.area.split(JOINED)))
    if run.scenario.migrant_ages == "observed" and begin is not None and begin.movers is not None:
        keys += begin.movers.sources
    return list(dict.fromkeys([*outcome_cache.rates_behind(view.country), *keys]))
