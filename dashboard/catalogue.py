"""Every measure the product shows, declared once: what it is called, what it means, how it is read.

Names and definitions are the catalogue's English, translated where they are shown. Where a measure comes from is in
`dashboard.measures`; the arithmetic is in `forecasting.indicators`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dashboard.words import mark


@dataclass(frozen=True)
class Indicator:
    """One measure. ``classes``: bounds of the map's classes, from lowest to highest, where they have a
    meaning of their own; else round bounds over all years."""

    key: str
    name: str
    definition: str
    unit: str
    decimals: int
    worry: Literal["up", "down"] | None = None
    classes: tuple[float, ...] | None = None
    caution: str | None = None


INDICATORS = (
    Indicator(
        "population",
        mark("Population"),
        mark(
            "People usually living in the area at the reference date: a census, or the office’s estimate for the middle of the year."
        ),
        mark("persons"),
        0,
    ),
    Indicator(
        "total_fertility_rate",
        mark("Total fertility rate"),
        mark(
            "Children a woman would bear if at each age she bore children at the rate seen in the year: the sum of age-specific fertility rates at ages 15–49."
        ),
        mark("children per woman"),
        2,
        worry="down",
        classes=(0.0, 1.3, 1.5, 1.8, 2.1, 2.5, 3.0, 4.0),
    ),
    Indicator(
        "births",
        mark("Births registered"),
        mark("Live births registered in the year."),
        mark("births"),
        0,
        worry="down",
    ),
    Indicator(
        "crude_birth_rate",
        mark("Crude birth rate"),
        mark(
            "Live births in the year per 1,000 people in the middle of it. It moves with the age structure as well as with fertility."
        ),
        mark("per 1,000 people"),
        1,
        worry="down",
    ),
    Indicator(
        "crude_death_rate",
        mark("Crude death rate"),
        mark("Deaths in the year per 1,000 people in the middle of it."),
        mark("per 1,000 people"),
        1,
        caution=mark("Older areas have more deaths at the same risk: do not rank areas on this rate alone."),
    ),
    Indicator(
        "crude_marriage_rate",
        mark("Crude marriage rate"),
        mark("Marriages registered in the year per 1,000 people in the middle of it."),
        mark("per 1,000 people"),
        1,
        worry="down",
    ),
    Indicator(
        "crude_divorce_rate",
        mark("Crude divorce rate"),
        mark("Divorces in the year per 1,000 people in the middle of it."),
        mark("per 1,000 people"),
        2,
        worry="up",
        caution=mark(
            "A rate per 1,000 people, not a risk of divorce: it moves with the number of married people too."
        ),
    ),
    Indicator(
        "mean_age_first_marriage",
        mark("Mean age at first marriage"),
        mark(
            "Average age at which people marry for the first time, as the office computes it from the shares single by age."
        ),
        mark("years"),
        1,
    ),
    Indicator(
        "share_65_plus",
        mark("Share aged 65 and over"),
        mark("People aged 65 and over per 100 people of all ages."),
        mark("% of population"),
        1,
        worry="up",
        classes=(0.0, 4.0, 5.5, 7.0, 8.5, 10.5, 14.0, 21.0),
        caution=mark("The United Nations calls a population ageing from 7 %, aged from 14 %."),
    ),
    Indicator(
        "share_0_14",
        mark("Share aged under 15"),
        mark("People aged 0–14 per 100 people of all ages."),
        mark("% of population"),
        1,
        worry="down",
    ),
    Indicator(
        "old_age_dependency",
        mark("Old-age dependency ratio (65+ per 100 aged 15–64)"),
        mark("People aged 65 and over per 100 people aged 15–64."),
        mark("per 100 aged 15–64"),
        1,
        worry="up",
    ),
    Indicator(
        "ageing_index",
        mark("Ageing index (65+ per 100 under 15)"),
        mark("People aged 65 and over per 100 people under 15."),
        mark("per 100 under 15"),
        0,
        worry="up",
    ),
    Indicator(
        "median_age",
        mark("Median age"),
        mark("The age that half of the people are younger than, linear inside its age group."),
        mark("years"),
        1,
        worry="up",
    ),
    Indicator(
        "net_migration_rate",
        mark("Net migration rate"),
        mark("People who moved in less people who moved out in the year, per 1,000 people."),
        mark("per 1,000 people"),
        1,
    ),
    Indicator(
        "infant_mortality_rate",
        mark("Infant mortality rate"),
        mark("Deaths under one year of age per 1,000 live births."),
        mark("per 1,000 live births"),
        1,
        worry="up",
    ),
    Indicator(
        "life_expectancy",
        mark("Life expectancy at birth"),
        mark("Years a newborn would live on average at the death rates of the year."),
        mark("years"),
        1,
        worry="down",
    ),
)

BY_KEY = {indicator.key: indicator for indicator in INDICATORS}

_NEW_BASE = mark(
    "From 1400 the office’s age shares are on another base than before: do not compare across it."
)
#: (country, measure) -> the first year that cannot be compared with those before, and why
BREAKS: dict[tuple[str, str], dict[int, str]] = {
    ("IR", "share_65_plus"): {1400: _NEW_BASE},
    ("IR", "share_0_14"): {1400: _NEW_BASE},
    ("VN", "life_expectancy"): {2023: mark("From 2023 the office estimates life expectancy in another way.")},
}
