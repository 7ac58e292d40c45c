"""Why a number changed: differences taken apart into causes that add up to them, to the last digit.

Every decomposition answers "how much of the difference goes with this factor, the others as they were on average": it
is arithmetic, not proof of a cause. The parts always sum to the difference.
"""

from forecasting.decomposition.births import BirthsChange, why_births_changed
from forecasting.decomposition.kitagawa import RateDifference, crude_rate_difference
from forecasting.decomposition.life_expectancy import arriaga, arriaga_symmetric
from forecasting.decomposition.products import product_effects

__all__ = [
    "BirthsChange",
    "RateDifference",
    "arriaga",
    "arriaga_symmetric",
    "crude_rate_difference",
    "product_effects",
    "why_births_changed",
]
