"""The band of methods holds every method, and is widest at the oldest ages."""

import numpy as np

from forecasting.axes import AgeGroups
from forecasting.life_table import life_table, survival_ratios
from forecasting.probabilistic.method_spread import method_spread
from forecasting.rates import Rates

AGES = AgeGroups.single(100)
AGE = np.arange(101.0)
MX = np.stack([np.exp(-9.2 + 0.085 * AGE), np.exp(-8.8 + 0.085 * AGE)])
PEOPLE = np.stack([1000 * np.exp(-AGE / 60), 1000 * np.exp(-AGE / 55)])
PATTERN = np.where((AGE >= 15) & (AGE < 50), np.exp(-(((AGE - 28) / 6) ** 2)), 0.0)
YEARS = 30


def test_the_method_band_holds_every_method_and_widens_with_age():
    life = np.linspace([76.0, 72.0], [84.0, 80.0], YEARS)
    asfr = np.broadcast_to(2 * PATTERN / PATTERN.sum(), (YEARS, 101))
    survival = np.broadcast_to(survival_ratios(life_table(MX, AGES)), (YEARS, 2, 101))
    path = Rates(AGES, asfr, survival, np.zeros((YEARS, 2, 101)), np.full(YEARS, 1.05))
    old, oldest = method_spread(PEOPLE, path, MX, life)
    assert (old.from_age, oldest.from_age) == (65, 80)
    for band in (old, oldest):
        assert all(
            (band.least <= people).all() and (people <= band.most).all() for people in band.by_method.values()
        )
    part = [(band.most / band.least - 1)[-1] for band in (old, oldest)]
    assert 0 < part[0] < part[1]
