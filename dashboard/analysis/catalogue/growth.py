"""Growth, migration and how complete the registers are."""

from __future__ import annotations

from dashboard.analysis.catalogue import indicator as shared
from dashboard.analysis.catalogue.indicator import (
    BIRTHS,
    DEATHS,
    MOVES,
    PEOPLE,
    PRESTON,
    Indicator,
)
from dashboard.words import mark

_SHRYOCK = "Shryock & Siegel (1973), The Methods and Materials of Demography, ch. 21"
_NATIONAL_ZERO = mark("Moves inside the country: their sum over all provinces is 0.")
_SDG = "United Nations Statistics Division, metadata of SDG indicator {}"

GROWTH = (
    Indicator(
        "natural_increase",
        mark("Rate of natural increase"),
        mark("Births less deaths in the year per 1,000 people in the middle of it."),
        shared.PER_1000_PEOPLE,
        1,
        worry="down",
        formula="1000 · (B − D) / P̄",
        inputs=(BIRTHS, DEATHS, PEOPLE),
        literature=PRESTON.format("1.4"),
    ),
    Indicator(
        "net_migration_rate",
        mark("Net migration rate"),
        mark("People who moved in less people who moved out in the year, per 1,000 people."),
        shared.PER_1000_PEOPLE,
        1,
        formula="1000 · (I − O) / P̄",
        inputs=(MOVES, PEOPLE),
        literature=_SHRYOCK,
        caution=_NATIONAL_ZERO,
    ),
    Indicator(
        "in_migration_rate",
        mark("In-migration rate"),
        mark("People who moved in from other provinces in the year, per 1,000 people."),
        shared.PER_1000_PEOPLE,
        1,
        formula="1000 · I / P̄",
        inputs=(MOVES, PEOPLE),
        literature=_SHRYOCK,
    ),
    Indicator(
        "out_migration_rate",
        mark("Out-migration rate"),
        mark("People who moved out to other provinces in the year, per 1,000 people."),
        shared.PER_1000_PEOPLE,
        1,
        formula="1000 · O / P̄",
        inputs=(MOVES, PEOPLE),
        literature=_SHRYOCK,
    ),
    Indicator(
        "migration_effectiveness",
        mark("Migration effectiveness (net per 100 moves)"),
        mark(
            "Net migrants for each 100 who moved in or out: near 0 the moves cancel, at ±100 all go one way."
        ),
        mark("per 100 moves"),
        0,
        formula="100 · (I − O) / (I + O)",
        inputs=(MOVES,),
        literature=_SHRYOCK,
    ),
    Indicator(
        "growth_balance",
        mark("Growth balance"),
        mark(
            "The change between two totals: births less deaths, net migration, and what is left unexplained."
        ),
        shared.PERSONS,
        0,
        formula="P(t+1) − P(t) = B − D + (I − O) + u",
        inputs=(PEOPLE, BIRTHS, DEATHS, MOVES),
        literature=PRESTON.format("1.1"),
        absence=mark("A sum of several terms and no single number: shown on the Migration and growth page."),
    ),
)

REGISTERS = (
    Indicator(
        "birth_registration_completeness",
        mark("Completeness of birth registration"),
        mark(
            "Births registered per 100 that the published fertility rate and the women of the area would give."
        ),
        mark("% of those expected"),
        1,
        worry="down",
        formula="100 · B / Σ f(x) · W(x)",
        inputs=(BIRTHS, shared.WOMEN, mark("published fertility rate")),
        literature="United Nations (2014), Principles and Recommendations for a Vital Statistics System, Rev. 3, ch. V",
        caution=mark("Over 100 % is a problem of the data and is not cut off."),
    ),
    Indicator(
        "death_registration_completeness",
        mark("Completeness of death registration"),
        mark("Deaths registered per 100 that the life table of the area would give."),
        mark("% of those expected"),
        1,
        worry="down",
        formula="100 · D / Σ m(x) · P(x)",
        inputs=(DEATHS, shared.BY_AGE, shared.DEATH_RATES),
        literature="United Nations (2014), Principles and Recommendations for a Vital Statistics System, Rev. 3, ch. V; Adair & Lopez (2018), PLoS ONE 13(5):e0197047",
        caution=mark("Over 100 % is a problem of the data and is not cut off."),
    ),
    Indicator(
        "sdg_16_9_1",
        mark("Children under 5 whose birth is registered (SDG 16.9.1)"),
        mark("Children under five whose birth has been registered, per 100 children under five."),
        mark("% of children under 5"),
        1,
        worry="down",
        formula="100 · P(0–4, registered) / P(0–4)",
        inputs=(mark("registered children by age"), shared.BY_AGE),
        literature=_SDG.format("16.9.1"),
        absence=mark(
            "A survey or a register linked to a count of children is needed; neither is loaded here."
        ),
    ),
    Indicator(
        "sdg_17_19_2",
        mark("All births and 80 % of deaths registered (SDG 17.19.2)"),
        mark(
            "Whether a country registers all births and at least 80 % of deaths. Compilers still accept 90 % and 75 %."
        ),
        mark("yes or no"),
        0,
        formula="B ≥ 100 %, D ≥ 80 %",
        inputs=(BIRTHS, DEATHS),
        literature=_SDG.format("17.19.2"),
        absence=mark(
            "The country itself reports it; the completeness estimated here is on the Data quality page."
        ),
    ),
)
