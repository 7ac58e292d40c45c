"""A scenario as the short text of a link, and back.

What differs from the plain medium scenario, as JSON, packed and spelled in letters that an address may hold. The text
says which areas it was made for, so that a link opens the same figures. Long texts and those that unpack to more
than a scenario could need are refused before they are read.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import asdict, fields

from dashboard.analysis.projections.scenario_curves import HALF, LevelImpossible, components, possible
from forecasting.paths import ImplausibleLevel
from forecasting.problems import ScenarioProblem
from forecasting.scenarios import Scenario, scenario_of

LONGEST_TEXT, LARGEST_SCENARIO = 6_000, 60_000
#: Of a number in a link; of the points of a path, in either calendar
MOST_DIGITS, FIRST_YEAR, LAST_YEAR = 18, 1000, 3000
VERSION = "1"


class BrokenLink(ScenarioProblem):
    """The text of a link that holds no scenario."""


def to_link(scenario: Scenario) -> str:
    """The scenario as text for an address."""
    plain, own = asdict(Scenario()), asdict(scenario)
    changed = {name: value for name, value in own.items() if value != plain[name]}
    packed = zlib.compress(json.dumps(changed, sort_keys=True, separators=(",", ":")).encode(), 9)
    return VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(text: str) -> Scenario:
    """The scenario of a link; BrokenLink when it is none, LevelImpossible when a path of it cannot be."""
    changed = _unpacked(text)
    if not isinstance(changed, dict) or not set(changed) <= {field.name for field in fields(Scenario)}:
        raise BrokenLink("this link holds something else than a scenario")
    try:
        scenario = scenario_of(changed)
    except ImplausibleLevel as problem:
        raise _impossible(problem) from problem
    except ScenarioProblem as problem:
        raise BrokenLink(f"this link holds no scenario that can be read here ({problem})") from problem
    moments = [moment for path in scenario.paths for moment, _level in path.points]
    if not all(_is_year(moment) for moment in moments):
        raise BrokenLink("a path of this scenario has points in no year of any calendar")
    return scenario


def _unpacked(text: str) -> object:
    """What the text of a link says, whatever that is."""
    if not (text.startswith(VERSION) and text.isascii()) or len(text) > LONGEST_TEXT:
        raise BrokenLink("this link holds no scenario that can be read here")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), b"-_", validate=True)
        opened = zlib.decompressobj()
        unpacked = opened.decompress(packed, LARGEST_SCENARIO)
        if not opened.eof:
            raise BrokenLink("the end of this scenario is missing")
        return json.loads(unpacked, parse_int=whole_number)
    except (binascii.Error, zlib.error, UnicodeError, json.JSONDecodeError, RecursionError) as error:
        raise BrokenLink("this link holds no scenario that can be read here") from error


def whole_number(digits: str) -> int:
    """A whole number of a link or a file: no quantity here has more digits, and Python refuses thousands of them."""
    if len(digits) > MOST_DIGITS:
        raise BrokenLink("a number of it has more digits than any figure")
    return int(digits)


def _is_year(moment: float) -> bool:
    return FIRST_YEAR <= moment + HALF <= LAST_YEAR


def _impossible(problem: ImplausibleLevel) -> ScenarioProblem:
    """The same as the curve's editor says it, where it is of a curve and of a year."""
    if not _is_year(problem.moment) or problem.component not in components():
        return BrokenLink(f"this link holds no scenario that can be read here ({problem})")
    low, high = possible(problem.component)
    return LevelImpossible(problem.component, round(problem.moment + HALF), problem.level, low, high)
