"""The level that a goal needs, put back into the projection, meets the goal."""

import numpy as np
import pytest

from forecasting.assumptions import Assumptions
from forecasting.axes import AgeGroups
from forecasting.goal_seek import GoalOutOfReach
from forecasting.paths import Path, follow
from forecasting.projection import project, within_reach
from forecasting.what_it_takes import RANGES, needed

AGES = AgeGroups.five(100)
LENGTH, FIRST = 6, 1400


@pytest.fixture(scope="module")
def assumed():
    middle = np.asarray(AgeGroups.abridged(100).lower) + 2.5
    rates = np.minimum(3e-5 * np.exp(0.1 * middle) + 0.004 * np.exp(-middle), 0.9) * np.array([[0.8], [1.1]])
    pattern = np.zeros(21)
    pattern[3:10] = [0.05, 0.2, 0.3, 0.25, 0.13, 0.05, 0.02]
    return Assumptions(
        AGES,
        AgeGroups.abridged(100),
        np.full(LENGTH, 1.7),
        np.tile(pattern, (LENGTH, 1)),
        np.tile(rates, (LENGTH, 1, 1)),
        np.zeros((LENGTH, 2, 21)),
        np.full(LENGTH, 1.06),
    )


PEOPLE = 5000 * np.exp(-np.arange(0, 105, 5) / 55.0) * np.ones((2, 1))


def total(projection):
    return projection.population[-1].sum()


def old_share(projection):
    last = projection.population[-1].sum(0)
    return last[13:].sum() / last.sum()


@pytest.mark.parametrize(
    ("component", "measure", "factor"),
    [("total_fertility", total, 1.05), ("life_expectancy", total, 1.01), ("net_migration", old_share, 0.97)],
)
def test_the_level_put_back_meets_the_goal(assumed, component, measure, factor):
    usual = measure(project(PEOPLE, assumed.rates(), first_year=FIRST))
    target = usual * factor
    goal = needed(component, measure, target, population=PEOPLE, assumed=assumed, first=FIRST, reached_in=15)
    assert goal.reached == pytest.approx(target, rel=1e-4)
    now = {
        "total_fertility": 1.7,
        "life_expectancy": assumed.life_table().e[0, :, 0].mean(),
        "net_migration": 0.0,
    }
    assert goal.value > now[component]
    path = Path(component, ((FIRST, now[component]), (FIRST + 15, goal.value)))
    again = project(
        PEOPLE, within_reach(PEOPLE, follow(assumed, [path], first=FIRST).rates()), first_year=FIRST
    )
    assert measure(again) == pytest.approx(goal.reached, rel=1e-12)


def test_a_goal_that_no_level_reaches_says_so(assumed):
    with pytest.raises(GoalOutOfReach, match="the nearest, at 6, gives"):
        needed("total_fertility", total, 1e9, population=PEOPLE, assumed=assumed, first=FIRST, reached_in=15)
    with pytest.raises(ValueError, match="no component 'births': the components are total_fertility"):
        needed("births", total, 1.0, population=PEOPLE, assumed=assumed, first=FIRST, reached_in=15)
    assert set(RANGES) == {"total_fertility", "life_expectancy", "net_migration"}
