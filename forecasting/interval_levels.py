"""The levels of all intervals, 80 and 95 %: their tails, and where a normal distribution has its ends."""

from __future__ import annotations

#: Level of an interval where no other is asked for
LEVEL = 0.95
#: Levels of the two bands of a fan, the narrow and the wide
COVERAGES = (0.8, LEVEL)
#: Probabilities of the two ends of an interval at LEVEL
ENDS = (0.025, 0.975)
#: Probabilities of a fan's lines: the wide band's lower end, the narrow one's, the median, the two upper ends
PROBABILITIES = (ENDS[0], 0.1, 0.5, 0.9, ENDS[1])
#: Half-widths of the two bands of a normal distribution, in standard deviations
NORMAL_ENDS = (1.2815515655446004, 1.959963984540054)
NORMAL_HALF_WIDTH = NORMAL_ENDS[1]
