"""The United Nations' thirteen variants, named for a reader."""

from __future__ import annotations

from dataclasses import replace

from dashboard.analysis.projections import policy_presets
from dashboard.words import Words, mark
from forecasting.scenarios import VARIANTS, Scenario, fingerprint

#: Letters of a name that came with a link
LONGEST_NAME = 60
NAMES = {
    "medium": mark("Medium: recent levels go on"),
    "high": mark("High fertility: half a child more"),
    "low": mark("Low fertility: half a child less"),
    "constant fertility": mark("Constant fertility, by age too"),
    "instant replacement": mark("Instant replacement"),
    "instant replacement, zero migration": mark("Instant replacement, zero migration"),
    "momentum": mark("Momentum: replacement, constant mortality, zero migration"),
    "constant mortality": mark("Constant mortality"),
    "no change": mark("No change: constant fertility and mortality"),
    "zero migration": mark("Zero migration"),
    "no births below 18": mark("No births below age 18"),
    "accelerated adolescent decline": mark("Faster decline of adolescent births"),
    "accelerated adolescent decline, recovered": mark("Faster decline of adolescent births, borne later"),
}


def variant(name: str, before: Scenario) -> Scenario:
    """A variant with the horizon and the methods of the scenario before it."""
    return replace(
        VARIANTS[name],
        horizon=before.horizon,
        mortality_method=before.mortality_method,
        migrant_ages=before.migrant_ages,
        conventions=before.conventions,
    )


def name_of(scenario: Scenario, words: Words) -> str:
    """What a scenario is called: its variant's name, with a word when something in it was changed since."""
    if scenario.name not in VARIANTS:
        return words(scenario.name) if scenario.name in policy_presets.NAMES else scenario.name[:LONGEST_NAME]
    name = words(NAMES[scenario.name])
    unchanged = fingerprint(variant(scenario.name, scenario)) == fingerprint(scenario)
    return name if unchanged else words("{name}, changed", name=name)
