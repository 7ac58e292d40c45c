"""Compile what the fast projections need, once: `python -m forecasting.kernel`."""

from __future__ import annotations

from forecasting.kernel.selection import warm

if __name__ == "__main__":
    warm()
