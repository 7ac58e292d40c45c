"""Marriage and divorce."""

from __future__ import annotations

from dashboard.analysis.catalogue import indicator as shared
from dashboard.analysis.catalogue.indicator import (
    DIVORCES,
    EUROSTAT,
    MARRIAGES,
    PEOPLE,
    VITAL,
    Indicator,
)
from dashboard.words import mark

_BY_DURATION = mark("divorces by duration of marriage")
_HAJNAL = "Hajnal (1953), Population Studies 7:111–136"
_ADULTS = (mark("people aged 15 and over"),)
_IN_YEARS = mark(
    "Average age at which people marry for the first time, as the office computes it from the shares single by age."
)
_ALL_OF_THE_AGE = mark(
    "Rates are over all people of an age, single or not: the sum says how many would ever marry only where the rates stay as they are."
)

FAMILIES = (
    Indicator(
        "marriages",
        mark("Marriages registered"),
        mark("Marriages registered in the year, first marriages and later ones together."),
        mark("marriages"),
        0,
        worry="down",
        formula="M",
        inputs=(MARRIAGES,),
        literature=VITAL,
    ),
    Indicator(
        "divorces",
        mark("Divorces registered"),
        mark("Divorces registered in the year."),
        mark("divorces"),
        0,
        worry="up",
        formula="V",
        inputs=(DIVORCES,),
        literature=VITAL,
    ),
    Indicator(
        "crude_marriage_rate",
        mark("Crude marriage rate"),
        mark("Marriages registered in the year per 1,000 people in the middle of it."),
        shared.PER_1000_PEOPLE,
        1,
        worry="down",
        formula="1000 · M / P̄",
        inputs=(MARRIAGES, PEOPLE),
        literature=EUROSTAT,
    ),
    Indicator(
        "crude_divorce_rate",
        mark("Crude divorce rate"),
        mark("Divorces in the year per 1,000 people in the middle of it."),
        shared.PER_1000_PEOPLE,
        2,
        worry="up",
        caution=mark(
            "A rate per 1,000 people, not a risk of divorce: it moves with the number of married people too."
        ),
        formula="1000 · V / P̄",
        inputs=(DIVORCES, PEOPLE),
        literature=EUROSTAT,
    ),
    Indicator(
        "general_marriage_rate",
        mark("General marriage rate (marriages per 1,000 people aged 15 and over)"),
        mark(
            "Marriages in the year per 1,000 people aged 15 and over: children, who cannot marry, are left out."
        ),
        mark("per 1,000 people aged 15 and over"),
        1,
        worry="down",
        formula="1000 · M / P(15+)",
        inputs=(MARRIAGES, *_ADULTS),
        literature=VITAL,
    ),
    Indicator(
        "general_divorce_rate",
        mark("General divorce rate (divorces per 1,000 people aged 15 and over)"),
        mark("Divorces in the year per 1,000 people aged 15 and over, married or not."),
        mark("per 1,000 people aged 15 and over"),
        2,
        worry="up",
        formula="1000 · V / P(15+)",
        inputs=(DIVORCES, *_ADULTS),
        literature=VITAL,
    ),
    Indicator(
        "divorces_per_100_marriages",
        mark("Divorces per 100 marriages of the same year"),
        mark("Divorces registered in the year for each 100 marriages registered in it."),
        mark("per 100 marriages"),
        1,
        caution=mark(
            "Not a risk of divorce. Those who divorce in a year are not those who marry in it: the number rises when marriages fall, though no marriage is less stable. That “one marriage in three ends in divorce” does not follow from it; the total divorce rate would say it, and the data for that are not published."
        ),
        formula="100 · V / M",
        inputs=(DIVORCES, MARRIAGES),
        literature=EUROSTAT,
    ),
    Indicator(
        "refined_divorce_rate",
        mark("Refined divorce rate (divorces per 1,000 married women)"),
        mark("Divorces in the year per 1,000 married women in the middle of it."),
        mark("per 1,000 married women"),
        2,
        worry="up",
        formula="1000 · V / W(married)",
        inputs=(DIVORCES, mark("married women")),
        literature=EUROSTAT,
        absence=mark("How many women are married is not in the sources loaded here, by area and year."),
    ),
    Indicator(
        "refined_marriage_rate",
        mark("Refined marriage rate (marriages per 1,000 unmarried people aged 15 and over)"),
        mark(
            "Marriages in the year per 1,000 people aged 15 and over who are single, widowed or divorced in the middle of it."
        ),
        mark("per 1,000 unmarried people"),
        1,
        worry="down",
        formula="1000 · M / P(15+, unmarried)",
        inputs=(MARRIAGES, mark("unmarried people")),
        literature=EUROSTAT,
        absence=mark("How many people are unmarried is not in the sources loaded here, by area and year."),
    ),
    Indicator(
        "duration_specific_divorce_rates",
        mark("Divorce rates by duration of marriage"),
        mark(
            "Divorces in the year after so many years of marriage over the marriages of the year they began in."
        ),
        mark("per 1,000 marriages of the year they began in"),
        1,
        formula="v(d) = V(d) / M(t − d)",
        inputs=(_BY_DURATION, MARRIAGES),
        literature=EUROSTAT,
        absence=mark("A rate for each duration and no single number: their sum is the total divorce rate."),
    ),
    Indicator(
        "total_divorce_rate",
        mark("Total divorce rate"),
        mark(
            "Part of marriages that would end in divorce at the year’s rates by duration: each duration’s divorces over the marriages of the year they began in."
        ),
        mark("per 100 marriages"),
        1,
        worry="up",
        formula="100 · Σ V(d) / M(t − d)",
        inputs=(_BY_DURATION, mark("marriages of at least 25 past years")),
        literature=EUROSTAT,
        caution=mark(
            "Couples who married elsewhere and divorce here are in it: small areas are biased. Marriages longer than the last single duration are left out."
        ),
    ),
    Indicator(
        "mean_duration_at_divorce",
        mark("Mean duration of marriage at divorce"),
        mark(
            "Average years a marriage had lasted when it ended in divorce, at the year’s rates by duration."
        ),
        shared.YEARS,
        1,
        formula="Σ (d + ½) · v(d) / Σ v(d),  v(d) = V(d) / M(t − d)",
        inputs=(_BY_DURATION, mark("marriages of at least 25 past years")),
        literature=EUROSTAT,
    ),
    Indicator(
        "mean_duration_of_divorces",
        mark("Mean duration of the marriages divorced in the year (weighted by divorces)"),
        mark("Average years that the marriages divorced in the year had lasted."),
        shared.YEARS,
        1,
        formula="Σ (d + ½) · V(d) / Σ V(d)",
        inputs=(_BY_DURATION,),
        literature=EUROSTAT,
        caution=mark(
            "Weighted by divorces, not by rates: it moves with the number of marriages in past years. The open group of the longest marriages is counted half a year past its start, so the mean is a little too low."
        ),
    ),
    Indicator(
        "mean_age_first_marriage",
        mark("Mean age at first marriage"),
        _IN_YEARS,
        shared.YEARS,
        1,
        formula="SMAM",
        inputs=(mark("people by age, sex and marital state"),),
        literature=_HAJNAL,
        caution=mark(
            "Years lived single by those who marry before 50: not the mean age of those who married in the year."
        ),
    ),
    Indicator(
        "mean_age_first_marriage_women",
        mark("Mean age at first marriage, women"),
        mark(
            "Average age of the women who marry for the first time: as the office publishes it, else of first marriages registered by age."
        ),
        shared.YEARS,
        1,
        formula="Σ (x + n/2) · M₁(x) / Σ M₁(x)",
        inputs=(mark("first marriages by age"),),
        literature=EUROSTAT,
    ),
    Indicator(
        "mean_age_first_marriage_men",
        mark("Mean age at first marriage, men"),
        mark(
            "Average age of the men who marry for the first time: as the office publishes it, else of first marriages registered by age."
        ),
        shared.YEARS,
        1,
        formula="Σ (x + n/2) · M₁(x) / Σ M₁(x)",
        inputs=(mark("first marriages by age"),),
        literature=EUROSTAT,
    ),
    Indicator(
        "singulate_mean_age_at_marriage",
        mark("Singulate mean age at marriage (from shares single at 15–54)"),
        mark(
            "Years lived single by those who marry before 50, computed here from the shares never married by age."
        ),
        shared.YEARS,
        1,
        formula="(15 + 5·ΣS(15–49) − 50·S(50)) / (1 − S(50))",
        inputs=(mark("people by age, sex and marital state"),),
        literature=_HAJNAL + "; United Nations, World Marriage Data, metadata",
        absence=mark("People by age and marital state are not in the sources loaded here."),
    ),
    Indicator(
        "total_first_marriage_rate_women",
        mark("Total first-marriage rate, women"),
        mark(
            "First marriages a woman would have at the year’s rates by age. Above 1 when marriages are brought forward."
        ),
        mark("per person"),
        2,
        formula="n · Σ M₁(x) / P(x)",
        inputs=(mark("first marriages by age"), shared.BY_AGE),
        literature=EUROSTAT,
        absence=mark("First marriages by age are not in the sources loaded here."),
        caution=_ALL_OF_THE_AGE,
    ),
    Indicator(
        "total_first_marriage_rate_men",
        mark("Total first-marriage rate, men"),
        mark(
            "First marriages a man would have at the year’s rates by age. Above 1 when marriages are brought forward."
        ),
        mark("per person"),
        2,
        formula="n · Σ M₁(x) / P(x)",
        inputs=(mark("first marriages by age"), shared.BY_AGE),
        literature=EUROSTAT,
        absence=mark("First marriages by age are not in the sources loaded here."),
        caution=_ALL_OF_THE_AGE,
    ),
)
