"""The data quality page: what the rules found and what was decided, tests of ages and sexes, completeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import downloads, format, page_layout, store
from dashboard.analysis.catalogue.quality import AGE_TESTS, SEVERITIES
from dashboard.charts import bars, ranks
from dashboard.panels import problems
from dashboard.panels.chart_block import figure_export
from dashboard.panels.measure import definition, when, where
from dashboard.panels.registration import registration
from dashboard.panels.two_maps import boundaries
from dashboard.view_state import ViewState
from dashboard.views import age_tests, finding_text, quality
from dashboard.words import Words
from data import decisions as decided
from data.problems import WorkspaceProblem
from data.quality import READER_RULES, RULES, Finding, from_frame

SECTIONS = ("findings", "ages", "registration", "boundaries")
MOST_AREAS = 10
MANY_ROWS = 6  # more than these scroll
FEW_AREAS = 3  # a list of fewer is no ranking


def page(view: ViewState) -> None:
    """One section at a time: hidden ones would be computed too."""
    words = page_layout.words_of(view)
    names = dict(
        zip(
            SECTIONS,
            (words("Findings"), words("Ages and sexes"), words("Registration"), words("Boundaries")),
            strict=True,
        )
    )
    section = st.segmented_control(
        words("Section"),
        SECTIONS,
        format_func=names.__getitem__,
        default=SECTIONS[0],
        required=True,
        key="quality-section",
        label_visibility="collapsed",
    )
    {
        "findings": findings,
        "ages": ages_and_sexes,
        "registration": registration,
        "boundaries": boundaries,
    }[section or SECTIONS[0]](view, words)


# ---- findings


def findings(view: ViewState, words: Words) -> None:
    """What the rules found in this release, for the chosen area or the whole country."""
    who = finding_text.reader(words, view.calendar, store.areas_table(), store.sources_table())
    here = quality.of_place(
        store.cached(("findings",), lambda: from_frame(store.findings_table())), view.country, view.area
    )
    accepted = set(decided.accepted_findings()["finding"])
    st.markdown(quality.headline(here, accepted, words))
    st.caption(
        words(
            "Checked when the release was made. An error stops a release; a warning asks for a look; a note for a sentence. Choose an area at the side to see its own."
        )
    )
    if not here:
        return
    charts(here, view, who)
    with st.expander(words("By rule"), expanded=False):
        st.table(quality.summary(here, accepted, words).set_index(words("Rule")))
    shown = choice(here, accepted, words)
    if not shown:
        st.info(words("No finding is of this kind."), icon=":material/filter_alt:")
        return
    the_list(shown, accepted, who)
    one_finding(shown, who)


def charts(here: Sequence[Finding], view: ViewState, who: finding_text.FindingReader) -> None:
    """When and where the findings are."""
    words = who.words
    names = {key: words(name) for key, name in SEVERITIES.items()}
    years, areas = quality.counted(here, "year"), quality.counted(here, "area")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if len(years):
            figure = bars.by_year(
                years, names=names, words=words, calendar=view.calendar, label=words("Findings by year")
            )
            figure_export(figure, "findings-years", words)
    with right:
        if len(set(areas["area"])) > FEW_AREAS:
            figure_export(most_areas(areas, view, who), "findings-areas", words)


def most_areas(areas: pd.DataFrame, view: ViewState, who: finding_text.FindingReader) -> go.Figure:
    """The areas with most findings."""
    totals = areas.groupby("area", as_index=False)["count"].sum().rename(columns={"count": "value"})
    totals = totals.sort_values("value", ascending=False).head(MOST_AREAS)
    texts = [format.number(count, who.words.language) for count in totals["value"]]
    rows = totals.assign(name=totals["area"].map(who.area), text=texts, status="derived")
    return ranks.ranked(
        rows,
        focus=view.area,
        nation_value=None,
        words=who.words,
        label=who.words("Areas with most findings"),
        decimals=0,
    )


def choice(here: Sequence[Finding], accepted: set[str], words: Words) -> list[Finding]:
    """The reader's choice of severity, rule and state."""
    present = [key for key in SEVERITIES if any(finding.severity == key for finding in here)]
    states = {"open": words("Open"), "accepted": words("Accepted"), "all": words("All")}
    rules = {
        rule.key: words(rule.name)
        for rule in (*RULES, *READER_RULES)
        if any(finding.rule == rule.key for finding in here)
    }
    left, middle, right = st.columns(3, gap="small")
    with left:
        severities = st.pills(
            words("Severity"),
            present,
            format_func=lambda key: words(SEVERITIES[key]),
            selection_mode="multi",
            default=present,
            key="quality-severity",
        )
    with middle:
        state = st.segmented_control(
            words("State"),
            list(states),
            format_func=states.__getitem__,
            default="open",
            required=True,
            key="quality-state",
        )
    with right:
        everything = ["", *rules]
        rule = st.selectbox(
            words("Rule"),
            everything,
            format_func=lambda key: rules.get(key) or words("All rules"),
            key="quality-rule",
        )
    return quality.chosen(
        here, accepted, severities=severities or present, rule=rule or None, state=state or "open"
    )


def the_list(shown: Sequence[Finding], accepted: set[str], who: finding_text.FindingReader) -> None:
    """All that were chosen, to read and to take away."""
    words, table = who.words, quality.listed(shown, accepted, who)
    st.header(words.count("{n} finding", "{n} findings", len(shown)), anchor=False)
    # the sentence names area and year: on a phone their columns would leave it no room
    mixed = 0 < sum(finding.key in accepted for finding in shown) < len(shown)
    told = table.drop(columns=[words("Area"), words("Year"), *([] if mixed else [words("Accepted")])])
    with st.container(height=420 if len(table) > MANY_ROWS else "content", border=False, key="findings-list"):
        st.table(told.set_index(told.columns[0]))
    st.download_button(
        words("Download this list"),
        downloads.csv(quality.listed(shown, accepted, replace(who, markup=False))),
        file_name="findings.csv",
        mime="text/csv",
        icon=":material/download:",
        key="quality-list",
    )


