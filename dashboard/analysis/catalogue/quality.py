"""What the quality of data is measured by, declared once: names, meanings, classes and what a class is called."""

from __future__ import annotations

from dashboard.analysis.catalogue import Indicator
from dashboard.words import mark

#: Tests of a count by age and sex: columns of dashboard.analysis.quality.age_sex_tests
AGE_TESTS = (
    Indicator(
        "joint",
        mark("Age-sex accuracy (joint score)"),
        mark(
            "Three times the mean step of the sex ratio from one five-year group to the next, plus the mean distance of women’s and of men’s age groups from the mean of their neighbours, ages 0–74; 0 is a smooth population. United Nations (1952, 1955)."
        ),
        mark("points"),
        1,
        worry="up",
        classes=(0.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0),
        caution=mark(
            "A baby boom, a war or many migrants raise the score of a perfect count. Compare an area with itself before comparing it with others."
        ),
    ),
    Indicator(
        "whipple",
        mark("Whipple’s index"),
        mark(
            "People aged 25, 30 … 60 as a percentage of a fifth of all aged 23–62: 100 where nobody prefers ages ending in 0 or 5, 500 where everybody does."
        ),
        mark("100 = no preference"),
        1,
        worry="up",
        classes=(100.0, 102.5, 105.0, 110.0, 125.0, 175.0, 500.0),
    ),
    Indicator(
        "myers",
        mark("Myers’ blended index"),
        mark(
            "Percentage of people aged 10–89 whose age would have to end in another digit for no digit to be preferred: 0 to 90."
        ),
        mark("% of people"),
        2,
        worry="up",
    ),
    Indicator(
        "bachi",
        mark("Bachi’s index"),
        mark(
            "Percentage of people whose age was moved to a preferred digit, by Whipple’s comparison for each digit in turn: 0 to 90."
        ),
        mark("% of people"),
        2,
        worry="up",
    ),
)

#: Completeness of the register: values of dashboard.completeness
COMPLETENESS = {
    "births": Indicator(
        "completeness_births",
        mark("Completeness of birth registration"),
        mark(
            "Births registered in the year per 100 expected: the office’s total fertility, the nation’s age pattern of childbearing, and the women of the estimated base population."
        ),
        mark("per 100 expected"),
        1,
        worry="down",
        classes=(0.0, 60.0, 80.0, 90.0, 95.0, 100.0, 105.0, 120.0),
        caution=mark(
            "The expectation is itself good to a few per cent: total fertility counts all residents, the register those it serves."
        ),
    ),
    "deaths": Indicator(
        "completeness_deaths",
        mark("Completeness of death registration"),
        mark(
            "Deaths registered in the year per 100 expected: the death rates published for the nation, moved to the province’s life expectancy where one is published, on the estimated base population."
        ),
        mark("per 100 expected"),
        1,
        worry="down",
        classes=(0.0, 60.0, 80.0, 90.0, 100.0, 110.0, 130.0, 170.0),
        caution=mark(
            "The expected deaths leave the pandemic of 2020 to 2022 out, so those years stand far above 100; where later years do too, the expectation is too low. A province without a published life expectancy is expected to have the nation’s death rates."
        ),
    ),
}

#: How late events are registered: values of dashboard.analysis.quality.registration_delays
IN_TIME = Indicator(
    "registered_in_time",
    mark("Registered within the legal time"),
    mark(
        "Events registered within the days the law allows, per 100 events whose dates of occurrence and of registration are both known; by year and area of occurrence."
    ),
    mark("per 100 events"),
    1,
    worry="down",
    classes=(0.0, 50.0, 70.0, 80.0, 90.0, 95.0, 98.0, 100.0),
    caution=mark(
        "Events that are not yet registered are in no record: the newest year looks more punctual than it will be."
    ),
)

#: Names of the classes of Whipple's index and of the joint score, best first
WHIPPLE_CLASSES = (
    mark("highly accurate (under 105)"),
    mark("fairly accurate (105–110)"),
    mark("approximate (110–125)"),
    mark("rough (125–175)"),
    mark("very rough (175 and over)"),
)
JOINT_CLASSES = (
    mark("accurate (under 20)"),
    mark("inaccurate (20–40)"),
    mark("highly inaccurate (40 and over)"),
)

#: Tables of the store, as a finding names them
TABLES = {
    "area": mark("Areas"),
    "source": mark("Sources"),
    "area_name": mark("Names of areas"),
    "source_name": mark("Names of offices and publications"),
    "population": mark("Population"),
    "birth": mark("Births registered"),
    "death": mark("Deaths registered"),
    "marriage": mark("Marriages registered"),
    "divorce": mark("Divorces registered"),
    "move": mark("Moves registered"),
    "delay": mark("Delay of registration"),
    "area_link": mark("Changes of boundaries"),
    "rate": mark("Published rates"),
    "death_rate": mark("Death rates by age"),
    "fertility_pattern": mark("Age pattern of childbearing"),
    "residual": mark("What estimates leave unexplained"),
}
#: What a finding may be about besides the measures of the catalogue
SUBJECTS = {
    "population": mark("Population"),
    "births": mark("Births registered"),
    "deaths": mark("Deaths registered"),
    "marriages": mark("Marriages registered"),
    "divorces": mark("Divorces registered"),
    "moves": mark("Moves registered"),
    "in_migration_rate": mark("In-migration rate"),
    "out_migration_rate": mark("Out-migration rate"),
    "under_five_mortality_rate": mark("Under-five mortality rate"),
    "sex_ratio_at_birth": mark("Sex ratio at birth"),
    "share_15_64": mark("Share aged 15–64"),
    "urban_share": mark("Urban share"),
}
SEVERITIES = {"error": mark("error"), "warning": mark("warning"), "note": mark("note")}
SEXES = {"female": mark("women"), "male": mark("men"), "both": mark("both sexes")}
CALENDAR_NAMES = {"gregorian": mark("Gregorian"), "solar_hijri": mark("Solar Hijri")}
