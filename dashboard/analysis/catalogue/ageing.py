"""Age structure and ageing. Every name holds its bounds of age."""

from __future__ import annotations

from dashboard.analysis.catalogue import indicator as shared
from dashboard.analysis.catalogue.indicator import AGEING as ANNEX
from dashboard.analysis.catalogue.indicator import PRESTON, SHARE, Indicator
from dashboard.words import mark

_AGES = {"inputs": (shared.BY_AGE,), "literature": ANNEX}
_LEFT = {
    "inputs": (shared.BY_AGE, shared.DEATH_RATES),
    "literature": "Sanderson & Scherbov (2007), Demographic Research 16:27–58",
    "caution": mark(
        "The life table is estimated: the nation’s, moved to the province’s published life expectancy where there is one."
    ),
}
_OF_15_64, _OF_20_64 = mark("per 100 aged 15–64"), mark("per 100 aged 20–64")
_PER_OLD = mark("people per person aged 65 and over")

STRUCTURE = (
    Indicator(
        "share_65_plus",
        mark("Share aged 65 and over"),
        mark("People aged 65 and over per 100 people of all ages."),
        SHARE,
        1,
        worry="up",
        classes=(0.0, 4.0, 5.5, 7.0, 8.5, 10.5, 14.0, 21.0),
        caution=mark("The United Nations calls a population ageing from 7 %, aged from 14 %."),
        formula="100 · P(65+) / P",
        **_AGES,
    ),
    Indicator(
        "share_60_plus",
        mark("Share aged 60 and over"),
        mark("People aged 60 and over per 100 people of all ages."),
        SHARE,
        1,
        worry="up",
        formula="100 · P(60+) / P",
        **_AGES,
    ),
    Indicator(
        "share_80_plus",
        mark("Share aged 80 and over"),
        mark("People aged 80 and over per 100 people of all ages."),
        SHARE,
        1,
        worry="up",
        formula="100 · P(80+) / P",
        **_AGES,
    ),
    Indicator(
        "share_15_64",
        mark("Share aged 15–64"),
        mark("People aged 15–64 per 100 people of all ages."),
        SHARE,
        1,
        worry="down",
        formula="100 · P(15–64) / P",
        **_AGES,
    ),
    Indicator(
        "share_0_14",
        mark("Share aged under 15"),
        mark("People aged 0–14 per 100 people of all ages."),
        SHARE,
        1,
        worry="down",
        formula="100 · P(0–14) / P",
        **_AGES,
    ),
    Indicator(
        "median_age",
        mark("Median age"),
        mark("The age that half of the people are younger than, linear inside its age group."),
        shared.YEARS,
        1,
        worry="up",
        formula="P(0–x) = P / 2",
        inputs=(shared.BY_AGE,),
        literature=PRESTON.format("7"),
    ),
)

