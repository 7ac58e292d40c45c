"""Population, births and fertility."""

from __future__ import annotations

from dashboard.analysis.catalogue import indicator as shared
from dashboard.analysis.catalogue.indicator import BIRTHS, PEOPLE, PRESTON, VITAL, Indicator
from dashboard.words import mark

POPULATION = (
    Indicator(
        "population",
        mark("Population"),
        mark(
            "People usually living in the area at the reference date: a census, or the office’s estimate for the middle of the year."
        ),
        shared.PERSONS,
        0,
        formula="P",
        inputs=(mark("census or the office’s estimate"),),
        literature=VITAL,
    ),
    Indicator(
        "women_15_49",
        mark("Women aged 15–49"),
        mark("Women of the ages at which nearly all children are born."),
        mark("women"),
        0,
        worry="down",
        formula="W(15–49)",
        inputs=(shared.WOMEN,),
        literature=PRESTON.format("5"),
    ),
)

FERTILITY = (
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
        formula="TFR = n · Σ f(x)",
        inputs=(shared.PATTERN, shared.WOMEN),
        literature=PRESTON.format("5.1"),
        caution=mark(
            "Moves when women have their children earlier or later, even if they have as many in the end."
        ),
    ),
    Indicator(
        "births",
        mark("Births registered"),
        mark("Live births registered in the year."),
        mark("births"),
        0,
        worry="down",
        formula="B",
        inputs=(BIRTHS,),
        literature=VITAL,
    ),
    Indicator(
        "crude_birth_rate",
        mark("Crude birth rate"),
        mark(
            "Live births in the year per 1,000 people in the middle of it. It moves with the age structure as well as with fertility."
        ),
        shared.PER_1000_PEOPLE,
        1,
        worry="down",
        formula="1000 · B / P̄",
        inputs=(BIRTHS, PEOPLE),
        literature=PRESTON.format("1.4"),
    ),
    Indicator(
        "general_fertility_rate",
        mark("General fertility rate (births per 1,000 women aged 15–49)"),
        mark("Live births in the year per 1,000 women aged 15–49 in the middle of it."),
        mark("per 1,000 women aged 15–49"),
        1,
        worry="down",
        formula="1000 · B / W(15–49)",
        inputs=(BIRTHS, shared.WOMEN),
        literature=PRESTON.format("5.1"),
    ),
    Indicator(
        "mean_age_childbearing",
        mark("Mean age at childbearing"),
        mark("Average age of mothers if every age had as many women: weighted by rates, not by births."),
        shared.YEARS,
        1,
        formula="Σ (x + n/2) · f(x) / Σ f(x)",
        inputs=(shared.PATTERN, shared.WOMEN),
        literature=PRESTON.format("5"),
    ),
    Indicator(
        "age_specific_fertility_rates",
        mark("Age-specific fertility rates"),
        mark("Births in the year to women of an age group per 1,000 women of that age group."),
        mark("per 1,000 women of the age"),
        1,
        formula="f(x) = B(x) / W(x)",
        inputs=(shared.PATTERN, shared.WOMEN),
        literature=PRESTON.format("5.1"),
        absence=mark("A rate for each age and no single number: shown as a curve on the Fertility page."),
    ),
    Indicator(
        "gross_reproduction_rate",
        mark("Gross reproduction rate"),
        mark("Daughters a woman would bear at the year’s rates if she lived through her fertile ages."),
        mark("daughters per woman"),
        2,
        worry="down",
        formula="TFR / (1 + SRB)",
        inputs=(shared.PATTERN, shared.WOMEN, mark("boys born per girl")),
        literature=PRESTON.format("5.4"),
        caution=mark("Provinces take the nation’s sex ratio at birth of the year."),
    ),
    Indicator(
        "net_reproduction_rate",
        mark("Net reproduction rate"),
        mark(
            "Daughters who would take the place of a woman at the year’s birth and death rates; at 1 a generation replaces itself."
        ),
        mark("daughters per woman"),
        2,
        worry="down",
        formula="Σ f(x) · L(x) / l(0) / (1 + SRB)",
        inputs=(shared.PATTERN, shared.WOMEN, shared.DEATH_RATES),
        literature=PRESTON.format("5.4"),
    ),
    Indicator(
        "sex_ratio_at_birth",
        mark("Sex ratio at birth (boys per 100 girls)"),
        mark("Boys born alive per 100 girls born alive in the year."),
        mark("boys per 100 girls"),
        1,
        worry="up",
        formula="100 · SRB",
        inputs=(mark("births by sex"),),
        literature="Chahnazarian (1988), Social Biology 35:214–235",
        caution=mark("Chance alone moves it: below about 1,000 births, areas cannot be ranked by it."),
    ),
    Indicator(
        "tempo_adjusted_total_fertility",
        mark("Tempo-adjusted total fertility rate"),
        mark(
            "Total fertility as it would be if women did not put their births off or bring them forward: of each birth order, over one less the yearly rise of its mean age."
        ),
        mark("children per woman"),
        2,
        formula="Σᵢ TFRᵢ / (1 − rᵢ)",
        inputs=(mark("births by age of mother and birth order"),),
        literature="Bongaarts & Feeney (1998), Population and Development Review 24:271–291; Ní Bhrolcháin (2011), Population and Development Review 37:841–861",
        caution=mark(
            "Not a forecast of completed families, and only of use where the mean ages move steadily."
        ),
        absence=mark("Births by age of mother and birth order are not in the sources loaded here."),
    ),
)
