"""Policies in plain words, and what it would take to reach a goal."""

from __future__ import annotations

import streamlit as st

from dashboard import format
from dashboard.analysis.projections import goal_seek, policy_presets, run, scenario_curves
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.typed_numbers import number, whole
from dashboard.projections import path_editor, state
from dashboard.projections.views import goal_text
from dashboard.projections.views import path_editor as told
from dashboard.view_state import ViewState
from dashboard.words import Words
from forecasting.goal_seek import Goal, GoalOutOfReach
from forecasting.paths import Component

ANSWER = "laboratory answer"
SOUGHT: tuple[Component, ...] = ("total_fertility", "life_expectancy", "net_migration")


def policies(begin: Start, view: ViewState, words: Words) -> None:
    """Choose a policy, set its numbers, put it on top of the scenario."""
    language = view.language
    key = st.radio(
        words("Policy"),
        list(policy_presets.PRESETS),
        format_func=lambda one: words(policy_presets.PRESETS[one].name),
        key=f"policy-{language}",
    )
    preset = policy_presets.PRESETS[key]
    st.caption(words(preset.plain))
    asked = {
        choice.key: st.select_slider(
            words(choice.label),
            choice.values,
            value=choice.usual,
            format_func=lambda value, decimals=choice.decimals: format.number(value, language, decimals),
            key=f"policy-{key}-{choice.key}-{language}",
        )
        for choice in preset.choices
    }
    st.caption(words("These numbers are your assumptions, not findings."))
    st.button(
        words("Put it on top of this scenario"),
        key=f"policy-apply-{language}",
        type="primary",
        on_click=lambda: state.attempt(
            begin, lambda before: policy_presets.apply_preset(key, asked, begin, before)
        ),
    )


def goal(begin: Start, view: ViewState, words: Words) -> None:
    """What it would take to reach a figure in a year."""
    language = view.language
    aim = st.selectbox(
        words("To reach"),
        list(goal_seek.AIMS),
        format_func=lambda one: words("{measure}, {unit}", measure=words(goal_seek.AIMS[one].name),
                                      unit=words(goal_seek.AIMS[one].unit)),
        key=f"goal-aim-{language}",
    )  # fmt: skip
    left, right = st.columns(2)
    asked = left.text_input(words("of"), key=f"goal-target-{aim}-{language}", max_chars=14)
    year = right.text_input(
        words("in the year"),
        value=format.digits(str(begin.usual_horizon), language),
        key=f"goal-year-{begin.area}-{language}",
        max_chars=8,
    )
    component = st.selectbox(
        words("by moving"),
        SOUGHT,
        format_func=lambda one: words(told.NAMES[one]),
        key=f"goal-component-{language}",
    )
    key = (begin.area, aim, asked, year, component, state.text(begin))
    if st.button(words("Look for it"), key=f"goal-seek-{language}", type="primary"):
        with st.spinner(words("Projecting until it fits …")):
            st.session_state[ANSWER] = (key, sought(begin, view, aim, asked, year, component, words))
    answered, found = st.session_state.get(ANSWER, (None, ("", None)))
    if answered != key:
        return
    said, change = found
    st.markdown(said)
    if change is not None:
        level, when = change
        st.button(
            words("Make it the scenario"),
            key=f"goal-use-{language}",
            on_click=lambda: state.attempt(
                begin, lambda before: goal_seek.with_level(begin, before, component, level, when)
            ),
        )


def sought(
    begin: Start, view: ViewState, aim: str, asked: str, year: str, component: Component, words: Words
) -> tuple[str, tuple[float, int] | None]:
    """The answer as a sentence, and the level and year to use where there is one."""
    target, when = number(asked, whole_things=goal_seek.AIMS[aim].decimals == 0), whole(year)
    if target is None or when is None:
        return words("Write the figure and the year as numbers."), None
    before = state.scenario(begin)
    now = scenario_curves.curve(begin, before, component)
    record = path_editor.fastest(view.country, now)
    try:
        found: Goal | GoalOutOfReach = goal_seek.seek_level(
            begin, before, component, goal_seek.AIMS[aim], target, when
        )
    except GoalOutOfReach as problem:
        found = problem
    except ValueError as problem:
        return goal_text.refused(problem, when, begin, words), None
    usual = goal_seek.AIMS[aim].figure(run(begin, before), when - begin.years[0])
    asked_for = goal_text.Question(goal_seek.AIMS[aim], target, when, component, usual)
    said = goal_text.answer(asked_for, found, now, record, path_editor.store_names(view), begin, words)
    return said, (found.value, when) if isinstance(found, Goal) else None
