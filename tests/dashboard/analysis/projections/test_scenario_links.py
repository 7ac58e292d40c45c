"""Any text of a link is a scenario that can be run, or a problem that a page can say: nothing else is ever raised."""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from dashboard.analysis.projections import run, scenario_curves
from dashboard.analysis.projections.scenario_links import BrokenLink, from_link
from dashboard.projections.views import sentences
from dashboard.words import LANGUAGES, Words
from forecasting.paths import COMPONENTS
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario, fingerprint, stored
from tests.dashboard.analysis.projections.test_projections import WORLD, link_of


def packed(text: bytes) -> str:
    """A link that holds this text."""
    return "1" + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


def followed(text: str) -> Scenario | None:
    """The scenario of a link, gone all the way that a page goes with it; None where it is refused, with sentences."""
    try:
        scenario = from_link(text)
        json.dumps(dataclasses.asdict(scenario), ensure_ascii=False).encode()
        assert fingerprint(scenario) and stored(scenario)
        outcome = run(WORLD, scenario)
        for component in COMPONENTS[:-1]:
            scenario_curves.curve(WORLD, scenario, component)
    except ScenarioProblem as problem:
        for language in LANGUAGES:
            said = sentences.problem_text(problem, Scenario(), "gregorian", Words(language))
            assert said and len(said) < 1000
            said.encode()
        return None
    assert np.isfinite(outcome.population).all()
    return scenario


# Kinds that once ended the page


@pytest.mark.parametrize("opening", [b"[", b'{"paths":', b'{"name":['])
def test_a_link_nested_deeper_than_can_be_read_is_broken(opening):
    with pytest.raises(BrokenLink):
        from_link(packed(opening * 9_000))


@pytest.mark.parametrize(
    "ages", [[], [10], [10, 20, 30], [None, 10], [20, 10], [20, 20], [-1, None], [10.5, None], "ab"]
)
def test_a_shock_of_ages_that_are_none_is_broken(ages):
    with pytest.raises(BrokenLink):
        from_link(link_of({"shocks": [{"name": "flood", "begins": 2030, "lasts": 1, "ages": ages}]}))


def test_a_shock_of_ages_that_nobody_has_is_refused_when_it_is_run():
    text = link_of({"shocks": [{"name": "flood", "begins": 2030, "lasts": 1, "ages": [200, None]}]})
    with pytest.raises(ScenarioProblem, match="from 200 to under None"):
        run(WORLD, from_link(text))


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "\ud800"},
        {"name": "half \udfff a letter"},
        {"shocks": [{"name": "\ud800", "begins": 2030, "lasts": 1, "ages": [0, None]}]},
        {"paths": [{"component": "total_fertility", "points": [[2030.5, 2]], "area": "\ud912"}]},
    ],
    ids=["name", "name among letters", "shock", "area"],
)
def test_half_a_letter_is_broken_wherever_it_stands(changed):
    with pytest.raises(BrokenLink):
        from_link(link_of(changed))


def test_a_name_in_any_script_is_none_the_worse():
    name = "سناریوی\N{ZERO WIDTH NON-JOINER}ها, Việt Nam \N{SLIGHTLY SMILING FACE}"
    assert followed(link_of({"name": name, "reached_in": 30})).name == name


# Any link at all

SCRAPS = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(10**40), 10**40)
    | some.floats()
    | some.text(some.characters(), max_size=6)
    | some.sampled_from(["\ud800", 1e300, 2030, 0, -1]),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
NAMES = [each.name for each in dataclasses.fields(Scenario)]


def mostly(sound):
    """What is usually sound, and otherwise anything."""
    return some.integers(0, 11).flatmap(lambda place: sound if place else SCRAPS)


LEVELS = some.floats(0, 10) | some.floats(15, 110) | some.floats(-1e8, 1e8)
POINTS = some.lists(some.tuples(some.floats(2020, 2100), LEVELS).map(list), min_size=1, max_size=3).map(
    sorted
)
PATHS = some.fixed_dictionaries(
    {"component": mostly(some.sampled_from(COMPONENTS)), "points": mostly(POINTS)},
    optional={"area": mostly(some.none())},
)
HALVES = some.integers(4048, 4120).map(lambda half: half / 2)
SHOCKS = some.fixed_dictionaries(
    {
        "name": mostly(some.just("flood")),
        "begins": mostly(HALVES),
        "lasts": mostly(some.sampled_from([0.5, 1, 2])),
        "ages": mostly(some.sampled_from([[0, None], [15, 60], [3, 4], [200, None], []])),
    },
    optional={
        "mortality": mostly(some.floats(0, 100)),
        "fertility": mostly(some.floats(0, 100)),
        "migrants": mostly(some.floats(-1e7, 1e7)),
    },
)
SCENARIOS = some.fixed_dictionaries(
    {},
    optional={
        "name": mostly(some.text(max_size=9)),
        "fertility": mostly(some.sampled_from(["high", "replacement", "no_births_below_18"])),
        "mortality": mostly(some.just("constant")),
        "migration": mostly(some.sampled_from(["zero", "constant"])),
        "migrant_ages": mostly(some.sampled_from(["as_people", "observed"])),
        "total_fertility": mostly(some.floats(0, 10)),
        "life_expectancy": mostly(some.floats(-30, 30)),
        "net_migration": mostly(some.floats(-1000, 1000)),
        "reached_in": mostly(some.integers(1, 80)),
        "horizon": mostly(some.integers(2020, 2080)),
        "mortality_method": mostly(some.sampled_from(["log_quadratic", "un_general"])),
        "paths": mostly(some.lists(PATHS, max_size=2)),
        "shocks": mostly(some.lists(SHOCKS, max_size=2)),
        "conventions": mostly(
            some.sampled_from([{"migration": "end"}, {"open_group": "separate"}, {"closing": "kannisto"}])
        ),
    },
)


@settings(max_examples=150)
@given(SCENARIOS)
@example({"shocks": [{"name": "s", "begins": [], "lasts": 1, "ages": [0, None]}]})
@example({"shocks": [{"name": "s", "begins": 2030, "lasts": 2, "ages": [0, None], "fertility": 17.0}]})
@example({"shocks": [{"name": "s", "begins": 2030, "lasts": 2, "ages": [0, None], "mortality": 0}]})
@example({"paths": [{"component": "sex_ratio", "points": [[2030.5, 5]]}]})
@example({"paths": [{"component": "life_expectancy", "points": [[2030.5, 15]]}]})
@example({"paths": [{"component": "total_fertility", "points": [[1e9, 99]]}]})
@example({"paths": [{"component": "total_fertility", "points": [[2030.5, 2]], "area": "IR"}]})
@example({"horizon": 10**40})
def test_no_scenario_of_a_link_raises_anything_else(changed):
    followed(link_of(changed))


@settings(max_examples=150)
@given(some.dictionaries(some.sampled_from(NAMES) | some.text(max_size=4), SCRAPS, max_size=3) | SCRAPS)
def test_no_other_content_of_a_link_raises_anything_else(changed):
    followed(link_of(changed))


@settings(max_examples=150)
@given(
    some.text(max_size=40) | some.text(max_size=40).map("1".__add__) | some.binary(max_size=60).map(packed)
)
@example(packed(b"9" * 5_000))
@example("1\x80")
@example(packed(b"[" * 50_000))
def test_no_text_of_a_link_raises_anything_else(text):
    followed(text)
