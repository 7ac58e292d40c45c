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

from dashboard.analysis.projections.scenario_curves import HALF, LevelImpossible, refuse_impossible
from forecasting.conventions import Conventions
from forecasting.scenarios import Scenario, read

LONGEST_TEXT, LARGEST_SCENARIO = 6_000, 60_000
VERSION = "1"


class BrokenLink(ValueError):
    """The text of a link that holds no scenario."""


def to_link(scenario: Scenario) -> str:
    """The scenario as text for an address."""
    plain, own = asdict(Scenario()), asdict(scenario)
    changed = {name: value for name, value in own.items() if value != plain[name]}
    packed = zlib.compress(json.dumps(changed, sort_keys=True, separators=(",", ":")).encode(), 9)
    return VERSION + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def from_link(text: str) -> Scenario:
    """The scenario of a link; BrokenLink when it is none, LevelImpossible when a path of it cannot be."""
    if not text.startswith(VERSION) or len(text) > LONGEST_TEXT:
        raise BrokenLink("this link holds no scenario that can be read here")
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        opened = zlib.decompressobj()
        unpacked = opened.decompress(packed, LARGEST_SCENARIO)
        if not opened.eof:
            raise BrokenLink("the end of this scenario is missing")
        changed = json.loads(unpacked)
        names = {field.name for field in fields(Scenario)}
        if not isinstance(changed, dict) or not set(changed) <= names:
            raise BrokenLink("this link holds something else than a scenario")
        if "conventions" in changed:
            changed["conventions"] = asdict(Conventions(**changed["conventions"]))
        for path in changed.get("paths", ()):
            points = tuple((round(moment + HALF), level) for moment, level in path["points"])
            refuse_impossible(path["component"], points)
        return read(json.dumps(changed))
    except LevelImpossible:
        raise
    except (
        binascii.Error,
        zlib.error,
        UnicodeDecodeError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        OverflowError,
    ) as error:
        raise BrokenLink(f"this link holds no scenario that can be read here ({error})") from error
