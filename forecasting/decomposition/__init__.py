"""Why a number changed: differences taken apart into causes that add up to them, to the last digit.

Every decomposition answers "how much of the difference goes with this factor, the others as they were on average": it
is arithmetic, not proof of a cause. The parts always sum to the difference.
"""
