"""How old the provinces are, how fast they age, and when they pass 7, 14 and 21 per cent."""

from dashboard.analysis.catalogue import AGEING
from dashboard.panels import ageing
from dashboard.panels.gaps import measure_gaps
from dashboard.panels.measure import measure_page
from dashboard.words import mark

measure_page(mark("Ageing"), tuple(indicator.key for indicator in AGEING))
ageing.passing()
measure_gaps(AGEING)
