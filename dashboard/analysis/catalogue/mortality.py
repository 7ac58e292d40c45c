"""Deaths and survival."""

from __future__ import annotations

from dashboard.analysis.catalogue import indicator as shared
from dashboard.analysis.catalogue.indicator import (
    BIRTHS,
    DEATHS,
    PEOPLE,
    PRESTON,
    VITAL,
    Indicator,
)
from dashboard.words import mark

_LIFE_TABLE, _LIFE_TABLE_CHAPTER = (shared.DEATH_RATES,), PRESTON.format("3")
_SDG = "United Nations Statistics Division, metadata of SDG indicator {}"
_PER_1000 = mark("per 1,000 who reach the first age")
_NEWBORN = mark("of 1,000 newborn")


MORTALITY = (
    Indicator(
        "deaths",
        mark("Deaths registered"),
        mark("Deaths registered in the year."),
        mark("deaths"),
        0,
        formula="D",
        inputs=(DEATHS,),
        literature=VITAL,
    ),
    Indicator(
        "crude_death_rate",
        mark("Crude death rate"),
        mark("Deaths in the year per 1,000 people in the middle of it."),
        shared.PER_1000_PEOPLE,
        1,
        caution=mark("Older areas have more deaths at the same risk: do not rank areas on this rate alone."),
        formula="1000 · D / P̄",
        inputs=(DEATHS, PEOPLE),
        literature=PRESTON.format("1.4"),
    ),
    Indicator(
        "age_standardised_death_rate",
        mark("Age-standardised death rate (WHO standard)"),
        mark("Deaths per 1,000 people if the area had the ages of the WHO world standard population."),
        shared.PER_1000_PEOPLE,
        1,
        worry="up",
        formula="1000 · Σ c(x) · m(x)",
        inputs=(mark("deaths by age"), shared.BY_AGE),
        literature="Ahmad et al. (2001), Age standardization of rates: a new WHO standard, GPE Discussion Paper 31; "
        + PRESTON.format("2.2"),
        caution=mark(
            "Iran: deaths registered in 1399, a year of the pandemic, not corrected for those missing from the register. Viet Nam: the nation only, at the United Nations’ death rates."
        ),
    ),
    Indicator(
        "indirectly_standardised_death_rate",
        mark("Indirectly standardised death rate (nation as standard)"),
        mark(
            "The nation’s crude death rate times the area’s deaths over those it would have at the nation’s death rates by age."
        ),
        shared.PER_1000_PEOPLE,
        1,
        worry="up",
        formula="1000 · D/P̄ (nation) · D / Σ m(x) (nation) · P(x)",
        inputs=(DEATHS, shared.BY_AGE, shared.DEATH_RATES),
        literature=PRESTON.format("2.2"),
        caution=mark(
            "Compare each area with the nation, not two areas with each other: each has its own weights."
        ),
    ),
    Indicator(
        "infant_mortality_rate",
        mark("Infant mortality rate"),
        mark("Deaths under one year of age per 1,000 live births."),
        shared.PER_1000_BORN,
        1,
        worry="up",
        formula="1000 · D(0) / B",
        inputs=(mark("deaths by age"), BIRTHS),
        literature=_SDG.format("3.2.1"),
        caution=mark(
            "Deaths over births of the same year: near, but not equal, to the life table’s probability."
        ),
    ),
    Indicator(
        "under_five_mortality_rate",
        mark("Under-five mortality rate"),
        mark("Children who would die before their fifth birthday of 1,000 born, as the office estimates it."),
        shared.PER_1000_BORN,
        1,
        worry="up",
        formula="1000 · q(0–5)",
        inputs=(mark("deaths by age"), BIRTHS),
        literature=_SDG.format("3.2.1"),
    ),
    Indicator(
        "neonatal_mortality_rate",
        mark("Neonatal mortality rate"),
        mark("Deaths in the first 28 days of life per 1,000 live births."),
        shared.PER_1000_BORN,
        1,
        worry="up",
        formula="1000 · D(<28 d) / B",
        inputs=(mark("deaths by age"), BIRTHS),
        literature=_SDG.format("3.2.2"),
        absence=mark("Deaths by day of life are not in the sources loaded here."),
    ),
    Indicator(
        "maternal_mortality_ratio",
        mark("Maternal mortality ratio"),
        mark(
            "Women who died in pregnancy or within 42 days of its end, of causes of it, per 100,000 live births."
        ),
        mark("per 100,000 live births"),
        0,
        worry="up",
        formula="100000 · D(maternal) / B",
        inputs=(mark("deaths by cause"), BIRTHS),
        literature=_SDG.format("3.1.1"),
        absence=mark("Deaths by cause are not in the sources loaded here."),
    ),
    Indicator(
        "dying_0_1",
        mark("Probability of dying before age 1"),
        mark(
            "Of 1,000 newborn, those who would die before their first birthday at the death rates of the year."
        ),
        _NEWBORN,
        1,
        worry="up",
        formula="1000 · q(0–1)",
        inputs=_LIFE_TABLE,
        literature=_LIFE_TABLE_CHAPTER,
    ),
    Indicator(
        "dying_0_5",
        mark("Probability of dying before age 5"),
        mark(
            "Of 1,000 newborn, those who would die before their fifth birthday at the death rates of the year."
        ),
        _NEWBORN,
        1,
        worry="up",
        formula="1000 · (1 − l(5) / l(0))",
        inputs=_LIFE_TABLE,
        literature=_LIFE_TABLE_CHAPTER,
    ),
    Indicator(
        "dying_15_60",
        mark("Probability of dying between ages 15 and 60"),
        mark("Of 1,000 who reach 15, those who would die before 60 at the death rates of the year."),
        _PER_1000,
        0,
        worry="up",
        formula="1000 · (1 − l(60) / l(15))",
        inputs=_LIFE_TABLE,
        literature=_LIFE_TABLE_CHAPTER,
    ),
    Indicator(
        "dying_30_70",
        mark("Probability of dying between ages 30 and 70"),
        mark(
            "Of 1,000 who reach 30, those who would die before 70 at the death rates of the year, of any cause. SDG 3.4.1 counts four groups of causes only."
        ),
        _PER_1000,
        0,
        worry="up",
        formula="1000 · (1 − l(70) / l(30))",
        inputs=_LIFE_TABLE,
        literature=_LIFE_TABLE_CHAPTER,
    ),
    Indicator(
        "life_expectancy",
        mark("Life expectancy at birth"),
        mark("Years a newborn would live on average at the death rates of the year."),
        shared.YEARS,
        1,
        worry="down",
        formula="e(0) = Σ L(x) / l(0)",
        inputs=(shared.DEATH_RATES,),
        literature=PRESTON.format("3"),
        caution=mark("Not a forecast of anybody’s life: the rates of one year, held for ever."),
    ),
    Indicator(
        "life_expectancy_women",
        mark("Life expectancy at birth, women"),
        mark("Years a newborn girl would live on average at women’s death rates of the year."),
        shared.YEARS,
        1,
        worry="down",
        formula="e(0)",
        inputs=(shared.DEATH_RATES,),
        literature=PRESTON.format("3"),
    ),
    Indicator(
        "life_expectancy_men",
        mark("Life expectancy at birth, men"),
        mark("Years a newborn boy would live on average at men’s death rates of the year."),
        shared.YEARS,
        1,
        worry="down",
        formula="e(0)",
        inputs=(shared.DEATH_RATES,),
        literature=PRESTON.format("3"),
    ),
    *(
        Indicator(
            f"life_expectancy_{age}_{sex}",
            name,
            definition,
            shared.YEARS,
            1,
            worry="down",
            formula=f"e({age})",
            inputs=_LIFE_TABLE,
            literature=_LIFE_TABLE_CHAPTER,
        )
        for age, sex, name, definition in (
            (
                60,
                "women",
                mark("Life expectancy at 60, women"),
                mark("Years a woman of 60 would still live on average at the death rates of the year."),
            ),
            (
                60,
                "men",
                mark("Life expectancy at 60, men"),
                mark("Years a man of 60 would still live on average at the death rates of the year."),
            ),
            (
                65,
                "women",
                mark("Life expectancy at 65, women"),
                mark("Years a woman of 65 would still live on average at the death rates of the year."),
            ),
            (
                65,
                "men",
                mark("Life expectancy at 65, men"),
                mark("Years a man of 65 would still live on average at the death rates of the year."),
            ),
        )
    ),
    Indicator(
        "lifespan_lost",
        mark("Years of life lost to a death (e†)"),
        mark(
            "Average years that those who die at the year’s rates would still have had: the lower, the more alike are lives."
        ),
        shared.YEARS,
        1,
        worry="up",
        formula="e† = Σ d(x) · e(x) / l(0)",
        inputs=_LIFE_TABLE,
        literature="Vaupel & Canudas-Romo (2003), Demography 40:201–216",
    ),
    Indicator(
        "lifespan_sd",
        mark("Spread of ages at death (standard deviation)"),
        mark("Standard deviation of the age at death at the year’s rates: how unequal lives are in length."),
        shared.YEARS,
        1,
        worry="up",
        formula="√ Σ d(x) · (x − e(0))² / l(0)",
        inputs=_LIFE_TABLE,
        literature="Edwards & Tuljapurkar (2005), Population and Development Review 31:645–674",
    ),
)
