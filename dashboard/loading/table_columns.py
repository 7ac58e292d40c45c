"""The registrar's page: which column of a file of figures is what."""

from __future__ import annotations

import streamlit as st

from dashboard.loading import staging
from dashboard.loading.staging import ROLES, Staged
from dashboard.panels.problems import problem_sentence
from dashboard.views import role_names
from dashboard.words import Words, mark
from data.ingest.mapping import ColumnMap
from data.problems import StoreProblem

TABLES = {
    "population": mark("Population"),
    "event": mark("Births, deaths, marriages or divorces"),
    "rate": mark("A rate or another measure"),
    "death_rate": mark("Death rates by age"),
    "fertility_pattern": mark("Pattern of childbearing by age"),
}


def map_columns(staged: Staged, words: Words) -> bool:
    """Ask which column is what; true once a usable mapping is stored."""
    try:
        headings, proposed = staging.headings(staged), staging.proposal(staged)
    except StoreProblem as reason:
        st.error(words("The file cannot be read."), icon=":material/error:")
        st.markdown(problem_sentence(reason, words))
        return False
    missing = proposed.lacks()
    with st.expander(words("Which column is what"), expanded=bool(missing)):
        table = st.selectbox(
            words("The file holds"),
            list(ROLES),
            index=list(ROLES).index(proposed.table),
            format_func=lambda one: words(TABLES[one]),
            key=f"load-table-{staged.folder.name}",
        )
        columns: dict[str, str] = {}
        for place, role in enumerate(ROLES[table]):
            if place % 3 == 0:
                row = st.columns(3)
            usual = proposed.columns.get(role)
            heading = row[place % 3].selectbox(
                words(role_names.FIGURES[role]),
                headings,
                index=headings.index(usual) if usual in headings else None,
                placeholder=words("not in the file"),
                key=f"load-{role}-{table}-{staged.folder.name}",
            )
            if heading is not None:
                columns[role] = heading
        columns |= {role: name for role, name in proposed.columns.items() if "." in role}
        constants = dict(proposed.constants)
        if not {"year", "date"} & set(columns):
            year = st.text_input(words("Year of every row"), value=str(constants.get("year", "")))
            if year.strip():
                constants["year"] = year.strip()
        thousands = st.checkbox(
            words("The figures are in thousands"), value=1000.0 in proposed.factors.values()
        )
        mapping = ColumnMap(table, columns, whole(constants), {}, proposed.words)
        if thousands:
            mapping = ColumnMap(table, columns, whole(constants), {mapping.value: 1000.0}, proposed.words)
        if st.button(words("Keep this reading for this file and the next"), key="load-learn"):
            try:
                staging.learn(staged, mapping)
            except StoreProblem as reason:
                st.error(words("That does not say enough yet."), icon=":material/error:")
                st.markdown(problem_sentence(reason, words))
                return False
            st.rerun()
    if missing:
        st.info(words("Say which column is what, then keep the reading."), icon=":material/view_column:")
    return not missing


def whole(constants: dict[str, str | int | float]) -> dict[str, str | int | float]:
    """Constants with years as numbers, in whichever digits they were typed."""
    return {
        name: int(str(value)) if name == "year" and str(value).isdecimal() else value
        for name, value in constants.items()
    }
