"""How far a count of people or events can be trusted: what its own ages, sexes and totals say of it.

Pure functions of arrays. None of them corrects anything, and none is cut off at a limit that the world respects:
more births registered than women could have borne, a completeness over 1, is a finding about the data.
"""

from forecasting.indicators.data_quality.age_heaping import (
    bachi_index,
    digit_preference,
    modified_whipple_index,
    myers_index,
    total_modified_whipple_index,
    whipple_class,
    whipple_index,
)
from forecasting.indicators.data_quality.age_sex import (
    AgeSexAccuracy,
    accuracy_class,
    age_ratios,
    age_sex_accuracy,
    sex_ratio_interval,
    sex_ratios,
)
from forecasting.indicators.data_quality.growth_balance import AdultCompleteness, general_growth_balance
from forecasting.indicators.data_quality.registration import (
    completeness,
    expected_births,
    expected_births_from_rate,
    expected_deaths,
    median_delay,
    share_registered_within,
)

__all__ = [
    "AdultCompleteness",
    "AgeSexAccuracy",
    "accuracy_class",
    "age_ratios",
    "age_sex_accuracy",
    "bachi_index",
    "completeness",
    "digit_preference",
    "expected_births",
    "expected_births_from_rate",
    "expected_deaths",
    "general_growth_balance",
    "median_delay",
    "modified_whipple_index",
    "myers_index",
    "sex_ratio_interval",
    "sex_ratios",
    "share_registered_within",
    "total_modified_whipple_index",
    "whipple_class",
    "whipple_index",
]
