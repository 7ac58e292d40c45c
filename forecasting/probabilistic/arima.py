"""ARIMA(p, 1, 0) with drift for each area, the order by Akaike's criterion, with its own model's intervals.

statsmodels estimates the autoregression of the yearly changes by conditional least squares, which is fast
enough for hundreds of areas. Its intervals are the model's, not measured ones: they show what an interval is
worth that was never checked against misses.
"""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.ar_model import AutoReg
from statsmodels.tsa.arima_process import arma2ma

from forecasting.axes import Array

ORDERS = (0, 1, 2)
LEAST_CHANGES = 10


def arima(past: Array, horizon: int) -> tuple[Array, Array]:
    """Forecasts and their standard errors; nan where the series is too short. (area, year) -> two (area, horizon)"""
    centre = np.full((past.shape[0], horizon), np.nan)
    spread = np.full_like(centre, np.nan)
    for area, row in enumerate(past):
        change = np.diff(row[np.isfinite(row)])
        if len(change) >= LEAST_CHANGES:
            centre[area], spread[area] = _one(float(row[-1]), change, horizon)
    return centre, spread


def _one(last: float, change: Array, horizon: int) -> tuple[Array, Array]:
    if np.ptp(change) < 1e-12:
        return last + change[-1] * np.arange(1, horizon + 1), np.zeros(horizon)
    # hold_back: every order is judged on the same years.
    fits = [AutoReg(change, lags=order, trend="c", hold_back=max(ORDERS)).fit() for order in ORDERS]
    polynomials = [np.concatenate([[1.0], -np.asarray(fit.params[1:])]) for fit in fits]
    steady = [
        index for index, polynomial in enumerate(polynomials) if (np.abs(np.roots(polynomial)) < 1).all()
    ]
    best = min(steady, key=lambda index: float(fits[index].aic))
    fit, autoregression = fits[best], polynomials[best]
    forecasts = np.asarray(fit.predict(len(change), len(change) + horizon - 1))
    weights = arma2ma(np.convolve(autoregression, [1.0, -1.0]), [1.0], lags=horizon)
    return last + np.cumsum(forecasts), np.sqrt(float(fit.sigma2) * np.cumsum(weights**2))
