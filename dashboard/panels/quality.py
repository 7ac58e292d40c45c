"""The data quality page: what the rules found and what was decided, tests of ages and sexes, completeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard import downloads, format, store
from dashboard.analysis.catalogue.quality import AGE_TESTS, SEVERITIES
from dashboard.analysis.frame_rows import records
from dashboard.charts import bars, ranks
from dashboard.error_boundary import panel
from dashboard.panels import problems
from dashboard.panels.chart_block import figure_export
from dashboard.panels.measure import definition, over_the_years, year_and_map
from dashboard.panels.registration import registration
from dashboard.panels.two_maps import boundaries
from dashboard.reader import Reader
from dashboard.view_state import ViewState
from dashboard.views import age_tests, finding_text, quality
from dashboard.words import Words, mark
from data import decisions as decided
from data.problems import WorkspaceProblem
from data.quality import READER_RULES, RULES, Finding, from_frame

SECTIONS = ("findings", "ages", "registration", "boundaries")
MOST_AREAS = 10
MANY_ROWS = 6  # more than these scroll
FEW_AREAS = 3  # a list of fewer is no ranking


@panel(mark("Data quality"))
def page(reader: Reader) -> None:
    """One section at a time: hidden ones would be computed too."""
    words = reader.words
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
    }[section or SECTIONS[0]](reader)


# ---- findings


@panel(mark("Findings"))
def findings(reader: Reader) -> None:
    """What the rules found in this release, for the chosen area or the whole country."""
    view, words = reader.view, reader.words
    finding_reader = finding_text.reader(words, view.calendar, store.areas_table(), store.sources_table())
    area_findings = quality.of_place(
        store.cached(("findings",))(lambda: from_frame(store.findings_table())), view.country, view.area
    )
    accepted = set(decided.accepted_findings()["finding"])
    st.markdown(quality.headline(area_findings, accepted, words))
    st.caption(
        words(
            "Checked when the release was made. An error stops a release; a warning asks for a look; a note for a sentence. Choose an area at the side to see its own."
        )
    )
    if not area_findings:
        return
    charts(area_findings, view, finding_reader)
    with st.expander(words("By rule"), expanded=False):
        st.table(quality.summary(area_findings, accepted, words).set_index(words("Rule")))
    chosen = choice(area_findings, accepted, words)
    if not chosen:
        st.info(words("No finding is of this kind."), icon=":material/filter_alt:")
        return
    the_list(chosen, accepted, finding_reader)
    one_finding(chosen, finding_reader)


@panel(mark("Findings by year"))
def charts(
    area_findings: Sequence[Finding], view: ViewState, finding_reader: finding_text.FindingReader
) -> None:
    """When and where the findings are."""
    words = finding_reader.words
    names = {key: words(name) for key, name in SEVERITIES.items()}
    years, areas = quality.counts(area_findings, "year"), quality.counts(area_findings, "area")
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if len(years):
            figure = bars.by_year(
                years, names=names, words=words, calendar=view.calendar, label=words("Findings by year")
            )
            figure_export(figure, "findings-years", words)
    with right:
        if len(set(areas["area"])) > FEW_AREAS:
            figure_export(most_areas(areas, view, finding_reader), "findings-areas", words)


def most_areas(areas: pd.DataFrame, view: ViewState, finding_reader: finding_text.FindingReader) -> go.Figure:
    """The areas with most findings."""
    totals = areas.groupby("area", as_index=False)[["count"]].sum().rename(columns={"count": "value"})
    totals = totals.sort_values("value", ascending=False).head(MOST_AREAS)
    texts = [format.number(count, finding_reader.words.language) for count in totals["value"]]
    rows = totals.assign(name=totals["area"].map(finding_reader.area), text=texts, status="derived")
    return ranks.ranked(
        rows,
        focus=view.area,
        nation_value=None,
        words=finding_reader.words,
        label=finding_reader.words("Areas with most findings"),
        decimals=0,
    )


def choice(area_findings: Sequence[Finding], accepted: set[str], words: Words) -> list[Finding]:
    """The reader's choice of severity, rule and state."""
    present = [key for key in SEVERITIES if any(finding.severity == key for finding in area_findings)]
    states = {"open": words("Open"), "accepted": words("Accepted"), "all": words("All")}
    names: list[tuple[str, str]] = [(rule.key, rule.name) for rule in RULES]
    names += [(rule.key, rule.name) for rule in READER_RULES]
    rules = {key: words(name) for key, name in names if any(finding.rule == key for finding in area_findings)}
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
        area_findings, accepted, severities=severities or present, rule=rule or None, state=state or "open"
    )