RATIOS = (
    Indicator(
        "old_age_dependency",
        mark("Old-age dependency ratio (65+ per 100 aged 15–64)"),
        mark("People aged 65 and over per 100 people aged 15–64."),
        _OF_15_64,
        1,
        worry="up",
        formula="100 · P(65+) / P(15–64)",
        **_AGES,
    ),
    Indicator(
        "young_age_dependency",
        mark("Youth dependency ratio (under 15 per 100 aged 15–64)"),
        mark("People under 15 per 100 people aged 15–64."),
        _OF_15_64,
        1,
        formula="100 · P(0–14) / P(15–64)",
        **_AGES,
    ),
    Indicator(
        "total_dependency",
        mark("Total dependency ratio (under 15 and 65+ per 100 aged 15–64)"),
        mark("People under 15 and people aged 65 and over per 100 people aged 15–64."),
        _OF_15_64,
        1,
        worry="up",
        formula="100 · (P(0–14) + P(65+)) / P(15–64)",
        **_AGES,
    ),
    Indicator(
        "old_age_dependency_20_64",
        mark("Old-age dependency ratio (65+ per 100 aged 20–64)"),
        mark("People aged 65 and over per 100 people aged 20–64."),
        _OF_20_64,
        1,
        worry="up",
        formula="100 · P(65+) / P(20–64)",
        **_AGES,
    ),
    Indicator(
        "young_age_dependency_20_64",
        mark("Youth dependency ratio (under 20 per 100 aged 20–64)"),
        mark("People under 20 per 100 people aged 20–64."),
        _OF_20_64,
        1,
        formula="100 · P(0–19) / P(20–64)",
        **_AGES,
    ),
    Indicator(
        "total_dependency_20_64",
        mark("Total dependency ratio (under 20 and 65+ per 100 aged 20–64)"),
        mark("People under 20 and people aged 65 and over per 100 people aged 20–64."),
        _OF_20_64,
        1,
        worry="up",
        formula="100 · (P(0–19) + P(65+)) / P(20–64)",
        **_AGES,
    ),
    Indicator(
        "ageing_index",
        mark("Ageing index (65+ per 100 under 15)"),
        mark("People aged 65 and over per 100 people under 15."),
        mark("per 100 under 15"),
        0,
        worry="up",
        formula="100 · P(65+) / P(0–14)",
        **_AGES,
    ),
    Indicator(
        "ageing_index_60",
        mark("Ageing index (60+ per 100 under 15)"),
        mark("People aged 60 and over per 100 people under 15: the bounds of the United Nations."),
        mark("per 100 under 15"),
        0,
        worry="up",
        formula="100 · P(60+) / P(0–14)",
        **_AGES,
    ),
    Indicator(
        "ageing_index_16",
        mark("Ageing index (65+ per 100 under 16)"),
        mark("People aged 65 and over per 100 people under 16: the bounds of Spain’s INE."),
        mark("per 100 under 16"),
        0,
        worry="up",
        formula="100 · P(65+) / P(0–15)",
        inputs=(shared.BY_AGE,),
        literature="INE (Spain), concept 5097",
    ),
    Indicator(
        "potential_support",
        mark("Potential support ratio (15–64 per person aged 65+)"),
        mark("People aged 15–64 for each person aged 65 and over."),
        _PER_OLD,
        1,
        worry="down",
        formula="P(15–64) / P(65+)",
        **_AGES,
    ),
    Indicator(
        "potential_support_20_64",
        mark("Potential support ratio (20–64 per person aged 65+)"),
        mark("People aged 20–64 for each person aged 65 and over."),
        _PER_OLD,
        1,
        worry="down",
        formula="P(20–64) / P(65+)",
        **_AGES,
    ),
    Indicator(
        "parent_support",
        mark("Parent support ratio (85+ per 100 aged 50–64)"),
        mark("People aged 85 and over per 100 people aged 50–64, who are of an age to be their children."),
        mark("per 100 aged 50–64"),
        1,
        worry="up",
        formula="100 · P(85+) / P(50–64)",
        **_AGES,
    ),
)

PROSPECTIVE = (
    Indicator(
        "prospective_age",
        mark("Age at which 15 years of life are left"),
        mark("The age at which people would still live 15 years on average at the death rates of the year."),
        shared.YEARS,
        1,
        formula="e(x) = 15",
        **_LEFT,
    ),
    Indicator(
        "prospective_share",
        mark("Share with less than 15 years of life left"),
        mark("People older than the age at which 15 years are left, per 100 people of all ages."),
        SHARE,
        1,
        worry="up",
        formula="100 · P(x+) / P,  e(x) = 15",
        **_LEFT,
    ),
    Indicator(
        "prospective_dependency",
        mark("Prospective old-age dependency ratio (less than 15 years left per 100 from age 20 on)"),
        mark("People with less than 15 years of life left per 100 people from age 20 up to that age."),
        mark("per 100 from age 20 to old age"),
        1,
        worry="up",
        formula="100 · P(x+) / P(20–x),  e(x) = 15",
        **_LEFT,
    ),
)

AGEING = (*STRUCTURE, *RATIOS, *PROSPECTIVE)
