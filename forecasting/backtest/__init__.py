"""How wrong: methods launched from past years, knowing nothing later, and set beside what then happened.

`python -m forecasting.backtest --history FILE --vintages FILE` does it for a file of series; `card` makes the
few figures that stand beside a forecast on the screen. The past used is the past as it is known now: figures
of those days were poorer, so real forecasts of the time had more to miss.
"""

from __future__ import annotations

from forecasting.backtest.card import BacktestCard, backtest_card

__all__ = ["BacktestCard", "backtest_card"]
