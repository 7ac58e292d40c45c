"""Policies in plain words, and what it would take to reach a goal."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard import format, session
from dashboard.analysis.projections import goal_seek, policy_presets, run, scenario_curves
from dashboard.analysis.projections.jump_off import Start
from dashboard.analysis.typed_numbers import number, whole
from dashboard.error_boundary import panel
from dashboard.projections import path_editor, state
from dashboard.projections.views import goal_text
from dashboard.projections.views.path_editor import NAMES
from dashboard.reader import Reader
from dashboard.words import mark
from forecasting.goal_seek import Goal, GoalOutOfReach
from forecasting.paths import Component
from forecasting.problems import ScenarioProblem

SOUGHT: tuple[Component, ...] = ("total_fertility", "life_expectancy", "net_migration")


@panel(mark("Add a policy"))
def policies(begin: Start, reader: Reader) -> None:
    """Choose a policy, set its numbers, put it on top of the scenario."""
    words = reader.words
    language = reader.view.language
    key = st.radio(
        words("Policy"),
        list(policy_presets.PRESETS),
        format_func=lambda one: words(policy_presets.PRESETS[one].name),
        key=f"policy-{language}",
    )
    preset = policy_presets.PRESETS[key]
    st.caption(words(preset.plain))
    chosen = {
        choice.key: st.select_slider(
            words(choice.label),
            choice.values,
            value=choice.usual,
            format_func=number_text(language, choice.decimals),
            key=f"policy-{key}-{choice.key}-{language}",
        )
        for choice in preset.choices
    }
    st.caption(words("These numbers are your assumptions, not findings."))
    st.button(
        words("Put it on top of this scenario"),
        key=f"policy-apply-{language}",
        type="primary",
        on_click=state.change,
        args=(begin, lambda before: policy_presets.apply_preset(key, chosen, begin, before)),
    )


def number_text(language: str, decimals: int) -> Callable[[float], str]:
    """What writes a number in the reader's digits."""
    return lambda value: format.number(value, language, decimals)


@panel(mark("What would it take?"))
def goal(begin: Start, reader: Reader) -> None:
    """What it would take to reach a figure in a year."""
    words = reader.words
    language = reader.view.language
    aim = st.selectbox(
        words("To reach"),
        list(goal_seek.AIMS),
        format_func=lambda one: words("{measure}, {unit}", measure=words(goal_seek.AIMS[one].name),
                                      unit=words(goal_seek.AIMS[one].unit)),
        key=f"goal-aim-{language}",
    )  # fmt: skip
    left, right = st.columns(2)
    target = left.text_input(words("of"), key=f"goal-target-{aim}-{language}", max_chars=14)
    year = right.text_input(
        words("in the year"),
        value=format.digits(str(begin.usual_horizon), language),
        key=f"goal-year-{begin.area}-{language}",
        max_chars=8,
    )
    component = st.selectbox(
        words("by moving"),
        SOUGHT,
        format_func=lambda one: words(NAMES[one]),
        key=f"goal-component-{language}",
    )
    key = (begin.area, aim, target, year, component, state.text(begin))
    if st.button(words("Look for it"), key=f"goal-seek-{language}", type="primary"):
        with st.spinner(words("Projecting until it fits …")):
            session.GOAL_ANSWER.set((key, goal_answer(begin, reader, aim, target, year, component)))
    answered, outcome = session.GOAL_ANSWER.get() or (None, ("", None))
    if answered != key:
        return
    sentence, change = outcome
    st.markdown(sentence)
    if change is not None:
        level, by_year = change
        st.button(
            words("Make it the scenario"),
            key=f"goal-use-{language}",
            on_click=state.change,
            args=(begin, lambda before: goal_seek.with_level(begin, before, component, level, by_year)),
        )


def goal_answer(
    begin: Start, reader: Reader, aim: str, typed: str, year: str, component: Component
) -> tuple[str, tuple[float, int] | None]:
    """The answer as a sentence, and the level and year to use where there is one."""
    words = reader.words
    target, by_year = number(typed, whole_things=goal_seek.AIMS[aim].decimals == 0), whole(year)
    if target is None or by_year is None:
        return words("Write the figure and the year as numbers."), None
    before = state.scenario(begin)
    now = scenario_curves.curve(begin, before, component)
    record = path_editor.fastest_rise(reader.view.country, now)
    try:
        outcome: Goal | GoalOutOfReach = goal_seek.seek_level(
            begin, before, component, goal_seek.AIMS[aim], target, by_year
        )
    except GoalOutOfReach as problem:
        outcome = problem
    except ScenarioProblem as problem:
        return goal_text.refusal(problem, by_year, begin, words), None
    usual = goal_seek.AIMS[aim].figure(run(begin, before), by_year - begin.years[0])
    asked_for = goal_text.Question(goal_seek.AIMS[aim], target, by_year, component, usual)
    precedent = goal_text.Precedent(record, path_editor.store_names(reader.view))
    sentence = goal_text.answer(asked_for, outcome, now, precedent, begin, words)
    return sentence, (outcome.value, by_year) if isinstance(outcome, Goal) else None