@panel(mark("Findings"))
def the_list(
    chosen: Sequence[Finding], accepted: set[str], finding_reader: finding_text.FindingReader
) -> None:
    """All that were chosen, to read and to take away."""
    words, table = finding_reader.words, quality.listed(chosen, accepted, finding_reader)
    st.header(words.count("{n} finding", "{n} findings", len(chosen)), anchor=False)
    # the sentence names area and year: on a phone their columns would leave it no room
    mixed = 0 < sum(finding.key in accepted for finding in chosen) < len(chosen)
    headings = table.drop(columns=[words("Area"), words("Year"), *([] if mixed else [words("Accepted")])])
    with st.container(height=420 if len(table) > MANY_ROWS else "content", border=False, key="findings-list"):
        st.table(headings.set_index(headings.columns[0]))
    st.download_button(
        words("Download this list"),
        downloads.csv(quality.listed(chosen, accepted, replace(finding_reader, markup=False))),
        file_name="findings.csv",
        mime="text/csv",
        icon=":material/download:",
        key="quality-list",
    )


@panel(mark("Finding"))
def one_finding(chosen: Sequence[Finding], finding_reader: finding_text.FindingReader) -> None:
    """One of them, with its explanation, its rows and what was decided."""
    words = finding_reader.words
    by_key = {finding.key: finding for finding in chosen}
    key = st.selectbox(
        words("Look at one"),
        list(by_key),
        format_func=lambda key: quality.short(by_key[key], finding_reader),
        key="quality-finding",
    )
    finding = by_key[key]
    with st.container(border=True):
        st.markdown(f"**{quality.rule_name(finding, words)}** · {quality.severity(finding, words)}")
        st.markdown(finding_text.sentence(finding, finding_reader))
        st.caption(quality.explanation(finding, words))
        the_rows(finding, finding_reader)
        decisions(finding, finding_reader)


def the_rows(finding: Finding, finding_reader: finding_text.FindingReader) -> None:
    """The rows a finding speaks of."""
    if finding.rows.empty:
        return
    words, table = finding_reader.words, quality.rows(finding, finding_reader)
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


def decisions(finding: Finding, finding_reader: finding_text.FindingReader) -> None:
    """Whether it is accepted and why; accept it or open it again, with a reason."""
    words = finding_reader.words
    journal = decided.history(finding.key)
    for line in records(journal):
        verb = words("Accepted") if line["decision"] == "accept" else words("Reopened")
        day = format.date(pd.Timestamp(line["at"]).date(), words.language, finding_reader.calendar)
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
        reopened = st.form_submit_button(
            words("Reopen") if is_accepted else words("Accept"), icon=":material/rule:"
        )
    if reopened:
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


@panel(mark("Ages and sexes"))
def ages_and_sexes(reader: Reader) -> None:
    """Tests of the counts by age and sex: a map, a ranked list, classes in words."""
    view, words = reader.view, reader.words
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
    year = year_and_map(measured, view)
    sentence = age_tests.verdict(measured, table, year) if year is not None else ""
    if sentence:
        st.markdown(sentence)
    if year is not None:
        usual = age_tests.table(measured, year)
        with st.expander(words("Every area and its class")):
            st.table(usual.set_index(usual.columns[0]))
            st.download_button(
                words("Download this table"),
                downloads.csv(usual),
                file_name=f"{test.key}.csv",
                mime="text/csv",
                key="tests-table",
            )
    over_the_years(measured)
    definition(measured, year)