def one_finding(shown: Sequence[Finding], who: finding_text.FindingReader) -> None:
    """One of them, with its explanation, its rows and what was decided."""
    words = who.words
    by_key = {finding.key: finding for finding in shown}
    key = st.selectbox(
        words("Look at one"),
        list(by_key),
        format_func=lambda key: quality.short(by_key[key], who),
        key="quality-finding",
    )
    finding = by_key[key]
    with st.container(border=True):
        st.markdown(f"**{quality.rule_name(finding, words)}** · {quality.severity(finding, words)}")
        st.markdown(finding_text.sentence(finding, who))
        st.caption(quality.explanation(finding, words))
        the_rows(finding, who)
        decisions(finding, who)


def the_rows(finding: Finding, who: finding_text.FindingReader) -> None:
    """The rows a finding speaks of."""
    if finding.rows.empty:
        return
    words, table = who.words, quality.rows(finding, who)
    with st.container(height=320 if len(table) > MANY_ROWS else "content", border=False):
        st.table(table.set_index(table.columns[0]))
    if finding.rows_found > len(table):
        st.caption(
            words(
                "{shown} of {all} rows are shown; the file holds {kept}.",
                shown=format.number(len(table), words.language),
                all=format.number(finding.rows_found, words.language),
                kept=format.number(len(finding.rows), words.language),
            )
        )
    st.download_button(
        words("Download the rows"),
        downloads.csv(finding.rows),
        file_name=f"finding-{finding.key}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"rows-{finding.key}",
    )


def decisions(finding: Finding, who: finding_text.FindingReader) -> None:
    """Whether it is accepted and why; accept it or open it again, with a reason."""
    words = who.words
    journal = decided.history(finding.key)
    for line in journal.to_dict("records"):
        verb = words("Accepted") if line["decision"] == "accept" else words("Reopened")
        day = format.date(pd.Timestamp(line["at"]).date(), words.language, who.calendar)
        st.markdown(
            f"**{verb}** — {day} · {finding_text.plain(line['who'])}: {finding_text.plain(line['reason'])}"
        )
    is_accepted = bool(len(journal)) and journal["decision"].iloc[-1] == "accept"
    with st.form(f"decide-{finding.key}-{len(journal)}", border=False):
        left, right = st.columns([1, 3], gap="small")
        name = left.text_input(words("Your name"), key=f"who-{finding.key}-{len(journal)}", max_chars=120)
        reason = right.text_input(
            words("Reason for opening it again") if is_accepted else words("Reason for accepting it"),
            key=f"why-{finding.key}-{len(journal)}",
            max_chars=2000,
        )
        done = st.form_submit_button(
            words("Reopen") if is_accepted else words("Accept"), icon=":material/rule:"
        )
    if done:
        decide(finding, is_accepted, reason, name, words)


def decide(finding: Finding, is_accepted: bool, reason: str, name: str, words: Words) -> None:
    """Keep the decision and show the page with it."""
    if not reason.strip() or not name.strip():
        st.warning(words("Give your name and a reason: whoever reads this later must know why and by whom."))
        return
    try:
        (decided.reopen if is_accepted else decided.accept)(finding.key, reason, name, store.data_version())
    except WorkspaceProblem as problem:
        st.error(words("The decision could not be kept."), icon=":material/error:")
        problems.problem_reason(problem, words)
        return
    st.rerun()


# ---- ages and sexes


def ages_and_sexes(view: ViewState, words: Words) -> None:
    """Tests of the counts by age and sex: a map, a ranked list, classes in words."""
    tables = {"joint": store.age_sex_accuracy(view.country), "heaping": store.age_heaping(view.country)}
    usable = [test for test in AGE_TESTS if len(tables["joint" if test.key == "joint" else "heaping"])]
    if tables["heaping"].empty:
        st.info(
            words(
                "Whipple’s, Myers’ and Bachi’s indices need counts by single years of age; this release has groups of five years only."
            ),
            icon=":material/data_alert:",
        )
    if not usable:
        st.info(
            words("No count by sex and five-year age is in this release, so ages cannot be tested."),
            icon=":material/data_alert:",
        )
        return
    by_key = {test.key: test for test in usable}
    key = st.segmented_control(
        words("Measure"),
        list(by_key),
        format_func=lambda one: words(by_key[one].name),
        default=usable[0].key,
        required=True,
        key="quality-test",
        label_visibility="collapsed",
    )
    test = by_key[key or usable[0].key]
    table = tables["joint" if test.key == "joint" else "heaping"]
    areas = store.country_areas(view.country)
    measured = age_tests.test_view(test, table, areas, area=view.area, calendar=view.calendar, words=words)
    year = where(measured, view)
    said = age_tests.verdict(measured, table, year) if year is not None else ""
    if said:
        st.markdown(said)
    if year is not None:
        shown = age_tests.table(measured, year)
        with st.expander(words("Every area and its class")):
            st.table(shown.set_index(shown.columns[0]))
            st.download_button(
                words("Download this table"),
                downloads.csv(shown),
                file_name=f"{test.key}.csv",
                mime="text/csv",
                key="tests-table",
            )
    when(measured)
    definition(measured, year)
