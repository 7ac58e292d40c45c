"""A scenario to keep: what is saved of it, what a file of it holds, and what a new release changed."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, astuple, dataclass

from dashboard.analysis.projections import ScenarioRun
from dashboard.analysis.projections.jump_off import AGES
from dashboard.analysis.projections.scenario_links import BrokenLink, whole_number
from dashboard.words import mark
from data.scenario_register import Inputs, SavedScenario
from forecasting import scenarios
from forecasting.problems import ScenarioProblem, is_text
from forecasting.scenarios import fingerprint

FORMAT = "rasad scenario 1"
LARGEST_FILE = 1_000_000
PEOPLE, OLD, BIRTHS, DEATHS = "population", "share_65_plus", "births", "deaths"
#: Relative differences below this are rounding
SAME = 1e-9


class BrokenFile(ValueError):
    """A file that holds no scenario; the message is one of the catalogue's."""


@dataclass(frozen=True)
class Difference:
    """One figure of the last year, as it was when the scenario was saved and as it is now."""

    figure: str
    before: float
    now: float

    @property
    def share(self) -> float:
        """The change as part of what it was; nan where that was 0."""
        return (self.now - self.before) / abs(self.before) if self.before else math.nan


def figures(run: ScenarioRun) -> dict[str, float]:
    """The figures of the last year that a scenario is remembered by."""
    people = run.population[-1].sum(0)
    return {
        "year": float(run.years[-1]),
        PEOPLE: float(people.sum()),
        OLD: float(100 * people[AGES.between(65, None)].sum() / people.sum()),
        BIRTHS: float(run.births[-1].sum()),
        DEATHS: float(run.deaths[-1].sum()),
    }


def inputs_of(run: ScenarioRun, country: str, name: str, comment: str) -> Inputs:
    """What is saved of a run."""
    return Inputs(
        name,
        country,
        run.area,
        scenarios.stored(run.scenario),
        run.fingerprint,
        run.release,
        json.dumps(figures(run), sort_keys=True),
        comment,
    )


def differences(saved: SavedScenario, run: ScenarioRun) -> list[Difference]:
    """What the same scenario gives now, where it is not what it gave when it was saved."""
    try:
        saved_figures = json.loads(saved.inputs.results)
    except json.JSONDecodeError:
        return []
    now = figures(run)
    changes = [
        Difference(name, float(saved_figures[name]), now[name])
        for name in (PEOPLE, OLD, BIRTHS, DEATHS)
        if name in saved_figures
    ]
    return [one for one in changes if not math.isclose(one.before, one.now, rel_tol=SAME)]


def to_file(saved: SavedScenario) -> bytes:
    """A saved scenario as a file to hand on."""
    fields = asdict(saved.inputs) | {
        "format": FORMAT,
        "version": saved.version,
        "who": saved.author,
        "at": saved.saved_at,
    }
    fields["inputs"] = json.loads(saved.inputs.inputs)
    return json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True).encode()


def from_file(content: bytes) -> Inputs:
    """The scenario of a file, checked to be what was exported; BrokenFile says what is wrong with it."""
    if len(content) > LARGEST_FILE:
        raise BrokenFile(mark("The file is far larger than a scenario."))
    try:
        fields = json.loads(content.decode("utf-8-sig"), parse_int=whole_number)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, BrokenLink) as error:
        raise BrokenFile(mark("The file is not JSON: was it cut, or saved by another program?")) from error
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise BrokenFile(mark("The file is JSON, but not a scenario exported here."))
    try:
        scenario = scenarios.read(json.dumps(fields["inputs"]))
        saved = Inputs(
            name=str(fields["name"]),
            country=str(fields["country"]),
            area=str(fields["area"]),
            inputs=scenarios.stored(scenario),
            fingerprint=fingerprint(scenario),
            release=str(fields["release"]),
            results=str(fields.get("results", "{}")),
            comment=str(fields.get("comment", "")),
        )
    except (KeyError, TypeError, ScenarioProblem) as error:
        raise BrokenFile(mark("The scenario in the file cannot be read: was it edited by hand?")) from error
    if not all(is_text(each) for each in astuple(saved)):
        raise BrokenFile(mark("The scenario in the file cannot be read: was it edited by hand?"))
    if saved.fingerprint != fields.get("fingerprint"):
        raise BrokenFile(
            mark(
                "The scenario in the file is not the one its fingerprint names: it was edited after it was exported."
            )
        )
    return saved
